"""An outing: one date of a happening, as somebody who looks for something to do finds it. Never does IO."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.opendata.domain.entry import instant as as_instant
from services.opendata.domain.happenings import OWN, Happening, Price, Timing, Where, instant
from services.opendata.domain.outings.windows import midnight_after

ASSUMED = timedelta(hours=2)  # of what nobody said how long it lasts; never past midnight
LASTING = timedelta(days=1)  # longer ones are looked for apart
PUBLICS = {
    "everyone": "Tout public",
    "children": "Enfants",
    "teenagers": "Adolescents",
    "families": "Familles",
    "adults": "Adultes",
    "seniors": "Seniors",
    "students": "Étudiants",
    "jobseekers": "Personnes en recherche d’emploi",
    "professionals": "Professionnels",
    "disabled": "Personnes handicapées",
}
"""Whom our activities are for, in the words that the sources use, so that one wish finds both."""

_OFF = ("cancelled", "postponed")
_SAID = ("summary", "url", "image", "theme", "is_free", "min_age", "max_age")
_LISTED = ("publics", "accessibility", "prices")


@dataclass(frozen=True)
class Outing:
    """An outing. What it is found by; `content` is what is shown.

    Attributes:
        id: stable; that of the date in our agenda, or made of the happening's and of when it begins.
        happening: the id that it has in common with its other dates.
        source: code of the source; `happenings.OWN` for ours.
        city: code of the city that announces it, or whose agenda its source feeds.
        over_at: when it counts as over (UTC); after `starts_at` also when nobody said how long it lasts.
        lasting: longer than `LASTING`.
        off: cancelled, or postponed to nobody knows when.
        theme: folded, as are the words of `publics`; `label` as it was written.
        publics, accessibility: words between bars, `|familles|ados|`.
        least_cents: the lowest price that is known.
        alike: those of one title and one day have it in common: they may be the same one. None: with none.
        content: JSON values.
    """

    id: str
    happening: str
    source: str
    city: str | None
    insee: str | None
    place_id: str | None
    starts_at: datetime
    over_at: datetime
    lasting: bool
    off: bool
    latitude: float | None
    longitude: float | None
    theme: str | None
    label: str | None
    publics: str
    accessibility: str
    is_free: bool | None
    least_cents: int | None
    alike: str | None
    content: Mapping[str, Any]


def of_happening(happening: Happening, city: str | None = None) -> list[Outing]:
    """The outings that a happening is, in their order; of two that begin at once the longer one.

    Args:
        city: code of the city whose agenda its source feeds, if that is known.
    """
    longest = {timing.starts_at: timing for timing in sorted(happening.timings, key=lambda timing: timing.ends_at)}
    return [
        _outing(happening, timing, f"{happening.id}-{timing.starts_at:%Y%m%dT%H%M%SZ}", happening.id, city)
        for _, timing in sorted(longest.items())
    ]


def of_date(told: Mapping[str, Any]) -> Outing:
    """The outing that a date of our own agenda is. `told` is what the agenda's record is made of."""
    activity, date = told["activity"], told["date"]
    prices = tuple(Price(each["label"], each["cents"], each["condition"]) for each in activity["prices"])
    own = Happening(
        source=OWN,
        external_id=activity["id"],
        title=activity["title"]["fr"],
        timings=(Timing(as_instant(date["starts_at"]), as_instant(date["ends_at"])),),
        zone=date["zone"],
        summary=activity["summary"].get("fr"),
        image=(activity["image"] or {}).get("url"),
        theme=activity["theme"],
        publics=tuple(PUBLICS.get(code, code) for code in activity["publics"]),
        accessibility=tuple(activity["accessibility"]),
        status=date["status"],
        attendance=date["attendance"],
        min_age=activity["min_age"],
        max_age=activity["max_age"],
        prices=prices,
        is_free=not any(price.cents for price in prices),
        where=_where(date),
    )
    return _outing(own, own.timings[0], date["id"], activity["id"], activity["city"], date["place_id"])


def _where(date: Mapping[str, Any]) -> Where | None:
    """Where a date of ours is: nowhere, when it takes place online."""
    names = ("address", "postcode", "commune", "insee", "latitude", "longitude")
    found = Where(date["place_name"], **{name: date[name] for name in names})
    return None if found == Where() or date["attendance"] == "online" else found


def _outing(
    happening: Happening,
    timing: Timing,
    outing_id: str,
    happening_id: str,
    city: str | None = None,
    place_id: str | None = None,
) -> Outing:
    """One date of a happening."""
    zone, where = ZoneInfo(happening.zone), happening.where
    over_at = _over_at(timing, zone)
    is_free, least_cents = _price(happening.is_free, happening.prices)
    day = timing.starts_at.astimezone(zone).date().isoformat()
    return Outing(
        id=outing_id,
        happening=happening_id,
        source=happening.source,
        city=city,
        insee=where.insee if where else None,
        place_id=place_id,
        starts_at=timing.starts_at,
        over_at=over_at,
        lasting=over_at - timing.starts_at > LASTING,
        off=happening.status in _OFF,
        latitude=where.latitude if where else None,
        longitude=where.longitude if where else None,
        theme=folded(happening.theme or "") or None,
        label=happening.theme,
        publics=barred(happening.publics),
        accessibility=barred(happening.accessibility),
        is_free=is_free,
        least_cents=least_cents,
        alike=_alike(happening.title, day),
        content=_content(happening, timing, is_free, place_id),
    )


def folded(text: str) -> str:
    """The words of a text in small letters without accents or punctuation: `« Épée »` is `epee`."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


def barred(words: Iterable[str]) -> str:
    """Words, folded, each between bars, so that each can be looked for whole; empty of none."""
    kept = dict.fromkeys(word for word in map(folded, words) if word)
    return f"|{'|'.join(kept)}|" if kept else ""


def wealth(content: Mapping[str, Any]) -> int:
    """How much is said of an outing: who says most is listened to."""
    where = content["where"] or {}
    said = [content[name] for name in _SAID] + list(where.values())
    return sum(value is not None for value in said) + sum(bool(content[name]) for name in _LISTED)


def _content(happening: Happening, timing: Timing, is_free: bool | None, place_id: str | None) -> dict[str, Any]:
    names = ("title", "summary", "url", "image", "theme", "status", "attendance", "min_age", "max_age", "zone")
    where = asdict(happening.where) if happening.where else None
    return {
        **{name: getattr(happening, name) for name in names},
        "publics": list(happening.publics),
        "accessibility": list(happening.accessibility),
        "prices": [asdict(price) for price in happening.prices],
        "is_free": is_free,
        "starts_at": instant(timing.starts_at),
        "ends_at": instant(timing.ends_at) if timing.ends_at > timing.starts_at else None,
        "where": where and {"id": place_id, **where},
    }


def _over_at(timing: Timing, zone: ZoneInfo) -> datetime:
    if timing.ends_at > timing.starts_at:
        return timing.ends_at
    return min(timing.starts_at + ASSUMED, midnight_after(timing.starts_at, zone))


def _price(said: bool | None, prices: Iterable[Price]) -> tuple[bool | None, int | None]:
    """Whether it is free, and the lowest price; what was said outright counts before what prices let guess."""
    known = [price.cents for price in prices if price.cents is not None]
    is_free = said if said is not None else not any(known) if known else None
    return is_free, 0 if is_free else min(known, default=None)


def _alike(title: str, day: str) -> str | None:
    words = folded(title)
    return hashlib.sha256(f"{words}\n{day}".encode()).hexdigest()[:32] if words else None
