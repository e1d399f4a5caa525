"""Guardians and minors."""

from __future__ import annotations

from gateway.api import schemas, wards
from gateway.api.operation import PREFIX, Operation

_OWN = ("member_not_active",)

OPERATIONS = [
    Operation(
        "POST",
        "/me/wards",
        "register_minor",
        "Inscrire un mineur dont on répond",
        wards.register,
        schemas.Ward,
        body=schemas.MinorRegistration,
        status=201,
        location=f"{PREFIX}/me/wards",
        refusals=(
            *_OWN,
            "not_an_adult",
            "too_many_wards",
            "consent_missing",
            "adult_not_said",
            "not_a_minor",
            "idempotency_key_reused",
        ),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/me/wards",
        "wards",
        "Les mineurs dont on répond, ou dont on est prié de répondre",
        wards.wards,
        schemas.Wards,
        refusals=_OWN,
        for_members=True,
    ),
    Operation(
        "PUT",
        "/me/wards/<id:minor_id>",
        "accept_ward",
        "Accepter de répondre d’un mineur",
        wards.accept,
        schemas.Guardianship,
        body=schemas.WardAcceptance,
        refusals=(*_OWN, "not_an_adult", "ward_not_found", "too_many_wards", "adult_not_said"),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/me/wards/<id:minor_id>",
        "leave_ward",
        "Ne plus répondre d’un mineur, ou refuser de le faire",
        wards.leave,
        schemas.Guardianship,
        refusals=(*_OWN, "ward_not_found", "last_guardian"),
        for_members=True,
    ),
    Operation(
        "PUT",
        "/me/wards/<id:minor_id>/guardians/<id:guardian_id>",
        "ask_guardian",
        "Prier un autre adulte de sa ville de répondre aussi d’un mineur",
        wards.ask,
        schemas.Guardianship,
        refusals=(*_OWN, "ward_not_found", "member_not_found", "too_many_guardians"),
        for_members=True,
    ),
    Operation(
        "POST",
        "/me/wards/<id:minor_id>/erasure",
        "erase_ward",
        "Effacer partout un mineur dont on répond",
        wards.erase,
        schemas.Erased,
        body=schemas.ErasureWish,
        refusals=(
            *_OWN,
            "ward_not_found",
            "wrong_credentials",
            "sign_in_again",
            "erasure_kept_back",
            "too_many_tries",
            "too_many_at_once",
        ),
        for_members=True,
    ),
]
