"""The dataset of the occupancy: which unit is taken when, and nothing about by whom. Never does IO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record

_REQUIRED = {"required": True}

FIELDS = (
    Field("id", "string", "Identifiant stable de la ligne.", "c2a9…", {"required": True, "unique": True}),
    Field("space_id", "string", "Identifiant de l'espace, voir le jeu « spaces ».", "7c1e…", _REQUIRED),
    Field("place_id", "string", "Identifiant du lieu, voir le jeu « places ».", "0f6d…", _REQUIRED),
    Field("city", "string", "Code de la ville où se trouve l'espace.", "tourcoing", _REQUIRED),
    Field("unit_name", "string", "Exemplaire occupé.", "Bureau 7", _REQUIRED),
    Field("starts_at", "datetime", "Début de l'occupation (UTC).", "2026-11-23T09:00:00Z", _REQUIRED),
    Field("ends_at", "datetime", "Fin de l'occupation, exclue (UTC).", "2026-11-23T11:00:00Z", _REQUIRED),
)


def record(row: Mapping[str, Any]) -> Record:
    """A period for which a unit is taken. `row` is one of the table `occupancy`."""
    return {field.name: row[field.name] for field in FIELDS}


OCCUPANCY = Dataset(
    name="occupancy",
    title="Occupation des espaces du réseau Champ Libre",
    description=(
        "Les périodes pendant lesquelles un espace est réservé. Une ligne par réservation confirmée ; "
        "une réservation annulée, ou que personne n'est venu occuper, disparaît. Aucune personne, aucun prix, "
        "aucune ville de résidence."
    ),
    keywords=("occupation", "réservation", "fréquentation", "tiers-lieux"),
    themes=("EDUC", "SOCI"),
    fields=FIELDS,
    record=record,
)
