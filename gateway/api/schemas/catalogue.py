"""What there is in the network: cities, places, spaces, and when they are free."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Answer, Code, Count, city, city_asked, cursor, instant, instant_asked, told, zone

_PUBLISHED = "2026-11-22T08:00:00+00:00"


class City(Answer):
    """Une ville du réseau."""

    code = fields.String(**told("roubaix", "Son code partout dans l’API."))
    name = fields.String(**told("Roubaix"))
    insee = fields.String(**told("59512", "Le code officiel de la commune (COG)."))
    language = fields.String(**told("fr", "Sa première langue."))
    zone = zone()


class Cities(Answer):
    """Les villes."""

    items = fields.List(fields.Nested(City))
    next = cursor()


class Place(Answer):
    """Un lieu."""

    id = fields.String(**told("champ-libre"))
    city = city("Le code de la ville dont le service tient ce lieu.")
    name = fields.String(**told("Champ Libre"))
    address = fields.String(**told("Rue de l’Union"))
    postcode = fields.String(**told("59200"))
    insee = fields.String(**told("59599", "Le code officiel de la commune (COG)."))
    commune = fields.String(**told("Tourcoing"))
    latitude = fields.Float(**told(50.7041, "Degrés, WGS 84."))
    longitude = fields.Float(**told(3.1687, "Degrés, WGS 84."))
    opening_hours = fields.String(
        **told("Mo-Fr 08:30-22:00; PH off", "Heures d’ouverture, à l’heure du lieu, en syntaxe `opening_hours` d’OSM.")
    )
    zone = zone()
    description = fields.String(**told("Un ancien magasin de laine, où vit le laboratoire L.I.V.E."))
    website = fields.String(allow_none=True, **told("https://champlibre.example.org"))
    kind = fields.String(**told("TIERS_LIEUX", "Typologie du schéma national des lieux de médiation numérique."))
    published_at = instant(_PUBLISHED, "Quand cette fiche a changé.")


class Places(Answer):
    """Des lieux."""

    items = fields.List(fields.Nested(Place))
    next = cursor()


class Space(Answer):
    """Un espace d’un lieu : ce que l’on réserve."""

    id = fields.String(**told("champ-libre-atelier"))
    place_id = fields.String(**told("champ-libre"))
    place_name = fields.String(**told("Champ Libre"))
    city = city("Le code de la ville du lieu.")
    name = fields.String(**told("Atelier de prototypage"))
    kind = fields.String(
        **told("workshop", "`desk_area`, `office`, `meeting_room`, `training_room`, `event_room`, `workshop`, …")
    )
    capacity = fields.Integer(**told(10, "Combien de personnes une unité accueille."))
    units = fields.Integer(**told(1, "Combien d’unités se réservent à part : les postes d’un plateau, par exemple."))
    area_m2 = fields.Float(allow_none=True, **told(90.0, "Mètres carrés ; null si on ne sait pas."))
    floor = fields.Integer(allow_none=True, **told(0, "Étage, 0 au niveau de la rue ; null si on ne sait pas."))
    equipment = fields.List(fields.String(), **told(["établis", "aspiration"]))
    accessible = fields.Boolean(**told(True, "Accessible en fauteuil roulant."))
    description = fields.String(**told("Pour fabriquer ce que l’on a imaginé ensemble."))
    hourly_price_cents = fields.Integer(**told(1500, "Centimes d’euro par heure ; 0 : gratuit."))
    published_at = instant(_PUBLISHED, "Quand cette fiche a changé.")


class Spaces(Answer):
    """Des espaces."""

    items = fields.List(fields.Nested(Space))
    next = cursor()


class PlaceWithSpaces(Place):
    """Un lieu et ses espaces."""

    spaces = fields.List(fields.Nested(Space))


class SpaceWithPlace(Space):
    """Un espace et son lieu."""

    place = fields.Nested(Place)


class PlacesAsked(Schema):
    """Quels lieux."""

    city = city_asked()


class SpacesAsked(Schema):
    """Quels espaces."""

    city = city_asked()
    kind = Code(most=40, **told("workshop", "La sorte d’espace."))
    persons = Count(validate=validate.Range(1, 100_000), **told(4, "Combien viennent : capacité au moins."))
    place_id = Text(least=1, most=36, **told("champ-libre", "Les espaces d’un lieu."))
    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyJBdGVsaWVyIiwgImIiXQ", "Le `next` de la page précédente."))


class AvailabilityAsked(Schema):
    """Quelle période, 31 jours au plus."""

    from_ = instant_asked("2026-11-23T00:00:00+01:00", data_key="from", required=True)
    to = instant_asked("2026-11-24T00:00:00+01:00", "Exclu ; 31 jours après `from` au plus.", required=True)


class Period(Answer):
    """Une période, fin exclue."""

    starts_at = instant("2026-11-23T08:00:00+00:00")
    ends_at = instant("2026-11-23T18:00:00+00:00", "Exclue.")


class FreePeriod(Period):
    """Une période et le nombre d’unités libres tout du long."""

    units = fields.Integer(**told(1))


class Availability(Answer):
    """Quand un espace est ouvert, et libre."""

    space_id = fields.String(**told("champ-libre-atelier"))
    zone = zone()
    units = fields.Integer(**told(1, "Combien d’unités l’espace a en tout."))
    open = fields.List(fields.Nested(Period), metadata={"description": "Les heures d’ouverture du lieu."})
    free = fields.List(fields.Nested(FreePeriod), metadata={"description": "Où il reste au moins une unité."})
