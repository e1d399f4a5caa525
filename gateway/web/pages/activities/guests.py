"""Who registers without an account: the letter that is asked for, and the button behind its link.

Nothing is held before the address is confirmed (decision 0019). Looking at an address confirms nothing; pressing the
button a second time registers nobody twice.
"""

from __future__ import annotations

import re
from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError, Unavailable
from gateway.web import activity_words, forms, passes, words
from gateway.web.visit import Visit
from gateway.web.words import N_

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PATH = "/guest-registrations/confirm"


def ask(visit: Visit, found: dict[str, Any], form: forms.Form, seats: int) -> None:
    """Ask a city to write to somebody, whether or not it knows the address.

    Raises:
        ServiceError: the refusal of the city.
    """
    activity, occurrence = found["activity"], found["occurrence"]
    is_online = activity["attendance"] == "online" or occurrence["status"] == "moved_online"
    visit.ask(
        f"members_{form['city']}",
        "register_guest_for",
        sealed=True,
        occurrence_id=occurrence["id"],
        name=form["name"],
        email=form["email"],
        seats=seats,
        accept_waiting=bool(form["accept_waiting"]),
        about={
            "title": activity["title"],
            "starts_at": occurrence["starts_at"],
            "zone": occurrence["zone"],
            "place_name": "" if is_online else occurrence["place_name"],
        },
        consent=True,
        language=visit.language.code,
        client=visit.context.client,
        idempotency_key=visit.request.form.get("idempotency_key") or None,
    )


def look(visit: Visit) -> Response:
    """`GET /guest-registrations/confirm?city=&token=&occurrence=`: what it is about, and a button."""
    visit.private = True
    form = forms.read(visit.request.args, ("city", "token", "occurrence"))
    if form["city"] not in visit.settings.cities or not form["token"]:
        return _no_link(visit, NotFound("link_unknown"))
    return _page(visit, form)


def confirm(visit: Visit) -> Response:
    """`POST` to the same address: then the person has a seat, or a place in the list if they want one; their browser
    keeps the pass.
    """
    visit.private = True
    form = forms.read(visit.request.form, ("city", "token", "occurrence", "accept_waiting"))
    try:
        if form["city"] not in visit.settings.cities or not form["token"]:
            raise NotFound("link_unknown")
        wish = visit.ask(f"members_{form['city']}", "confirm_wish", sealed=True, token=form["token"])
    except (NotFound, Conflict, Invalid) as refusal:
        return _no_link(visit, refusal)
    try:
        registration = _register(visit, wish, accept_waiting=bool(form["accept_waiting"]) or wish["accept_waiting"])
    except (Conflict, Forbidden, Invalid) as refusal:
        if refusal.code not in words.REFUSALS:
            raise
        return _page(visit, form, refusal, wish["seats"])
    return _with_pass(visit, form, registration)


def _register(visit: Visit, wish: dict[str, Any], *, accept_waiting: bool) -> dict[str, Any]:
    who = {name: wish[name] for name in ("member_id", "city", "category", "organisation_kind")}
    registration: dict[str, Any] = visit.ask(
        "bookings",
        "register",
        occurrence_id=wish["occurrence_id"],
        actor={**who, "roles": []},
        seats=wish["seats"],
        accept_waiting=accept_waiting,
        idempotency_key=f"wish-{wish['wish_id']}",
    )
    return registration


def _with_pass(visit: Visit, form: forms.Form, registration: dict[str, Any]) -> Response:
    """The registration's own page, for which the browser has a pass; it is in the letters too."""
    response = visit.go(f"{passes.path(registration['id'])}?done=registered")
    about = {"registration_id": registration["id"], "until": registration["ends_at"]}
    try:
        made = visit.ask(f"members_{form['city']}", "make_pass", sealed=True, token=form["token"], **about)
    except Unavailable:
        return visit.go(f"{PATH}/done")
    passes.keep(visit, response, registration["id"], made["pass"])
    return response


def done(visit: Visit) -> Response:
    """`GET /guest-registrations/confirm/done`: registered, and the way there is in the next letter."""
    say = visit.language.say
    return visit.page(
        "outcome.html",
        mark="check",
        title=say(N_("C’est enregistré")),
        text=say(N_("Un courriel est en route : il dit si vous avez une place, et comment y revenir.")),
        ways=[("/agenda", say(N_("Voir l’agenda")))],
        trace=None,
    )


def _page(visit: Visit, form: forms.Form, refusal: ServiceError | None = None, seats: int = 1) -> Response:
    response = visit.page(
        "guest_registration.html",
        409 if refusal else 200,
        form=form,
        path=PATH,
        refusal=refusal.code if refusal else "",
        left=refusal.detail if refusal else {},
        seats_asked=seats,
        about=_about(visit, form["occurrence"]),
        words=activity_words,
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _about(visit: Visit, occurrence_id: str) -> dict[str, Any] | None:
    """The date that the link names, as everybody may see it; the link's token says for itself what it registers for."""
    try:
        asked = {"occurrence_id": occurrence_id, "actor": None}
        found: dict[str, Any] | None = visit.ask_or(None, "bookings", "occurrence", **asked) if occurrence_id else None
    except (Invalid, NotFound):
        return None
    return found


def _no_link(visit: Visit, refusal: ServiceError) -> Response:
    say, is_old = visit.language.say, refusal.code == "link_expired"
    return visit.page(
        "outcome.html",
        409 if is_old else 404,
        mark="alert",
        title=say(N_("Ce lien ne vaut plus")) if is_old else say(N_("Ce lien n’est pas connu")),
        text=say(
            N_(
                "Inscrivez-vous de nouveau à l’activité avec la même adresse : vous recevrez un nouveau lien. "
                "Vérifiez aussi que le lien a été copié en entier."
            )
        ),
        ways=[("/agenda", say(N_("Voir l’agenda")))],
        trace=None,
    )
