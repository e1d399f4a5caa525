"""The register of processing, as everybody may read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.members import domain


def register(city: str, data_officer: str = "") -> dict[str, Any]:
    """The city's register; `days` is rounded up: of what goes at once 0. `data_officer`: where; None: not told."""
    return {
        "city": city,
        "data_officer": data_officer or None,
        "notice_version": domain.NOTICE_VERSION,
        "activities": [
            {
                "code": activity.code,
                "ground": str(activity.ground),
                "categories": list(activity.categories),
                "recipients": list(activity.recipients),
                "kept": [{"what": kept.what, "days": _days(kept.lasts), "since": kept.since} for kept in activity.kept],
            }
            for activity in domain.REGISTER
        ],
    }


def _days(lasts: timedelta) -> int:
    return -(-lasts // timedelta(days=1))
