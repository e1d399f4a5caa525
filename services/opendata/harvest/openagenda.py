"""An agenda of OpenAgenda (API v2) as happenings: all its pages, or what changed since. Never asks the time.

Everything that is to come is read at the first turn and then once a day, so that what is taken back without a word
goes; in between what changed since the last turn, with what was removed.

Source: https://developers.openagenda.com/10-lecture/ and 00-introduction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from chassis.config import Source
from chassis.errors import Invalid
from services.opendata.domain.happenings import Happening, Price, Timing, Where
from services.opendata.domain.turns import Page
from services.opendata.harvest import saying_when, wording
from services.opendata.harvest.decoding import plain, text_of
from services.opendata.harvest.failures import Failed
from services.opendata.harvest.fetching import Web
from services.opendata.harvest.gathering import Gathering

MOST_PAGES = 500

_SIZE = 300
_STATUSES = {1: "scheduled", 2: "rescheduled", 3: "moved_online", 4: "postponed", 5: "full", 6: "cancelled"}
_ATTENDANCES = {1: "on_site", 2: "online", 3: "mixed"}
_PUBLISHED = 2


def pages(web: Web, source: Source, since: str | None, now: datetime) -> Iterator[Page]:
    """What an agenda announces, a page after the other as they are asked for.

    Args:
        since: the watermark up to which changes are known; None for everything that is to come.

    Raises:
        Failed: whatever went wrong; what came before it counts.
    """
    after: list[str] = []
    asked: set[tuple[str, ...]] = set()
    for _ in range(MOST_PAGES):
        found = _read(web, _address(source.url, since, after), source, now)
        after = [str(each) for each in wording.several(found.get("after"))]
        is_last = not after or not found["events"]
        yield _page(found["events"], source, since, is_last)
        if is_last:
            return
        if tuple(after) in asked:
            break
        asked.add(tuple(after))
    raise Failed("pages_never_end")


def _address(url: str, since: str | None, after: list[str]) -> str:
    parts = urlsplit(url)
    wanted = [("detailed", "1"), ("size", str(_SIZE)), ("sort", "updatedAt.asc")]
    if since is None:
        wanted += [("relative[]", "current"), ("relative[]", "upcoming")]
    else:
        wanted += [("updatedAt[gte]", since), ("removed", "null")]
    wanted += [("after[]", each) for each in after]
    query = "&".join(part for part in (parts.query, urlencode(wanted)) if part)
    return urlunsplit(parts._replace(query=query))


def _read(web: Web, url: str, source: Source, now: datetime) -> dict[str, Any]:
    answer = web.get(url, now, secrets={"key": source.key} if source.key else None)
    try:
        found = json.loads(text_of(answer)) if answer else None
    except (ValueError, RecursionError):
        raise Failed("content_unreadable") from None
    if not isinstance(found, dict) or not isinstance(found.get("events"), list):
        raise Failed("content_unreadable")
    return found


def _page(events: list[Any], source: Source, since: str | None, is_last: bool) -> Page:
    gathering, removed, watermark = Gathering(), [], since
    for event in events:
        uid = str(event["uid"]) if isinstance(event, dict) and isinstance(event.get("uid"), int | str) else ""
        if not uid:
            gathering.refuse("", "external_id_missing")
            continue
        watermark = _text(event, "updatedAt") or watermark
        if event.get("removed") or event.get("state", _PUBLISHED) != _PUBLISHED:
            removed.append(uid)
        else:
            gathering.take(uid, partial(_happening, uid, event, source))
    return gathering.page(removed=tuple(removed), watermark=watermark, is_last_of_all=is_last and since is None)


def _happening(uid: str, event: Mapping[str, Any], source: Source) -> Happening:
    zone = _text(event, "timezone") or source.zone
    conditions, age = _said(event.get("conditions")), event.get("age") or {}
    accessibility = event.get("accessibility") or {}
    return Happening(
        source=source.code,
        external_id=uid,
        title=_said(event.get("title")) or "",
        summary=_said(event.get("description")),
        description=plain(_said(event.get("longDescription"))),
        url=_url(event, source),
        image=_image(event.get("image")),
        theme=wording.theme(_options(event.get(source.theme_field)), source.themes, words=False),
        accessibility=tuple(code for code, is_so in accessibility.items() if is_so) if accessibility else (),
        status=_named(_STATUSES, event.get("status"), "status_unknown"),
        attendance=_named(_ATTENDANCES, event.get("attendanceMode"), "attendance_unknown"),
        min_age=wording.age(age.get("min")),
        max_age=wording.age(age.get("max")),
        prices=(Price(conditions, 0 if wording.is_free(conditions) else None),) if conditions else (),
        is_free=wording.is_free(conditions),
        where=_where(event.get("location")),
        timings=tuple(_timing(each, zone) for each in wording.several(event.get("timings"))),
        zone=zone,
        updated_at=saying_when.instant(event.get("updatedAt"), source.zone),
    )


def _timing(told: Mapping[str, Any], zone: str) -> Timing:
    begin, end = told.get("begin"), told.get("end")
    if not isinstance(begin, str) or not isinstance(end, str):
        raise Invalid("date_unreadable")
    return saying_when.timing(begin, end, zone)


def _where(location: Any) -> Where | None:
    if not isinstance(location, dict):
        return None
    return Where(
        name=_text(location, "name"),
        address=_text(location, "address"),
        postcode=_text(location, "postalCode"),
        commune=_text(location, "city") or _text(location, "adminLevel4"),
        insee=_text(location, "insee"),
        latitude=wording.number(location.get("latitude")),
        longitude=wording.number(location.get("longitude")),
    )


def _url(event: Mapping[str, Any], source: Source) -> str | None:
    """Where people read it: on the page of the agenda, under its short name; else where it is online."""
    slug = _text(event, "slug")
    if source.page and slug:
        return f"{source.page.rstrip('/')}/events/{quote(slug, safe='')}"
    return _text(event, "onlineAccessLink")


def _image(image: Any) -> str | None:
    if not isinstance(image, dict):
        return image if isinstance(image, str) else None
    name, place = _text(image, "filename"), _text(image, "base")
    return (place or "") + name if name else None


def _options(value: Any) -> list[Any]:
    """The numbers of options: bare, or with their labels."""
    return [each.get("id") if isinstance(each, dict) else each for each in wording.several(value)]


def _said(value: Any) -> str | None:
    """A text of several languages, in French if there is one."""
    if isinstance(value, dict):
        told = [each for each in (value.get("fr"), *value.values()) if isinstance(each, str) and each.strip()]
        return told[0] if told else None
    return value if isinstance(value, str) and value.strip() else None


def _named(names: Mapping[int, str], number: Any, code: str) -> str:
    """What a number means; the first of them when there is none."""
    if isinstance(number, dict):
        number = number.get("id")
    if number is None:
        return names[1]
    if number not in names:
        raise Invalid(code)
    return names[number]


def _text(told: Mapping[str, Any], name: str) -> str | None:
    return wording.text(told.get(name)) or None
