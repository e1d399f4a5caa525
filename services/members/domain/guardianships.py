"""Guardians and minors: an adult registers a minor, is written to and books in their place. Pure; never tells an age.

A minor is a member without address and password; their letters go to a guardian. It ends when the minor is of age.

Source: RGPD, article 8; loi n° 78-17, article 45; Code civil, article 388-1-1.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from chassis.errors import Conflict, NotFound
from services.members.domain.ages import check_adult, check_minor, is_known_minor
from services.members.domain.people import Category, Member, OrganisationKind, Person, acknowledge, enrol

MOST_WARDS = 10
MOST_GUARDIANS = 2


@dataclass(frozen=True)
class Guardianship:
    """That an adult answers for a minor, is asked to, or did.

    Attributes:
        began_at: UTC; None: asked by the other guardian, and has not said yes.
        ended_at: UTC; None: not yet.
        sequence: the number of the latest event told of it; 0: none.
    """

    minor_id: str
    guardian_id: str
    began_at: datetime | None
    ended_at: datetime | None = None
    sequence: int = 0

    @property
    def stands(self) -> bool:
        """Whether the adult answers for the minor now."""
        return self.began_at is not None and self.ended_at is None

    @property
    def is_asked(self) -> bool:
        """Whether the adult is asked to, and has not answered."""
        return self.began_at is None and self.ended_at is None


def ward(minor_id: str, person: Person, born_on: date, handle: str | None, now: datetime) -> Member:
    """The member that a minor is from now on: a guest, to whom nobody writes but through a guardian.

    Raises:
        Invalid: `not_a_minor`.
    """
    check_minor(born_on, now.date())
    entered = enrol(minor_id, person, Category.GUEST, OrganisationKind.INDIVIDUAL, (), now)
    return replace(entered, born_on=born_on, handle=handle)


def begin(
    minor_id: str,
    guardian: Member,
    others: Collection[Guardianship],
    now: datetime,
    *,
    says_adult: bool,
    asked: Guardianship | None = None,
) -> Guardianship:
    """What an adult is to a minor from now on.

    Args:
        minor_id: for whom they answer.
        guardian: who says that they are of age.
        others: for whom they answer already, or are asked to.
        now: the present instant.
        says_adult: that they are.
        asked: what they are to the minor so far; None: the first guardian, who registers the minor.

    Raises:
        Invalid: `adult_not_said`.
        Forbidden: `not_an_adult`.
        Conflict: `too_many_wards`.
    """
    check_adult(guardian, now, says_so=says_adult)
    if sum(one.stands for one in others) >= MOST_WARDS:
        raise Conflict("too_many_wards", f"an adult answers for {MOST_WARDS} minors at most", {"most": MOST_WARDS})
    before = asked or Guardianship(minor_id, guardian.id, None)
    return replace(before, began_at=now, sequence=before.sequence + 1)


def ask(minor: Member, guardian: Member, other: Member | None, of_minor: Collection[Guardianship]) -> Guardianship:
    """What another adult is to a minor when a guardian asks them to be a guardian too: asked, until they say yes.

    Args:
        minor: for whom.
        guardian: who asks.
        other: who is asked; None when the city does not know them.
        of_minor: what anybody is to the minor so far.

    Raises:
        NotFound: `ward_not_found`: who asks does not answer for the minor; `member_not_found`.
        Conflict: `too_many_guardians`.
    """
    answers_for(guardian, of_minor)
    other = acknowledge(other)
    before = next((one for one in of_minor if one.guardian_id == other.id), None)
    if before is not None and (before.stands or before.is_asked):
        return before
    if sum(one.stands or one.is_asked for one in of_minor) >= MOST_GUARDIANS:
        most = {"most": MOST_GUARDIANS}
        raise Conflict("too_many_guardians", f"{MOST_GUARDIANS} adults answer for a minor at most", most)
    return replace(before or Guardianship(minor.id, other.id, None), began_at=None, ended_at=None)


def answers_for(guardian: Member, of_minor: Collection[Guardianship], *, or_is_asked: bool = False) -> Guardianship:
    """What somebody is to the minor for whom they answer.

    Args:
        guardian: who.
        of_minor: what anybody is to the minor.
        or_is_asked: to be asked is enough.

    Raises:
        NotFound: `ward_not_found`: they do not, or the city knows no such minor.
    """
    for one in of_minor:
        if one.guardian_id == guardian.id and (one.stands or (or_is_asked and one.is_asked)):
            return one
    raise NotFound("ward_not_found", "the member answers for no such minor")


def leave_ward(guardian: Member, of_minor: Collection[Guardianship], now: datetime) -> Guardianship:
    """What an adult is to a minor when they answer for them no longer, or say no.

    Raises:
        NotFound: `ward_not_found`.
        Conflict: `last_guardian`: nobody else would.
    """
    theirs = answers_for(guardian, of_minor, or_is_asked=True)
    if theirs.stands and sum(one.stands for one in of_minor) == 1:
        raise Conflict("last_guardian", "a minor has a guardian; who leaves asks for the minor to be erased")
    return end_guardianship(theirs, now)


def end_guardianship(theirs: Guardianship, now: datetime) -> Guardianship:
    """It, ended; one more event is told if others heard that it began."""
    return replace(theirs, ended_at=now, sequence=theirs.sequence + theirs.stands)


def known_ward(member: Member | None, now: datetime) -> Member:
    """The minor whom a guardian names.

    Raises:
        NotFound: `ward_not_found`: nobody, or somebody of age.
    """
    if member is None or not is_known_minor(member, now):
        raise NotFound("ward_not_found", "the member answers for no such minor")
    return member
