"""What happens to a member: never a name, never an address."""

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
class MemberRightsEnding(MemberEvent):
    """A member of staff has long stayed away: their roles end at an instant, unless they sign in before."""

    type: ClassVar[str] = "member.rights_ending"
    language: str
    ends_at: datetime


@dataclass(frozen=True)
class _Standing(MemberEvent):
    """Where a member stands from now on, whole: the newest alone counts.

    Attributes:
        category: `guest`, `resident`, `nomad` or `partner`.
        organisation_kind: `individual`, `startup`, `nonprofit`, `company` or `public_body`.
        status: `active`, `suspended` or `limited`; who is not active books nothing.
        roles: sorted; `front_desk` for one in the whole city, `front_desk@champ-libre` for one at that place.
        handle: initials that the member chose to be called by at the door; None: none.
    """

    category: str
    organisation_kind: str
    status: str
    roles: tuple[str, ...]
    handle: str | None

    def data(self) -> dict[str, Any]:
        """Also the sequence, beside which a hearer keeps what it knows of the member."""
        return {**super().data(), "sequence": self.number}


@dataclass(frozen=True)
class MemberApproved(_Standing):
    """A member is active: may book from now on, as the category and the roles allow."""

    type: ClassVar[str] = "member.approved"


@dataclass(frozen=True)
class MemberChanged(_Standing):
    """Something that others know of a member is otherwise: the category, a role, the handle, the status."""

    type: ClassVar[str] = "member.changed"


@dataclass(frozen=True)
class MemberSuspended(_Standing):
    """The city no longer stands for a member, who books nothing until it does again."""

    type: ClassVar[str] = "member.suspended"


@dataclass(frozen=True)
class MemberErased(MemberEvent):
    """A member is gone: whoever has rows of this id forgets them, or puts an id of nobody there.

    It is the last event of a member. What comes after it, being late, changes nothing any more.
    """

    type: ClassVar[str] = "member.erased"
    erased_at: datetime


@dataclass(frozen=True)
class MemberInactive(MemberEvent):
    """A member was not seen for so long that the account ends.

    Attributes:
        ends_at: from this instant on it is erased, unless the member signs in before.
    """

    type: ClassVar[str] = "member.inactive"
    ends_at: datetime
