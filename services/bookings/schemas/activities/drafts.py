"""Activities to be drafted and changed: their form. What contradicts itself is for the domain to refuse."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Instant, Schema, Text
from services.bookings import domain
from services.bookings.domain.activities import Field, Image, Price, Terms, Venue
from services.bookings.schemas.kinds import Actor, code, identifier
from services.bookings.schemas.publishing import INSEE

_OLDEST_YEARS = 120
_LONGEST_HOURS = 24 * 31
_LONGEST_MINUTES = 60 * 24 * 90


def _texts(most: int, **kwargs: Any) -> fields.Dict:
    """A text by language."""
    lines = most > 1000
    written = fields.String(validate=validate.OneOf(domain.activities.LANGUAGES))
    return fields.Dict(keys=written, values=Text(least=1, most=most, lines=lines), **kwargs)


def _one_of(some: tuple[str, ...], **kwargs: Any) -> fields.String:
    return fields.String(validate=validate.OneOf(some), **kwargs)


def _some_of(some: tuple[str, ...], **kwargs: Any) -> fields.List[str]:
    return fields.List(_one_of(some), validate=validate.Length(max=len(some)), **kwargs)


def _whole(least: int, most: int, **kwargs: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **kwargs)


def address(**kwargs: Any) -> fields.String:
    """A web address, `http` or `https`."""
    return fields.String(validate=validate.Regexp(r"https?://[!-~]{1,2000}\Z"), **kwargs)


class PriceDraft(Schema):
    """What some pay."""

    label = Text(least=1, most=100, required=True)
    cents = _whole(0, 1_000_000, required=True)
    condition = Text(least=1, most=200, allow_none=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> Price:
        return Price(**loaded)


class ImageDraft(Schema):
    """A picture elsewhere."""

    url = address(required=True)
    alt = Text(least=1, most=300, required=True)
    credit = Text(least=1, most=200, allow_none=True)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> Image:
        return Image(**loaded)


class VenueDraft(Schema):
    """A place that the network does not own, in whichever country."""

    name = Text(least=1, most=200, required=True)
    kind = _one_of(domain.activities.VENUE_KINDS, required=True)
    address = Text(least=1, most=200, required=True)
    postcode = Text(least=1, most=10, required=True)
    commune = Text(least=1, most=100, required=True)
    insee = fields.String(allow_none=True, validate=validate.Regexp(INSEE))
    latitude = fields.Float(allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(allow_none=True, validate=validate.Range(-180, 180))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> Venue:
        return Venue(**loaded)


class FieldDraft(Schema):
    """A question of the form."""

    name = code(required=True)
    label = _texts(300, required=True)
    kind = _one_of(domain.activities.FIELD_KINDS)
    required = fields.Boolean()
    choices = fields.List(Text(least=1, most=100), validate=validate.Length(max=20))
    keep_days = _whole(1, 365)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> Field:
        return Field(**{**loaded, "choices": tuple(loaded.get("choices", ()))})


class TermsDraft(Schema):
    """How one registers: what of it is said. Loads as a dict."""

    mode = _one_of(domain.activities.MODES)
    external_url = address(allow_none=True)
    opens_at = Instant(allow_none=True)
    closes_minutes = _whole(0, _LONGEST_MINUTES)
    most_seats = _whole(1, 100)
    promotion = _one_of(("automatic", "manual"))
    offer_hours = _whole(1, _LONGEST_HOURS)
    decide_hours = _whole(0, _LONGEST_HOURS)
    alert_hours = _whole(0, _LONGEST_HOURS)
    attestation = code(allow_none=True)
    form = fields.List(fields.Nested(FieldDraft), validate=validate.Length(max=20))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        return _tuples(loaded)


class _Content(Schema):
    title = _texts(140)
    summary = _texts(200)
    description = _texts(10_000, allow_none=True)
    easy_to_read = _texts(5_000, allow_none=True)
    kind = _one_of(domain.activities.KINDS)
    theme = Text(least=1, most=100, allow_none=True)
    cycle = Text(least=1, most=200, allow_none=True)
    languages = fields.List(fields.String(validate=validate.Regexp(r"[a-z]{2,3}\Z")), validate=validate.Length(1, 10))
    publics = _some_of(domain.activities.PUBLICS)
    min_age = _whole(0, _OLDEST_YEARS, allow_none=True)
    max_age = _whole(0, _OLDEST_YEARS, allow_none=True)
    organiser_id = identifier(allow_none=True)
    organiser_name = Text(least=1, most=200, allow_none=True)
    prices = fields.List(fields.Nested(PriceDraft), validate=validate.Length(max=10))
    image = fields.Nested(ImageDraft, allow_none=True)
    accessibility = _some_of(domain.activities.ACCESSIBILITY)
    attendance = _one_of(domain.activities.ATTENDANCE)
    online_url = address(allow_none=True)
    place_id = identifier(allow_none=True)
    venue = fields.Nested(VenueDraft, allow_none=True)
    recipe = Text(least=1, most=500, allow_none=True)
    terms = fields.Nested(TermsDraft)


class ActivityDraft(_Content):
    """An activity to be drafted, once under a key. Loads as `actor`, `city`, `idempotency_key`, `facts`."""

    actor = fields.Nested(Actor, required=True)
    city = code(required=True)
    title = _texts(140, required=True)
    summary = _texts(200, required=True)
    kind = _one_of(domain.activities.KINDS, required=True)
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        apart = {name: loaded.pop(name) for name in ("actor", "city", "idempotency_key")}
        facts = _tuples(loaded)
        return {**apart, "facts": {**facts, "terms": Terms(**facts.get("terms", {}))}}


class ActivityEdited(_Content):
    """What of an activity is to be something else. Loads as `activity_id`, `actor`, `sequence`, `facts`."""

    activity_id = identifier(required=True)
    actor = fields.Nested(Actor, required=True)
    sequence = fields.Integer(strict=True, load_default=None, allow_none=True, validate=validate.Range(0, 2**31))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        apart = {name: loaded.pop(name) for name in ("activity_id", "actor", "sequence")}
        return {**apart, "facts": _tuples(loaded)}


def _tuples(loaded: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in loaded.items()}
