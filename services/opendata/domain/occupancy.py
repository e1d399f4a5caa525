"""The dataset of the occupancy: which unit is taken when, and nothing about by whom. Never does IO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.entry import instant, told
from services.opendata.domain.network import Network

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


def record(row: Mapping[str, Any], _network: Network) -> Record:
    """A period for which a unit is taken."""
    return {field.name: row[field.name] for field in FIELDS}


def taken(kind: str, facts: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether a unit is taken after an event of its booking, and until when.

    What may come to nothing takes nothing yet; who left early freed the unit then, and who left before the start
    never took it.

    Args:
        kind: of the event, `booking.confirmed`.
        facts: `starts_at`, `ends_at`; `status` of a booking that moved, `checked_out_at` of one whose member left.
    """
    ends_at: str = facts["ends_at"]
    if kind == "booking.moved":
        return facts["status"] == "confirmed", ends_at
    if kind == "booking.checked_out":
        starts_at, left_at, end = (instant(facts[name]) for name in ("starts_at", "checked_out_at", "ends_at"))
        return left_at > starts_at, told(left_at) if starts_at < left_at < end else ends_at
    return kind in ("booking.confirmed", "booking.checked_in"), ends_at


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
