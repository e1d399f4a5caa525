"""What a request for outings asks, read from its parameters; each that makes no sense is refused with what to do.

Empty parameters are as if they were not there: forms send them. Never queries.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from services.opendata.domain.happenings import ACCESSIBILITY
from services.opendata.domain.happenings import FIRST as EARLIEST
from services.opendata.domain.happenings import LAST as LATEST
from services.opendata.domain.outings import looking, windows
from services.opendata.domain.outings.looking import After, Among, Around, Wanted
from services.opendata.domain.outings.outing import folded
from services.opendata.domain.points import Point

KNOWN = (
    "when", "near", "within", "place", "city", "theme", "public", "free", "max_price_cents", "accessibility",
    "limit", "cursor",
)  # fmt: skip
USUAL_WHEN = "7days"
ID = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)  # of an outing
_SEVERAL = ("accessibility",)
_LONGEST = 500
_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
_NEAR = re.compile(rf"({_NUMBER}),({_NUMBER})", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", re.ASCII)
_DEAREST_CENTS = 10_000_000
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Fault:
    """A parameter that makes no sense, and what to do, in French."""

    parameter: str
    detail: str


class Refusal(Exception):
    """A request that makes no sense."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("parameter_invalid")
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Surroundings:
    """What a request may speak of.

    Attributes:
        at: the present instant, to the minute.
        cities: by their codes; `zones` likewise.
        zone: of who names no city.
        point_of: where a place is, by its id; None when there is no such place.
    """

    at: datetime
    cities: Mapping[str, Among]
    zones: Mapping[str, ZoneInfo]
    zone: ZoneInfo
    point_of: Callable[[str], Point | None]


@dataclass(frozen=True)
class Asked:
    """What was asked.

    Attributes:
        when: as it was asked, `now`, `7days`, a day or two.
        parameters: those that count, by name, as they go into an address; a position is rounded in them.
        has_position: somebody told us where they are: what is answered is for them alone.
    """

    wanted: Wanted
    when: str
    zone: ZoneInfo
    parameters: Mapping[str, str]
    has_position: bool


def read(found: MultiDict[str, str], around: Surroundings, strict: bool = True) -> Asked:
    """What the parameters of a request ask.

    Args:
        strict: refuse parameters that nobody knows, and a distance from nowhere; a page is lenient.

    Raises:
        Refusal: with everything that is wrong.
    """
    return _Reader(found, around, strict).asked()


