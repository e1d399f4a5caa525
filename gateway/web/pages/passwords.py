"""A forgotten password: asking for a link, and choosing another by it. Also the link to a new address."""

from __future__ import annotations

from werkzeug import Response

from chassis.errors import Conflict, Invalid, NotFound
from gateway.sign_in import ask_reset
from gateway.web import forms, words
from gateway.web.form_pages import EMAIL, NEW_PASSWORD, Asking, require, show
from gateway.web.visit import Visit
from gateway.web.words import N_

FORGOTTEN = Asking(
    N_("Mot de passe oublié"),
    N_("M’envoyer un lien"),
    "/password/forgotten",
    (EMAIL,),
    N_("Nous vous envoyons un lien pour en choisir un nouveau. Il vaut deux heures."),
    (("/sessions/new", N_("Se connecter")),),
)
CHOOSE = Asking(
    N_("Choisir un nouveau mot de passe"),
    N_("Enregistrer"),
    "/password/new",
    (NEW_PASSWORD,),
    N_("Vous serez ensuite déconnecté partout."),
)
MOVE = Asking(
    N_("Confirmer votre nouvelle adresse"),
    N_("C’est bien mon adresse"),
    "/account/address",
    (),
    N_("Nous vous écrirons désormais à cette adresse, et vous vous connecterez avec elle."),
)
LINK_FIELDS = ("city", "token", "new_password")
ABOUT = {"weak_password": "new_password"}


def forgotten(visit: Visit) -> Response:
    """`GET /password/forgotten`"""
    return show(visit, FORGOTTEN, forms.Form())


def ask(visit: Visit) -> Response:
    """`POST /password/forgotten`: the answer is the same whether or not the address is a member's."""
    form = forms.read(visit.request.form, ("email",))
    require(form, FORGOTTEN)
    if form.errors:
        return show(visit, FORGOTTEN, form)
    try:
        ask_reset(visit.context.rpc, visit.settings.cities, form["email"], visit.context.client)
    except Invalid as refusal:
        form.refuse(refusal, {}, words.REFUSALS)
        return show(visit, FORGOTTEN, form)
    say = visit.language.say
    ways = [("/mail", N_("Lire le courriel dans la démonstration"))] if visit.settings.gateway.mail_folder else []
    return _told(
        visit,
        "mail",
        N_("Regardez votre boîte aux lettres"),
        N_("Si cette adresse est celle d’un compte, un lien y est en route."),
        [(path, say(name)) for path, name in [*ways, ("/sessions/new", N_("Se connecter"))]],
    )


def choose(visit: Visit) -> Response:
    """`GET /password/new?city=&token=`: nothing is changed by looking at it."""
    return show(visit, CHOOSE, forms.read(visit.request.args, LINK_FIELDS))


def reset(visit: Visit) -> Response:
    """`POST /password/new`"""
    form = forms.read(visit.request.form, LINK_FIELDS)
    require(form, CHOOSE)
    if form.errors:
        return show(visit, CHOOSE, form)
    try:
        _open(visit, form, "reset_password", password=form["new_password"])
    except (NotFound, Conflict) as refusal:
        return _void(visit, refusal, ("/password/forgotten", N_("Demander un autre lien")))
    except Invalid as refusal:
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return show(visit, CHOOSE, form)
    return _told(
        visit,
        "check",
        N_("Votre mot de passe est changé"),
        N_("Connectez-vous avec le nouveau."),
        [(f"/sessions/new?city={form['city']}", visit.language.say(N_("Se connecter")))],
    )


def look_at_move(visit: Visit) -> Response:
    """`GET /account/address?city=&token=`: a mail program that looks where the link leads changes nothing."""
    return show(visit, MOVE, forms.read(visit.request.args, LINK_FIELDS))


def move(visit: Visit) -> Response:
    """`POST /account/address`"""
    try:
        _open(visit, forms.read(visit.request.form, LINK_FIELDS), "change_address")
    except (NotFound, Conflict, Invalid) as refusal:
        return _void(visit, refusal, ("/account/security/address", N_("Demander un autre lien")))
    return _told(
        visit,
        "check",
        N_("Votre adresse est changée"),
        N_("Nous vous écrivons désormais ici ; l’ancienne adresse, s’il y en avait une, en est prévenue."),
        [
            ("/account", visit.language.say(N_("Mon compte"))),
            ("/password/forgotten", visit.language.say(N_("Choisir un mot de passe, si vous n’en avez pas encore"))),
        ],
    )


def _open(visit: Visit, form: forms.Form, method: str, **said: str) -> None:
    """Ask the city that sent a link.

    Raises:
        NotFound: `link_unknown`: also when no city of ours did.
        ServiceError: the refusal of the city.
    """
    if form["city"] not in visit.settings.cities or not form["token"]:
        raise NotFound("link_unknown", "no city sent such a link")
    visit.ask(f"members_{form['city']}", method, sealed=True, token=form["token"], **said)


def _void(visit: Visit, refusal: NotFound | Conflict | Invalid, way: tuple[str, str]) -> Response:
    say = visit.language.say
    title = N_("Ce lien n’ouvre plus rien")
    text = words.REFUSALS.get(refusal.code, words.REFUSALS["link_unknown"])
    return _told(visit, "alert", title, text, [(way[0], say(way[1])), ("/", say(N_("Retour à l’accueil")))], 409)


def _told(visit: Visit, mark: str, title: str, text: str, ways: list[tuple[str, str]], status: int = 200) -> Response:
    say = visit.language.say
    visit.private = True
    return visit.page("outcome.html", status, mark=mark, title=say(title), text=say(text), ways=ways, trace=None)
