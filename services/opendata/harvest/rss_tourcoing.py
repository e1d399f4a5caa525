"""An RSS feed whose items say when and where, as the city of Tourcoing writes it. Never asks the time.

Of an item: title, description, link, guid, category, enclosure/@url; `date_start` and `date_end`, each a day or a
time; `location` with the attributes latitude and longitude, in it name, address, area; any number of `public` (label)
and of `rate` (label, type, amount, condition). There are no single dates in it: what lasts from one day to another is
one long timing, which is on in between. Namespaces do not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from xml.etree import ElementTree as ET

from chassis.config import Source
from services.opendata.domain.happenings import Happening, Price, Where
from services.opendata.domain.turns import Page
from services.opendata.harvest import saying_when, wording
from services.opendata.harvest.decoding import plain, undeclared
from services.opendata.harvest.failures import Failed
from services.opendata.harvest.gathering import Gathering

MOST_ITEMS = 20_000

_CUT = frozenset({3, 5, 6})  # expat: no element, an unclosed token, half a character
Element = ET.Element


def read(text: str, source: Source, _now: datetime) -> Page:
    """What a feed announces.

    Raises:
        Failed: `content_unreadable`, `truncated`, `too_many`.
    """
    items = list(_items(text))
    if len(items) > MOST_ITEMS:
        raise Failed("too_many")
    gathering = Gathering()
    for item in items:
        external_id = _text(item, "guid") or _text(item, "link") or ""
        gathering.take(external_id, partial(_happening, external_id, item, source))
    return gathering.page(is_last_of_all=True)


def _items(text: str) -> Iterator[Element]:
    if "<!ENTITY" in text:
        raise Failed("content_unreadable")
    try:
        root = ET.fromstring(undeclared(text))  # noqa: S314  without entities of its own
    except ET.ParseError as exc:
        raise Failed("truncated" if exc.code in _CUT else "content_unreadable") from None
    except (ValueError, RecursionError):
        raise Failed("content_unreadable") from None
    if _name(root) not in ("rss", "RDF", "channel"):
        raise Failed("content_unreadable")
    return (element for element in root.iter() if _name(element) == "item")


def _happening(external_id: str, item: Element, source: Source) -> Happening:
    prices = tuple(_price(each) for each in _children(item, "rate"))
    return Happening(
        source=source.code,
        external_id=external_id,
        title=plain(_text(item, "title")),
        description=plain(_text(item, "description")),
        url=_text(item, "link"),
        image=next((each.get("url") for each in _children(item, "enclosure")), None),
        theme=wording.theme([_inner(each) for each in _children(item, "category")], source.themes),
        publics=tuple(_text(each, "label") or _inner(each) or "" for each in _children(item, "public")),
        prices=prices,
        is_free=wording.free_of(prices),
        where=next((_where(each) for each in _children(item, "location")), None),
        timings=(saying_when.timing(_text(item, "date_start") or "", _text(item, "date_end"), source.zone),),
        zone=source.zone,
        updated_at=saying_when.instant(_text(item, "pubDate"), source.zone),
    )


def _where(location: Element) -> Where:
    address = _text(location, "address")
    postcode, commune = wording.postal(address)
    return Where(
        name=_text(location, "name"),
        address=address,
        postcode=postcode,
        commune=commune or _text(location, "area"),
        latitude=wording.number(location.get("latitude")),
        longitude=wording.number(location.get("longitude")),
    )


def _price(rate: Element) -> Price:
    label = _text(rate, "label") or _text(rate, "type") or ""
    amount = wording.cents(_text(rate, "amount"))
    is_free = amount is None and wording.is_free(label)
    return Price(label, 0 if is_free else amount, _text(rate, "condition"))


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _name(child) == name]


def _text(element: Element, name: str) -> str | None:
    return next((_inner(child) for child in _children(element, name)), None)


def _inner(element: Element) -> str | None:
    return "".join(element.itertext()).strip() or None


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
