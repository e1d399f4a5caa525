"""What members emits: a published contract. No name, no e-mail, ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chassis.events import Event


@dataclass(frozen=True)
class MemberEvent(Event):
    """Something happened to a member: told to the member's own city and to the hub.

    Attributes:
        member_id: opaque.
        home_city: code of the member's city; `city` on the wire.
        number: which event of this member it is; the envelope's sequence.
    """

    member_id: str
    home_city: str
    number: int

    @property
    def subject(self) -> str:
        """The member."""
        return self.member_id

    @property
    def sequence(self) -> int:
        """The number of the event among the member's."""
        return self.number

    @property
    def city(self) -> str | None:
        """The member's city."""
        return self.home_city

    def data(self) -> dict[str, Any]:
        """The fields by name, with `city` for the home city; the number is the envelope's."""
        data = super().data()
        del data["number"]
        data["city"] = data.pop("home_city")
        return data


@dataclass(frozen=True)
class MemberRegistered(MemberEvent):
    """Somebody registered; the address is to be confirmed by the link in a letter."""

    type: ClassVar[str] = "member.registered"
    language: str
    registered_at: datetime


@dataclass(frozen=True)
class MemberRegisteredAgain(MemberEvent):
    """Somebody registered with the address of a member, who is told so by letter; nothing else changed."""

    type: ClassVar[str] = "member.registered_again"
    language: str
    registered_at: datetime


@dataclass(frozen=True)
class MemberApproved(MemberEvent):
    """A member is active: may book from now on, as the category and the roles allow.

    Attributes:
        category: `guest`, `resident`, `nomad` or `partner`.
        organisation_kind: `individual`, `startup`, `nonprofit`, `company` or `public_body`.
        status: `active`.
        roles: sorted; always with `member`.
    """

    type: ClassVar[str] = "member.approved"
    category: str
    organisation_kind: str
    status: str
    roles: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """Also the sequence, beside which a hearer keeps what it knows of the member."""
        return {**super().data(), "sequence": self.number}


@dataclass(frozen=True)
class _AttestationEvent(MemberEvent):
    """Something happened to an attestation; `number` counts its events."""

    attestation_id: str

    @property
    def subject(self) -> str:
        """The attestation."""
        return self.attestation_id


@dataclass(frozen=True)
class AttestationIssued(_AttestationEvent):
    """The city attests something of a member.

    Attributes:
        kind: snake case, e.g. `reduced_rate`, `laser_training`.
        valid_until: from this instant on it proves nothing; None: no end.
    """

    type: ClassVar[str] = "attestation.issued"
    kind: str
    valid_until: datetime | None
    issued_at: datetime


@dataclass(frozen=True)
class AttestationRevoked(_AttestationEvent):
    """The city attests it no longer."""

    type: ClassVar[str] = "attestation.revoked"
    revoked_at: datetime


@dataclass(frozen=True)
class _ActingEvent(MemberEvent):
    """Something happened between a member and an organisation, whose name is not told; `number` counts."""

    organisation_id: str

    @property
    def subject(self) -> str:
        """The organisation and the member."""
        return f"{self.organisation_id}/{self.member_id}"


@dataclass(frozen=True)
class OrganisationJoined(_ActingEvent):
    """A member may act for an organisation.

    Attributes:
        kind: `startup`, `nonprofit`, `company` or `public_body`.
    """

    type: ClassVar[str] = "organisation.joined"
    kind: str
    joined_at: datetime


@dataclass(frozen=True)
class OrganisationLeft(_ActingEvent):
    """A member acts for an organisation no longer."""

    type: ClassVar[str] = "organisation.left"
    left_at: datetime


@dataclass(frozen=True)
class CityKeysPublished(Event):
    """The public keys of a city that are valid; said at every start, so that whoever joins learns them.

    Attributes:
        of_city: code of the city; `city` on the wire.
        keys: public JWKs, newest first.
        rotations: how many keys were replaced so far.
    """

    type: ClassVar[str] = "city.keys_published"
    of_city: str
    keys: tuple[dict[str, Any], ...]
    published_at: datetime
    rotations: int

    @property
    def subject(self) -> str:
        """The city."""
        return self.of_city

    @property
    def sequence(self) -> int:
        """The same as long as the keys are the same."""
        return self.rotations

    def data(self) -> dict[str, Any]:
        """The fields by name, with `city`; everybody is told, so the envelope names no city."""
        data = super().data()
        del data["rotations"]
        data["city"] = data.pop("of_city")
        return data
