"""Places and spaces to be published: their forms. What contradicts itself is for the domain to refuse."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from marshmallow import fields, post_load, validate

from chassis.schema import Schema, Text
from services.bookings import domain
from services.bookings.schemas.kinds import Actor, code, identifier

_LONGEST_MINUTES = 90_000  # two months, over which no booking goes
_MOST = 1_000_000_000
# As the open data have to publish them: the census of third places asks for French ones.
POSTCODE = r"[0-9]{5}\Z"
INSEE = r"([013-9][0-9]|2[AB1-9])[0-9]{3}\Z"
# Neither is a zone of some place: what a machine was set to, and what it is before anybody has set it.
ZONES = frozenset(available_timezones() - {"Factory", "localtime"})


def _whole(**kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(-_MOST, _MOST), **kwargs)


def _minutes(**kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(0, _LONGEST_MINUTES), **kwargs)


def _codes() -> fields.List[str]:
    return fields.List(code(), validate=validate.Length(max=50))


def _photos() -> fields.List[str]:
    return fields.List(Text(least=1, most=500), validate=validate.Length(max=20))


class _Published(Schema):
    actor = fields.Nested(Actor, required=True)
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    keep_bookings = fields.Boolean(load_default=False)


class PlaceDraft(_Published):
    """A place to be published. Loads as `actor`, `keep_bookings`, `place`."""

    place_id = identifier(required=True)
    city = code(required=True)
    name = Text(least=1, most=200, required=True)
    address = Text(least=1, most=200, required=True)
    postcode = fields.String(required=True, validate=validate.Regexp(POSTCODE))
    insee = fields.String(required=True, validate=validate.Regexp(INSEE))
    commune = Text(least=1, most=100, required=True)
    latitude = fields.Float(required=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(required=True, validate=validate.Range(-180, 180))
    opening_hours = Text(least=1, most=domain.LONGEST_HOURS, required=True)
    zone = fields.String(required=True, validate=validate.OneOf(ZONES, error="Not an IANA zone."))
    description = Text(most=2000, lines=True)
    website = Text(most=500, allow_none=True)
    kind = Text(least=1, most=50)
    school_zone = fields.String(allow_none=True, validate=validate.OneOf(("A", "B", "C")))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {**_asked(loaded), "place": domain.Place(**loaded)}


class QuotaDraft(Schema):
    """A quota."""

    of = fields.Enum(domain.Of, by_value=True, required=True)
    over = fields.Enum(domain.Over, by_value=True, required=True)
    most_bookings = _whole(allow_none=True)
    most_minutes = _whole(allow_none=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> domain.Quota:
        return domain.Quota(**loaded)


class RulesDraft(Schema):
    """The rules of a space."""

    min_minutes = _minutes()
    max_minutes = _minutes()
    step_minutes = _minutes()
    start_every_minutes = _minutes()
    notice_minutes = _minutes()
    horizon_days = _whole()
    buffer_before_minutes = _minutes()
    buffer_after_minutes = _minutes()
    categories = _codes()
    organisation_kinds = _codes()
    cities = _codes()
    attestation = code(allow_none=True)
    quotas = fields.List(fields.Nested(QuotaDraft), validate=validate.Length(max=10))
    min_persons = _whole()
    max_persons = _whole(allow_none=True)
    approval = fields.Boolean()
    answer_within_minutes = _minutes()
    hold_minutes = _minutes()
    offer_minutes = _minutes()
    cancel_until_minutes = _minutes(allow_none=True)
    move_until_minutes = _minutes(allow_none=True)
    check_in_from_minutes = _minutes()
    check_in_by_member = fields.Boolean()
    release_after_minutes = _minutes(allow_none=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> domain.Rules:
        return domain.Rules(**_tuples(loaded))


class TariffDraft(Schema):
    """A tariff."""

    name = Text(least=1, most=40, required=True)
    categories = _codes()
    organisation_kinds = _codes()
    cities = _codes()
    attestation = code(allow_none=True)
    hour_cents = _whole(allow_none=True)
    half_day_cents = _whole(allow_none=True)
    day_cents = _whole(allow_none=True)
    month_cents = _whole(allow_none=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> domain.Tariff:
        return domain.Tariff(**_tuples(loaded))


class SpaceDraft(_Published):
    """A space to be published. Loads as `actor`, `keep_bookings`, `space`."""

    space_id = identifier(required=True)
    place_id = identifier(required=True)
    name = Text(least=1, most=200, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(domain.KINDS))
    capacity = fields.Integer(strict=True, required=True, validate=validate.Range(1, 100_000))
    units = fields.Integer(strict=True, validate=validate.Range(1, 500))
    area_m2 = fields.Float(allow_none=True, validate=validate.Range(0, 1_000_000))
    floor = fields.Integer(strict=True, allow_none=True, validate=validate.Range(-20, 200))
    equipment = fields.List(Text(least=1, most=80), validate=validate.Length(max=50))
    accessible = fields.Boolean()
    accessibility = fields.List(fields.String(validate=validate.OneOf(domain.ACCESSIBILITY)))
    description = Text(most=2000, lines=True)
    hourly_price_cents = fields.Integer(strict=True, validate=validate.Range(0, 10_000_000))
    parent_id = identifier(allow_none=True)
    photos = _photos()
    opening_hours = Text(least=1, most=domain.LONGEST_HOURS, allow_none=True)
    sharing = _codes()
    rules = fields.Nested(RulesDraft)
    tariffs = fields.List(fields.Nested(TariffDraft), validate=validate.Length(max=20))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return {**_asked(loaded), "space": domain.Space(**_tuples(loaded))}


def _asked(loaded: dict[str, Any]) -> dict[str, Any]:
    """Taken out of what was loaded: what is said beside the thing itself."""
    return {name: loaded.pop(name) for name in ("actor", "keep_bookings")}


def _tuples(loaded: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in loaded.items()}
