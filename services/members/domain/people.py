"""Who a member is, and what becomes of one: registered, active, suspended. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chassis.errors import Forbidden, Invalid, NotFound, Unauthenticated

LANGUAGES = ("fr", "nl", "en")
NOTICE_VERSION = "2026-11"
"""The version of the privacy notice that a person consents to when registering."""

_NAME_MOST = 200
_LURES = ("://", "www.", "@")


class Status(StrEnum):
    """Where a member stands."""

    TO_CONFIRM = "to_confirm"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Category(StrEnum):
    """How a person uses the places."""

    RESIDENT = "resident"
    NOMAD = "nomad"
    PARTNER = "partner"
    GUEST = "guest"


class OrganisationKind(StrEnum):
    """What a person comes as."""

    INDIVIDUAL = "individual"
    STARTUP = "startup"
    NONPROFIT = "nonprofit"
    COMPANY = "company"
    PUBLIC_BODY = "public_body"


class Role(StrEnum):
    """What a person may do, beyond what everybody may."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    FRONT_DESK = "front_desk"
    PROGRAMME = "programme"
    CITY_ADMINISTRATOR = "city_administrator"
    DATA_OFFICER = "data_officer"
    NETWORK_OPERATOR = "network_operator"


@dataclass(frozen=True)
class Person:
    """What somebody says of themselves, in its normal form.

    Attributes:
        name: 1 to 200 characters, NFC.
        email: as `chassis.addresses.normalise` gives it.
        language: one of `LANGUAGES`.
    """

    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Member(Person):
    """A person known to the city.

    Attributes:
        id: opaque; the only thing about a member that other services ever see.
        roles: sorted.
        sequence: the number of the member's latest event.
        registered_at, confirmed_at: UTC.
    """

    id: str
    category: Category
    organisation_kind: OrganisationKind
    roles: tuple[Role, ...]
    status: Status
    sequence: int
    registered_at: datetime
    confirmed_at: datetime | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the address was shown to be theirs. If not, the next registration of it takes its place."""
        return self.status is not Status.TO_CONFIRM


def normalise_name(text: str) -> str:
    """A name as it is kept: NFC, without outer white space.

    Raises:
        Invalid: `invalid`: empty, longer than 200 characters, with a control or invisible character, or a lure:
            whoever registers chooses what a letter to somebody else's address begins with.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if not 1 <= len(name) <= _NAME_MOST:
        raise Invalid("invalid", f"A name has 1 to {_NAME_MOST} characters.")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for character in name):
        raise Invalid("invalid", "A name holds no control character.")
    looks_like = unicodedata.normalize("NFKC", name).casefold()
    if any(lure in looks_like for lure in _LURES):
        raise Invalid("invalid", f"A name holds no address: none of {' '.join(_LURES)}")
    return name


def check_consent(*, given: bool) -> None:
    """Nobody is registered without having consented to the notice.

    Raises:
        Invalid: `consent_missing`.
    """
    if not given:
        raise Invalid("consent_missing", "the privacy notice has to be accepted", {"version": NOTICE_VERSION})


def check_proof(*, holds: bool) -> None:
    """Nobody is told where to write to a member but a service of the member's own city.

    Raises:
        Forbidden: `proof_invalid`.
    """
    if not holds:
        raise Forbidden("proof_invalid", "only the city's own notifications may ask for an address")


def register(member_id: str, person: Person, now: datetime) -> Member:
    """The member that a person becomes by registering: a guest whose address is yet to be confirmed."""
    return Member(
        **vars(person),
        id=member_id,
        category=Category.GUEST,
        organisation_kind=OrganisationKind.INDIVIDUAL,
        roles=(Role.MEMBER,),
        status=Status.TO_CONFIRM,
        sequence=0,
        registered_at=now,
        confirmed_at=None,
    )


def enrol(
    member_id: str,
    person: Person,
    category: Category,
    organisation_kind: OrganisationKind,
    roles: tuple[Role, ...],
    now: datetime,
) -> Member:
    """The member that the city itself enters: active at once, with the category and roles it decides."""
    return Member(
        **vars(person),
        id=member_id,
        category=category,
        organisation_kind=organisation_kind,
        roles=tuple(sorted({Role.MEMBER, *roles})),
        status=Status.ACTIVE,
        sequence=0,
        registered_at=now,
        confirmed_at=now,
    )


def sign_in(member: Member | None, *, password_matches: bool) -> Member:
    """The member who may come in.

    Raises:
        Unauthenticated: `wrong_credentials`: an unknown address and a wrong password alike.
        Forbidden: `email_unconfirmed`, `member_not_active`; told only to who knows the password.
    """
    if member is None or not password_matches:
        raise Unauthenticated("wrong_credentials", "no member has this address and this password")
    if not member.is_confirmed:
        raise Forbidden("email_unconfirmed", "the link in the confirmation letter was not opened yet")
    return recognise(member)


def recognise(member: Member | None) -> Member:
    """The member whom a verified token speaks for.

    Raises:
        Unauthenticated: `token_invalid`: the member is gone.
        Forbidden: `member_not_active`.
    """
    if member is None:
        raise Unauthenticated("token_invalid", "the token speaks for nobody")
    if member.status is not Status.ACTIVE:
        raise Forbidden("member_not_active", "the membership is suspended")
    return member


def addressee(member: Member | None) -> Member:
    """The member to write to, whatever their status: a suspended member is told of a cancelled booking too.

    Raises:
        NotFound: `member_not_found`.
    """
    if member is None:
        raise NotFound("member_not_found", "nobody has this id")
    return member


def acknowledge(member: Member | None) -> Member:
    """The member whom another one names. Who never confirmed their address is nobody's member yet.

    Raises:
        NotFound: `member_not_found`.
    """
    if member is None or not member.is_confirmed:
        raise NotFound("member_not_found", "nobody has this id")
    return member
