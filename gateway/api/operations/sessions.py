"""Being signed in, here and elsewhere."""

from __future__ import annotations

from gateway.api import schemas, sessions
from gateway.api.operation import Operation

_OF_MEMBERS = ("login_ended", "member_not_active")

OPERATIONS = [
    Operation(
        "POST",
        "/sessions/refresh",
        "refresh_session",
        "Rester connecté",
        sessions.refresh,
        schemas.SignedIn,
        body=schemas.Refresh,
        refusals=("login_ended", "member_not_active", "too_many_tries"),
    ),
    Operation(
        "DELETE",
        "/sessions/current",
        "sign_out",
        "Se déconnecter",
        sessions.sign_out,
        schemas.Ended,
        refusals=_OF_MEMBERS,
        for_members=True,
    ),
    Operation(
        "GET",
        "/me/sessions",
        "sessions",
        "Où l’on est connecté",
        sessions.sessions,
        schemas.Sessions,
        refusals=_OF_MEMBERS,
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/me/sessions/<id:login_id>",
        "end_session",
        "Déconnecter un de ses appareils",
        sessions.end,
        schemas.Ended,
        refusals=(*_OF_MEMBERS, "login_not_found"),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/me/sessions",
        "end_sessions",
        "Se déconnecter partout ailleurs, ou partout",
        sessions.end_all,
        schemas.Ended,
        query=schemas.EndAsked,
        refusals=_OF_MEMBERS,
        for_members=True,
    ),
]
