"""The member's own data: taking it along, having it frozen, being forgotten."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Forbidden, Unauthenticated
from gateway import archive
from gateway.web import cookies, forms, words
from gateway.web.pages import account
from gateway.web.visit import Visit
from gateway.web.words import N_

PATH = "/account/data"
ABOUT = {
    "wrong_credentials": "password",
    "sign_in_again": "password",
    "erasure_kept_back": "password",
    "second_factor_needed": "code",
    "wrong_code": "code",
}


def own_data(visit: Visit, **_: str) -> Response:
    """`GET /account/data?done=`, and the addresses of its forms: what can be done with one's data."""
    return _page(visit, forms.Form(), visit.request.args.get("done"))


def take_along(visit: Visit, minor_id: str | None = None) -> Response:
    """`GET /account/data/export`, `/account/wards/{id}/export`: everything, of oneself or of a ward, as one file."""
    visit.private = True
    caller = visit.context.require_caller()
    gathered = archive.gather(visit.context.rpc, caller, minor_id)
    content = archive.compose(gathered, visit.language, visit.settings.cities[caller.city])
    response = Response(content, mimetype=archive.MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="champlibre.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def withdraw_consent(visit: Visit, purpose: str) -> Response:
    """`POST /account/data/consents/{purpose}/withdraw`: what rested on it ends."""
    account.ask(visit, "withdraw_consent", purpose=purpose)
    return visit.go(f"{PATH}?done=withdrawn")


def limit(visit: Visit) -> Response:
    """`POST /account/data/limitation`: frozen, or not any more."""
    wished = visit.request.form.get("wished") == "yes"
    account.ask(visit, "limit", wished=wished)
    return visit.go(f"{PATH}?done={'limited' if wished else 'lifted'}")


def erase(visit: Visit) -> Response:
    """`POST /account/data/erasure`: with the password again; then nobody is signed in any more."""
    form = forms.read(visit.request.form, ("password", "code"))
    try:
        account.ask(visit, "erase", password=form["password"], code=form["code"] or None)
    except (Unauthenticated, Forbidden, Conflict) as refusal:
        if refusal.code not in ABOUT:
            raise
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _page(visit, form)
    say = visit.language.say
    response = visit.page(
        "outcome.html",
        mark="check",
        title=say(N_("Votre compte n’existe plus")),
        text=say(N_("Rien, nulle part dans le réseau, ne mène plus à vous. Merci d’être venu.")),
        ways=[("/", say(N_("Retour à l’accueil")))],
        trace=None,
        has_left=True,
    )
    cookies.forget_tokens(response, visit.settings)
    return response


def _page(visit: Visit, form: forms.Form, done: str | None = None) -> Response:
    met = account.ask(visit, "preview_erasure")
    profile = account.ask(visit, "profile")
    credits_left = visit.ask_or({"items": []}, "bookings", "credits_of", actor=visit.member())["items"]
    return account.page(
        visit,
        "account_data.html",
        400 if form.errors else 200,
        form=form,
        done=done,
        is_limited=profile["status"] == "limited",
        is_staff=any(role != "member" for role in profile["roles"]),
        can_erase=met["can_erase"],
        keeping=[reason for reason in met["reasons"] if reason["keeps_back"]],
        ending=[*_ending(met["reasons"]), *(["credits_left"] if _own(credits_left) else [])],
        zone=visit.settings.cities[visit.member()["city"]].zone,
        reasons=words.ERASURE_REASONS,
        consents=profile["consents"],
        purposes=words.CONSENTS,
    )


def _ending(reasons: list[dict[str, Any]]) -> list[str]:
    return [reason["code"] for reason in reasons if not reason["keeps_back"]]


def _own(credits_left: list[dict[str, Any]]) -> bool:
    return any(not credit["organisation_id"] for credit in credits_left)
