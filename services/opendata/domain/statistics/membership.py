"""The dataset of the members of the network: how many, by city and category. Of persons. Never does IO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.network import Network
from services.opendata.domain.statistics.published import STATUT, TOTAL, records
from services.opendata.domain.suppression import count

CATEGORIES = ("resident", "nomad", "partner", "guest")
ACTIVE = "active"
_REQUIRED = {"required": True}

FIELDS = (
    Field("id", "string", "Mois, ville, catégorie.", "2026-11/roubaix/resident", {"required": True, "unique": True}),
    Field("month", "yearmonth", "Mois à la clôture duquel on a compté.", "2026-11", _REQUIRED),
    Field("city", "string", "Code de la ville des membres ; « total » : toutes.", "roubaix", _REQUIRED),
    Field(
        "category",
        "string",
        "Catégorie : resident, nomad, partner, guest ; « total » : toutes.",
        "resident",
        {"required": True, "enum": [*CATEGORIES, TOTAL]},
    ),
    Field("members", "integer", "Membres actifs ; vide si la valeur est secrète.", "128", {"minimum": 11}),
    STATUT,
)


def of_month(month: str, cities: Sequence[str], members: Mapping[tuple[str, str], int]) -> list[Record]:
    """The records of a month.

    Args:
        cities: of the network.
        members: how many are active, by city and category.
    """
    return records(month, count(sorted(cities), CATEGORIES, members), ("city", "category"), {"members": int})


def record(content: Mapping[str, Any], _network: Network) -> Record:
    """A figure, as it was counted."""
    return dict(content)


MEMBERSHIP = Dataset(
    name="membership",
    title="Membres du réseau Champ Libre par ville et catégorie",
    description=(
        "Le nombre de membres actifs de chaque ville, par catégorie, avec les totaux, compté une seule fois à la "
        "clôture de chaque mois, trois jours après sa fin. Secret statistique : une valeur de moins de 11 "
        "personnes n'est pas diffusée, zéro compris, ni celles dont on la déduirait."
    ),
    keywords=("membres", "adhésion", "statistiques", "tiers-lieux"),
    themes=("SOCI", "GOVE"),
    fields=FIELDS,
    record=record,
    frequency="MONTHLY",
)
