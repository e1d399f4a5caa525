"""Calendar feeds."""

from __future__ import annotations

from gateway.api import feeds, schemas
from gateway.api.operation import Media, Operation

_CALENDAR = Media(
    "text/calendar",
    "Un calendrier (RFC 5545). Ce qui est annulé y reste et le dit.",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
    is_private=True,
)

OPERATIONS = [
    Operation(
        "POST",
        "/feeds",
        "make_feed",
        "Faire un calendrier à l’adresse secrète",
        feeds.make,
        schemas.FeedMade,
        body=schemas.FeedWish,
        status=201,
        refusals=("space_not_found", "permission_missing", "too_many_feeds"),
        for_members=True,
    ),
    Operation("GET", "/feeds", "feeds", "Ses calendriers", feeds.feeds, schemas.Feeds, for_members=True),
    Operation(
        "DELETE",
        "/feeds/<id:feed_id>",
        "revoke_feed",
        "Révoquer l’adresse d’un calendrier",
        feeds.revoke,
        schemas.Feed,
        refusals=("feed_not_found",),
        for_members=True,
    ),
    Operation(
        "GET",
        "/feeds/<id:secret>.ics",
        "feed",
        "Le calendrier, pour qui en a l’adresse",
        feeds.feed,
        _CALENDAR,
        query=schemas.FeedAsked,
        refusals=("feed_not_found",),
    ),
]
