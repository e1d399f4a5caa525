"""What an access token (`chassis.tokens`) says: who, of which city, with which roles, until when. Pure; signs nothing.

No name and no e-mail: a token is read by every gateway of the network.

Source: RFC 9068 (JWT profile for access tokens).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chassis.errors import Unauthenticated
from chassis.tokens import AUDIENCE
from services.members.domain.logins import Login
from services.members.domain.people import Member
from services.members.domain.roles import Role
from services.members.domain.validity import as_of

SETUP_TYPE = "setup+jwt"
SETUP_AUDIENCE = "second-factor"
SETUP_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Bearer:
    """Whom an access token speaks for, and by which login of theirs."""

    member_id: str
    login_id: str


def speaking(member: Member, login: Login) -> Member:
    """The member as one of their logins lets them speak: as staff only where they showed a second factor."""
    if login.has_second_factor:
        return member
    return replace(member, roles=tuple(grant for grant in member.roles if grant.role is Role.MEMBER))


def access_claims(
    member: Member, login_id: str, city: str, token_id: str, now: datetime, lasts: timedelta
) -> dict[str, Any]:
    """The claims of a fresh token.

    Args:
        member: who it speaks for; a membership that is over is not spoken of.
        login_id: by which login of theirs.
        city: code of the city that issues it.
        token_id: unique among the city's tokens.
        now: aware; whole seconds are kept.
        lasts: how long it is valid.
    """
    issued, member = int(now.timestamp()), as_of(member, now)
    return {
        "iss": city,
        "sub": member.id,
        "aud": AUDIENCE,
        "iat": issued,
        "exp": issued + int(lasts.total_seconds()),
        "jti": token_id,
        "sid": login_id,
        "category": str(member.category),
        "organisation_kind": str(member.organisation_kind),
        "roles": [str(role) for role in member.roles],
        "language": member.language,
    }


def check_claims(claims: dict[str, Any], city: str, now: datetime) -> Bearer:
    """For whom a token of this city, whose signature was verified, speaks now.

    Raises:
        Unauthenticated: `token_invalid`: of another city or for another use; `token_expired`.
    """
    member_id, login_id, expires = claims.get("sub"), claims.get("sid"), claims.get("exp")
    if claims.get("iss") != city or claims.get("aud") != AUDIENCE:
        raise Unauthenticated("token_invalid", "the token is not of this city")
    if not isinstance(member_id, str) or not isinstance(login_id, str) or not isinstance(expires, int):
        raise Unauthenticated("token_invalid", "the token does not say for whom, by which login or until when")
    if now.timestamp() >= expires:
        raise Unauthenticated("token_expired", "the token was valid until earlier")
    return Bearer(member_id, login_id)


def setup_claims(member: Member, city: str, token_id: str, now: datetime) -> dict[str, Any]:
    """The claims of a token by which a member who knows the password may set up a second factor, and do nothing else.

    It is of a type and for an audience of its own: no gateway and no operation takes it for an access token.
    """
    issued = int(now.timestamp())
    until = issued + int(SETUP_LASTS.total_seconds())
    return {"iss": city, "sub": member.id, "aud": SETUP_AUDIENCE, "iat": issued, "exp": until, "jti": token_id}


def check_setup_claims(claims: dict[str, Any], city: str, now: datetime) -> str:
    """The id of the member who may set up a second factor now, by a token whose type and signature were verified.

    Raises:
        Unauthenticated: `token_invalid`: of another city or for another use; `token_expired`.
    """
    member_id, expires = claims.get("sub"), claims.get("exp")
    if claims.get("iss") != city or claims.get("aud") != SETUP_AUDIENCE:
        raise Unauthenticated("token_invalid", "the token is not of this city")
    if not isinstance(member_id, str) or not isinstance(expires, int):
        raise Unauthenticated("token_invalid", "the token does not say for whom or until when")
    if now.timestamp() >= expires:
        raise Unauthenticated("token_expired", "the password was shown too long ago")
    return member_id
