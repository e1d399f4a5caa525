"""Applying for a membership, and the answer. Pure; what a member writes, and what they are answered, stays home."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.members.domain.organisations import Acting, Organisation
from services.members.domain.people import Category, Member, OrganisationKind, Status, told

APPLIED_FOR = tuple(category for category in Category if category is not Category.GUEST)
VALID_FOR = timedelta(days=365)  # unless the city says otherwise
VALID_MOST = timedelta(days=3 * 366)
RENEWED_WITHIN = timedelta(days=60)  # before the end: earlier there is nothing to renew


class ApplicationStatus(StrEnum):
    """Where an application stands: everything but `OPEN` is final."""

    OPEN = "open"
    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Wish:
    """What a member wants to be.

    Attributes:
        category: one of `APPLIED_FOR`.
        motivation: up to 2000 characters, in the member's own words; empty: none.
        organisation_id: for which they act; None: for themselves, or for one that is yet to be founded.
    """

    category: Category
    organisation_kind: OrganisationKind
    motivation: str = ""
    organisation_id: str | None = None


@dataclass(frozen=True)
class Application:
    """A wish that the city answers.

    Attributes:
        is_renewal: of what the member is already.
        applied_at, decided_at: UTC; withdrawn is decided too, by the member.
        decided_by_id: the member of staff; stays at home, as does the `reason`, which the member reads.
        valid_until: of what was admitted, UTC.
        sequence: the number of the application's latest event.
    """

    application_id: str
    member_id: str
    category: Category
    organisation_kind: OrganisationKind
    organisation_id: str | None
    motivation: str
    is_renewal: bool
    status: ApplicationStatus
    applied_at: datetime
    decided_at: datetime | None = None
    decided_by_id: str | None = None
    reason: str | None = None
    valid_until: datetime | None = None
    sequence: int = 0


def apply_for(
    application_id: str,
    member: Member,
    wish: Wish,
    organisation: Organisation | None,
    acts: Acting | None,
    now: datetime,
) -> Application:
    """The application of a member. Of a resident the city asks why: there are fewer places than people who want one.

    Args:
        application_id: that it will have.
        member: as they are now (`as_of`).
        wish: what they want to be.
        organisation: the one that the wish names; None for none.
        acts: what the member is to it; None for nothing ever.
        now: the present instant.

    Raises:
        Forbidden: `member_not_active`, `not_of_organisation`.
        Invalid: `motivation_missing`, `organisation_kind_differs`.
        Conflict: `member_already`: with the `renewable_from`, if the membership ends.
    """
    if member.status is not Status.ACTIVE:
        raise Forbidden("member_not_active", "whose data are kept and not used applies for nothing")
    if wish.organisation_id is not None:
        _check_organisation(wish, organisation, acts)
    if wish.category is Category.RESIDENT and not wish.motivation:
        raise Invalid("motivation_missing", "a resident says what they want to do here")
    is_renewal = (member.category, member.organisation_kind) == (wish.category, wish.organisation_kind)
    if is_renewal:
        _check_renewable(member, now)
    return Application(
        application_id=application_id,
        member_id=member.id,
        category=wish.category,
        organisation_kind=wish.organisation_kind,
        organisation_id=wish.organisation_id,
        motivation=wish.motivation,
        is_renewal=is_renewal,
        status=ApplicationStatus.OPEN,
        applied_at=now,
    )


def withdraw(application: Application | None, member: Member, now: datetime) -> Application:
    """The application, which the member no longer makes; one that was withdrawn already stays as it is.

    Raises:
        NotFound: `application_not_found`: there is none, or it is another's.
        Conflict: `application_decided`.
    """
    if application is None or application.member_id != member.id:
        raise NotFound("application_not_found", "the member made no such application")
    if application.status is ApplicationStatus.WITHDRAWN:
        return application
    _check_open(application)
    return replace(application, status=ApplicationStatus.WITHDRAWN, decided_at=now)


def admit(
    application: Application, member: Member, staff: Member, reason: str, until: datetime | None, now: datetime
) -> tuple[Application, Member]:
    """The application, admitted, and the member, who is what they asked to be.

    Args:
        application: a locked one.
        member: who applied, as they are now.
        staff: who decides.
        reason: what the member reads.
        until: when the membership ends; None: after `VALID_FOR`, of a renewal from the end of what it renews.
        now: the present instant.

    Raises:
        Forbidden: `reviews_oneself`.
        Conflict: `application_decided`.
        Invalid: `valid_until_past`, `valid_too_long` with the latest `until`.
    """
    decided = _decide(application, staff, ApplicationStatus.ADMITTED, reason, now)
    ends_at = member.membership_ends_at
    if until is None:
        until = (ends_at if application.is_renewal and ends_at and ends_at > now else now) + VALID_FOR
    if until <= now:
        raise Invalid("valid_until_past", "a membership ends later than it begins")
    if until > now + VALID_MOST:
        latest = {"until": (now + VALID_MOST).isoformat()}
        raise Invalid("valid_too_long", "after three years the city looks again", latest)
    admitted = replace(
        told(member),
        category=application.category,
        organisation_kind=application.organisation_kind,
        membership_ends_at=until,
    )
    return replace(decided, valid_until=until), admitted


def decline(application: Application, staff: Member, reason: str, now: datetime) -> Application:
    """The application, declined; the member stays what they are.

    Raises:
        Forbidden: `reviews_oneself`.
        Conflict: `application_decided`.
    """
    return _decide(application, staff, ApplicationStatus.DECLINED, reason, now)


def renewable_from(member: Member) -> datetime | None:
    """From when a member may apply to stay what they are; None: there is nothing that ends."""
    return member.membership_ends_at and member.membership_ends_at - RENEWED_WITHIN


def existing_application(application: Application | None) -> Application:
    """The application that somebody names.

    Raises:
        NotFound: `application_not_found`.
    """
    if application is None:
        raise NotFound("application_not_found", "the city was asked no such thing")
    return application


def _decide(
    application: Application, staff: Member, status: ApplicationStatus, reason: str, now: datetime
) -> Application:
    if application.member_id == staff.id:
        raise Forbidden("reviews_oneself", "nobody decides on what they ask for themselves")
    _check_open(application)
    return replace(
        application,
        status=status,
        decided_at=now,
        decided_by_id=staff.id,
        reason=reason,
        sequence=application.sequence + 1,
    )


def _check_open(application: Application) -> None:
    if application.status is not ApplicationStatus.OPEN:
        status = {"status": str(application.status)}
        raise Conflict("application_decided", "the application was decided or withdrawn before", status)


def _check_organisation(wish: Wish, organisation: Organisation | None, acts: Acting | None) -> None:
    if organisation is None or acts is None or not acts.is_present:
        raise Forbidden("not_of_organisation", "the member does not act for this organisation")
    if organisation.kind is not wish.organisation_kind:
        kind = {"organisation_kind": str(organisation.kind)}
        raise Invalid("organisation_kind_differs", "the organisation is of another kind", kind)


def _check_renewable(member: Member, now: datetime) -> None:
    since = renewable_from(member)
    if since is None:
        raise Conflict("member_already", "the member is that already, without end")
    if now < since:
        raise Conflict("member_already", "the membership does not end soon", {"renewable_from": since.isoformat()})
