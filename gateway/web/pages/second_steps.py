"""Signing in, after the password: the code of a second factor, or setting one up. Nothing is kept in between."""

from __future__ import annotations

from dataclasses import replace

from werkzeug import Response

from chassis.errors import Conflict, Forbidden, ServiceError, Unauthenticated
from gateway.web import carrying, forms, words
from gateway.web.form_pages import CODE, FIRST_CODE, Asking, show
from gateway.web.visit import Visit
from gateway.web.words import N_

CARRIED = ("email", "password", "city", "next")
TYPE = Asking(
    N_("Un code, pour finir"),
    N_("Se connecter"),
    "/sessions/new",
    (CODE,),
    N_("Votre compte est protégé par un second facteur."),
    (("/sessions/new", N_("Recommencer")),),
)
SET_UP = Asking(
    N_("Mettre en place un second facteur"),
    N_("Confirmer"),
    "/sessions/second-factor",
    (FIRST_CODE,),
    N_("Qui travaille pour une ville voit les données d’autres personnes : un mot de passe seul n’y suffit pas."),
)
SPENT = N_("Le code que vous venez d’écrire ne sert qu’une fois : attendez que votre application en montre un autre.")
STEPS = ("second_factor_needed", "wrong_code", "second_factor_missing")


def kept(visit: Visit) -> dict[str, str]:
    """What the page before carried here."""
    return carrying.carried(visit.settings.gateway.secret, visit.request.form.get("carried", ""), visit.now)


def go_on(visit: Visit, form: forms.Form, refusal: ServiceError) -> Response:
    """The page that comes after the right password: one of `STEPS` is left."""
    typed = {name: form[name] for name in CARRIED}
    if refusal.code == "second_factor_missing":
        city, token = refusal.detail["city"], refusal.detail["setup_token"]
        secret = visit.ask(f"members_{city}", "set_up_second_factor", sealed=True, setup_token=token)
        facts = {**typed, **secret, "setup_city": city, "setup_token": token}
        return show(visit, SET_UP, forms.Form(), carried=_carry(visit, facts), secret=secret)
    wrong = forms.Form()
    if refusal.code == "wrong_code":
        wrong.errors["code"] = words.REFUSALS["wrong_code"]
    elif "code" in visit.request.form:  # it was asked for, and not typed
        wrong.require("code", N_("Remplissez ce champ."))
    asking = replace(TYPE, lead=SPENT) if "has_set_up" in kept(visit) else TYPE
    return show(visit, asking, wrong, carried=_carry(visit, typed))


def look(visit: Visit) -> Response:
    """`GET /sessions/second-factor`: without what the page before carries there is nothing to do here."""
    return visit.go("/sessions/new")


def confirm(visit: Visit) -> Response:
    """`POST /sessions/second-factor`: then the recovery codes are shown, and one signs in."""
    facts = kept(visit)
    if "setup_token" not in facts:
        return visit.go("/sessions/new")
    asked = {"setup_token": facts["setup_token"], "code": visit.request.form.get("code", "").strip() or "-"}
    try:
        told = visit.ask(f"members_{facts['setup_city']}", "confirm_second_factor", sealed=True, **asked)
    except Forbidden as refusal:
        form = forms.Form()
        form.refuse(refusal, {"wrong_code": "code"}, words.REFUSALS)
        return show(visit, SET_UP, form, carried=_carry(visit, facts), secret=facts)
    except (Unauthenticated, Conflict):  # too late, or in another window
        return visit.go("/sessions/new")
    visit.private = True
    typed = _carry(visit, {**{name: facts[name] for name in CARRIED}, "has_set_up": "yes"})
    return visit.page("recovery_codes.html", codes=told["recovery_codes"], carried=typed)


def _carry(visit: Visit, facts: dict[str, str]) -> str:
    return carrying.carry(visit.settings.gateway.secret, facts, visit.now)
