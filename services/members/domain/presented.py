"""Attestations that are shown: what the city lets its members show, and whether to believe what others show. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chassis.attestations import CITIES, Jwks, Statement, verify
from chassis.errors import Forbidden, ServiceError
from services.members.domain.attestations import Attestation


@dataclass(frozen=True)
class Verdict:
    """Whether an attestation is to be believed.

    Attributes:
        said: what it says, if it is to be believed.
        reason: why it is not, as the code of a refusal.
    """

    said: Statement | None = None
    reason: str | None = None


def statement(known: Attestation, city: str) -> Statement:
    """What an attestation of this city says to others."""
    ends = known.valid_until
    return Statement(city, known.member_id, known.attestation_id, known.kind, known.issued_at, ends)


def still_valid(known: Iterable[Attestation], now: datetime) -> list[Attestation]:
    """Those that prove something now."""
    return [one for one in known if one.revoked_at is None and (one.valid_until is None or one.valid_until > now)]


def judge(
    token: str, member_id: str | None, keys: Jwks, now: datetime, is_revoked: Callable[[Statement], bool]
) -> Verdict:
    """Whether to believe what somebody shows.

    Args:
        token: what they show; any text.
        member_id: who they are known to be; None: nobody checks.
        keys: of the city itself and of those it has heard of.
        now: the present instant.
        is_revoked: whether its city took it back.
    """
    try:
        said = verify(token, CITIES, keys, now, is_revoked)
        if member_id not in (None, said.member_id):
            raise Forbidden("attestation_of_another", "the attestation speaks of somebody else")
    except ServiceError as refusal:
        return Verdict(reason=refusal.code)
    return Verdict(said)
