"""The dates of an activity as its staff makes them: looked at first, then made; moved, put online, resized."""

from __future__ import annotations

import re
from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.errors import Conflict, Invalid
from gateway.web import forms
from gateway.web.pages.programme import desk, reasons
from gateway.web.rows import MORE, Rows
from gateway.web.visit import Visit
from gateway.web.words import N_

WHEN = ("day", "starts", "ends", "space_id", "weeks")
SIZE = ("capacity", "min_persons", "waiting_seats")
KEPT = Rows("kept", ("organisation_id", "seats"), ("organisation_id", "seats"), 50)
LABELS = {
    "day": N_("Jour"),
    "starts": N_("Début"),
    "ends": N_("Fin"),
    "space_id": N_("Espace"),
    "weeks": N_("Combien de semaines de suite"),
    "capacity": N_("Places"),
    "min_persons": N_("Minimum de personnes"),
    "waiting_seats": N_("Places en liste d’attente"),
    "online_url": N_("Adresse en ligne"),
    **KEPT.labels({"organisation_id": N_("Numéro de l’organisation"), "seats": N_("Places gardées")}),
}
STATUSES = {
    "free": N_("libre"),
    "taken": N_("pris"),
    "closed": N_("fermé"),
    "refused": N_("refusé"),
}
MOST_WEEKS = 52
_DAY, _TIME = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d\d:\d\d", re.ASCII)


def ask(visit: Visit, activity_id: str) -> Response:
    """`GET /desk/activities/{id}/dates`"""
    values = {"capacity": "10", "min_persons": "0", "waiting_seats": "0", "weeks": "1"}
    return _page(visit, activity_id, forms.Form(values))


def schedule(visit: Visit, activity_id: str) -> Response:
    """`POST /desk/activities/{id}/dates`: what it would come to, or to its page, or what was refused."""
    form, actor = forms.read(visit.request.form, (*WHEN, *SIZE)), visit.member()
    kept = _kept(visit, form)
    if MORE in visit.request.form:
        return _page(visit, activity_id, form)
    _check(form)
    _check_kept(form, kept)
    if form.errors:
        return _page(visit, activity_id, form)
    asked = {**_when(form), "space_id": form["space_id"] or None, "capacity": int(form["capacity"] or 0)}
    try:
        if visit.request.form.get("look"):
            seen = visit.ask("bookings", "preview_schedule", activity_id=activity_id, actor=actor, **asked)
            return _page(visit, activity_id, form, seen=seen)
        asked |= {name: int(form[name] or 0) for name in SIZE} | {"kept_back": _seats(kept)}
        asked["idempotency_key"] = visit.request.form.get("idempotency_key") or None
        made = visit.ask("bookings", "schedule", activity_id=activity_id, actor=actor, **asked)
    except (Invalid, Conflict) as refusal:
        _refuse(form, refusal)
        return _page(visit, activity_id, form)
    if made["refused"]:
        return _page(visit, activity_id, form, refused=made["refused"], count=len(made["occurrences"]))
    return visit.go(f"/desk/activities/{activity_id}?done=dated")


def look(visit: Visit, occurrence_id: str) -> Response:
    """`GET /desk/occurrences/{id}`: the form by which it is moved, put online, resized."""
    return _date(visit, occurrence_id, forms.Form())


def move(visit: Visit, occurrence_id: str) -> Response:
    """`POST /desk/occurrences/{id}/move`"""
    form = forms.read(visit.request.form, WHEN)
    _check(form, sized=False)
    asked = {} if form.errors else _when(form, again=False)
    if not form.errors and form["space_id"] != "same":
        asked["space_id"] = form["space_id"] or None
    return _change(visit, occurrence_id, form, "reschedule", asked, "moved")


def put_online(visit: Visit, occurrence_id: str) -> Response:
    """`POST /desk/occurrences/{id}/online`"""
    form = forms.read(visit.request.form, ("online_url",))
    return _change(visit, occurrence_id, form, "move_online", {"online_url": form["online_url"] or None}, "online")


def resize(visit: Visit, occurrence_id: str) -> Response:
    """`POST /desk/occurrences/{id}/size`"""
    form = forms.read(visit.request.form, SIZE)
    kept = _kept(visit, form)
    if MORE in visit.request.form:
        return _date(visit, occurrence_id, form)
    _check_numbers(form)
    _check_kept(form, kept)
    asked: dict[str, Any] = {} if form.errors else {name: int(form[name] or 0) for name in SIZE}
    if not form.errors and KEPT.name(0, "seats") in visit.request.form:
        asked["kept_back"] = _seats(kept)
    return _change(visit, occurrence_id, form, "resize", asked, "resized")


def _change(
    visit: Visit, occurrence_id: str, form: forms.Form, method: str, asked: dict[str, Any], done: str
) -> Response:
    if not form.errors:
        try:
            after = visit.ask("bookings", method, occurrence_id=occurrence_id, actor=visit.member(), **asked)
        except (Invalid, Conflict) as refusal:
            _refuse(form, refusal)
        else:
            return visit.go(f"/desk/activities/{after['activity_id']}?done={done}")
    return _date(visit, occurrence_id, form)


