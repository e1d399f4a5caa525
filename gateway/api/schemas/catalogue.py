"""What there is in the network: cities, places, spaces, and when they are free."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import (
    Answer,
    Code,
    Coordinates,
    Count,
    Flag,
    Kilometres,
    Texts,
    Words,
    city,
    city_asked,
    cursor,
    day,
    instant,
    instant_asked,
    told,
    whole,
    words,
    zone,
)

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
    school_zone = fields.String(allow_none=True, **told("B", "Zone des vacances scolaires, pour `SH` dans les heures."))
    valid_from = day("Le premier jour où il existe.")
    valid_until = day("Le dernier.")
    published_at = instant(_PUBLISHED, "Quand cette fiche a changé.")


class Places(Answer):
    """Des lieux."""

    items = fields.List(fields.Nested(Place))
    next = cursor()


class Quota(Answer):
    """Le plus que l’on tienne d’un espace."""

    of = fields.String(**told("member", "`member` ou `organisation`."))
    over = fields.String(**told("week", "`ahead` (à venir), `day`, `week`, `month`, à l’heure du lieu."))
    most_bookings = whole(3, "Combien de réservations ; null : sans limite.")
    most_minutes = whole(None, "Combien de minutes ; null : sans limite.")


class Rules(Answer):
    """Les règles d’un espace. Les listes vides : tout le monde."""

    min_minutes = whole(15, "La plus courte réservation.")
    max_minutes = whole(720, "La plus longue.")
    step_minutes = whole(15, "La durée en est un multiple.")
    start_every_minutes = whole(15, "Le début en est un multiple, depuis minuit à l’heure du lieu.")
    notice_minutes = whole(0, "Le préavis, de maintenant au début.")
    horizon_days = whole(365, "Jours de 24 heures, de maintenant au début.")
    buffer_before_minutes = whole(0, "Libre avant ; deux voisines partagent le plus grand.")
    buffer_after_minutes = whole(0, "Libre après.")
    categories = words([], "Les catégories de membres.")
    organisation_kinds = words([], "Les sortes d’organisations.")
    cities = words([], "Les villes des membres.")
    attestation = fields.String(allow_none=True, **told(None, "Ce que la ville du membre doit attester."))
    quotas = fields.List(fields.Nested(Quota))
    min_persons = whole(1, "Combien de personnes au moins.")
    max_persons = whole(None, "Combien au plus ; null : la capacité.")
    approval = fields.Boolean(**told(False, "La ville répond à chaque demande."))
    answer_within_minutes = whole(4320, "Après quoi une demande tombe.")
    hold_minutes = whole(15, "Après quoi une option tombe.")
    offer_minutes = whole(1440, "Après quoi tombe ce qui est offert à qui attendait.")
    cancel_until_minutes = whole(None, "Avant le début ; null : jusqu’à la fin.")
    move_until_minutes = whole(None, "Avant le début ; null : jusqu’à la fin.")
    check_in_from_minutes = whole(15, "Avant le début.")
    check_in_by_member = fields.Boolean(**told(True, "Le membre note seul son arrivée."))
    release_after_minutes = whole(None, "Après le début, sans arrivée, l’unité est rendue ; null : non.")


class Tariff(Answer):
    """Un tarif ; le premier qui convient compte."""

    name = fields.String(**told("associations"))
    categories = words([], "Pour qui ; vide : tout le monde.")
    organisation_kinds = words(["nonprofit"], "De quelles sortes.")
    cities = words([], "De quelles villes.")
    attestation = fields.String(allow_none=True, **told("reduced_rate", "Ce qui en prouve le droit."))
    hour_cents = whole(500, "L’heure, par quarts d’heure entamés.")
    half_day_cents = whole(1500, "Quatre heures.")
    day_cents = whole(2500, "Huit heures.")
    month_cents = whole(None, "Trente jours.")


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
    accessibility = fields.List(fields.String(), **told(["hi"], "Codes d’OpenAgenda : `hi`, `ii`, `pi`, `vi`, `mi`."))
    hourly_price_cents = fields.Integer(**told(1500, "Centimes par heure, si aucun tarif ne convient ; 0 : gratuit."))
    parent_id = fields.String(allow_none=True, **told(None, "L’espace dont il est une partie."))
    photos = fields.List(fields.String(), **told([]))
    opening_hours = fields.String(allow_none=True, **told(None, "Plus étroites que celles du lieu ; null : les mêmes."))
    valid_from = day("Le premier jour où il existe.")
    valid_until = day("Le dernier.")
    sharing = fields.List(fields.String(), **told([], "Les villes dont l’équipe y a les mêmes droits."))
    rules = fields.Nested(Rules)
    tariffs = fields.List(fields.Nested(Tariff))
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

    cities = Words(data_key="city", **told("roubaix,tourcoing", "Une ville ou plusieurs, séparées par des virgules."))
    kind = Code(most=40, **told("workshop", "La sorte d’espace."))
    persons = Count(validate=validate.Range(1, 100_000), **told(4, "Combien viennent : capacité au moins."))
    place_id = Text(least=1, most=36, **told("champ-libre", "Les espaces d’un lieu."))
    equipment = Texts(longest=100, **told("écran,wi-fi", "Tout ce qu’il doit y avoir, séparé par des virgules."))
    accessible = Flag(**told(True, "`true` : ceux où l’on entre en fauteuil roulant."))
    accessibility = Words(**told("hi,mi", "Codes d’OpenAgenda, séparés par des virgules : tous ceux qu’il faut."))
    near = Coordinates(**told("50.6942,3.1746", "Un point : latitude et longitude, WGS 84."))
    within_km = Kilometres(
        validate=validate.Range(0, 20_100), **told(5, "À combien de ce point au plus, à vol d’oiseau.")
    )
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
    until = instant("2026-11-23T18:00:00+00:00", "Ce qui y commence peut durer jusque-là : une même unité reste libre.")


class Availability(Answer):
    """Quand un espace est ouvert, et libre."""

    space_id = fields.String(**told("champ-libre-atelier"))
    zone = zone()
    units = fields.Integer(**told(1, "Combien d’unités l’espace a en tout."))
    rules = fields.Nested(Rules)
    open = fields.List(fields.Nested(Period), metadata={"description": "Les heures d’ouverture du lieu."})
    free = fields.List(fields.Nested(FreePeriod), metadata={"description": "Où il reste au moins une unité."})
