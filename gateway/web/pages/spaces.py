"""The spaces: the list with its filters, and one of them with its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug import Response

from chassis.clock import rfc3339
from gateway.web import days, forms, hours, words
from gateway.web.formats import instant
from gateway.web.visit import Visit
from gateway.web.words import N_

PARTS_OF_DAY = ((N_("Matin"), 12), (N_("Après-midi"), 18), (N_("Soir"), 24))


def spaces(visit: Visit) -> Response:
    """`GET /spaces?city=&kind=&persons=`; a filter that makes no sense is left out."""
    form = forms.read(visit.request.args, ("city", "kind", "persons", "after"))
    asked = {
        "city": form["city"] if form["city"] in visit.settings.cities else None,
        "kind": form["kind"] if form["kind"] in words.KINDS else None,
        "persons": _number(form["persons"]),
        "after": form["after"] or None,
    }
    answer = visit.ask_or({"items": [], "next": None}, "bookings", "spaces", **asked)
    return visit.page("spaces.html", form=form, kinds=words.KINDS, spaces=answer["items"], next=answer["next"])


def space(visit: Visit, space_id: str) -> Response:
    """`GET /spaces/{id}?day=&start=`: its week, its day, the starts and, once one is chosen, the ends."""
    found = visit.ask("bookings", "space", space_id=space_id)
    zone = found["place"]["zone"]
    today = hours.today(visit.now, zone)
    day = _day(visit.request.args.get("day"), today)
    week = days.week(day)
    whole = days.Period(days.bounds(week[0], zone).starts_at, days.bounds(week[-1], zone).ends_at)
    answer = visit.ask_or(
        {"open": [], "free": []},
        "bookings",
        "availability",
        space_id=space_id,
        from_=rfc3339(whole.starts_at),
        to=rfc3339(whole.ends_at),
    )
    opened, free = days.periods(answer["open"]), days.periods(answer["free"])
    frame = days.bounds(day, zone)
    starts = days.starts(free, frame, zone, visit.now)
    chosen = _instant(visit.request.args.get("start"))
    return visit.page(
        "space.html",
        space=found,
        zone=zone,
        day=day,
        yesterday=day - timedelta(days=1),
        tomorrow=day + timedelta(days=1),
        before_week=week[0] - timedelta(days=7),
        after_week=week[0] + timedelta(days=7),
        week=[{"day": one, "state": _state(one, today, opened, free, zone, visit.now)} for one in week],
        open=days.within(opened, frame),
        bars=days.bars(days.within(opened, frame), days.within(free, frame)),
        starts=_parts_of_day(visit, starts, zone),
        chosen=chosen,
        ends=days.ends(free, chosen, zone) if chosen in {start.at for start in starts} and chosen else [],
    )


def _number(asked: str) -> int | None:
    """A number of persons, from 1 to 9999; None when it makes no sense."""
    return int(asked) or None if asked.isdecimal() and len(asked) < 5 else None


def _day(asked: str | None, today: date) -> date:
    """The day asked for; today when it makes no sense, or is years away."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        return today
    return day if abs(day - today) <= timedelta(days=366) else today


def _instant(asked: str | None) -> datetime | None:
    try:
        return instant(asked or "")
    except ValueError:
        return None


def _state(day: date, today: date, opened: list[days.Period], free: list[days.Period], zone: str, now: datetime) -> str:
    frame = days.bounds(day, zone)
    if day < today:
        return "past"
    if not days.within(opened, frame):
        return "closed"
    return "free" if days.starts(free, frame, zone, now) else "full"


def _parts_of_day(visit: Visit, starts: list[days.Start], zone: str) -> list[tuple[str, list[days.Start]]]:
    parts: dict[str, list[Any]] = {}
    for start in starts:
        hour = start.at.astimezone(ZoneInfo(zone)).hour
        name = next(name for name, until in PARTS_OF_DAY if hour < until)
        parts.setdefault(name, []).append(start)
    return [(visit.language.say(name), found) for name, found in parts.items()]
