"""What is on: by day, with its filters."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug import Response

from chassis.clock import rfc3339
from chassis.errors import Unavailable
from gateway.refusals import headers_of
from gateway.web import activity_words, forms, hours, spans
from gateway.web.formats import instant
from gateway.web.visit import Visit

FILTERS = ("city", "kind", "public", "theme", "accessibility", "attendance", "free", "text", "when", "from", "to")
FOLDED = ("public", "theme", "accessibility", "attendance", "free", "from", "to")
MOST_CHARACTERS = 80
SHOWN_AT_HOME = 3


def agenda(visit: Visit) -> Response:
    """`GET /agenda?city=&kind=&…&when=&from=&to=`; a filter that makes no sense is left out.

    When bookings does not answer the page says so: that there is nothing is another thing.
    """
    form = forms.read(visit.request.args, (*FILTERS, "after"))
    asked, span = _asked(visit, form)
    try:
        answer = visit.ask("bookings", "agenda", actor=visit.actor, **asked, after=form["after"] or None)
    except Unavailable as absent:
        response = _page(visit, form, span, None)
        response.headers.update(headers_of(absent))
        return response
    return _page(visit, form, span, answer)


def next_dates(visit: Visit) -> list[dict[str, Any]]:
    """The next few dates, for the first page; none when bookings does not answer."""
    asked = {"from_": rfc3339(visit.now), "to": rfc3339(visit.now + spans.LONGEST)}
    answer = visit.ask_or({"items": []}, "bookings", "agenda", actor=visit.actor, **asked, limit=SHOWN_AT_HOME)
    return list(answer["items"])


def _asked(visit: Visit, form: forms.Form) -> tuple[dict[str, Any], spans.Span]:
    """What bookings is asked for, and the days of it."""
    known = {
        "city": visit.settings.cities,
        "kind": activity_words.KINDS,
        "public": activity_words.PUBLICS,
        "accessibility": activity_words.ACCESSIBILITY,
        "attendance": activity_words.ATTENDANCE,
    }
    for name, codes in known.items():
        if form[name] not in codes:
            form.values.pop(name, None)
    zone = _zone(visit, form["city"])
    today = hours.today(visit.now, zone)
    by_name = None if form["from"] or form["to"] else spans.named(form["when"], today)
    span = by_name or spans.between(form["from"], form["to"], today)
    begin, end = span.instants(zone)
    asked: dict[str, Any] = {"from_": rfc3339(max(begin, visit.now)), "to": rfc3339(end)}
    for name, plural in (("city", "cities"), ("kind", "kinds"), ("public", "publics"), ("theme", "themes")):
        asked[plural] = [form[name][:MOST_CHARACTERS]] if form[name] else []
    asked["accessibility"] = [form["accessibility"]] if form["accessibility"] else []
    asked["attendance"] = form["attendance"] or None
    asked["free"] = True if form["free"] else None
    asked["text"] = form["text"][:MOST_CHARACTERS] or None
    return asked, span


def _page(visit: Visit, form: forms.Form, span: spans.Span, answer: dict[str, Any] | None) -> Response:
    return visit.page(
        "agenda.html",
        200 if answer else 503,
        form=form,
        span=span,
        is_named=not (form["from"] or form["to"]) and form["when"] in spans.NAMED,
        is_folded=not any(form[name] for name in FOLDED),
        is_filtered=any(form[name] for name in FILTERS),
        names=spans.NAMED,
        words=activity_words,
        is_silent=answer is None,
        days=_by_day(answer["items"]) if answer else [],
        next=answer["next"] if answer else None,
    )


def _by_day(items: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The dates of each local day, as they come: in order."""

    def day(item: dict[str, Any]) -> Any:
        found = item["occurrence"]
        return instant(found["starts_at"]).astimezone(ZoneInfo(found["zone"])).date()

    return [(found, list(items)) for found, items in groupby(items, day)]


def _zone(visit: Visit, city: str) -> str:
    """That of a city; when none is named, of the first."""
    cities = visit.settings.cities
    return cities[city].zone if city in cities else next(iter(cities.values())).zone
