"""Who a member is, and what becomes of one: signed up, active, suspended, limited. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from chassis.errors import Forbidden, Invalid, NotFound, Unauthenticated
from chassis.privacy import NOTICE_VERSION
from services.members.domain.roles import Grant, Role

LANGUAGES = ("fr", "nl", "en")

_NAME_MOST = 200
_LURES = ("://", "www.", "@")


class Status(StrEnum):
    """Where a member stands. `LIMITED`: kept and not used, as the member asked (RGPD, article 18)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LIMITED = "limited"


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


@dataclass(frozen=True)
class Person:
    """What somebody says of themselves, in its normal form.

    Attributes:
        name: 1 to 200 characters, NFC.
        email: as `chassis.addresses.normalise` gives it; None for whom somebody else is written to.
        language: one of `LANGUAGES`.
    """

    name: str
    email: str | None
    language: str


@dataclass(frozen=True)
class Member(Person):
    """A person known to the city, whose address, if any, was shown to be theirs.

    Attributes:
        id: opaque; the only thing about a member, with the handle, that other services ever see.
        roles: sorted.
        sequence: the number of the member's latest event.
        registered_at, confirmed_at, last_seen_at: UTC. Seen: signed in, booked, or confirmed to be there still.
        phone: E.164.
        born_on: known of minors, and of whoever gave it.
        handle: initials that the member chose, which the doors of other cities see.
        membership_ends_at: UTC; from then on a guest again; None: no end.
        helper_id: the member of staff who entered a person that cannot write.
    """

    id: str
    category: Category
    organisation_kind: OrganisationKind
    roles: tuple[Grant, ...]
    status: Status
    sequence: int
    registered_at: datetime
    confirmed_at: datetime | None
    last_seen_at: datetime
    phone: str | None = None
    born_on: date | None = None
    handle: str | None = None
    membership_ends_at: datetime | None = None
    helper_id: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the member has a role beyond the one that everybody has."""
        return any(grant.role is not Role.MEMBER for grant in self.roles)


def told(member: Member) -> Member:
    """The member, of whom one more event is told."""
    return replace(member, sequence=member.sequence + 1)


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


def enrol(
    member_id: str,
    person: Person,
    category: Category,
    organisation_kind: OrganisationKind,
    roles: tuple[Grant, ...],
    now: datetime,
) -> Member:
    """The member that the city itself enters: active at once, with the category and roles it decides."""
    return Member(
        name=person.name,
        email=person.email,
        language=person.language,
        id=member_id,
        category=category,
        organisation_kind=organisation_kind,
        roles=tuple(sorted({Grant(Role.MEMBER), *roles})),
        status=Status.ACTIVE,
        sequence=0,
        registered_at=now,
        confirmed_at=now,
        last_seen_at=now,
    )


def sign_in(member: Member | None, *, password_matches: bool) -> Member:
    """The member who may come in.

    Args:
        member: who has the address; None: nobody, or somebody who signed up with it and has not confirmed it.
        password_matches: that of the member.

    Raises:
        Unauthenticated: `wrong_credentials`: an unknown address, an unconfirmed one and a wrong password alike. Anybody
            signs up with any address: were it told that it waits for the link, it would be told that it is no member's.
        Forbidden: `member_not_active`; told only to who knows the password.
    """
    if member is None or not password_matches:
        raise Unauthenticated("wrong_credentials", "no member has this address and this password")
    return recognise(member)


def recognise(member: Member | None) -> Member:
    """The member whom a verified token speaks for. Who asked for a limitation still comes in: to lift it.

    Raises:
        Unauthenticated: `token_invalid`: the member is gone.
        Forbidden: `member_not_active`.
    """
    if member is None:
        raise Unauthenticated("token_invalid", "the token speaks for nobody")
    if member.status is Status.SUSPENDED:
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
    """The member whom another one names.

    Raises:
        NotFound: `member_not_found`.
    """
    if member is None:
        raise NotFound("member_not_found", "nobody has this id")
    return member
