"""Registrations: the member's own list, and one of them, by its member or by whoever holds its pass."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Forbidden, Invalid, ServiceError
from gateway import occurrence_calendars
from gateway.api.answers import HAS_SEAT
from gateway.context import Caller
from gateway.refusals import status_of
from gateway.web import activity_words, forms, passes, words
from gateway.web.formats import instant
from gateway.web.pages.activities import answers
from gateway.web.visit import Visit
from gateway.web.words import N_

MOST_REASONS = 20


def registrations(visit: Visit) -> Response:
    """`GET /registrations`: those of the member, the coming ones first."""
    actor, after = visit.member(), visit.request.args.get("after") or None
    answer = visit.ask_or({"items": [], "next": None}, "bookings", "registrations_of", actor=actor, after=after)
    to_come = [one for one in answer["items"] if _is_to_come(one, visit)]
    others = [one for one in answer["items"] if one not in to_come]
    to_come.sort(key=lambda one: instant(one["starts_at"]))
    return visit.page("registrations.html", to_come=to_come, others=others, next=answer["next"], words=activity_words)


def registration(visit: Visit, registration_id: str) -> Response:
    """`GET /registrations/{id}?done=&pass=`; a pass goes out of the address first. The addresses of its forms can be
    looked at too: nothing changes by that.
    """
    if (on := passes.out_of_address(visit, registration_id)) is not None:
        return on
    return page(visit, registration_id)


def calendar(visit: Visit, registration_id: str) -> Response:
    """`GET /registrations/{id}/calendar.ics`: the entry that the invitation in the letter makes."""
    actor = passes.actor(visit, registration_id)
    found = visit.ask("bookings", "registration", registration_id=registration_id, actor=actor)
    url, language = visit.settings.gateway.public_url, visit.language.code
    file = occurrence_calendars.ics_of_registration(found, language, url, visit.now)
    response = Response(file, mimetype=occurrence_calendars.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{registration_id}.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


def accept(visit: Visit, registration_id: str) -> Response:
    """`POST /registrations/{id}/accept`"""
    return _change(visit, registration_id, "accept_offer", "accepted")


def refuse(visit: Visit, registration_id: str) -> Response:
    """`POST /registrations/{id}/refuse`: the seats go to who is next."""
    return _change(visit, registration_id, "refuse_offer", "refused")


def ask_to_cancel(visit: Visit, registration_id: str) -> Response:
    """`GET /registrations/{id}/cancel`: nothing is cancelled by looking at an address."""
    if (on := passes.out_of_address(visit, registration_id)) is not None:
        return on
    return page(visit, registration_id, cancelling=True)


def cancel(visit: Visit, registration_id: str) -> Response:
    """`POST /registrations/{id}/cancel`"""
    return _change(visit, registration_id, "cancel_registration", "cancelled")


def change_seats(visit: Visit, registration_id: str) -> Response:
    """`POST /registrations/{id}/seats`: more of them, or fewer."""
    form, actor = forms.read(visit.request.form, ("seats",)), passes.actor(visit, registration_id)
    if (seats := forms.persons(form["seats"])) is None:
        form.errors["seats"] = N_("Écrivez un nombre de places.")
        return page(visit, registration_id, seats=form)
    try:
        visit.ask("bookings", "change_seats", registration_id=registration_id, actor=actor, seats=seats)
    except Invalid as refusal:
        form.refuse(refusal, {"too_many_seats": "seats"}, words.REFUSALS)
        return page(visit, registration_id, seats=form)
    except (Conflict, Forbidden) as refusal:
        if refusal.code not in words.REFUSALS:
            raise
        return page(visit, registration_id, refusal=refusal)
    return visit.go(f"{passes.path(registration_id)}?done=changed")


def answer(visit: Visit, registration_id: str) -> Response:
    """`POST /registrations/{id}/answers`: they go to the member's city, and nowhere else."""
    who = passes.holder(visit, registration_id)
    found = visit.ask("bookings", "registration", registration_id=registration_id, actor=who.actor())
    sheet = answers.sheet(visit, who, found, _terms(visit, found, who)["form"])
    if sheet is None or found["status"] not in HAS_SEAT:
        return visit.go(passes.path(registration_id))
    sheet.read(visit.request.form)
    if not sheet.form.errors:
        try:
            answers.give(visit, who, found, sheet)
        except Invalid as refusal:
            sheet.refuse(refusal)
        except Conflict as refusal:
            return page(visit, registration_id, refusal=refusal)
    if sheet.form.errors:
        return page(visit, registration_id, sheet=sheet)
    return visit.go(f"{passes.path(registration_id)}?done=answered")


def page(
    visit: Visit,
    registration_id: str,
    *,
    cancelling: bool = False,
    refusal: ServiceError | None = None,
    sheet: answers.Sheet | None = None,
    seats: forms.Form | None = None,
) -> Response:
    """The page of one registration."""
    who = passes.holder(visit, registration_id)
    found = visit.ask("bookings", "registration", registration_id=registration_id, actor=who.actor())
    is_to_come = _is_to_come(found, visit)
    asked = {"registration_id": registration_id, "actor": who.actor(), "limit": MOST_REASONS}
    why = visit.ask_or({"items": []}, "bookings", "decisions_of", **asked)["items"]
    terms = _terms(visit, found, who)
    if sheet is None and is_to_come and found["status"] == "confirmed":
        sheet = answers.sheet(visit, who, found, terms["form"])
    response = visit.page(
        "registration.html",
        status_of(refusal) if refusal else 400 if (sheet and sheet.form.errors) or (seats and seats.errors) else 200,
        registration=found,
        why=why,
        is_to_come=is_to_come,
        is_own=(found["member_id"], found["home_city"]) == (who.member_id, who.city),
        has_account=who.registration_id is None,
        cancelling=cancelling and is_to_come,
        refusal=refusal.code if refusal else "",
        sheet=sheet,
        form=seats or forms.Form({"seats": str(found["seats"])}),
        most_seats=terms["most_seats"],
        done=visit.request.args.get("done"),
        words=activity_words,
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _change(visit: Visit, registration_id: str, method: str, done: str) -> Response:
    actor = passes.actor(visit, registration_id)
    try:
        visit.ask("bookings", method, registration_id=registration_id, actor=actor)
    except (Conflict, Forbidden) as refusal:
        if refusal.code not in words.REFUSALS:
            raise
        return page(visit, registration_id, refusal=refusal)
    return visit.go(f"{passes.path(registration_id)}?done={done}")


def _terms(visit: Visit, registration: dict[str, Any], who: Caller) -> dict[str, Any]:
    """How one registers there, and what is asked."""
    asked = {"occurrence_id": registration["occurrence_id"], "actor": who.actor()}
    found = visit.ask_or(None, "bookings", "occurrence", **asked)
    return dict(found["activity"]["terms"]) if found else {"form": [], "most_seats": 1}


def _is_to_come(registration: dict[str, Any], visit: Visit) -> bool:
    return registration["status"] in activity_words.STANDING and instant(registration["ends_at"]) > visit.now
