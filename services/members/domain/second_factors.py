"""The second thing by which somebody shows who they are: a code that changes every thirty seconds. Pure.

Each code is taken once, even while it is still good: who looked over a shoulder comes too late. For whoever loses the
device there are recovery codes, each taken once too.

Source: RFC 6238 (TOTP, with the defaults that every application knows: SHA-1, six digits, thirty seconds), 5.2 on
taking a code once and on clocks that differ; NIST SP 800-63B, 3.1.2 (recovery codes).
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from chassis.errors import Conflict, Forbidden
from services.members.domain.links import digest
from services.members.domain.people import Member

STEP_SECONDS = 30
SECRET_BYTES = 20  # RFC 4226, 4: 160 bits
RECOVERY_CODES = 10
RECOVERY_CODE_BYTES = 10
_DIGITS = 6
_STEPS_APART = 1  # by which a telephone's clock may differ from ours, either way


@dataclass(frozen=True)
class SecondFactor:
    """What a member's application makes its codes of.

    Attributes:
        secret: base32.
        made_at: UTC.
        confirmed_at: UTC; None: it was shown, and no code of it was typed yet: it protects nothing.
        last_step: the number of the time step of the last code that was taken.
        next_secret: what takes the place of `secret` as soon as a code of it was typed.
    """

    member_id: str
    secret: str
    made_at: datetime
    confirmed_at: datetime | None = None
    last_step: int | None = None
    next_secret: str | None = None


class Left(StrEnum):
    """What is left to do after the password: nothing, type a code, look whether it is right, set up a second factor."""

    NOTHING = "nothing"
    TYPE = "type"
    SHOW = "show"
    SET_UP = "set_up"


@dataclass(frozen=True)
class Shown:
    """What became of a second factor by which somebody showed who they are.

    Attributes:
        recovery_digest: of the recovery code that was used; None: it was a code of the application.
    """

    factor: SecondFactor
    recovery_digest: str | None = None


def step_at(now: datetime) -> int:
    """The number of the time step in which an instant lies."""
    return int(now.timestamp()) // STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    """The code of a time step: six digits."""
    return _totp(secret).generate(step * STEP_SECONDS).decode()


def uri(secret: str, account: str, issuer: str) -> str:
    """What an application reads from a QR code; it shows the account and the issuer beside its codes.

    Source: github.com/google/google-authenticator/wiki/Key-Uri-Format, which has become the custom. Its
    spaces are `%20`: applications show the `+` of a web form as it stands.
    """
    return _totp(secret).get_provisioning_uri(account, issuer).replace("+", "%20")


def normalise_code(text: str) -> str:
    """A code as it is compared: without the spaces and hyphens that make it readable, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def in_groups(code: str) -> str:
    """A recovery code as it is shown: `ABCD-EFGH-IJKL-MNOP`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def recovery_digest(code: str) -> str:
    """What is kept of a recovery code; its 80 random bits need no salt."""
    return digest(normalise_code(code))


def check_first(factor: SecondFactor | None) -> None:
    """Whoever has shown a password alone sets up a first second factor, and replaces none.

    Raises:
        Conflict: `second_factor_present`.
    """
    if factor is not None and factor.confirmed_at is not None:
        raise Conflict("second_factor_present", "the member has a second factor: sign in with it")


def set_up(member: Member, before: SecondFactor | None, secret: str, now: datetime) -> SecondFactor:
    """The second factor that a member begins to have. One that protects already goes on until the new one does."""
    if before is None or before.confirmed_at is None:
        return SecondFactor(member.id, secret, now)
    return replace(before, next_secret=secret)


def confirm(before: SecondFactor | None, code: str, now: datetime) -> SecondFactor:
    """The second factor, which protects from now on, because the member's application makes the same codes.

    Raises:
        Conflict: `second_factor_not_begun`.
        Forbidden: `wrong_code`.
    """
    secret = None
    if before is not None:
        secret = before.next_secret if before.confirmed_at else before.secret
    if before is None or secret is None:
        raise Conflict("second_factor_not_begun", "no second factor waits for its first code")
    step = _step_of(code, secret, None, now)
    if step is None:
        raise _wrong()
    return SecondFactor(before.member_id, secret, now, now, step)


def what_is_left(member: Member, factor: SecondFactor | None, code: str | None) -> Left:
    """What is left for a member who showed the right password, and perhaps typed a code. Staff have a second factor."""
    if factor is not None and factor.confirmed_at is not None:
        return Left.SHOW if code else Left.TYPE
    return Left.SET_UP if member.is_staff else Left.NOTHING


def show(factor: SecondFactor | None, recovery_digests: Collection[str], code: str | None, now: datetime) -> Shown:
    """What is left of a second factor after a code of it was taken: a code of the application, or a recovery code.

    Args:
        factor: the member's.
        recovery_digests: of the recovery codes that were not used.
        code: as it was typed; None: none was.
        now: the present instant.

    Raises:
        Conflict: `second_factor_absent`.
        Forbidden: `second_factor_needed`: without a code; `wrong_code`: also for one that was taken before.
    """
    if factor is None or factor.confirmed_at is None:
        raise Conflict("second_factor_absent", "the member has no second factor")
    if not code:
        raise Forbidden("second_factor_needed", "a code of the second factor is needed too")
    step = _step_of(code, factor.secret, factor.last_step, now)
    if step is not None:
        return Shown(replace(factor, last_step=step))
    sought = recovery_digest(code)
    if sought in recovery_digests:
        return Shown(factor, sought)
    raise _wrong()


def check_removal(member: Member) -> None:
    """Refuse to let a second factor go that has to be there.

    Raises:
        Forbidden: `second_factor_required`.
    """
    if member.is_staff:
        raise Forbidden("second_factor_required", "who works for the city keeps a second factor")


def _step_of(code: str, secret: str, last_step: int | None, now: datetime) -> int | None:
    """The time step of which this is the code, if it is one that may be taken now; how long it takes tells nothing."""
    typed, present = normalise_code(code).encode("utf-8", "replace"), step_at(now)
    near = range(present - _STEPS_APART, present + _STEPS_APART + 1)
    fitting = [step for step in near if hmac.compare_digest(code_of(secret, step).encode(), typed)]
    return next((step for step in fitting if last_step is None or step > last_step), None)


def _wrong() -> Forbidden:
    return Forbidden("wrong_code", "it is not a code of this moment, or it was taken before")


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - within HMAC, as they all do