def following(asked: Asked, last: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that go on behind an outing; what is `now` stays what it was on the first page."""
    window = asked.wanted.window
    told = [*map(_told, (window.starts_at, window.ends_at, last["starts_at"])), last["off"], last["id"]]
    text = json.dumps(told, separators=(",", ":")).encode()
    return {**asked.parameters, "cursor": base64.urlsafe_b64encode(text).decode().rstrip("=")}


def position(parameter: str, text: str) -> Point:
    """Where somebody says that they are, to a hundred metres.

    Raises:
        Refusal: it is no position.
    """
    try:
        return _position(text)
    except _Wrong as wrong:
        raise Refusal([Fault(parameter, str(wrong))]) from None


class _Reader:
    """Takes the parameters, and keeps every complaint."""

    def __init__(self, found: MultiDict[str, str], around: Surroundings, strict: bool) -> None:
        self._around, self._strict = around, strict
        self._faults: list[Fault] = []
        self._given: dict[str, str] = {}
        for name, values in found.lists():
            told = [value.strip() for value in values if value.strip()]
            if name not in KNOWN:
                if strict:
                    self._complain(name[:50], f"Ce paramètre n'existe pas. Il y a : {', '.join(KNOWN)}.")
            elif len(told) > 1 and name not in _SEVERAL:
                self._complain(name, "Donnez ce paramètre une seule fois.")
            elif any(len(value) > _LONGEST for value in told):
                self._complain(name, f"Donnez {_LONGEST} caractères au plus.")
            elif told:
                self._given[name] = ",".join(told)

    def asked(self) -> Asked:
        zone = self._around.zone
        city = self._value("city", self._city)
        if city:
            zone = self._around.zones.get(city.code, zone)
        window = self._window(zone)
        near = self._around_what()
        after = self._value("cursor", self._cursor)
        wanted = Wanted(
            window=after[0] if after else window,
            around=near,
            city=city,
            theme=self._value("theme", folded),
            public=self._value("public", folded),
            free=self._value("free", self._boolean),
            max_price_cents=self._value("max_price_cents", lambda text: self._count(text, 0, _DEAREST_CENTS)),
            accessibility=self._value("accessibility", self._codes) or (),
            limit=self._value("limit", lambda text: self._count(text, 1, looking.MOST)) or looking.USUAL,
            after=after[1] if after else None,
        )
        if self._faults:
            raise Refusal(self._faults)
        parameters = {name: value for name, value in self._given.items() if name != "cursor"}
        return Asked(wanted, parameters.get("when", USUAL_WHEN), zone, parameters, "near" in parameters)

    def _complain(self, parameter: str, detail: str) -> None:
        self._faults.append(Fault(parameter, detail))

    def _value(self, name: str, made: Callable[[str], Any]) -> Any:
        """What a parameter says; None when it is not there, or is refused."""
        if name not in self._given:
            return None
        try:
            return made(self._given[name])
        except _Wrong as wrong:
            self._complain(name, str(wrong))
            return None

    def _window(self, zone: ZoneInfo) -> windows.Window:
        found: windows.Window | None = self._value("when", lambda text: self._when(text, zone))
        return found or windows.seven_days(self._around.at, zone)

    def _when(self, text: str, zone: ZoneInfo) -> windows.Window:
        if text == "now":
            return windows.now(self._around.at)
        if text == USUAL_WHEN:
            return windows.seven_days(self._around.at, zone)
        said = _DAYS.fullmatch(text)
        try:
            first, last = [date.fromisoformat(day) for day in (said[1], said[2] or said[1])] if said else []
        except ValueError:
            raise _Wrong(
                "Donnez now, 7days, un jour (2026-12-04) ou deux jours séparés par .. (2026-12-04..2026-12-06)."
            ) from None
        if last < first or last - first >= timedelta(days=looking.LONGEST_DAYS):
            raise _Wrong(f"Donnez le premier jour, puis le dernier, {looking.LONGEST_DAYS} jours au plus.")
        if not EARLIEST.date() <= first <= last < LATEST.date():
            raise _Wrong(f"Donnez un jour de {EARLIEST.year} à {LATEST.year - 1}.")
        return windows.days(first, last, zone)

    def _around_what(self) -> Around | None:
        if "place" in self._given and not self._strict:  # who chose a place on a page means that one
            self._given.pop("near", None)
        near: Point | None = self._value("near", self._near)
        place: Point | None = self._value("place", self._place)
        within: int | None = self._value("within", lambda text: self._count(text, 1, looking.FARTHEST_METRES))
        if {"near", "place"} <= self._given.keys():
            self._complain("place", "Donnez near ou place, pas les deux.")
        if "within" in self._given and not {"near", "place"} & self._given.keys():
            if self._strict:
                self._complain("within", "Donnez aussi near ou place : à tant de mètres d'où ?")
            del self._given["within"]
        if near:
            return Around(near, within or looking.AROUND_METRES)
        return Around(place, within or looking.THERE_METRES) if place else None

    def _near(self, text: str) -> Point:
        point = _position(text)
        self._given["near"] = f"{point.latitude},{point.longitude}"
        return point

    def _place(self, text: str) -> Point:
        point = self._around.point_of(text) if text.isprintable() else None
        if point is None:
            raise _Wrong("Donnez l'identifiant d'un lieu du réseau, tel que le jeu de données places le donne.")
        return point

    def _city(self, text: str) -> Among:
        if text not in self._around.cities:
            raise _Wrong(f"Donnez une ville du réseau : {', '.join(sorted(self._around.cities))}.")
        return self._around.cities[text]

    def _boolean(self, text: str) -> bool:
        if text not in _BOOLEANS:
            raise _Wrong("Donnez true ou false.")
        return _BOOLEANS[text]

    def _count(self, text: str, least: int, most: int) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
            raise _Wrong(f"Donnez un nombre entier de {least} à {most}.")
        return int(text)

    def _codes(self, text: str) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
        if not set(codes) <= set(ACCESSIBILITY):
            raise _Wrong(f"Donnez un ou plusieurs codes séparés par des virgules : {', '.join(ACCESSIBILITY)}.")
        return codes

    def _cursor(self, text: str) -> tuple[windows.Window, After]:
        try:
            told = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            starts_at, ends_at, last = (_instant(each) for each in told[:3])
            off, outing_id = told[3:]
            sound = isinstance(off, bool) and isinstance(outing_id, str) and bool(ID.fullmatch(outing_id))
        except (ValueError, TypeError, KeyError, RecursionError):
            sound = False
        if not sound or not timedelta(0) < ends_at - starts_at <= timedelta(days=looking.LONGEST_DAYS + 1):
            raise _Wrong("Suivez l'adresse que donne next, telle quelle.")
        return windows.Window(starts_at, ends_at), After(off, last, outing_id)


class _Wrong(Exception):
    """What to do instead, in French."""


def _position(text: str) -> Point:
    found = _NEAR.fullmatch(text[:_LONGEST].replace(" ", ""))
    point = Point(float(found[1]), float(found[2])) if found else None
    if point is None or abs(point.latitude) > 90 or abs(point.longitude) > 180:
        raise _Wrong("Donnez la latitude puis la longitude, en degrés, séparées par une virgule : 50.705,3.163.")
    return looking.rounded(point)


def _told(at: datetime) -> int:
    return int(at.timestamp())


def _instant(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds < LATEST.timestamp():
        raise ValueError("no instant of ours")
    return datetime.fromtimestamp(seconds, UTC)
