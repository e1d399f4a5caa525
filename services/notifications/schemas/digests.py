"""What a digest tells, as it is kept; and who wishes for one, as members says it. Never queries."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.clock import rfc3339
from chassis.schema import Heard, Instant, Text, read
from services.notifications.domain import Digest, Showing, Subscriber
from services.notifications.schemas.forms import a_title, a_zone, an_id

MOST_TOPICS = 50


class ShowingKept(Heard):
    """A date that a digest told of; in what its topics were found is not kept: it says what the member chose."""

    occurrence_id = an_id()
    activity_id = an_id()
    city = Text(required=True, least=1, most=31)
    title = a_title()
    starts_at = Instant(required=True)
    zone = a_zone()
    place_name = Text(required=True, most=300)
    is_full = fields.Boolean(required=True)

    @post_load
    def _made(self, kept: dict[str, Any], **_: Any) -> Showing:
        return Showing(**kept)


class DigestKept(Heard):
    """A digest."""

    city = Text(required=True, least=1, most=31)
    dates = fields.List(fields.Nested(ShowingKept), required=True, validate=validate.Length(min=1))
    more = fields.Integer(required=True, strict=True, validate=validate.Range(0))


class SubscriberTold(Heard):
    """Who wishes for the digest."""

    member_id = an_id()
    topics = fields.List(Text(least=1, most=40), required=True, validate=validate.Length(max=MOST_TOPICS))

    @post_load
    def _made(self, told: dict[str, Any], **_: Any) -> Subscriber:
        return Subscriber(told["member_id"], tuple(told["topics"]))


class SubscribersTold(Heard):
    """The answer of the members service: a page, and after whom the next one begins; None: there is none."""

    items = fields.List(fields.Nested(SubscriberTold), required=True)
    next = an_id(is_optional=True)


def digest_kept(digest: Digest) -> dict[str, Any]:
    """What is kept of a digest: facts of the programme."""
    dates = [
        {name: getattr(showing, name) for name in ShowingKept().fields} | {"starts_at": rfc3339(showing.starts_at)}
        for showing in digest.showings
    ]
    return {"city": digest.city, "dates": dates, "more": digest.more}


def digest(data: Any) -> Digest:
    """The digest that was kept.

    Raises:
        Invalid: `invalid`, what was kept does not have the form agreed.
    """
    kept = read(DigestKept, data)
    return Digest(tuple(kept["dates"]), kept["more"], kept["city"])


def subscribers(answer: Any) -> tuple[list[Subscriber], str | None]:
    """A page of those who wish for the digest, and after whom the next one begins.

    Raises:
        Invalid: `invalid`, the answer does not have the form agreed.
    """
    told = read(SubscribersTold, answer)
    return told["items"], told["next"]
