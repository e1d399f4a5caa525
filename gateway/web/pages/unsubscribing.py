"""Being written to no longer, by the link in a letter: a page with one button, and what its mailbox sends for a reader.

Looking at the address changes nothing: programs that check links look at them all. What is sent to it needs no cookie
and no token of a form: whoever has the letter may leave, which its link proves, and nobody else knows it. The answer
never leads elsewhere.

Source: RFC 8058, section 3.2: a POST of `List-Unsubscribe=One-Click`, without cookies, which is not redirected.
"""

from __future__ import annotations

from werkzeug import Response

from chassis.errors import Invalid, NotFound
from gateway.web.visit import Visit
from gateway.web.words import N_

PATH = "/unsubscribe/<string(maxlength=200):token>"
FIELD, VALUE = "List-Unsubscribe", "One-Click"
LEFT = {
    "digest": (
        N_("Vous ne recevrez plus le programme"),
        N_("Votre compte, vos réservations et vos inscriptions restent."),
    ),
    "reminders": (
        N_("Vous ne recevrez plus de rappels par e-mail"),
        N_("Vos réservations et vos inscriptions restent valables."),
    ),
}
"""By family of notices what a reader is told who left it; no other is left by a link."""


def look(visit: Visit, token: str) -> Response:
    """`GET /unsubscribe/{token}`: what is left, and a button."""
    visit.private = True
    _, family = _named(visit, token)
    return _shown(visit.page("unsubscribe.html", path=visit.request.path, family=family, field=FIELD, value=VALUE))


def leave(visit: Visit, token: str) -> Response:
    """`POST` to the same address, of a mailbox or of the button: then it is left. The second time says the same.

    Raises:
        Invalid: `invalid`: anything but `List-Unsubscribe=One-Click` was sent.
        NotFound: `link_unknown`.
        Unavailable: the city's notifications do not answer.
    """
    visit.private = True
    city, _ = _named(visit, token)
    if visit.request.form.get(FIELD) != VALUE:
        raise Invalid("invalid", f"{FIELD}={VALUE} is what leaves")
    family = visit.ask(f"notifications_{city}", "unsubscribe", sealed=True, token=token)["family"]
    say = visit.language.say
    title, text = LEFT[family]
    return _shown(
        visit.page(
            "outcome.html",
            mark="check",
            title=say(title),
            text=say(text),
            ways=[("/agenda", say(N_("Voir l’agenda"))), ("/account", say(N_("Mon compte")))],
            trace=None,
        )
    )


def _named(visit: Visit, token: str) -> tuple[str, str]:
    """The city and the family of notices that a link names; whether the city made it is for the city to say.

    Raises:
        NotFound: `link_unknown`: it is none of a city of ours.
    """
    city, _, rest = token.partition(".")
    family = rest.rpartition(".")[0].rpartition(".")[2]
    if city not in visit.settings.cities or family not in LEFT:
        raise NotFound("link_unknown", "no city of ours sent such a link")
    return city, family


def _shown(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
