"""The spaces: the list with its filters, and one of them with its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug import Response

from chassis.clock import rfc3339
from gateway.web import days, forms, hours, words
from gateway.web.formats import instant
from gateway.web.pages.quotes import moving_of
from gateway.web.visit import Visit
from gateway.web.words import N_

HORIZON = timedelta(days=366)
LOOKED_AHEAD = timedelta(days=28)
PARTS_OF_DAY = ((N_("Matin"), 12), (N_("Après-midi"), 18), (N_("Soir"), 24))


def spaces(visit: Visit) -> Response:
    """`GET /spaces?city=&kind=&persons=`; a filter that makes no sense is left out."""
    form = forms.read(visit.request.args, ("city", "kind", "persons", "after"))
    asked = {
        "city": form["city"] if form["city"] in visit.settings.cities else None,
        "kind": form["kind"] if form["kind"] in words.KINDS else None,
        "persons": forms.persons(form["persons"]),
        "after": form["after"] or None,
    }
    answer = visit.ask_or({"items": [], "next": None}, "bookings", "spaces", **asked)
    return visit.page("spaces.html", form=form, kinds=words.KINDS, spaces=answer["items"], next=answer["next"])


def space(visit: Visit, space_id: str) -> Response:
    """`GET /spaces/{id}?day=&start=&moving=`: its week, its day, the starts and, once one is chosen, the ends.

    Without a day, the first on which something can be booked. `moving`: the booking for which a period is chosen.
    """
    found = visit.ask("bookings", "space", space_id=space_id)
    zone = found["place"]["zone"]
    today = hours.today(visit.now, zone)
    asked = _day(visit.request.args.get("day"), today)
    first = days.week(asked or today, today)[0]
    moving, rules = moving_of(visit), days.Rules.of(found["rules"])
    opened, free = _offered(visit, space_id, first, zone, moving)
    bookable = _bookable_days(free, first, zone, visit.now, rules)
    day = asked or next(iter(bookable), today)
    frame, week = days.bounds(day, zone), days.week(day, today)
    starts = days.starts(free, frame, zone, visit.now, rules)
    chosen = _instant(visit.request.args.get("start"))
    is_offered = chosen in {start.at for start in starts}
    return visit.page(
        "space.html",
        space=found,
        moving=moving,
        zone=zone,
        day=day,
        today=today,
        is_asked=asked is not None,
        next_day=next((one for one in bookable if one > day), None),
        before_week=week[0] - days.WEEK if week[0] > today else None,
        after_week=week[0] + days.WEEK if week[-1] - today < HORIZON else None,
        week=[_shown(one, today, opened, bookable, zone) for one in week],
        open=days.within(opened, frame),
        bars=days.bars(days.within(opened, frame), days.within(free, frame)),
        starts=_parts_of_day(visit, starts, zone),
        chosen=chosen,
        is_offered=is_offered,
        ends=days.ends(free, chosen, zone, rules) if is_offered and chosen else [],
    )


def _offered(
    visit: Visit, space_id: str, first: date, zone: str, moving: dict[str, Any] | None
) -> tuple[list[days.Period], list[days.Period]]:
    """When the space is open, and when something of it is free, in the weeks from a day on; what is moved is free."""
    since, until = days.bounds(first, zone).starts_at, days.bounds(first + LOOKED_AHEAD, zone).starts_at
    asked: dict[str, Any] = {"space_id": space_id, "from_": rfc3339(since), "to": rfc3339(until)}
    if moving:
        asked |= {"moving": moving["id"], "actor": visit.actor}
    answer = visit.ask_or({"open": [], "free": []}, "bookings", "availability", **asked)
    return days.periods(answer["open"]), days.periods(answer["free"])


def _bookable_days(
    free: list[days.Period], first: date, zone: str, now: datetime, rules: days.Rules
) -> dict[date, int]:
    """The days on which a booking can start, in order, each with the number of its starts."""
    ahead = (first + timedelta(days=n) for n in range(LOOKED_AHEAD.days))
    starts = {day: len(days.starts(free, days.bounds(day, zone), zone, now, rules)) for day in ahead}
    return {day: count for day, count in starts.items() if count}


def _shown(day: date, today: date, opened: list[days.Period], bookable: dict[date, int], zone: str) -> dict[str, Any]:
    """A day as the week shows it."""
    if day in bookable:
        state = "free"
    elif day < today:
        state = "past"
    else:
        state = "full" if days.within(opened, days.bounds(day, zone)) else "closed"
    return {"day": day, "state": state, "starts": bookable.get(day, 0)}


def _day(asked: str | None, today: date) -> date | None:
    """The day asked for; None when it makes no sense, or is years away."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        return None
    return day if abs(day - today) <= HORIZON else None


def _instant(asked: str | None) -> datetime | None:
    try:
        return instant(asked or "")
    except ValueError:
        return None


def _parts_of_day(visit: Visit, starts: list[days.Start], zone: str) -> list[tuple[str, list[days.Start]]]:
    parts: dict[str, list[Any]] = {}
    for start in starts:
        hour = start.at.astimezone(ZoneInfo(zone)).hour
        name = next(name for name, until in PARTS_OF_DAY if hour < until)
        parts.setdefault(name, []).append(start)
    return [(visit.language.say(name), found) for name, found in parts.items()]
