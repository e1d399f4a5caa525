"""The dataset of the tariffs: what a space costs, and whom. Never does IO.

The first tariff of a space that fits counts, by `rank`; the public price is the last, for everybody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.network import Network

_REQUIRED = {"required": True}
_CENTS = {"minimum": 0}
_TIERS = ("hour_cents", "half_day_cents", "day_cents", "month_cents")
_CONDITIONS = ("categories", "organisation_kinds", "cities", "attestation")

FIELDS = (
    Field("id", "string", "Identifiant stable du tarif.", "7c1e…:associations", {"required": True, "unique": True}),
    Field("space_id", "string", "Identifiant de l'espace, voir le jeu « spaces ».", "7c1e…", _REQUIRED),
    Field("space_name", "string", "Nom de l'espace.", "Salle Lumière", _REQUIRED),
    Field("place_id", "string", "Identifiant du lieu, voir le jeu « places ».", "0f6d…", _REQUIRED),
    Field("place_name", "string", "Nom du lieu.", "Champ Libre", _REQUIRED),
    Field("city", "string", "Code de la ville dans le réseau.", "roubaix", _REQUIRED),
    Field("name", "string", "Nom du tarif ; vide : le prix public.", "associations"),
    Field(
        "rank",
        "integer",
        "Rang parmi les tarifs de l'espace : le premier qui convient s'applique, le prix public en dernier.",
        "1",
        {"required": True, "minimum": 1},
    ),
    Field(
        "categories",
        "string",
        "Catégories de membres à qui il est réservé (resident, nomad, partner, guest) ; vide : toutes ; "
        "en CSV, séparées par |.",
        "resident|partner",
    ),
    Field(
        "organisation_kinds",
        "string",
        "Natures d'organisation à qui il est réservé (individual, startup, nonprofit, company, public_body) ; "
        "vide : toutes ; en CSV, séparées par |.",
        "nonprofit",
    ),
    Field(
        "cities",
        "string",
        "Villes, par leur code, dont les membres y ont droit ; vide : toutes ; en CSV, séparées par |.",
        "tourcoing",
    ),
    Field("attestation", "string", "Nature de l'attestation qui donne droit à ce tarif ; vide : aucune.", "student"),
    Field("hour_cents", "integer", "Prix d'une heure, en centimes d'euro ; vide : aucun.", "1200", _CENTS),
    Field("half_day_cents", "integer", "Prix de quatre heures, en centimes d'euro ; vide : aucun.", "4000", _CENTS),
    Field("day_cents", "integer", "Prix de huit heures, en centimes d'euro ; vide : aucun.", "7000", _CENTS),
    Field("month_cents", "integer", "Prix de trente jours, en centimes d'euro ; vide : aucun.", "60000", _CENTS),
    Field("updated_at", "datetime", "Dernière mise à jour de l'espace (UTC).", "2026-11-23T09:00:00Z", _REQUIRED),
)


def contents(space: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The key and what is put down of every tariff of a space that space.published told, the public price last."""
    shared = {
        "space_id": space["id"],
        "space_name": space["name"],
        **{name: space[name] for name in ("place_id", "place_name", "city")},
        "updated_at": space["published_at"],
    }
    tariffs = space.get("tariffs") or []
    for rank, tariff in enumerate(tariffs, 1):
        key = f"{space['id']}:{tariff['name']}"
        asked = {name: tariff.get(name) for name in ("name", *_CONDITIONS, *_TIERS)}
        yield key, {**shared, "id": key, "rank": rank, **asked}
    public = {**dict.fromkeys(("name", *_CONDITIONS, *_TIERS)), "hour_cents": space["hourly_price_cents"]}
    yield space["id"], {**shared, "id": space["id"], "rank": len(tariffs) + 1, **public}


def record(row: Mapping[str, Any], _network: Network) -> Record:
    """A tariff. `row` is what `contents` put down."""
    return {field.name: row[field.name] for field in FIELDS}


TARIFFS = Dataset(
    name="tariffs",
    title="Tarifs des espaces du réseau Champ Libre",
    description=(
        "Ce que coûte un espace, et à qui : le prix public d'une heure, et les tarifs de la ville pour certaines "
        "catégories de membres, natures d'organisation ou villes. Une ligne par espace et par tarif."
    ),
    keywords=("tarifs", "prix", "réservation", "salles", "coworking"),
    themes=("EDUC", "ECON"),
    fields=FIELDS,
    record=record,
)
