"""Becoming a member, signing in, and who one is."""

from __future__ import annotations

from gateway.api import membership, schemas
from gateway.api.operation import PREFIX, Operation

OPERATIONS = [
    Operation(
        "POST",
        "/members",
        "register",
        "S’inscrire dans une ville",
        membership.register,
        schemas.Registered,
        body=schemas.SignUp,
        status=201,
        location=f"{PREFIX}/me",
        refusals=("consent_missing", "weak_password", "idempotency_key_reused", "too_many_tries", "too_many_at_once"),
        idempotent_by_key=True,
    ),
    Operation(
        "POST",
        "/members/confirmation",
        "confirm",
        "Confirmer son adresse e-mail",
        membership.confirm,
        schemas.Confirmed,
        body=schemas.Confirmation,
        refusals=("link_unknown", "link_expired"),
    ),
    Operation(
        "POST",
        "/sessions",
        "sign_in",
        "Se connecter",
        membership.sign_in,
        schemas.SignedIn,
        body=schemas.SignIn,
        status=201,
        location=f"{PREFIX}/me",
        refusals=(
            "wrong_credentials",
            "member_not_active",
            "second_factor_needed",
            "second_factor_missing",
            "wrong_code",
            "too_many_tries",
            "too_many_at_once",
        ),
    ),
    Operation(
        "GET",
        "/me",
        "me",
        "Ce que sa ville sait de soi",
        membership.me,
        schemas.Profile,
        refusals=("login_ended", "member_not_active"),
        for_members=True,
    ),
]
