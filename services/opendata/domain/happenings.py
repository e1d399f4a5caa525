"""A happening: what anybody announces to the public, in one shape whatever it came from. Never does IO.

Ours (activities of the network) and what sources announce meet here. What a source says wrongly in a way that
changes nothing of when and where is left out (a web address that is none, a point in the sea at 0, 0); what would
send somebody to the wrong place or at the wrong time is refused, with a code that says why.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from chassis.errors import Invalid
from services.opendata.domain import tidying

STATUSES = ("scheduled", "rescheduled", "moved_online", "postponed", "full", "cancelled")
ATTENDANCES = ("on_site", "online", "mixed")
ACCESSIBILITY = ("hi", "ii", "mi", "pi", "vi")
"""Hearing, intellectual, motor, psychic, visual: OpenAgenda's codes."""

OWN = "champlibre"
"""The source of what the network announces itself. No configured source may have this code."""

MOST_TIMINGS = 800  # OpenAgenda's own bound
LONGEST = timedelta(days=5 * 366)  # of one timing: exhibitions last; a wrong century does not pass
FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

_CODE = re.compile(r"[a-z][a-z0-9-]{0,30}")
_EXTERNAL_ID = 255
_TITLE, _SUMMARY, _DESCRIPTION = 300, 1000, 10_000
_LINE, _WORD = 300, 100
_OLDEST = 120
_DEAREST_CENTS = 10_000_000
_MOST_PRICES = 50
_ZONES = frozenset(available_timezones())


