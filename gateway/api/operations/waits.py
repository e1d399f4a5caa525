"""The waiting list."""

from __future__ import annotations

from gateway.api import schemas, waits
from gateway.api.operation import Operation
from gateway.api.operations.booking import RULES, WISH

OPERATIONS = [
    Operation(
        "POST",
        "/waits",
        "join_waiting_list",
        "Attendre qu’un espace se libère : qui attend depuis le plus longtemps reçoit une option",
        waits.join,
        schemas.Wait,
        body=schemas.WaitWish,
        status=201,
        refusals=(
            *WISH,
            *(code for code in RULES if code not in ("unit_taken", "member_not_found")),
            "unit_free",
            "already_waiting",
            "too_many_waits",
            "idempotency_key_reused",
        ),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/waits",
        "waits",
        "Ce qu’on attend, et à quel rang",
        waits.waits,
        schemas.Waits,
        query=schemas.WaitsAsked,
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/waits/<id:wait_id>",
        "leave_waiting_list",
        "Ne plus attendre",
        waits.leave,
        schemas.Wait,
        refusals=("wait_not_found",),
        for_members=True,
    ),
]
