"""The rights of members over their data."""

from __future__ import annotations

from gateway.api import rights, schemas
from gateway.api.operation import Operation

OPERATIONS = [
    Operation(
        "GET",
        "/me/erasure",
        "preview_erasure",
        "Ce que rencontrerait l’effacement de son compte ; rien ne change",
        rights.preview_erasure,
        schemas.ErasurePreview,
        refusals=("member_not_active",),
        for_members=True,
    ),
    Operation(
        "POST",
        "/me/erasure",
        "erase",
        "Effacer son compte partout ; la seconde fois, rien ne se passe",
        rights.erase,
        schemas.Erased,
        body=schemas.ErasureWish,
        refusals=(
            "member_not_active",
            "wrong_credentials",
            "sign_in_again",
            "erasure_kept_back",
            "too_many_at_once",
        ),
        for_members=True,
    ),
]
