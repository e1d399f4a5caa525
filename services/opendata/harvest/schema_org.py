"""The events that a page says of itself in JSON-LD (schema.org), as happenings. Never asks the time.

Read are the `application/ld+json` scripts of an HTML page, or a JSON document: things with a type that ends in
`Event` (and a few more), alone, in lists, in an `@graph`, in an `ItemList`, or as `subEvent`. A time without an offset
is one of the source's zone, since that is what is meant where it is left out. Microdata and RDFa are not read.

An event is known by its `@id`; else by its address and its start, as a page often has several dates of one.

Source: https://schema.org/Event; https://developers.google.com/search/docs/appearance/structured-data/event
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from chassis.config import Source
from services.opendata.domain.happenings import Happening, Price, Where
from services.opendata.domain.turns import Page
from services.opendata.harvest import saying_when, wording
from services.opendata.harvest.decoding import plain
from services.opendata.harvest.failures import Failed
from services.opendata.harvest.gathering import Gathering

MOST_THINGS = 100_000

_MORE_TYPES = frozenset({"Festival", "Hackathon", "CourseInstance"})
_WITHIN = ("@graph", "itemListElement", "item", "subEvent", "mainEntity", "event", "events")
_STATUSES = {
    "EventCancelled": "cancelled",
    "EventPostponed": "postponed",
    "EventRescheduled": "rescheduled",
    "EventMovedOnline": "moved_online",
}
_ATTENDANCES = {"OnlineEventAttendanceMode": "online", "MixedEventAttendanceMode": "mixed"}
Thing = Mapping[str, Any]


def read(text: str, source: Source, _now: datetime) -> Page:
    """What a page announces.

    Raises:
        Failed: `content_unreadable`, `truncated`, `too_many`.
    """
    gathering = Gathering()
    for script in _scripts(text):
        try:
            found = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            gathering.refuse("", "malformed")
            continue
        for event in _events(found):
            external_id = _external_id(event, source)
            gathering.take(external_id, partial(_happening, external_id, event, source))
    return gathering.page(is_last_of_all=True)


def _scripts(text: str) -> list[str]:
    """What a page says in JSON-LD, script by script; of a JSON document all of it."""
    if text.lstrip()[:1] in ("{", "["):
        return [text]
    if "<" not in text:
        raise Failed("content_unreadable")
    reader = _Scripts()
    reader.feed(text)
    reader.close()
    if reader.is_open:
        raise Failed("truncated")
    if not reader.found:
        raise Failed("content_unreadable")
    return reader.found


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").partition(";")[0].strip().lower()
        self.is_open = tag == "script" and kind == "application/ld+json"
        if self.is_open:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.found[-1] += data


def _events(found: Any) -> Iterator[Thing]:
    """The events in a document, however they are wrapped; of one that has dates of its own as others, those."""
    left, looked_at = [found], 0
    while left:
        looked_at += 1
        if looked_at > MOST_THINGS:
            raise Failed("too_many")
        thing = left.pop()
        if isinstance(thing, list):
            left.extend(reversed(thing))
        elif isinstance(thing, dict):
            left.extend(thing[name] for name in _WITHIN if isinstance(thing.get(name), dict | list))
            if _is_event(thing) and (thing.get("startDate") or not thing.get("subEvent")):
                yield thing


def _is_event(thing: Thing) -> bool:
    return any(kind.endswith("Event") or kind in _MORE_TYPES for kind in _types(thing))


def _types(thing: Thing) -> list[str]:
    return [_bare(each) for each in wording.several(thing.get("@type")) if isinstance(each, str)]


def _external_id(event: Thing, source: Source) -> str:
    own = _text(event, "@id")
    if own and not own.startswith("_:"):
        return own
    address, start = _address(event, source), _text(event, "startDate")
    return f"{address}#{start}" if address and start else ""


def _happening(external_id: str, event: Thing, source: Source) -> Happening:
    prices = tuple(_price(offer) for offer in wording.several(event.get("offers")) if isinstance(offer, dict))
    sold_out = bool(prices) and all(
        _bare(_text(offer, "availability") or "") == "SoldOut" for offer in wording.several(event.get("offers"))
    )
    free = event.get("isAccessibleForFree")
    ages = (_text(event, "typicalAgeRange") or "").partition("-")
    audience = [
        _text(each, "audienceType") for each in wording.several(event.get("audience")) if isinstance(each, dict)
    ]
    words = [*(word.strip() for word in (_text(event, "keywords") or "").split(",")), *_types(event)]
    start, end = _text(event, "startDate") or "", _text(event, "endDate")
    return Happening(
        source=source.code,
        external_id=external_id,
        title=plain(_text(event, "name")),
        description=plain(_text(event, "description")),
        url=_address(event, source),
        image=_linked(event.get("image"), source),
        theme=wording.theme(words, source.themes, words=False),
        publics=tuple(each for each in audience if each),
        status=_STATUSES.get(_bare(_text(event, "eventStatus") or ""), "full" if sold_out else "scheduled"),
        attendance=_attendance(event),
        min_age=wording.age(ages[0]),
        max_age=wording.age(ages[2]),
        prices=prices,
        is_free=free if isinstance(free, bool) else wording.free_of(prices),
        where=next((_where(each) for each in wording.several(event.get("location")) if not _is_online(each)), None),
        timings=(saying_when.timing(start, end, source.zone),),
        zone=source.zone,
        updated_at=saying_when.instant(event.get("dateModified"), source.zone),
    )


def _where(location: Any) -> Where | None:
    if not isinstance(location, dict):
        return wording.where(wording.text(location))
    address, geo = location.get("address"), location.get("geo")
    point = geo if isinstance(geo, dict) else {}
    postal = address if isinstance(address, dict) else {}
    street = _text(postal, "streetAddress") if postal else wording.text(address)
    in_text = wording.postal(street)
    return Where(
        name=_text(location, "name"),
        address=street,
        postcode=_text(postal, "postalCode") or in_text[0],
        commune=_text(postal, "addressLocality") or in_text[1],
        latitude=wording.number(point.get("latitude")),
        longitude=wording.number(point.get("longitude")),
    )


def _price(offer: Thing) -> Price:
    amount = offer.get("price", offer.get("lowPrice"))
    is_euro = (_text(offer, "priceCurrency") or "EUR").upper() == "EUR"
    return Price(_text(offer, "name") or "", wording.cents(amount) if is_euro else None, _text(offer, "category"))


def _attendance(event: Thing) -> str:
    said = _ATTENDANCES.get(_bare(_text(event, "eventAttendanceMode") or ""))
    places = wording.several(event.get("location"))
    return said or ("online" if places and all(map(_is_online, places)) else "on_site")


def _is_online(location: Any) -> bool:
    return isinstance(location, dict) and "VirtualLocation" in _types(location)


def _address(event: Thing, source: Source) -> str | None:
    return _linked(event.get("url"), source)


def _linked(value: Any, source: Source) -> str | None:
    """The first address, as seen from the page on which it is written."""
    for each in wording.several(value):
        found = _text(each, "url") or _text(each, "contentUrl") if isinstance(each, dict) else wording.text(each)
        if found:
            with suppress(ValueError):
                return urljoin(source.url, found.strip())
    return None


def _text(thing: Any, name: str) -> str | None:
    """The text of a property, of several the first."""
    found = wording.several(thing.get(name))
    first = found[0] if found else None
    if isinstance(first, dict):
        first = first.get("@value", first.get("@id"))
    return wording.text(first) or None


def _bare(name: str) -> str:
    """A name of the vocabulary without its address."""
    return name.rstrip("/").rpartition("/")[2].rpartition(":")[2]
