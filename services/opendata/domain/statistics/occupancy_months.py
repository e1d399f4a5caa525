"""The dataset of the months of each space: hours open, booked, attended. Of things, so nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.months import span
from services.opendata.domain.network import Network
from services.opendata.domain.statistics.openings import Facts, length, opened, special_of
from services.opendata.domain.statistics.uses import MISSED, Use, hours

_REQUIRED = {"required": True}
_AMOUNT = {"required": True, "minimum": 0}

FIELDS = (
    Field("id", "string", "Mois et espace.", "2026-11/7c1e…", {"required": True, "unique": True}),
    Field("month", "yearmonth", "Mois, à l'heure locale du lieu.", "2026-11", _REQUIRED),
    Field("space_id", "string", "Identifiant de l'espace, voir le jeu « spaces ».", "7c1e…", _REQUIRED),
    Field("space_name", "string", "Nom de l'espace à la clôture du mois.", "Salle 12", _REQUIRED),
    Field("place_id", "string", "Identifiant du lieu, voir le jeu « places ».", "0f6d…", _REQUIRED),
    Field("city", "string", "Code de la ville où se trouve l'espace.", "tourcoing", _REQUIRED),
    Field("units", "integer", "Exemplaires de l'espace : postes, machines.", "20", {"required": True, "minimum": 1}),
    Field(
        "open_hours",
        "number",
        "Heures d'ouverture de l'espace dans le mois, d'après les horaires connus à la clôture, jours fériés, "
        "fermetures et ouvertures exceptionnelles compris ; à multiplier par « units » pour comparer aux suivantes.",
        "182.5",
        _AMOUNT,
    ),
    Field(
        "booked_hours",
        "number",
        "Heures réservées, tous exemplaires ensemble, par les réservations qui commencent dans le mois.",
        "64.25",
        _AMOUNT,
    ),
    Field(
        "attended_hours",
        "number",
        "Heures de présence, de l'arrivée enregistrée au départ, dans les limites de la réservation ; 0 si le lieu "
        "n'enregistre pas les arrivées.",
        "51.5",
        _AMOUNT,
    ),
    Field("bookings", "integer", "Réservations qui commencent dans le mois.", "37", _AMOUNT),
    Field("missed", "integer", "Dont réservations que personne n'est venu occuper.", "2", _AMOUNT),
)


def of_month(
    month: str,
    places: Mapping[str, Facts],
    spaces: Mapping[str, Facts],
    special: Mapping[str, list[Facts]],
    uses: Iterable[Use],
) -> list[Record]:
    """The records of a month, by place and space.

    Args:
        places, spaces: by id, as they are known.
        special: special hours by the id of their place.
        uses: the bookings that count in the month.
    """
    booked: dict[str, list[Use]] = {}
    for use in uses:
        booked.setdefault(use.space_id, []).append(use)
    records = []
    for space in sorted(spaces.values(), key=lambda each: (each["place_id"], each["id"])):
        place = places.get(space["place_id"])
        if place is None:
            continue
        month_there, theirs = span(month, place["zone"]), booked.get(space["id"], [])
        of_space = special_of(space, spaces, special.get(place["id"], []))
        records.append(
            {
                "id": f"{month}/{space['id']}",
                "month": month,
                "space_id": space["id"],
                "space_name": space["name"],
                "place_id": place["id"],
                "city": space["city"],
                "units": space["units"],
                "open_hours": hours(length(opened(place, space, of_space, month_there))),
                "booked_hours": hours(sum((use.booked for use in theirs), timedelta(0))),
                "attended_hours": hours(sum((use.attended for use in theirs), timedelta(0))),
                "bookings": len(theirs),
                "missed": sum(use.status == MISSED for use in theirs),
            }
        )
    return records


def record(content: Mapping[str, Any], _network: Network) -> Record:
    """A space in a month, as it was counted."""
    return dict(content)


OCCUPANCY_MONTHS = Dataset(
    name="occupancy-months",
    title="Occupation mensuelle des espaces du réseau Champ Libre",
    description=(
        "Pour chaque espace et chaque mois : heures d'ouverture, heures réservées, heures de présence, nombre de "
        "réservations et de rendez-vous manqués. Une ligne par espace et par mois. Un mois est compté une seule fois, "
        "trois jours après sa fin, et ne change plus. Aucune personne."
    ),
    keywords=("fréquentation", "occupation", "statistiques", "tiers-lieux"),
    themes=("SOCI", "GOVE"),
    fields=FIELDS,
    record=record,
    frequency="MONTHLY",
)
