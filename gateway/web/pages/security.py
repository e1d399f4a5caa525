"""The security of the member's account: password, address, second factor, recovery codes; each a form of its own."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Forbidden, Invalid, Unauthenticated
from gateway.web import carrying, forms, words
from gateway.web.form_pages import (
    CODE,
    CURRENT_PASSWORD,
    FIRST_CODE,
    NEW_EMAIL,
    NEW_PASSWORD,
    Asking,
    require,
    show,
)
from gateway.web.pages import account
from gateway.web.visit import Visit
from gateway.web.words import N_

PATH = "/account/security"
FIELDS = ("email", "password", "new_password", "code")
ABOUT = {
    "wrong_credentials": "password",
    "sign_in_again": "password",
    "weak_password": "new_password",
    "same_address": "email",
    "address_changed_lately": "email",
    "wrong_code": "code",
    "second_factor_needed": "code",
}
CHANGE = Asking(
    N_("Changer de mot de passe"),
    N_("Enregistrer"),
    f"{PATH}/password",
    (CURRENT_PASSWORD, NEW_PASSWORD),
    N_("Partout ailleurs, vous serez déconnecté."),
)
MOVE = Asking(
    N_("Changer d’adresse e-mail"),
    N_("M’envoyer un lien"),
    f"{PATH}/address",
    (NEW_EMAIL, CURRENT_PASSWORD),
    N_("Un lien part à la nouvelle adresse ; elle remplace l’ancienne quand vous l’ouvrez."),
)
BEGIN = Asking(N_("Mettre en place un second facteur"), N_("Continuer"), f"{PATH}/second-factor", (CURRENT_PASSWORD,))
REPLACE = Asking(
    N_("Changer de téléphone ou d’application"), N_("Continuer"), f"{PATH}/second-factor", (CURRENT_PASSWORD, CODE)
)
CONFIRM = Asking(
    N_("Mettre en place un second facteur"), N_("Confirmer"), f"{PATH}/second-factor/confirmation", (FIRST_CODE,)
)
REMOVE = Asking(N_("Ôter le second facteur"), N_("Ôter"), f"{PATH}/second-factor/removal", (CURRENT_PASSWORD, CODE))
RENEW = Asking(
    N_("Tirer d’autres codes de secours"),
    N_("Tirer d’autres codes"),
    f"{PATH}/recovery-codes",
    (CODE,),
    N_("Les anciens ne vaudront plus."),
)
DONE = {
    "password": N_("Votre mot de passe est changé."),
    "address": N_("Un lien est en route vers la nouvelle adresse."),
    "removed": N_("Votre compte n’a plus de second facteur."),
}


def security(visit: Visit, **_: str) -> Response:
    """`GET /account/security?done=`, and the addresses at which nothing is asked."""
    factor = account.ask(visit, "second_factor")
    done = DONE.get(visit.request.args.get("done", ""))
    return account.page(visit, "account_security.html", factor=factor, done=done)


def look_at_password(visit: Visit) -> Response:
    """`GET /account/security/password`"""
    return _look(visit, CHANGE)


def change_password(visit: Visit) -> Response:
    """`POST /account/security/password`"""
    return _send(visit, CHANGE, "change_password", "password")


def look_at_address(visit: Visit) -> Response:
    """`GET /account/security/address`"""
    return _look(visit, MOVE)


def ask_address_change(visit: Visit) -> Response:
    """`POST /account/security/address`"""
    return _send(visit, MOVE, "ask_address_change", "address")


def look_at_second_factor(visit: Visit) -> Response:
    """`GET /account/security/second-factor`"""
    return _look(visit, _begin_or_replace(visit))


def set_up(visit: Visit) -> Response:
    """`POST /account/security/second-factor`: shows the secret; it protects once a code of it was typed."""
    asking = _begin_or_replace(visit)
    form, secret = _ask(visit, asking, "set_up_second_factor")
    if secret is None:
        return _form(visit, asking, form)
    carried = carrying.carry(visit.settings.gateway.secret, secret, visit.now)
    return _form(visit, CONFIRM, forms.Form(), carried=carried, secret=secret)


def confirm(visit: Visit) -> Response:
    """`POST /account/security/second-factor/confirmation`"""
    secret = carrying.carried(visit.settings.gateway.secret, visit.request.form.get("carried", ""), visit.now)
    form, told = _ask(visit, CONFIRM, "confirm_second_factor")
    if told is None:
        carried = visit.request.form.get("carried", "") if secret else ""
        return _form(visit, CONFIRM, form, carried=carried, secret=secret or None)
    return _codes(visit, told)


def look_at_removal(visit: Visit) -> Response:
    """`GET /account/security/second-factor/removal`"""
    return _look(visit, REMOVE)


def remove(visit: Visit) -> Response:
    """`POST /account/security/second-factor/removal`"""
    return _send(visit, REMOVE, "remove_second_factor", "removed")


def look_at_codes(visit: Visit) -> Response:
    """`GET /account/security/recovery-codes`"""
    return _look(visit, RENEW)


def renew_codes(visit: Visit) -> Response:
    """`POST /account/security/recovery-codes`"""
    form, told = _ask(visit, RENEW, "renew_recovery_codes")
    return _form(visit, RENEW, form) if told is None else _codes(visit, told)


def _begin_or_replace(visit: Visit) -> Asking:
    return REPLACE if account.ask(visit, "second_factor")["is_set_up"] else BEGIN


def _look(visit: Visit, asking: Asking) -> Response:
    visit.member()
    return _form(visit, asking, forms.Form())


def _send(visit: Visit, asking: Asking, method: str, done: str) -> Response:
    form, told = _ask(visit, asking, method)
    return _form(visit, asking, form) if told is None else visit.go(f"{PATH}?done={done}")


def _ask(visit: Visit, asking: Asking, method: str) -> tuple[forms.Form, Any]:
    """What was typed, and what the member's city answers to it; None when something is wrong with the form."""
    form = forms.read(visit.request.form, FIELDS)
    require(form, asking)
    if form.errors:
        return form, None
    try:
        return form, account.ask(visit, method, **{field.name: form[field.name] for field in asking.fields})
    except (Unauthenticated, Forbidden, Invalid, Conflict) as refusal:
        form.refuse(refusal, ABOUT, words.REFUSALS)
        return form, None


def _form(visit: Visit, asking: Asking, form: forms.Form, **values: Any) -> Response:
    return show(visit, asking, form, template="account_form.html", sections=account.SECTIONS, **values)


def _codes(visit: Visit, told: dict[str, Any]) -> Response:
    return visit.page("recovery_codes.html", codes=told["recovery_codes"], carried="")
