"""The kinds of fields that requests and answers are made of."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.schema import Schema, Text
from services.bookings import domain


def identifier(**kwargs: Any) -> fields.String:
    """An id: 1 to 36 printable ASCII characters."""
    return fields.String(validate=validate.Regexp(r"[!-~]{1,36}\Z"), **kwargs)


def drawn(**kwargs: Any) -> fields.String:
    """An id as every city draws them: a UUID, which is nowhere a part of another word, nor a word of ours."""
    return fields.String(validate=validate.Regexp(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"), **kwargs)


def code(**kwargs: Any) -> fields.String:
    """A short word of ours in snake case."""
    return fields.String(validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"), **kwargs)


def role() -> fields.String:
    """A role, in the whole city or at a place: `front_desk`, `front_desk@champ-libre`."""
    return fields.String(validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}(@[!-~]{1,36})?\Z"))


def codes(**kwargs: Any) -> fields.List[str]:
    """Some of them."""
    return fields.List(code(), load_default=list, validate=validate.Length(max=20), **kwargs)


def persons(**kwargs: Any) -> fields.Integer:
    """How many come."""
    return fields.Integer(strict=True, validate=validate.Range(1, 100_000), **kwargs)


class Listed(Schema):
    """How much of a list."""

    limit = fields.Integer(strict=True, load_default=50, validate=validate.Range(1, 200))


class Near(Schema):
    """A point on the map, degrees, WGS 84."""

    latitude = fields.Float(required=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(required=True, validate=validate.Range(-180, 180))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> domain.search.Point:
        return domain.search.Point(**loaded)


class Filtered(Schema):
    """Which spaces are looked for. Loads as `filters`; `city` is one of `cities`."""

    space_ids = fields.List(identifier(), load_default=list, validate=validate.Length(max=200))
    city = code(load_default=None, allow_none=True)
    cities = codes()
    kind = code(load_default=None, allow_none=True)
    persons = persons(load_default=None, allow_none=True)
    place_id = identifier(load_default=None, allow_none=True)
    equipment = fields.List(Text(least=1, most=100), load_default=list, validate=validate.Length(max=20))
    accessible = fields.Boolean(load_default=False)
    accessibility = codes()
    near = fields.Nested(Near, load_default=None, allow_none=True)
    within_km = fields.Float(load_default=None, allow_none=True, validate=validate.Range(0, 20_100))

    @post_load
    def make_filters(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {name: loaded.pop(name) for name in Filtered._declared_fields}
        if city := asked.pop("city"):
            asked["cities"].append(city)
        told: dict[str, Any] = {name: tuple(said) if isinstance(said, list) else said for name, said in asked.items()}
        return {**loaded, "filters": domain.search.Filters(**told)}


class Actor(Schema):
    """Who asks, as their city attests it."""

    member_id = identifier(required=True)
    city = code(required=True)
    category = code(required=True)
    organisation_kind = code(required=True)
    roles = fields.List(role(), load_default=list)

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> domain.Actor:
        return domain.Actor(**{**loaded, "roles": tuple(loaded["roles"])})


class Beneficiary(Schema):
    """Whom something is for, when it is not the actor."""

    member_id = identifier(required=True)
    city = code(required=True)


class For(Schema):
    """Who asks and for whom. Loads as `actor` and `holder`; without both `beneficiary` and organisation it is None."""

    actor = fields.Nested(Actor, required=True)
    beneficiary = fields.Nested(Beneficiary, load_default=None, allow_none=True)
    organisation_id = identifier(load_default=None, allow_none=True)

    @post_load
    def make_holder(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        actor, named, organisation = loaded["actor"], loaded.pop("beneficiary"), loaded.pop("organisation_id")
        if actor is None or (named is None and organisation is None):
            return {**loaded, "holder": None}
        named = named or {"member_id": actor.member_id, "city": actor.city}
        return {**loaded, "holder": domain.Holder(**named, organisation_id=organisation)}
