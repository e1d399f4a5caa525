"""The dates of the activities, as they are shown: what is known of each put together. Never does IO.

What was told of an activity, of its dates and of their places comes in any order; what is shown follows from the
newest of each alone. All of it is JSON values, instants as `2026-11-23T09:00:00Z`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from services.opendata.domain.entry import instant

Facts = Mapping[str, Any]

#: Of our statuses those of which a date has lost its sense: full or not does not matter any more.
_OFF = ("postponed", "cancelled")
_ATTENDANCE = {"both": "mixed"}
_ADDRESS = re.compile(r"(.+), (\d{5}) (.+)")
_DATE = ("id", "starts_at", "ends_at", "zone", "capacity", "sequence", "is_full", "latitude", "longitude", "place_id")
#: The whereabouts of a place that are shown with a date in it.
OF_A_PLACE = ("address", "postcode", "commune", "insee")


def is_shown(occurrence: Facts, withdrawn_at: str | None) -> bool:
    """Whether a date stands: it was told of since its activity was last withdrawn, if that ever was.

    What was told before is void: its dates may have changed while nobody was told of them.
    """
    return withdrawn_at is None or instant(occurrence["told_at"]) > instant(withdrawn_at)


def is_ended(published: Mapping[str, Any], ended: Mapping[str, Any] | None) -> bool:
    """Whether an activity that was published was ended later: cancelled, or withdrawn. Each with its `sequence`."""
    return ended is not None and bool(ended["sequence"] > published["sequence"])


def shown(activity: Facts, occurrence: Facts, rescheduled: Facts | None, place: Facts | None) -> dict[str, Any]:
    """A date.

    Args:
        activity: what was told of the activity last.
        occurrence: what was told of the date last.
        rescheduled: the last time that it was rescheduled, if ever.
        place: what was told last of the place that the date is in, if it is one of the network.

    Returns:
        dict[str, Any]: `stage` is what became of it, one of scheduled, rescheduled, moved_online, postponed, cancelled;
        `status` the same, or `full`; `previous_starts_at` only of one that was rescheduled.
    """
    stage = occurrence["status"]
    attendance = "online" if stage == "moved_online" else activity["attendance"]
    return {
        **{name: occurrence[name] for name in _DATE},
        "stage": stage,
        "status": "full" if occurrence["is_full"] and stage not in _OFF else stage,
        "attendance": _ATTENDANCE.get(attendance, attendance),
        "previous_starts_at": rescheduled["previous_starts_at"] if rescheduled and stage == "rescheduled" else None,
        "place_name": occurrence["place_name"] or None,
        **_whereabouts(occurrence["address"], (place, activity["venue"])),
        "updated_at": _latest(activity, occurrence),
    }


def status(statuses: Iterable[str]) -> str:
    """What an activity is when its dates are so: what all of them are that are not cancelled, else scheduled."""
    found = set(statuses) - {"cancelled"}
    return "cancelled" if not found else found.pop() if len(found) == 1 else "scheduled"


def _whereabouts(address: str, candidates: Iterable[Facts | None]) -> dict[str, str | None]:
    """The parts of an address that was told in one line; as long as a place says the same they are the place's."""
    for known in candidates:
        if known and address == f"{known['address']}, {known['postcode']} {known['commune']}":
            return {name: known[name] for name in OF_A_PLACE}
    parts = _ADDRESS.fullmatch(address)
    street, postcode, commune = parts.groups() if parts else (address or None, None, None)
    return {"address": street, "postcode": postcode, "commune": commune, "insee": None}


def _latest(*told: Facts) -> str:
    """When any of it was told last."""
    instants: list[str] = [facts["told_at"] for facts in told]
    return max(instants, key=instant)
