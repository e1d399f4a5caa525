"""Pages that are one form: what is asked, and where it is sent. Knows no service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug import Response

from gateway import qr
from gateway.web import forms
from gateway.web.visit import Visit
from gateway.web.words import N_


@dataclass(frozen=True)
class Field:
    """A field of a form; `label` and `hint` are message ids."""

    name: str
    label: str
    type: str = "text"
    hint: str = ""
    autocomplete: str = "off"


RULE = N_(
    "Au moins 12 caractères, avec des minuscules, des majuscules, des chiffres et des signes ; "
    "ou au moins 14 caractères, sans signes ; ou une phrase d’au moins 7 mots (règle de la CNIL, 2022)."
)
EMAIL = Field("email", N_("Adresse e-mail"), "email", autocomplete="username")
PASSWORD = Field("password", N_("Mot de passe"), "password", autocomplete="current-password")
CURRENT_PASSWORD = Field(
    "password",
    N_("Mot de passe actuel"),
    "password",
    N_("Pour être sûr que c’est vous."),
    "current-password",
)
NEW_EMAIL = Field("email", N_("Nouvelle adresse e-mail"), "email", autocomplete="email")
NEW_PASSWORD = Field("new_password", N_("Nouveau mot de passe"), "password", RULE, "new-password")
CODE = Field(
    "code",
    N_("Code"),
    hint=N_("Six chiffres de votre application, ou un code de secours."),
    autocomplete="one-time-code",
)
FIRST_CODE = Field(
    "code", N_("Premier code"), hint=N_("Six chiffres de votre application."), autocomplete="one-time-code"
)


@dataclass(frozen=True)
class Asking:
    """A form. `title`, `lead` and `button` are message ids.

    Attributes:
        action: where it is sent; that address can be looked at too.
        ways: other ways to go, as addresses and message ids.
    """

    title: str
    button: str
    action: str
    fields: Sequence[Field]
    lead: str = ""
    ways: Sequence[tuple[str, str]] = ()


def show(
    visit: Visit,
    asking: Asking,
    form: forms.Form,
    *,
    template: str = "form.html",
    carried: str = "",
    secret: dict[str, Any] | None = None,
    **values: Any,
) -> Response:
    """The page; 400 when something is wrong with the form.

    Args:
        visit: of the page, which is private.
        asking: the form.
        form: what was typed.
        template: in which the form stands.
        carried: for the hidden field that `gateway.web.carrying` reads.
        secret: of a second factor to set up, as a city draws it.
        values: for the template.
    """
    visit.private = True
    square = qr.svg(secret["uri"], visit.language.say(N_("QR code à lire avec votre application"))) if secret else b""
    return visit.page(
        template,
        400 if form.errors else 200,
        asking=asking,
        form=form,
        carried=carried,
        secret=secret["secret"] if secret else "",
        square=square.decode(),
        **values,
    )


def require(form: forms.Form, asking: Asking) -> None:
    """Complain of the fields that are empty."""
    for field in asking.fields:
        form.require(field.name, N_("Remplissez ce champ."))
