"""Becoming a member: the form, and the link of the mail that confirms it."""

from __future__ import annotations

import re
from urllib.parse import quote

from werkzeug import Response

from chassis import ids
from chassis.errors import Conflict, Invalid, NotFound, ServiceError
from gateway.web import forms, words
from gateway.web.visit import DAY_SECONDS, NEXT, Visit, is_own_path
from gateway.web.words import N_

FIELDS = ("city", "name", "email", "password", "consent", "next")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SHORTEST_PASSWORD = 12
ABOUT = {"weak_password": "password", "consent_missing": "consent", "invalid": "email"}


def ask_to_register(visit: Visit) -> Response:
    """`GET /members/new?next=&city=`"""
    return _form(visit, forms.read(visit.request.args, ("next", "city")))


def register(visit: Visit) -> Response:
    """`POST /members/new`: the answer is the same whether the address is known already or not."""
    form = forms.read(visit.request.form, FIELDS)
    if form["city"] not in visit.settings.cities:
        form.errors["city"] = N_("Choisissez votre ville dans la liste.")
    form.require("name", N_("Écrivez votre nom."))
    form.require("email", N_("Écrivez votre adresse e-mail."))
    form.require("password", N_("Choisissez un mot de passe."))
    form.require("consent", words.REFUSALS["consent_missing"])
    _check_early(form)
    if form.errors:
        return _form(visit, form)
    try:
        visit.ask(
            f"members_{form['city']}",
            "register",
            sealed=True,
            name=form["name"],
            email=form["email"],
            password=form["password"],
            consent=True,
            language=visit.language.code,
            client=visit.context.client,
            idempotency_key=visit.request.form.get("idempotency_key") or None,
        )
    except Invalid as refusal:
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return _form(visit, form)
    response = visit.go("/members/registered")
    if is_own_path(form["next"]):
        visit.keep(response, NEXT, form["next"], DAY_SECONDS)
    return response


def _check_early(form: forms.Form) -> None:
    """Say at once what the city would surely refuse, so that the form comes back once and not three times."""
    if form["email"] and not ADDRESS.fullmatch(form["email"]):
        form.errors["email"] = words.REFUSALS["invalid_email"]
    if form["password"] and len(form["password"]) < SHORTEST_PASSWORD:
        form.errors["password"] = words.REFUSALS["weak_password"]


def registered(visit: Visit) -> Response:
    """`GET /members/registered`"""
    say = visit.language.say
    ways = [("/spaces", say(N_("Regarder les espaces")))]
    if visit.settings.gateway.mail_folder:
        ways.insert(0, ("/mail", say(N_("Lire le courriel dans la démonstration"))))
    return visit.page(
        "outcome.html",
        mark="mail",
        title=say(N_("Regardez votre boîte aux lettres")),
        text=say(N_("Un courriel est en route. Suivez le lien qu’il contient : votre compte s’ouvre aussitôt.")),
        hint=say(
            N_(
                "Rien reçu après quelques minutes ? Regardez parmi les indésirables. "
                "L’adresse était peut-être mal écrite :"
            )
        ),
        hint_way=("/members/new", say(N_("s’inscrire de nouveau"))),
        ways=ways,
        trace=None,
    )


def confirm(visit: Visit) -> Response:
    """`GET /members/confirm?city=&token=`: confirms at once; a second time changes nothing. `HEAD` confirms nothing:
    it is how a mail program looks where a link leads, before anybody has read the letter.
    """
    visit.private = True
    if visit.request.method == "HEAD":
        return Response(content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})
    city, token = visit.request.args.get("city", ""), visit.request.args.get("token", "")
    try:
        if city not in visit.settings.cities or not token:
            raise NotFound("link_unknown")
        visit.ask(f"members_{city}", "confirm", sealed=True, token=token)
    except (NotFound, Conflict, Invalid) as refusal:
        return _not_confirmed(visit, city, refusal)
    say = visit.language.say
    return visit.page(
        "outcome.html",
        mark="check",
        title=say(N_("Votre adresse est confirmée")),
        text=say(N_("Bienvenue. Vous pouvez vous connecter et réserver dans toutes les villes du réseau.")),
        ways=[(f"/sessions/new?city={city}", say(N_("Se connecter"))), ("/spaces", say(N_("Regarder les espaces")))],
        trace=None,
    )


def _not_confirmed(visit: Visit, city: str, refusal: ServiceError) -> Response:
    say = visit.language.say
    expired = refusal.code == "link_expired"
    return visit.page(
        "outcome.html",
        409 if expired else 404,
        mark="alert",
        title=say(N_("Ce lien ne vaut plus")) if expired else say(N_("Ce lien n’est pas connu")),
        text=say(
            N_(
                "Inscrivez-vous de nouveau avec la même adresse : vous recevrez un nouveau lien. "
                "Vérifiez aussi que le lien a été copié en entier."
            )
        ),
        ways=[
            (f"/members/new?city={quote(city)}", say(N_("Créer un compte"))),
            ("/sessions/new", say(N_("Se connecter"))),
        ],
        trace=None,
    )


def _form(visit: Visit, form: forms.Form) -> Response:
    in_order = [name for name in FIELDS if name in form.errors]  # of the page
    form.errors = {name: form.errors[name] for name in [*in_order, *form.errors]}
    return visit.page("register.html", 400 if form.errors else 200, form=form, idempotency_key=ids.new())
