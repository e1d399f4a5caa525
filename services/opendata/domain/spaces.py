"""The dataset of the spaces: what can be booked, where, for how many, at what price. Never does IO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.opendata.domain import things
from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.network import Network

_REQUIRED = {"required": True}
_COUNT = {"required": True, "minimum": 0}
_AT_LEAST_ONE = {"required": True, "minimum": 1}

FIELDS = (
    Field("id", "string", "Identifiant stable de l'espace.", "7c1e…", {"required": True, "unique": True}),
    Field("place_id", "string", "Identifiant du lieu, voir le jeu « places ».", "0f6d…", _REQUIRED),
    Field("place_name", "string", "Nom du lieu.", "Champ Libre", _REQUIRED),
    Field("city", "string", "Code de la ville dans le réseau.", "roubaix", _REQUIRED),
    Field("name", "string", "Nom de l'espace.", "Salle Lumière", _REQUIRED),
    Field("kind", "string", "Nature de l'espace.", "meeting_room", _REQUIRED),
    Field("capacity", "integer", "Nombre de personnes accueillies à la fois.", "12", _COUNT),
    Field("units", "integer", "Nombre d'exemplaires réservables séparément.", "1", _AT_LEAST_ONE),
    Field("area_m2", "number", "Surface, en mètres carrés.", "35.5", {"minimum": 0}),
    Field("floor", "integer", "Étage ; 0 est le rez-de-chaussée.", "0"),
    Field("equipment", "string", "Équipements ; en CSV, séparés par |.", "projector|whiteboard"),
    Field("accessible", "boolean", "Accessible en fauteuil roulant.", "true", _REQUIRED),
    Field("description", "string", "Présentation de l'espace."),
    Field("hourly_price_cents", "integer", "Prix public d'une heure, en centimes d'euro.", "1200", _COUNT),
    Field("latitude", "number", "Latitude du lieu, en degrés décimaux (WGS 84).", "50.7053"),
    Field("longitude", "number", "Longitude du lieu, en degrés décimaux (WGS 84).", "3.1625"),
    Field("updated_at", "datetime", "Dernière mise à jour (UTC).", "2026-11-23T09:00:00Z", _REQUIRED),
    Field("parent_id", "string", "Espace dont celui-ci fait partie : qui réserve l'un occupe l'autre.", "7c1e…"),
    Field(
        "opening_hours", "string", "Horaires propres, syntaxe OpenStreetMap ; vide : ceux du lieu.", "Mo-Fr 09:00-18:00"
    ),
    Field(
        "accessibility",
        "string",
        "Handicaps auxquels on a pensé : hi auditif, ii intellectuel, mi de mobilité, pi psychique, vi visuel ; "
        "en CSV, séparés par |.",
        "mi|hi",
    ),
    Field("valid_from", "date", "Premier jour où l'espace existe ; vide : depuis toujours.", "2026-11-23"),
    Field("valid_until", "date", "Dernier jour où l'espace existe ; vide : sans fin.", "2031-08-31"),
)
_LISTS = ("equipment", "accessibility")


def record(row: Mapping[str, Any], _network: Network) -> Record:
    """A space. `row` is what space.published told, with the point of its place: None until that is known."""
    return {
        **{field.name: row[field.name] for field in FIELDS if field.name not in (*_LISTS, "updated_at")},
        **{name: row[name] or [] for name in _LISTS},
        "updated_at": row["published_at"],
    }


SPACES = Dataset(
    name="spaces",
    title="Espaces réservables du réseau Champ Libre",
    description=(
        "Bureaux, salles, ateliers, machines : ce qui se réserve dans les lieux du réseau, avec la capacité, "
        "l'équipement, l'accessibilité et le prix public. Une ligne par espace."
    ),
    keywords=("réservation", "salles", "coworking", "fablab", "tarifs"),
    themes=("EDUC",),
    fields=FIELDS,
    record=record,
    has_geometry=True,
    thing=things.space,
)
