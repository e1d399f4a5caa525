"""The programme of a quarter on one page, week by week and day by day, to be read and to be printed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from werkzeug import Response

from chassis.errors import NotFound
from gateway.api.operation import PREFIX
from gateway.web import activity_words, forms, hours, quarters
from gateway.web.formats import instant
from gateway.web.visit import Visit

Item = dict[str, Any]


def now(visit: Visit) -> Response:
    """`GET /programme`: the quarter that it is."""
    return visit.go(f"/programme/{quarters.of(hours.today(visit.now, _zone(visit)))}")


def programme(visit: Visit, quarter: str) -> Response:
    """`GET /programme/{quarter}?city=&kind=`; a filter that makes no sense is left out.

    Raises:
        NotFound: `route_unknown`.
    """
    if not quarters.is_one(quarter):
        raise NotFound("route_unknown", "that is no quarter")
    form = forms.read(visit.request.args, ("city", "kind"))
    known = {"city": visit.settings.cities, "kind": activity_words.KINDS}
    for name, codes in known.items():
        if form[name] not in codes:
            form.values.pop(name, None)
    cities = [form["city"]] if form["city"] else []
    told = visit.ask("bookings", "programme", quarter=quarter, cities=cities, actor=visit.actor)
    items = [one for one in told["items"] if form["kind"] in ("", one["activity"]["kind"])]
    query = "?" + urlencode({"cities": form["city"]}) if form["city"] else ""
    return visit.page(
        "programme.html",
        form=form,
        words=activity_words,
        quarter=quarter,
        first_month=quarters.first_day(quarter),
        last_month=quarters.last_month(quarter),
        before=quarters.beside(quarter, -1),
        after=quarters.beside(quarter, 1),
        cities=told["cities"],
        weeks=_by_week(items),
        count=len(items),
        embargoes=sorted(_embargoes(visit, items)),
        calendar=f"{PREFIX}/programmes/{quarter}.ics{query}",
        table=f"{PREFIX}/programmes/{quarter}.csv{query}",
        print_url=f"{visit.settings.gateway.public_url}/programme/{quarter}",
    )


def _by_week(items: list[Item]) -> list[tuple[date, list[tuple[date, list[Item]]]]]:
    """The dates of each local day of each week, which begins on its Monday; as they come: in order."""
    days = [(day, list(of_day)) for day, of_day in groupby(items, _day)]
    return [(monday, list(week)) for monday, week in groupby(days, lambda one: _monday(one[0]))]


def _day(item: Item) -> date:
    found = item["occurrence"]
    return instant(found["starts_at"]).astimezone(ZoneInfo(found["zone"])).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _embargoes(visit: Visit, items: list[Item]) -> set[str]:
    """Until when what is shown is shown to staff alone."""
    until = {one["activity"]["visible_from"] for one in items}
    return {at for at in until if at and instant(at) > visit.now}


def _zone(visit: Visit) -> str:
    return next(iter(visit.settings.cities.values())).zone
