"""The member's own account: its sections, each a page of its own below `/account`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Invalid
from chassis.privacy import NOTICE_VERSION
from gateway.web.visit import Visit
from gateway.web.words import N_


@dataclass(frozen=True)
class Section:
    """A page of the account. `title` and `text` are message ids."""

    path: str
    icon: str
    title: str
    text: str


SECTIONS = [
    Section(
        "/account/profile",
        "person",
        N_("Vous"),
        N_("Votre nom, votre téléphone, vos initiales, vos thèmes, et l’annuaire de votre ville."),
    ),
    Section(
        "/account/notices",
        "mail",
        N_("Mes messages"),
        N_("Ce qui vous a été dit, par quel moyen, et ce que vous voulez recevoir."),
    ),
    Section(
        "/account/wards",
        "people",
        N_("Vos enfants"),
        N_("Les mineurs dont vous répondez : inscrivez-les, réservez pour eux."),
    ),
    Section(
        "/account/membership",
        "card",
        N_("Votre adhésion"),
        N_("Ce que vous êtes pour votre ville, jusqu’à quand, et ce que vous lui demandez à être."),
    ),
    Section(
        "/account/sessions",
        "screen",
        N_("Vos appareils"),
        N_("Là où vous êtes connecté ; déconnectez ceux que vous n’avez plus en main."),
    ),
    Section(
        "/account/security",
        "key",
        N_("Sécurité"),
        N_("Votre mot de passe, votre adresse e-mail et ce qui protège votre compte."),
    ),
    Section(
        "/account/views",
        "eye",
        N_("Qui a vu vos données"),
        N_("Quand, à quel titre et pour quoi faire l’équipe de votre ville les a vues."),
    ),
    Section(
        "/account/data",
        "box",
        N_("Vos données"),
        N_("Les emporter, les geler, ou tout effacer."),
    ),
]


def account(visit: Visit) -> Response:
    """`GET /account`: the sections; before them that the notice has changed, to who read an older one, and that their
    address refuses letters.

    Beside them, where else members go, and staff.
    """
    caller = visit.context.require_caller()
    told = visit.ask_or(None, f"members_{caller.city}", "consents", sealed=True, token=caller.token)
    unread = NOTICE_VERSION if told and _is_unread(told) else None
    zone = visit.settings.cities[caller.city].zone
    return page(visit, "account.html", unread=unread, refused_since=refused_since(visit), zone=zone)


def read_notice(visit: Visit) -> Response:
    """`POST /account/notice`: the notice that was shown is read."""
    with suppress(Conflict, Invalid):  # another one meanwhile, which is shown then
        ask(visit, "consent", purpose="account", notice_version=visit.request.form.get("version", ""))
    return visit.go("/account")


def refused_since(visit: Visit) -> str | None:
    """Since when the address of the member who visits refuses letters; None also when their city does not answer.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    caller = visit.context.require_caller()
    known = visit.ask_or({}, f"members_{caller.city}", "profile", sealed=True, token=caller.token)
    since: str | None = known.get("address_refused_since")
    return since


def is_staff(visit: Visit) -> bool:
    """Whether the member who visits has any role beyond that of a member; their city decides what it lets them do.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    visit.member()
    return visit.is_staff


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page of the account, which leads to its other sections."""
    return visit.page(template, status, sections=SECTIONS, **values)


def ask(visit: Visit, method: str, **asked: Any) -> Any:
    """The answer of the city of the member who visits, about themselves; the page is private from now on.

    Raises:
        Unauthenticated: nobody is signed in.
        ServiceError: the refusal of the city.
    """
    visit.private = True
    caller = visit.context.require_caller()
    return visit.ask(f"members_{caller.city}", method, sealed=True, token=caller.token, **asked)


def _is_unread(told: dict[str, Any]) -> bool:
    """Whether a member has not read the notice that is shown here; one that the city does not know is not asked for."""
    read = {one["notice_version"] for one in told["items"] if one["purpose"] == "account"}
    return told["notice_version"] == NOTICE_VERSION and NOTICE_VERSION not in read
