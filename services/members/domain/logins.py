"""Being signed in on a device: how long it lasts, how it goes on, how it ends. Pure; keeps no token, only its digest.

A login goes on by its refresh token, which is used once: whoever has it gets the next one. A used one that comes back
was copied by somebody, so the login ends, whoever it was; but for a moment, in which a second tab of the same browser
may send what the first has just used. Both then get the same next token.

Source: RFC 9700 (OAuth 2.0 Security Best Current Practice), 4.14.2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import NotFound, Unauthenticated
from services.members.domain.people import Member

IDLE_MOST = timedelta(days=30)  # between two uses
IDLE_MOST_OF_STAFF = timedelta(hours=12)
LASTS_MOST = timedelta(days=180)
GRACE = timedelta(seconds=10)
MOST_LOGINS = 100  # of one member at once; beginning another ends the one that was used least recently
REMEMBERED = timedelta(days=90)  # from where a member signed in, and what has ended


class Method(StrEnum):
    """By what a member showed who they are."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    PROVIDER = "provider"


class Ending(StrEnum):
    """Why a login was ended."""

    SIGNED_OUT = "signed_out"
    SIGNED_OUT_ELSEWHERE = "signed_out_elsewhere"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a word, not a secret
    TOO_MANY = "too_many"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, not a secret
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Login:
    """A member's being signed in on one device.

    Attributes:
        device: what the browser says it is, shortened: `Firefox, Linux`.
        client: digest of the network address from which it began.
        began_at, last_used_at: UTC. Used: begun or renewed.
        expires_at: from this instant (UTC) on it is over, if it is not used before.
        ended_at: UTC; None: it was not ended.
    """

    login_id: str
    member_id: str
    device: str
    client: str
    method: Method
    has_second_factor: bool
    began_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_because: Ending | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it goes on: neither ended nor over."""
        return self.ended_at is None and now < self.expires_at


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token of a login.

    Attributes:
        issued_at, used_at: UTC; `used_at` is None of the login's present one.
    """

    token_digest: str
    login_id: str
    issued_at: datetime
    used_at: datetime | None = None


def begin_login(
    login_id: str,
    member: Member,
    method: Method,
    now: datetime,
    *,
    has_second_factor: bool,
    device: str,
    client: str,
) -> Login:
    """The login of a member who came in just now."""
    return Login(
        login_id=login_id,
        member_id=member.id,
        device=device,
        client=client,
        method=method,
        has_second_factor=has_second_factor,
        began_at=now,
        last_used_at=now,
        expires_at=_end(member, now, now),
    )


def refresh_login(login: Login, token: RefreshToken, member: Member, now: datetime) -> Login:
    """The login, which goes on by a token of its own; or which ends, because the token was used before."""
    if not login.is_open(now):
        return login
    if token.used_at is not None and now - token.used_at >= GRACE:
        return end_login(login, Ending.TOKEN_REUSED, now)
    return replace(login, last_used_at=now, expires_at=_end(member, login.began_at, now))


def end_login(login: Login, because: Ending, now: datetime) -> Login:
    """The login, ended; one that is over already stays as it is."""
    return replace(login, ended_at=now, ended_because=because) if login.is_open(now) else login


def check_login(login: Login | None, now: datetime) -> Login:
    """The login, which goes on.

    Raises:
        Unauthenticated: `login_ended`: it has, or nobody knows it.
    """
    if login is None or not login.is_open(now):
        raise Unauthenticated("login_ended", "the member signed out, or was signed out, on this device")
    return login


def own_login(login: Login | None, member: Member) -> Login:
    """The login that a member names, which is theirs.

    Raises:
        NotFound: `login_not_found`.
    """
    if login is None or login.member_id != member.id:
        raise NotFound("login_not_found", "the member has no such login")
    return login


def _end(member: Member, began_at: datetime, now: datetime) -> datetime:
    idle = IDLE_MOST_OF_STAFF if member.is_staff else IDLE_MOST
    return min(now + idle, began_at + LASTS_MOST)