@dataclass(frozen=True)
class Timing:
    """When: `[starts_at, ends_at)`, UTC. Without a known end `ends_at` equals `starts_at`."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Price:
    """What it costs. `cents` is None when only words say it; `condition` is who pays this."""

    label: str
    cents: int | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Where:
    """Where. Each may be unknown; latitude and longitude (WGS 84, degrees) are known together."""

    name: str | None = None
    address: str | None = None
    postcode: str | None = None
    commune: str | None = None
    insee: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Happening:
    """A happening.

    Attributes:
        source: code of the source in the configuration; `OWN` for the network's own agenda.
        external_id: what the source calls it, always the same; at most 255 characters.
        theme: one of ours: the source's words go through its table of themes.
        publics: who it is for, in the source's words.
        accessibility: codes of `ACCESSIBILITY`.
        status: one of `STATUSES`; attendance: one of `ATTENDANCES`.
        is_free: None when nobody said.
        timings: in order, at least one.
        zone: IANA zone in which the local times are told.
        updated_at: when the source last changed it, if it says; no part of its content.
    """

    source: str
    external_id: str
    title: str
    timings: tuple[Timing, ...]
    zone: str
    summary: str | None = None
    description: str | None = None
    url: str | None = None
    image: str | None = None
    theme: str | None = None
    publics: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    status: str = "scheduled"
    attendance: str = "on_site"
    min_age: int | None = None
    max_age: int | None = None
    prices: tuple[Price, ...] = ()
    is_free: bool | None = None
    where: Where | None = None
    updated_at: datetime | None = None

    @property
    def id(self) -> str:
        """Its id with us: 32 hexadecimal digits, always the same for the same source and external id."""
        return hashlib.sha256(f"{self.source}\n{self.external_id}".encode()).hexdigest()[:32]

    @property
    def starts_at(self) -> datetime:
        """The first start (UTC)."""
        return self.timings[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """The last end (UTC)."""
        return max(timing.ends_at for timing in self.timings)


def checked(found: Happening) -> Happening:
    """The happening as it is kept: tidy, and within bounds.

    Raises:
        Invalid: external_id_missing, external_id_too_long, title_missing, timing_missing, too_many_timings,
            instant_without_zone, date_out_of_range, ends_before_start, lasts_too_long, zone_unknown,
            status_unknown, attendance_unknown, source_unknown.
    """
    if not _CODE.fullmatch(found.source):
        raise Invalid("source_unknown", "a source's code is lower-case letters, digits and hyphens")
    external_id = tidying.line(found.external_id, 10 * _EXTERNAL_ID)
    if not external_id:
        raise Invalid("external_id_missing", "what has no id is another at each reading")
    if len(external_id) > _EXTERNAL_ID:
        raise Invalid("external_id_too_long", f"an id has at most {_EXTERNAL_ID} characters")
    title = tidying.line(found.title, _TITLE)
    if title is None:
        raise Invalid("title_missing")
    for value, known, code in (
        (found.zone, _ZONES, "zone_unknown"),
        (found.status, STATUSES, "status_unknown"),
        (found.attendance, ATTENDANCES, "attendance_unknown"),
    ):
        if value not in known:
            raise Invalid(code)
    ages = _ages(found.min_age, found.max_age)
    return replace(
        found,
        external_id=external_id,
        title=title,
        summary=tidying.prose(found.summary, _SUMMARY),
        description=tidying.prose(found.description, _DESCRIPTION),
        theme=tidying.line(found.theme, _WORD),
        timings=_timings(found.timings),
        url=tidying.web_address(found.url),
        image=tidying.web_address(found.image),
        publics=tidying.words(found.publics),
        accessibility=tuple(sorted(set(found.accessibility) & set(ACCESSIBILITY))),
        min_age=ages[0],
        max_age=ages[1],
        prices=tuple(price for price in map(_price, found.prices[:_MOST_PRICES]) if price),
        where=_where(found.where),
        updated_at=_second(found.updated_at) if found.updated_at else None,
    )


def as_json(happening: Happening) -> dict[str, Any]:
    """The happening as JSON values: what the log keeps. `from_json` gives it back."""
    told = asdict(happening)
    for name in ("publics", "accessibility", "prices"):
        told[name] = list(told[name])
    told["timings"] = [{name: instant(at) for name, at in timing.items()} for timing in told["timings"]]
    told["updated_at"] = instant(happening.updated_at) if happening.updated_at else None
    return told


def from_json(told: Mapping[str, Any]) -> Happening:
    """The happening that `as_json` made these values of. Members that we do not know are left out.

    Raises:
        Invalid: happening_malformed, when something is missing or of another type.
    """
    try:
        where, updated_at = told.get("where"), told.get("updated_at")
        plain = {name: told[name] for name in _PLAIN if name in told}
        return Happening(
            **plain,
            timings=tuple(
                Timing(datetime.fromisoformat(timing["starts_at"]), datetime.fromisoformat(timing["ends_at"]))
                for timing in told["timings"]
            ),
            publics=tuple(told.get("publics") or ()),
            accessibility=tuple(told.get("accessibility") or ()),
            prices=tuple(Price(each["label"], each["cents"], each["condition"]) for each in told.get("prices") or ()),
            where=None if where is None else Where(**{name: where.get(name) for name in _WHERE}),
            updated_at=None if updated_at is None else datetime.fromisoformat(updated_at),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise Invalid("happening_malformed", f"it is none of our making: {type(exc).__name__}") from None


def digest(happening: Happening) -> str:
    """What its content is known by: SHA-256, 64 hexadecimal digits. When the source says it changed does not count."""
    told = {**as_json(happening), "updated_at": None}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_past(happening: Happening, now: datetime) -> bool:
    """Whether all of it is over."""
    return happening.ends_at < now


def instant(at: datetime) -> str:
    """An instant as our JSON writes it: `2026-11-23T09:00:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _timings(found: Iterable[Timing]) -> tuple[Timing, ...]:
    kept = set()
    for timing in found:
        if timing.starts_at.tzinfo is None or timing.ends_at.tzinfo is None:
            raise Invalid("instant_without_zone")
        if not (FIRST <= timing.starts_at < LAST and timing.ends_at < LAST):
            raise Invalid("date_out_of_range", f"dates are from {FIRST.year} to {LAST.year - 1}")
        if timing.ends_at < timing.starts_at:
            raise Invalid("ends_before_start")
        if timing.ends_at - timing.starts_at > LONGEST:
            raise Invalid("lasts_too_long", f"more than {LONGEST.days} days")
        kept.add(Timing(_second(timing.starts_at), _second(timing.ends_at)))
    if not kept:
        raise Invalid("timing_missing", "nothing says when")
    if len(kept) > MOST_TIMINGS:
        raise Invalid("too_many_timings", f"more than {MOST_TIMINGS}")
    return tuple(sorted(kept, key=lambda timing: (timing.starts_at, timing.ends_at)))


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _ages(least: int | None, most: int | None) -> tuple[int | None, int | None]:
    """The ages it is for; a span that makes no sense is as if nothing were said."""
    sound = all(age is None or 0 <= age <= _OLDEST for age in (least, most))
    if not sound or (least is not None and most is not None and least > most):
        return None, None
    return least, most


def _price(found: Price) -> Price | None:
    label = tidying.line(found.label, _LINE)
    cents = found.cents if found.cents is not None and 0 <= found.cents <= _DEAREST_CENTS else None
    condition = tidying.line(found.condition, _LINE)
    if label is None and cents is None and condition is None:
        return None
    return Price(label or "", cents, condition)


def _where(found: Where | None) -> Where | None:
    if found is None:
        return None
    point = (found.latitude, found.longitude)
    if not _is_point(*point):
        point = (None, None)
    kept = Where(
        name=tidying.line(found.name, _LINE),
        address=tidying.line(found.address, _LINE),
        commune=tidying.line(found.commune, _WORD),
        postcode=found.postcode if found.postcode and re.fullmatch(r"[0-9]{5}", found.postcode) else None,
        insee=found.insee if found.insee and re.fullmatch(r"([013-9]\d|2[AB1-9])\d{3}", found.insee) else None,
        latitude=point[0],
        longitude=point[1],
    )
    return kept if kept != Where() else None


def _is_point(latitude: float | None, longitude: float | None) -> bool:
    """Whether it is a point on Earth; 0, 0 is what software writes that knows none."""
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


_WHERE = tuple(Where.__dataclass_fields__)
_PLAIN = tuple(
    name
    for name in Happening.__dataclass_fields__
    if name not in ("timings", "publics", "accessibility", "prices", "where", "updated_at")
)
