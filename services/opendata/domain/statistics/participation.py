"""The dataset of who came to what is on the programme: visits, by place and age band. Of persons. Never does IO."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.network import Network
from services.opendata.domain.statistics.openings import Facts
from services.opendata.domain.statistics.published import STATUT, TOTAL, records
from services.opendata.domain.statistics.uses import Attendance
from services.opendata.domain.suppression import count

UNKNOWN = "unknown"
BANDS = ("under_12", "12_17", "18_25", "26_59", "60_plus", UNKNOWN)
_REQUIRED = {"required": True}

FIELDS = (
    Field("id", "string", "Mois, lieu, tranche d'âge.", "2026-11/0f6d…/12_17", {"required": True, "unique": True}),
    Field("month", "yearmonth", "Mois où la séance a commencé, à l'heure locale.", "2026-11", _REQUIRED),
    Field("place_id", "string", "Identifiant du lieu, voir le jeu « places » ; « total » : tous.", "0f6d…", _REQUIRED),
    Field("place_name", "string", "Nom du lieu à la clôture du mois ; vide pour le total.", "Le Champ Libre"),
    Field(
        "age_band",
        "string",
        "Tranche d'âge comptée à la porte : under_12, 12_17, 18_25, 26_59, 60_plus ; unknown : non comptée ; "
        "« total » : toutes.",
        "12_17",
        {"required": True, "enum": [*BANDS, TOTAL]},
    ),
    Field(
        "visits",
        "integer",
        "Entrées : qui vient à deux séances compte deux fois ; vide si la valeur est secrète.",
        "143",
        {"minimum": 11},
    ),
    STATUT,
)


def of_month(month: str, places: Mapping[str, Facts], attendances: Iterable[Attendance]) -> list[Record]:
    """The records of a month.

    Args:
        places: of the network, by id.
        attendances: of the occurrences of the month; one at no place of the network is left out.
    """
    visits = Counter[tuple[str, str]]()
    for each in attendances:
        if each.place_id is not None:
            for band, persons in in_bands(each).items():
                visits[each.place_id, band] += persons
    return records(
        month,
        count(sorted(places), BANDS, visits),
        ("place_id", "age_band"),
        {"visits": int},
        lambda place_id: {"place_name": places[place_id]["name"] if place_id in places else None},
    )


def in_bands(attendance: Attendance) -> dict[str, int]:
    """Who came, by age band; whom nobody asked are `unknown`. A band that is none of ours is as good as not asked."""
    known = {band: attendance.bands[band] for band in BANDS if attendance.bands.get(band)}
    unknown = max(attendance.came, sum(attendance.bands.values())) - sum(known.values())
    return known | {UNKNOWN: unknown}


def record(content: Mapping[str, Any], _network: Network) -> Record:
    """A figure, as it was counted."""
    return dict(content)


PARTICIPATION = Dataset(
    name="participation",
    title="Participation aux activités du réseau Champ Libre",
    description=(
        "Les entrées aux ateliers, séances et rencontres, par lieu et tranche d'âge, avec les totaux : inscrits venus "
        "et personnes entrées sans inscription. Comptées une seule fois, à la clôture de chaque mois. Les séances hors "
        "des lieux du réseau n'y sont pas. Secret statistique : une valeur de moins de 11 n'est pas diffusée, zéro "
        "compris, ni celles dont on la déduirait."
    ),
    keywords=("participation", "public", "activités", "statistiques"),
    themes=("SOCI", "GOVE"),
    fields=FIELDS,
    record=record,
    frequency="MONTHLY",
)
