"""Outings as people read them: in French, a list first, without a script. Never queries, and never asks the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from jinja2 import DictLoader, Environment, StrictUndefined

from services.opendata.domain import Commune, Network, instant
from services.opendata.domain.outings import windows
from services.opendata.domain.outings.outing import folded
from services.opendata.web.outings import words
from services.opendata.web.outings.asking import KNOWN, USUAL_WHEN, Asked
from services.opendata.web.outings.telling import LATE, NEVER, OFF, Announcer
from services.opendata.web.outings.ways import Home

_HERE = files("services.opendata.web")
STYLE = (_HERE / "static" / "outings.css").read_text("utf-8")
SCRIPT = (_HERE / "static" / "outings.js").read_text("utf-8")
_TEMPLATES = ("outings.html", "outing.html", "refused.html", "outing_parts.html", "outing_way.html")
DISTANCES = (500, 1000, 2000, 5000, 10_000)
_USUAL_DISTANCE = 2000
_LONGEST_WALK = 90  # minutes that somebody may want to know of
_NARROWING = ("city", "theme", "public", "accessibility", "free")

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """What the form offers.

    Attributes:
        places: of the network.
        themes: as they are looked for, as they are written.
        publics: folded.
    """

    places: Sequence[Mapping[str, Any]]
    cities: Mapping[str, Commune]
    themes: Mapping[str, str]
    publics: Sequence[str]


@dataclass(frozen=True)
class Group:
    """Outings under one heading."""

    title: str
    items: Sequence[Item]


def listing(
    network: Network,
    asked: Asked,
    choice: Choice,
    items: Sequence[Item],
    announcers: Sequence[Announcer],
    following: str | None,
    at: datetime,
) -> str:
    """The page that lists outings."""
    return _environment.get_template("outings.html").render(
        network=network,
        asked=asked,
        given={**dict.fromkeys(KNOWN, ""), **asked.parameters},
        chosen={name: folded(asked.parameters.get(name, "")) for name in ("theme", "public")},
        choice=choice,
        narrowed=any(name in asked.parameters for name in _NARROWING),
        distances=DISTANCES,
        distance=int(asked.parameters.get("within", _USUAL_DISTANCE)),
        days=list(_days(asked, at)),
        groups=list(_groups(items, at, asked.zone)),
        announcers=announcers,
        late=[each for each in announcers if each.state in (LATE, NEVER)],
        following=following,
        at=at,
    )


def one(
    network: Network,
    told: Item,
    announcers: Sequence[Announcer],
    at: datetime,
    lives: Home | None = None,
    said: str | None = None,
) -> str:
    """The page of an outing.

    Args:
        lives: from where somebody comes.
        said: what they are told about that.
    """
    names = {each.code: each for each in announcers}
    return _environment.get_template("outing.html").render(
        network=network, item=told, names=names, at=at, lives=lives, said=said
    )


def refusal(faults: Sequence[Mapping[str, str]]) -> str:
    """The page for an address that makes no sense."""
    return _environment.get_template("refused.html").render(
        title="Cette adresse ne dit pas ce qu'on cherche", faults=faults
    )


def gone() -> str:
    """The page for what is announced no more, or never was."""
    return _environment.get_template("refused.html").render(
        title="Cette sortie n'est pas, ou plus, annoncée", faults=[]
    )


def _days(asked: Asked, at: datetime) -> Iterator[tuple[str, str, bool]]:
    """Where else to look: what it is called, its address, whether this is it. What else was asked stays asked."""
    today = at.astimezone(asked.zone)
    options = [("Maintenant", "now"), ("7 jours", USUAL_WHEN)]
    for number in range(windows.WEEK):
        day = today + timedelta(days=number)
        options.append((words.short_day(day, number), day.date().isoformat()))
    kept = {name: value for name, value in asked.parameters.items() if name != "when"}
    for title, when in options:
        yield title, f"/outings?{urlencode({'when': when, **kept})}", when == asked.when


def _groups(items: Sequence[Item], at: datetime, zone: ZoneInfo) -> Iterator[Group]:
    """The items, which are in order, under headings: what is on already, each day, what is off."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        starts_at = instant(item["starts_at"])
        if item["status"] in ("cancelled", "postponed"):
            title = "Annulé ou reporté"
        elif item["is_on"]:
            title = "En ce moment"
        else:
            title = words.day(starts_at, at, zone)
        groups.setdefault(title[0].upper() + title[1:], []).append(item)
    for title, some in groups.items():
        yield Group(title, some)


def _source_state(announcer: Announcer, at: datetime) -> str:
    """What people are told of a source."""
    if announcer.received_at is None:
        return "rien n'a encore été reçu"
    received = words.ago(announcer.received_at, at)
    told = {LATE: f"dernière réception {received}", OFF: f"n'est plus lu, dernière réception {received}"}
    return told.get(announcer.state, f"reçu {received}")


_environment = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    loader=DictLoader({name: (_HERE / "templates" / name).read_text("utf-8") for name in _TEMPLATES}),
)
_environment.filters.update(
    span=words.span,
    price=words.price,
    euros=words.euros,
    metres=words.distance,
    where=words.where,
    whole_day=lambda item, at: words.day(instant(item["starts_at"]), at, ZoneInfo(item["zone"])),
    state=_source_state,
    hour=lambda at, zone: words.hour(instant(at), ZoneInfo(zone)),
    on_foot=words.on_foot,
    short_date=words.short_date,
)
_environment.globals.update(
    statuses=words.STATUSES, accessibility=words.ACCESSIBILITY, kinds=words.KINDS, longest_walk=_LONGEST_WALK
)
