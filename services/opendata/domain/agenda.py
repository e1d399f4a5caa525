"""The dataset of the agenda: each date of each activity. Never does IO.

Source: OpenAgenda's event for the statuses, the ways to take part and the codes of accessibility.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.opendata.domain import programme
from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.happenings import ATTENDANCES, STATUSES
from services.opendata.domain.network import Network
from services.opendata.domain.programme import PLACE, PLACE_NAMES, REQUIRED, SOURCE, TITLES

FIELDS = (
    Field("id", "string", "Identifiant stable de la date.", "c2a9…", {"required": True, "unique": True}),
    Field("activity_id", "string", "Identifiant de l'activité, voir le jeu « activities ».", "5a0f…", REQUIRED),
    Field("city", "string", "Code de la ville qui propose l'activité.", "tourcoing", REQUIRED),
    *TITLES,
    Field(
        "attendance",
        "string",
        "Comment on y participe : on_site sur place, online en ligne, mixed les deux.",
        "on_site",
        {"required": True, "enum": list(ATTENDANCES)},
    ),
    Field(
        "status",
        "string",
        "scheduled prévue, rescheduled déplacée, moved_online passée en ligne, postponed reportée (l'horaire est celui "
        "qui était prévu), full complète, cancelled annulée.",
        "scheduled",
        {"required": True, "enum": list(STATUSES)},
    ),
    Field("starts_at", "datetime", "Début (UTC).", "2026-12-10T17:00:00Z", REQUIRED),
    Field("ends_at", "datetime", "Fin, exclue (UTC).", "2026-12-10T19:00:00Z", REQUIRED),
    Field("previous_starts_at", "datetime", "Début prévu avant le déplacement (UTC).", "2026-12-03T17:00:00Z"),
    Field("zone", "string", "Fuseau horaire du lieu (IANA).", "Europe/Paris", REQUIRED),
    *PLACE,
    Field("capacity", "integer", "Nombre de places.", "10", {"required": True, "minimum": 0}),
    Field(
        "registration",
        "string",
        "Comment on s'inscrit : open librement, moderated avec l'accord de l'équipe, external ailleurs, "
        "none sans inscription.",
        "open",
        REQUIRED,
    ),
    Field("registration_url", "string", "Où l'on s'inscrit.", "https://lab.example.org/occurrences/c2a9…/register"),
    *SOURCE,
)


def content(activity: Mapping[str, Any], date: Mapping[str, Any]) -> dict[str, Any]:
    """What is put down for a date, as `dates.shown` has it, of an activity as it was told."""
    return {"activity": dict(activity), "date": dict(date)}


def segment(date: Mapping[str, Any]) -> str:
    """The part of the documents that a date is in: the day on which it starts, in UTC."""
    return str(date["starts_at"][:10])


def record(row: Mapping[str, Any], network: Network) -> Record:
    """A date. Beside the columns: what `programme.described` has, and `stage`, `is_full` and `sequence` of the date."""
    activity, date = row["activity"], row["date"]
    told = programme.described(activity, network)
    return {
        **told,
        **{name: date[name] for name in (*PLACE_NAMES, "id", "attendance", "status", "starts_at", "ends_at")},
        **{name: date[name] for name in ("previous_starts_at", "zone", "capacity", "updated_at")},
        **{name: date[name] for name in ("stage", "is_full", "sequence")},
        "activity_id": activity["id"],
        "city": activity["city"],
        "url": f"{told['url']}#date-{date['id']}",
        "registration": activity["mode"],
        "registration_url": _registration_url(activity, date, network),
    }


def _registration_url(activity: Mapping[str, Any], date: Mapping[str, Any], network: Network) -> str | None:
    if date["stage"] == "cancelled" or activity["mode"] == "none":
        return None
    if activity["mode"] == "external":
        return activity["external_url"] or None
    return f"{network.pages_url}/occurrences/{date['id']}/register"


AGENDA = Dataset(
    name="agenda",
    title="Agenda du réseau Champ Libre",
    description=(
        "Ateliers, projections, concerts, visites : chaque date de chaque activité au programme des villes du réseau. "
        "Une ligne par date. Ce qui est annulé ou reporté reste, et le dit ; ce qui est retiré du programme disparaît. "
        "Aucune personne, aucune inscription."
    ),
    keywords=("agenda", "événements", "ateliers", "programmation", "tiers-lieux"),
    themes=("EDUC", "SOCI"),
    fields=FIELDS,
    record=record,
    has_geometry=True,
)