def _date(visit: Visit, occurrence_id: str, form: forms.Form) -> Response:
    found = desk.look_at_date(visit, occurrence_id)
    one = found["occurrence"]
    (day, starts), (_, ends) = (one[name].split("T") for name in ("starts_local", "ends_local"))
    known = {"day": day, "starts": starts, "ends": ends, "space_id": "same", "online_url": one.get("online_url") or ""}
    known |= {name: str(one[name]) for name in SIZE}
    if KEPT.name(0, "seats") not in visit.request.form:
        rows = [{name: str(value) for name, value in row.items()} for row in one.get("kept_back") or []]
        KEPT.put(form, rows)
    form.values = known | form.values
    return visit.page(
        "desk_occurrence.html",
        400 if form.errors else 200,
        form=form,
        occurrence=one,
        activity=found["activity"],
        spaces=_spaces(visit, found["activity"]),
        counts=_count(visit, form),
        most=KEPT.most,
        labels=LABELS,
    )


def _page(visit: Visit, activity_id: str, form: forms.Form, **more: Any) -> Response:
    found = desk.look(visit, activity_id)
    return visit.page(
        "desk_dates.html",
        400 if form.errors else 200,
        form=form,
        activity=found["activity"],
        spaces=_spaces(visit, found["activity"]),
        counts=_count(visit, form),
        most=KEPT.most,
        labels=LABELS,
        statuses=STATUSES,
        reasons=reasons,
        idempotency_key=ids.new(),
        **{"seen": None, "refused": [], "count": 0, **more},
    )


def _spaces(visit: Visit, activity: dict[str, Any]) -> list[dict[str, Any]]:
    """What may be booked: the spaces of its place."""
    if activity.get("place_id") is None:
        return []
    place: dict[str, Any] = visit.ask_or({"spaces": []}, "bookings", "place", place_id=activity["place_id"])
    return list(place["spaces"])


def _when(form: forms.Form, again: bool = True) -> dict[str, Any]:
    """From when to when; what ends before it starts ends the next day, which bookings refuses or not."""
    weeks = int(form["weeks"] or 1) if again else 1
    when = {f"{name}_local": f"{form['day']}T{form[name]}" for name in ("starts", "ends")}
    return when | ({"rule": f"FREQ=WEEKLY;COUNT={weeks}"} if weeks > 1 else {})


def _check(form: forms.Form, sized: bool = True) -> None:
    for name, pattern in (("day", _DAY), ("starts", _TIME), ("ends", _TIME)):
        if not pattern.fullmatch(form[name]):
            form.errors[name] = N_("Donnez un jour, une heure de début et une heure de fin.")
    if form["weeks"] and not 1 <= (forms.persons(form["weeks"]) or 0) <= MOST_WEEKS:
        form.errors["weeks"] = N_("Écrivez un nombre entier.")
    if sized:
        _check_numbers(form)


def _check_numbers(form: forms.Form) -> None:
    for name in SIZE:
        if form[name] and not (form[name].isdecimal() and len(form[name]) < 6):
            form.errors[name] = N_("Écrivez un nombre entier.")


def _kept(visit: Visit, form: forms.Form) -> list[dict[str, str]]:
    """The rows of what is kept back, which the form shows again."""
    rows = KEPT.read(visit.request.form)
    KEPT.put(form, rows)
    return rows


def _check_kept(form: forms.Form, rows: list[dict[str, str]]) -> None:
    for number, row in enumerate(rows):
        if not row["organisation_id"]:
            form.errors[KEPT.name(number, "organisation_id")] = N_("Dites pour quelle organisation.")
        if not (row["seats"].isdecimal() and int(row["seats"][:6]) > 0):
            form.errors[KEPT.name(number, "seats")] = N_("Écrivez un nombre entier.")


def _seats(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [{"organisation_id": row["organisation_id"], "seats": int(row["seats"])} for row in rows]


def _count(visit: Visit, form: forms.Form) -> int:
    """How many rows the page shows."""
    sent = visit.request.form if visit.request.method == "POST" else None
    return KEPT.shown(KEPT.count(form), sent)


def _refuse(form: forms.Form, refusal: Invalid | Conflict) -> None:
    about = {
        "size_invalid": "min_persons",
        "capacity_below_taken": "capacity",
        "too_many_persons": "capacity",
        "list_below_waiting": "waiting_seats",
        "online_url_missing": "online_url",
        "unit_taken": "space_id",
        "approval_needed": "space_id",
        "space_elsewhere": "space_id",
    }
    pointed = [str(error.get("pointer", "")).strip("/") for error in refusal.detail.get("errors", [])]
    pointed = [one.replace("kept_back/", "kept/").replace("/", "_") for one in pointed]
    name = next((one for one in pointed if one in LABELS), about.get(refusal.code, "day"))
    form.errors[name] = reasons.of(refusal.code)
