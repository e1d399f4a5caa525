"""What the API is asked and what it answers. They make its description too. Never queries."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Instant, Schema, Text

_SECRET_MOST = 1000  # characters of a password: taken as they are, spaces too


def _told(description: str = "", **more: Any) -> dict[str, Any]:
    """What the description says of a field beside its type."""
    return {"metadata": {"description": description, **more} if description else more}


def _instant(description: str = "", **more: Any) -> fields.String:
    """An instant in an answer: the services have written it as RFC 3339 already."""
    return fields.String(**_told(description, format="date-time"), **more)


def _city(**more: Any) -> Text:
    return Text(least=1, most=31, **_told("Le code d’une ville du réseau.", examples=["roubaix"]), **more)


class Registration(Schema):
    """Qui veut devenir membre d’une ville."""

    city = _city(required=True)
    name = Text(least=1, most=200, required=True)
    email = Text(least=3, most=254, required=True, **_told(format="email"))
    password = fields.String(required=True, validate=validate.Length(1, _SECRET_MOST))
    consent = fields.Boolean(required=True, truthy={True}, falsy={False}, **_told("Accord au traitement."))
    language = fields.String(validate=validate.OneOf(("fr", "nl", "en")))


class Registered(Schema):
    """Une inscription ; un courriel demande de confirmer l’adresse."""

    id = fields.String()
    city = fields.String()
    status = fields.String()


class Confirmation(Schema):
    """Le jeton du lien reçu par courriel."""

    city = _city(required=True)
    token = Text(least=1, most=500, required=True)


class Confirmed(Schema):
    """Le membre dont l’adresse est confirmée."""

    member_id = fields.String()
    city = fields.String()


class SignIn(Schema):
    """De quoi se connecter. Sans ville, toutes sont interrogées."""

    email = Text(least=1, most=254, required=True)
    password = fields.String(required=True, validate=validate.Length(1, _SECRET_MOST))
    city = _city()


class Member(Schema):
    """Un membre, pour lui-même."""

    id = fields.String()
    name = fields.String()
    email = fields.String()
    city = fields.String()
    category = fields.String()
    organisation_kind = fields.String()
    language = fields.String()
    roles = fields.List(fields.String())
    status = fields.String()


class SignedIn(Schema):
    """Une session (RFC 6749, 5.1)."""

    access_token = fields.String()
    token_type = fields.String()
    expires_in = fields.Integer(**_told("Secondes."))
    member = fields.Nested(Member)


class City(Schema):
    """Une ville du réseau."""

    code = fields.String()
    name = fields.String()
    insee = fields.String(**_told("Code de la commune (COG)."))
    language = fields.String()
    zone = fields.String(**_told("Fuseau horaire (IANA)."))


class Page(Schema):
    """Une page de liste : `next` est le curseur de la suivante, ou null."""

    next = fields.String(allow_none=True, dump_default=None)


class Cities(Page):
    """Les villes."""

    items = fields.List(fields.Nested(City))


class Place(Schema):
    """Un lieu."""

    id = fields.String()
    city = fields.String()
    name = fields.String()
    address = fields.String()
    postcode = fields.String()
    insee = fields.String()
    commune = fields.String()
    latitude = fields.Float(**_told("Degrés, WGS 84."))
    longitude = fields.Float(**_told("Degrés, WGS 84."))
    opening_hours = fields.String(**_told("Syntaxe opening_hours d’OpenStreetMap."))
    zone = fields.String()
    description = fields.String()
    website = fields.String(allow_none=True)
    kind = fields.String(**_told("Typologie du schéma des lieux de médiation numérique."))
    published_at = _instant()


class Places(Page):
    """Des lieux."""

    items = fields.List(fields.Nested(Place))


class Space(Schema):
    """Un espace d’un lieu : ce que l’on réserve."""

    id = fields.String()
    place_id = fields.String()
    place_name = fields.String()
    city = fields.String()
    name = fields.String()
    kind = fields.String()
    capacity = fields.Integer(**_told("Personnes."))
    units = fields.Integer(**_told("Combien il y en a à réserver."))
    area_m2 = fields.Float(allow_none=True)
    floor = fields.Integer(allow_none=True)
    equipment = fields.List(fields.String())
    accessible = fields.Boolean()
    description = fields.String()
    hourly_price_cents = fields.Integer()
    published_at = _instant()


class Spaces(Page):
    """Des espaces."""

    items = fields.List(fields.Nested(Space))


class PlaceWithSpaces(Place):
    """Un lieu et ses espaces."""

    spaces = fields.List(fields.Nested(Space))


class SpaceWithPlace(Space):
    """Un espace et son lieu."""

    place = fields.Nested(Place)


class PlacesAsked(Schema):
    """Quels lieux."""

    city = _city()


class ListAsked(Schema):
    """Quelle page d’une liste."""

    limit = fields.Integer(validate=validate.Range(1, 200), **_told("Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **_told("Le `next` de la page précédente."))


class SpacesAsked(ListAsked):
    """Quels espaces."""

    city = _city()
    kind = Text(least=1, most=40)
    persons = fields.Integer(validate=validate.Range(1, 100_000), **_told("Capacité au moins."))
    place_id = Text(least=1, most=36)


class AvailabilityAsked(Schema):
    """Quelle période, 31 jours au plus."""

    from_ = Instant(data_key="from", required=True)
    to = Instant(required=True)


class Period(Schema):
    """Une période, fin exclue."""

    starts_at = _instant()
    ends_at = _instant()


class FreePeriod(Period):
    """Une période et le nombre d’unités libres tout du long."""

    units = fields.Integer()


class Availability(Schema):
    """Quand un espace est ouvert, et libre."""

    space_id = fields.String()
    zone = fields.String()
    units = fields.Integer()
    open = fields.List(fields.Nested(Period))
    free = fields.List(fields.Nested(FreePeriod))


class Wish(Schema):
    """Un espace et une période."""

    space_id = Text(least=1, most=36, required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)


class Objection(Schema):
    """Ce qui s’oppose à une réservation : un code de refus."""

    code = fields.String()
    message = fields.String()


class Quote(Schema):
    """Un prix, et ce qui s’opposerait à la réservation."""

    space_id = fields.String()
    starts_at = _instant()
    ends_at = _instant()
    price_cents = fields.Integer()
    currency = fields.String()
    rule = fields.String(**_told("La règle de prix appliquée."))
    refusals = fields.List(fields.Nested(Objection))


class Booking(Schema):
    """Une réservation, telle que son membre la voit."""

    id = fields.String()
    space_id = fields.String()
    space_name = fields.String()
    place_id = fields.String()
    place_name = fields.String()
    host_city = fields.String(**_told("La ville du lieu."))
    unit_id = fields.String()
    unit_name = fields.String()
    member_id = fields.String()
    home_city = fields.String(**_told("La ville du membre."))
    starts_at = _instant()
    ends_at = _instant()
    zone = fields.String()
    status = fields.String(validate=validate.OneOf(("confirmed", "cancelled")))
    price_cents = fields.Integer()
    currency = fields.String()
    price_rule = fields.String()
    sequence = fields.Integer(**_told("Augmente à chaque changement."))
    booked_at = _instant()
    cancelled_at = _instant(allow_none=True)


class Bookings(Page):
    """Des réservations."""

    items = fields.List(fields.Nested(Booking))
