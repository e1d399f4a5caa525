"""Registering: who may, for how many, and whether they have seats, are asked for, or wait. Never asks the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.bookings.domain.activities.registration import Registration
from services.bookings.domain.activities.seats import Seats
from services.bookings.domain.people import Actor, Holder, Member, check_active
from services.bookings.domain.permissions import Permission, Where, may, missing


@dataclass(frozen=True)
class Wanted:
    """Seats that somebody asks for.

    Attributes:
        actor: who asks; `holder`: who comes, and for which organisation.
        member: what is known of who comes; None: nothing yet.
        accept_waiting: they wait when there are not enough seats.
        stands: they have a registration there that stands.
    """

    actor: Actor
    holder: Holder
    seats: int = 1
    member: Member | None = None
    accept_waiting: bool = False
    stands: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the actor comes."""
        return (self.actor.member_id, self.actor.city) == (self.holder.member_id, self.holder.city)


def register(seats: Seats, wanted: Wanted, registration_id: str, now: datetime) -> Registration:
    """The registration that a wish becomes, which no rule forbids.

    It is confirmed, or asked for (`requested`) where the city has its say; it waits when there are not enough seats, or
    when others wait for staff to choose.

    Raises:
        NotFound: `occurrence_not_found`: nobody sees it yet; `member_not_found`.
        Forbidden: `member_not_active`, `permission_missing`, `not_of_organisation`, `attestation_missing`.
        Invalid: `too_many_seats`.
        Conflict: `registers_elsewhere`, `needs_no_registration`, `occurrence_cancelled`, `occurrence_postponed`,
            `occurrence_over`, `registration_not_open`, `registration_closed`, `already_registered`,
            `occurrence_full` with what is left.
    """
    _check_visible(seats, wanted, now)
    _check_who(seats, wanted)
    _check_mode(seats)
    _check_when(seats, now)
    _check_what(seats, wanted)
    status, kept = _place(seats, wanted)
    return Registration(
        registration_id=registration_id,
        occurrence_id=seats.occurrence.occurrence_id,
        activity_id=seats.occurrence.activity_id,
        host_city=seats.occurrence.city,
        member_id=wanted.holder.member_id,
        home_city=wanted.holder.city,
        organisation_id=wanted.holder.organisation_id,
        seats=wanted.seats,
        status=status,
        number=seats.occurrence.last_number + 1,
        kept=kept,
        registered_by_id=wanted.actor.member_id,
        registered_by_city=wanted.actor.city,
        registered_at=now,
        changed_at=now,
        lapses_at=seats.occurrence.starts_at if status == "requested" else None,
        confirmed_at=now if status == "confirmed" else None,
    )


def _check_visible(seats: Seats, wanted: Wanted, now: datetime) -> None:
    activity = seats.activity
    is_out = activity.visible_from is not None and activity.visible_from <= now
    if activity.status in ("draft", "proposed") or not (
        is_out or may(wanted.actor, Permission.REGISTER_OTHERS, seats.where)
    ):
        raise NotFound("occurrence_not_found")


def _check_who(seats: Seats, wanted: Wanted) -> None:
    member, actor, holder = wanted.member, wanted.actor, wanted.holder
    if member is None and not wanted.is_own:
        raise NotFound("member_not_found", "No city has told of this member.")
    check_active(member)
    is_ward = member is not None and actor.city == member.city and actor.member_id in member.guardians
    if not wanted.is_own and not is_ward:
        here, home = seats.where, Where.of_city(holder.city)
        if not any(may(actor, Permission.REGISTER_OTHERS, where) for where in (here, home)):
            raise missing(Permission.REGISTER_OTHERS)
    theirs = {found.organisation_id for found in member.organisations} if member else set()
    if holder.organisation_id is not None and holder.organisation_id not in theirs:
        raise Forbidden("not_of_organisation", "The member does not act for this organisation.")


def _check_mode(seats: Seats) -> None:
    if seats.terms.mode == "external":
        where = {"url": seats.terms.external_url}
        raise Conflict("registers_elsewhere", "One registers elsewhere.", where)
    if seats.terms.mode == "none":
        raise Conflict("needs_no_registration", "One just comes.")


def _check_when(seats: Seats, now: datetime) -> None:
    occurrence, opens_at = seats.occurrence, seats.terms.opens_at
    if occurrence.status == "cancelled":
        raise Conflict("occurrence_cancelled", "It is cancelled.")
    if occurrence.status == "postponed":
        raise Conflict("occurrence_postponed", "It has no new date yet.")
    if occurrence.ends_at <= now:
        raise Conflict("occurrence_over", "It is over.")
    if seats.closes_at <= now:
        raise Conflict("registration_closed", "Registration is closed.")
    if opens_at is not None and now < opens_at:
        raise Conflict("registration_not_open", "Registration is not open yet.")


def _check_what(seats: Seats, wanted: Wanted) -> None:
    kind, most = seats.terms.attestation, seats.terms.most_seats
    if kind is not None and not _is_attested(wanted, kind, seats.occurrence.starts_at):
        what = {"attestation": kind}
        raise Forbidden("attestation_missing", "The member's city attests no such thing.", what)
    if wanted.seats > most:
        at = {"errors": [{"pointer": "/seats", "detail": f"One registers for {most} seats at most."}], "most": most}
        raise Invalid("too_many_seats", f"One registers for {most} seats at most.", at)
    if wanted.stands:
        raise Conflict("already_registered", "The member has a registration that stands.")


def _is_attested(wanted: Wanted, kind: str, at: datetime) -> bool:
    known = wanted.member.attestations if wanted.member else ()
    return any(one.kind == kind and (one.valid_until is None or one.valid_until > at) for one in known)


def _place(seats: Seats, wanted: Wanted) -> tuple[str, bool]:
    """The status of who comes now, and whether their seats are of those kept back for their organisation."""
    organisation_id = wanted.holder.organisation_id
    kept = seats.are_kept(wanted.seats, organisation_id)
    is_turn = kept or not (seats.is_by_hand and seats.occurrence.seats_waiting)
    if is_turn and wanted.seats <= seats.free_for(organisation_id):
        return ("requested" if seats.terms.mode == "moderated" else "confirmed"), kept
    if wanted.accept_waiting and wanted.seats <= seats.waiting_left:
        return "waiting", False
    raise full(seats)


def full(seats: Seats) -> Conflict:
    """The refusal of who finds not enough seats."""
    left = {"seats_left": seats.left, "waiting_seats_left": max(0, seats.waiting_left)}
    return Conflict("occurrence_full", "There are not enough seats.", left)
