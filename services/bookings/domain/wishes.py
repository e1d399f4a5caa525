"""Wishes: a period in a space asked for by somebody, with all that is needed to judge it. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.periods import Period
from services.bookings.domain.bookings import Booking
from services.bookings.domain.hours import SpecialHours
from services.bookings.domain.people import Actor, Holder, Member
from services.bookings.domain.places import Place, Space


@dataclass(frozen=True)
class Wish:
    """A period in a space, asked for by somebody for somebody.

    Attributes:
        actor: who asks; None for a visitor, who gets a quote and no booking.
        holder: whom it is for; None for the actor.
        member: what we know of the holder; None when their city has told nothing yet: then the token counts alone.
        persons: how many come.
        past: the refusal codes that the actor asks to go past.
        special: the special hours around the period.
        held, held_by_organisation: what the member, and the organisation, hold of this space already, from the start of
            the local month in which the period starts, and to come; without `kept`.
        kept: the booking that is to be changed into this wish; None for a new one.
        proposed: instead of `kept`, whose holder has to say yes to it: nobody's right to book is asked for.
    """

    space: Space
    place: Place
    period: Period
    actor: Actor | None
    member: Member | None = None
    holder: Holder | None = None
    persons: int = 1
    past: frozenset[str] = frozenset()
    special: Sequence[SpecialHours] = ()
    held: Sequence[Period] = ()
    held_by_organisation: Sequence[Period] = ()
    kept: Booking | None = None
    proposed: bool = False

    @property
    def beneficiary(self) -> Holder | None:
        """Whom it is for; None for a visitor."""
        if self.holder or self.actor is None:
            return self.holder
        return Holder(self.actor.member_id, self.actor.city)

    @property
    def is_own(self) -> bool:
        """Whether the actor asks for themselves."""
        return (
            self.actor is None
            or self.holder is None
            or ((self.holder.member_id, self.holder.city) == (self.actor.member_id, self.actor.city))
        )

    @property
    def is_for_ward(self) -> bool:
        """Whether the actor answers for whom they ask for, and asks as they would."""
        return self.actor is not None and self.member is not None and self.actor.member_id in self.member.guardians

    @property
    def category(self) -> str | None:
        """Of the beneficiary; None for a visitor, and for somebody of whom nothing is known."""
        if self.member:
            return self.member.category
        return self.actor.category if self.actor and self.is_own else None

    @property
    def organisation_kind(self) -> str | None:
        """Of the organisation it is for, else of the beneficiary."""
        if self.holder and self.holder.organisation_id and self.member:
            kinds = {found.organisation_id: found.kind for found in self.member.organisations}
            return kinds.get(self.holder.organisation_id)
        if self.member:
            return self.member.organisation_kind
        return self.actor.organisation_kind if self.actor and self.is_own else None

    @property
    def is_extension(self) -> bool:
        """Whether a booking shall only end later than it does, with no more persons."""
        kept = self.kept
        return kept is not None and (
            (kept.space_id, kept.starts_at) == (self.space.space_id, self.period.starts_at)
            and kept.ends_at <= self.period.ends_at
            and kept.persons >= self.persons
        )

    def attested(self, kind: str, at: datetime) -> bool:
        """Whether the beneficiary's city attests something of them that is valid at an instant."""
        return self.member is not None and any(
            found.kind == kind and (found.valid_until is None or at < found.valid_until)
            for found in self.member.attestations
        )
