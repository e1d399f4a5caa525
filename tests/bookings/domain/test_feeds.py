from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.errors import Conflict, Forbidden, NotFound
from services.bookings import domain
from tests.bookings.world import ACTOR, NOW, ROOM, members_word

FEED = domain.Feed("feed-1", "0" * 64, ACTOR.member_id, ACTOR.city, None, NOW)
HERE = replace(ROOM, city="roubaix", sharing=("tourcoing",))


def test_staff_makes_feeds_of_the_spaces_whose_bookings_it_sees() -> None:
    desk = replace(ACTOR, roles=("front_desk",))
    domain.feeds.check_may_make(desk, HERE, 0)
    for actor, space in [(ACTOR, HERE), (desk, replace(HERE, sharing=()))]:
        with pytest.raises(Forbidden, match="permission_missing"):
            domain.feeds.check_may_make(actor, space, 0)


def test_a_member_has_twenty_feeds_at_most() -> None:
    domain.feeds.check_may_make(ACTOR, None, 19)
    with pytest.raises(Conflict, match="too_many_feeds"):
        domain.feeds.check_may_make(ACTOR, None, 20)


@pytest.mark.parametrize(
    ("feed", "member", "space"),
    [
        (None, None, None),
        (replace(FEED, revoked_at=NOW), members_word(), None),
        (FEED, members_word("suspended"), None),
        (FEED, members_word(), HERE),
        (FEED, replace(members_word(), roles=("front_desk",)), replace(HERE, sharing=())),
    ],
    ids=["unknown", "revoked", "suspended", "no longer staff", "no longer shared"],
)
def test_what_is_revoked_and_what_never_was_look_alike(
    feed: domain.Feed | None, member: domain.Member | None, space: domain.Space | None
) -> None:
    with pytest.raises(NotFound, match="feed_not_found"):
        domain.feeds.check_readable(feed, member, space)


def test_whose_city_has_told_nothing_yet_reads_by_the_token_of_then() -> None:
    assert domain.feeds.check_readable(FEED, None, HERE) == FEED
    assert domain.feeds.check_readable(FEED, replace(members_word(), roles=("front_desk",)), HERE) == FEED
