"""Dates of an activity: what is asked about them, and what became of it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Instant, Schema, Text
from services.bookings.domain.activities import Kept, Resizing, Size
from services.bookings.schemas.kinds import Actor, codes, identifier
from services.bookings.schemas.series import WallTime

_OWN_REASONS = ("below_minimum", "activity_cancelled", "erased")
_SIZES = ("capacity", "min_persons", "waiting_seats", "kept_back")


def _seats(least: int = 0, **kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, 100_000), **kwargs)


def _url() -> fields.Url:
    address = validate.Length(max=2000)
    return fields.Url(schemes={"https", "http"}, load_default=None, allow_none=True, validate=address)


class KeptBack(Schema):
    """Seats to be kept back for a partner."""

    organisation_id = identifier(required=True)
    seats = _seats(1, required=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> Kept:
        return Kept(**loaded)


def _kept_back(**kwargs: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(KeptBack), validate=validate.Length(max=50), **kwargs)


class _Dated(Schema):
    """From when to when, by the clocks of the place, and what its editor goes past."""

    actor = fields.Nested(Actor, required=True)
    starts_local = WallTime(required=True)
    ends_local = WallTime(required=True)
    past = codes()

    @post_load
    def make_past(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {**loaded, "past": frozenset(loaded["past"])}


class DatesAsked(_Dated):
    """A date, or all that a rule names, looked at beforehand."""

    activity_id = identifier(required=True)
    space_id = identifier(load_default=None, allow_none=True)
    rule = Text(load_default=None, allow_none=True, least=1, most=500)
    capacity = _seats(load_default=0)


class DatesWished(DatesAsked):
    """The same, to be made once under a key. Loads `size` for what says for how many."""

    capacity = _seats(required=True)
    min_persons = _seats(load_default=0)
    waiting_seats = _seats(load_default=0)
    kept_back = _kept_back(load_default=list)
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))

    @post_load
    def make_size(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        told = {name: loaded.pop(name) for name in _SIZES}
        return {**loaded, "size": Size(**{**told, "kept_back": tuple(told["kept_back"])})}


class Redated(_Dated):
    """Another time for an occurrence; `space_id` only where it gets another one, or None: none."""

    occurrence_id = identifier(required=True)
    space_id = identifier(allow_none=True)


class OccurrenceNamed(Schema):
    """One occurrence, and who changes it."""

    occurrence_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)


class OccurrenceSeen(Schema):
    """One occurrence, and who looks at it; None: a visitor."""

    occurrence_id = identifier(required=True)
    actor = fields.Nested(Actor, load_default=None, allow_none=True)


class MovedOnline(OccurrenceNamed):
    """One occurrence, and where it is online; None: where it is known to be."""

    online_url = _url()


class Resized(OccurrenceNamed):
    """For how many an occurrence shall be; what is not said stays. Loads `wanted`."""

    capacity = _seats(load_default=None, allow_none=True)
    min_persons = _seats(load_default=None, allow_none=True)
    waiting_seats = _seats(load_default=None, allow_none=True)
    kept_back = _kept_back(load_default=None, allow_none=True)
    past = codes()

    @post_load
    def make_size(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        told = {name: loaded.pop(name) for name in _SIZES}
        kept = told["kept_back"]
        wanted = Resizing(**{**told, "kept_back": None if kept is None else tuple(kept)})
        return {**loaded, "wanted": wanted, "past": frozenset(loaded["past"])}


class OccurrenceUnwanted(OccurrenceNamed):
    """One occurrence to be cancelled, and why."""

    reason = fields.String(
        load_default="staff",
        validate=[
            validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"),
            validate.NoneOf(_OWN_REASONS, error="Not for others to say."),
        ],
    )


class RefusedDate(Schema):
    """A date that could not be made, and why."""

    starts_local = fields.String(attribute="date.key")
    ends_local = fields.String(attribute="date.end_key")
    starts_at = Instant(attribute="date.period.starts_at", dump_default=None)
    ends_at = Instant(attribute="date.period.ends_at", dump_default=None)
    codes = fields.List(fields.String())


class DateSeen(RefusedDate):
    """What a date would come to; `status`: `free`, `taken`, `closed`, `refused`."""

    status = fields.String()
    price_cents = fields.Integer(attribute="price.cents", dump_default=None)
    currency = fields.String(attribute="price.currency", dump_default=None)


class DatesSeen(Schema):
    """What each date would come to, before anybody decides."""

    activity_id = fields.String()
    space_id = fields.String()
    zone = fields.String()
    items = fields.List(fields.Nested(DateSeen))
