"""What a city attests of its members. Asks only the city of the staff who asks, sealed."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def issue(asked: Asked) -> Any:
    """Attest something of a member of one's own city."""
    caller = asked.member()
    key = asked.idempotency_key
    return asked.members(caller.city, "issue_attestation", token=caller.token, **asked.body, idempotency_key=key)


def own(asked: Asked) -> Any:
    """What the member's city attests of them, to show elsewhere."""
    caller = asked.member()
    return asked.members(caller.city, "own_attestations", token=caller.token)


def verify(asked: Asked) -> Any:
    """Whether to believe what somebody shows, as the city of the staff knows without asking any other."""
    caller = asked.member()
    return asked.members(caller.city, "verify_attestation", token=caller.token, **asked.body)


def revoke(asked: Asked) -> Any:
    """Attest it no longer."""
    caller = asked.member()
    return asked.members(caller.city, "revoke_attestation", token=caller.token, **asked.path)
