"""The codes of what a member is told and how."""

from __future__ import annotations

from gateway.api.problems.code import Code

NOTICES: dict[str, Code] = {
    "notice_not_found": Code(404, "Message inconnu", "On n’a rien dit de tel au membre, ou c’est oublié depuis."),
    "notice_required": Code(
        409, "Message obligatoire", "La loi ou le contrat veut qu’il parte par courriel : `kind` dit lequel."
    ),
    "digest_is_a_consent": Code(
        409, "Pas ici", "Le programme de la semaine va à qui y consent : PUT /me/interests, `newsletter`."
    ),
}
