"""When, where and for how much, in French. Never queries, and never asks the clock.

Inside a time or an amount spaces do not break.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta

from services.opendata.domain import instant

STATUSES = {
    "rescheduled": "Déplacé",
    "moved_online": "En ligne",
    "postponed": "Reporté",
    "full": "Complet",
    "cancelled": "Annulé",
}
ACCESSIBILITY = {
    "hi": "handicap auditif",
    "ii": "handicap intellectuel",
    "mi": "handicap moteur",
    "pi": "handicap psychique",
    "vi": "handicap visuel",
}
KINDS = {
    "metro": "métro",
    "tram": "tram",
    "train": "train",
    "bus": "bus",
    "coach": "car",
    "ferry": "bateau",
    "cable": "téléphérique",
    "funicular": "funiculaire",
    "other": "",
}
_NBSP = "\u00a0"
_KILOMETRE = 1000
_FINE_METRES = 50  # a position is known to a hundred


def day(at: datetime, today: datetime, zone: ZoneInfo) -> str:
    """The day of an instant: `aujourd'hui, vendredi 4 décembre`; the year when it is another one."""
    local, now = at.astimezone(zone).date(), today.astimezone(zone).date()
    told = format_date(local, f"EEEE d{_NBSP}MMMM" + (" y" if local.year != now.year else ""), locale="fr")
    near = {0: "aujourd'hui, ", 1: "demain, "}.get((local - now).days, "")
    return f"{near}{told}"


def hour(at: datetime, zone: ZoneInfo) -> str:
    """`20 h`, `20 h 30`."""
    local = at.astimezone(zone)
    return f"{local.hour}{_NBSP}h" + (f"{_NBSP}{local.minute:02d}" if local.minute else "")


def span(item: Mapping[str, Any]) -> str:
    """From when to when: `de 20 h à 22 h 30`; without a known end `à 20 h`; over days with them."""
    zone = ZoneInfo(item["zone"])
    starts_at = instant(item["starts_at"])
    if item["ends_at"] is None:
        return f"à {hour(starts_at, zone)}"
    ends_at = instant(item["ends_at"])
    first, last = (at.astimezone(zone) for at in (starts_at, ends_at))
    if _is_midnight(first) and _is_midnight(last):
        until = (last - timedelta(days=1)).date()
        return "toute la journée" if until == first.date() else f"du {_short(first)} au {_short(last, -1)}"
    if first.date() == last.date() or last - first < timedelta(hours=12):  # a night is one evening
        return f"de {hour(starts_at, zone)} à {hour(ends_at, zone)}"
    return f"du {_short(first)}, {hour(starts_at, zone)}, au {_short(last)}, {hour(ends_at, zone)}"


def price(item: Mapping[str, Any]) -> str | None:
    """`gratuit`, `8 €`, `de 3 € à 8 €`; None when nobody said."""
    if item["is_free"]:
        return "gratuit"
    cents = sorted({each["cents"] for each in item["prices"] if each["cents"] is not None})
    if not cents:
        return None
    return euros(cents[0]) if len(cents) == 1 else f"de {euros(cents[0])} à {euros(cents[-1])}"


def euros(cents: int) -> str:
    """`3 €`, `3,50 €`."""
    return f"{cents // 100}" + (f",{cents % 100:02d}" if cents % 100 else "") + f"{_NBSP}€"


def distance(metres: int) -> str:
    """`à moins de 50 m`, `à 400 m`, `à 1,2 km`: no finer than it is known."""
    if metres < _FINE_METRES:
        return f"à moins de {_FINE_METRES}{_NBSP}m"
    if metres < _KILOMETRE - _FINE_METRES / 2:
        return f"à {round(metres / _FINE_METRES) * _FINE_METRES}{_NBSP}m"
    return f"à {metres / _KILOMETRE:.1f}".replace(".", ",") + f"{_NBSP}km"


def ago(at: datetime, now: datetime) -> str:
    """`il y a 3 heures`; `à l'instant` within the last minute."""
    if now - at < timedelta(minutes=1):
        return "à l'instant"
    return format_timedelta(at - now, add_direction=True, locale="fr").replace("\u202f", _NBSP)


def where(item: Mapping[str, Any]) -> str | None:
    """The place, its address, its town."""
    place = item["place"]
    if place is None:
        return "en ligne" if item["attendance"] == "online" else None
    town = f"{_NBSP}".join(part for part in (place["postcode"], place["commune"]) if part)
    return ", ".join(part for part in (place["name"], place["address"], town) if part) or None


def _is_midnight(local: datetime) -> bool:
    return (local.hour, local.minute) == (0, 0)


def _short(local: datetime, shift: int = 0) -> str:
    return format_date(local.date() + timedelta(days=shift), f"d{_NBSP}MMMM", locale="fr")


def short_day(day: datetime, ahead: int) -> str:
    """A day of the coming week, in a word or two: `Aujourd'hui`, `Demain`, `Dim. 6`."""
    if ahead in (0, 1):
        return ("Aujourd'hui", "Demain")[ahead]
    return format_date(day.date(), f"EEE{_NBSP}d", locale="fr").capitalize()


def on_foot(walk: Mapping[str, Any]) -> str:
    """A walk: `4 min à pied`."""
    return f"{walk['minutes']}{_NBSP}min à pied"


def short_date(day: str) -> str:
    """A day of a document: `1 décembre 2026`."""
    return format_date(date.fromisoformat(day), f"d{_NBSP}MMMM y", locale="fr")
