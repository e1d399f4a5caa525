"""Outings in the shape of « Vos loisirs en Live », the application of 2018, so that it works again. Never does IO.

Of its defects none: what has no known end begins at its hour and not "now"; days are those of the place; where nobody
knows the point there is none, rather than one in the sea; what is off says so in its title.

Source: Lab-numerique-LIVE/live-loisirs-api, its three routes and what its application reads of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MOST_CHARACTERS = 180  # of a description
_WEEKDAYS = ("Lun", "Mar", "Mer", "Jeu", "Ven", "Sam", "Dim")
_OFF = {"cancelled": "Annulé", "postponed": "Reporté"}
_ELLIPSIS = "..."
_MOMENT = timedelta(seconds=1)


def shown(dates: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The dates of a happening that are told: those that are off are left out as long as another is on."""
    return [date for date in dates if not date["off"]] or dates


def event(
    dates: Sequence[Mapping[str, Any]], content: Mapping[str, Any], description: str | None, url: str | None
) -> dict[str, Any]:
    """An event.

    Args:
        dates: of one happening, those that are `shown`: `starts_at`, `over_at`, `off`, and whether it `has_end`.
        content: of the first of them.
        description: the long text.
        url: where it is announced.
    """
    zone = ZoneInfo(content["zone"])
    off = _OFF.get(content["status"]) if dates[0]["off"] else None
    return {
        "title": f"{off} : {content['title']}" if off else content["title"],
        "description": cropped(content["summary"] or description or ""),
        "longDescription": _line(description or content["summary"] or ""),
        "url": url or "",
        "image": content["image"] or "",
        "category": content["theme"] or "",
        "startDate": dates[0]["starts_at"].astimezone(zone).date().isoformat(),
        "endDate": max((row["over_at"] - _MOMENT).astimezone(zone).date() for row in dates).isoformat(),
        "location": _location(content["where"] or {}),
        "publics": {"type": "", "label": ", ".join(content["publics"])},
        "rates": [_rate(price) for price in content["prices"]] or _free(content["is_free"]),
        "timings": [_timing(row, zone) for row in dates],
    }


def day(on: date, at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """A day of the week that begins now, without its events: `dayNumber` counts from 0, Sunday."""
    local = datetime.combine(on, at.astimezone(zone).time(), zone)
    return {
        "date": _instant(local, zone),
        "dayNumber": on.isoweekday() % 7,
        "dayName": _WEEKDAYS[on.weekday()],
    }


def cropped(text: str) -> str:
    """A text on one line, of at most 180 characters."""
    told = _line(text)
    if len(told) <= MOST_CHARACTERS:
        return told
    return told[: MOST_CHARACTERS - len(_ELLIPSIS)].rstrip() + _ELLIPSIS


def _line(text: str) -> str:
    return " ".join(text.split())


def _location(where: Mapping[str, Any]) -> dict[str, Any]:
    town = " ".join(part for part in (where.get("postcode"), where.get("commune")) if part)
    return {
        "latitude": where.get("latitude"),
        "longitude": where.get("longitude"),
        "name": where.get("name") or "",
        "address": ", ".join(part for part in (where.get("address"), town) if part),
        "email": "",
        "url": "",
        "area": where.get("commune") or "",
    }


def _rate(price: Mapping[str, Any]) -> dict[str, str]:
    cents = price["cents"]
    return {
        "label": price["label"],
        "type": "",
        "amount": "" if cents is None else f"{cents // 100}.{cents % 100:02d}",
        "condition": price["condition"] or "",
    }


def _free(is_free: bool | None) -> list[dict[str, str]]:
    return [_rate({"label": "Gratuit", "cents": 0, "condition": None})] if is_free else []


def _timing(row: Mapping[str, Any], zone: ZoneInfo) -> dict[str, str]:
    """A date; of what nobody knows the end of it ends as it begins."""
    start = row["starts_at"]
    end = row["over_at"] if row["has_end"] else start
    return {"start": _instant(start, zone), "end": _instant(end, zone)}


def _instant(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
