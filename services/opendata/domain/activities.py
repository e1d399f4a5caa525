"""The dataset of the activities: each with all of its dates. Never does IO."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from services.opendata.domain import dates, programme
from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.entry import instant
from services.opendata.domain.happenings import ATTENDANCES, STATUSES
from services.opendata.domain.network import Network
from services.opendata.domain.programme import PLACE, PLACE_NAMES, REQUIRED, SOURCE, TITLES

_PARTS = 16

FIELDS = (
    Field("id", "string", "Identifiant stable de l'activité.", "5a0f…", {"required": True, "unique": True}),
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
        "Ce que sont toutes les dates qui ne sont pas annulées, sinon scheduled ; voir le jeu « agenda ».",
        "scheduled",
        {"required": True, "enum": list(STATUSES)},
    ),
    Field("starts_at", "datetime", "Début de la première date (UTC).", "2026-12-10T17:00:00Z", REQUIRED),
    Field("ends_at", "datetime", "Fin de la dernière date, exclue (UTC).", "2026-12-17T19:00:00Z", REQUIRED),
    Field(
        "dates",
        "string",
        "Intervalles ISO 8601 des dates qui ne sont ni annulées ni reportées (UTC) ; en CSV, séparés par |.",
        "2026-12-10T17:00:00Z/2026-12-10T19:00:00Z",
    ),
    Field("zone", "string", "Fuseau horaire du lieu (IANA).", "Europe/Paris", REQUIRED),
    *PLACE,
    *SOURCE,
)


def content(
    activity: Mapping[str, Any], its: Sequence[Mapping[str, Any]], cancelled_at: str | None = None
) -> dict[str, Any]:
    """What is put down for an activity as it was told, with its dates, at least one, as `dates.shown` has them."""
    in_order = sorted(its, key=lambda date: (date["starts_at"], date["id"]))
    return {"activity": dict(activity), "dates": [dict(date) for date in in_order], "cancelled_at": cancelled_at}


def segment(activity: Mapping[str, Any]) -> str:
    """The part of the documents that an activity is in: a sixteenth of the month in which it was published.

    An activity is written with all its dates whenever a seat of one is taken, so a part shall not hold many.
    """
    sixteenth = hashlib.sha256(activity["id"].encode()).digest()[0] % _PARTS
    return f"{activity['published_at'][:7]}-{sixteenth:x}"


def record(row: Mapping[str, Any], network: Network) -> Record:
    """An activity, in the place of its first date that is not cancelled.

    Beside the columns: what `programme.described` has; `occurrences`, its dates as `dates.shown` has them; and
    `created_at`, when it was published.
    """
    activity, its = row["activity"], row["dates"]
    standing = [date for date in its if date["stage"] != "cancelled"]
    first = (standing or its)[0]
    attendances = {date["attendance"] for date in standing or its}
    times = [date for date in standing if date["stage"] != "postponed"]
    updates = [date["updated_at"] for date in its] + [row["cancelled_at"] or activity["told_at"]]
    return {
        **programme.described(activity, network),
        **{name: first[name] for name in (*PLACE_NAMES, "zone")},
        "id": activity["id"],
        "city": activity["city"],
        "attendance": attendances.pop() if len(attendances) == 1 else "mixed",
        "status": "cancelled" if row["cancelled_at"] else dates.status(date["status"] for date in its),
        "starts_at": min(date["starts_at"] for date in its),
        "ends_at": max(date["ends_at"] for date in its),
        "dates": [f"{date['starts_at']}/{date['ends_at']}" for date in times],
        "occurrences": its,
        "created_at": activity["published_at"],
        "updated_at": max(updates, key=instant),
    }


ACTIVITIES = Dataset(
    name="activities",
    title="Activités du réseau Champ Libre",
    description=(
        "Les activités au programme des villes du réseau, chacune avec toutes ses dates. Une ligne par activité ; "
        "en JSON, chaque date avec ce qu'elle a de propre. Ce qui est annulé ou reporté reste, et le dit ; "
        "ce qui est retiré du programme disparaît. Aucune personne, aucune inscription."
    ),
    keywords=("agenda", "événements", "ateliers", "programmation", "tiers-lieux"),
    themes=("EDUC", "SOCI"),
    fields=FIELDS,
    record=record,
    has_geometry=True,
    nested=("occurrences",),
)
