"""A member is gone: what they had to come is freed, and wherever they were named stands an id of nobody.

What was used stays, for the accounts and the statistics, and leads back to nobody: the fresh id is drawn by chance and
kept beside no other. Of the old one remains its digest for a time, so that what comes late brings nothing back.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Table, delete, insert, update
from sqlalchemy.orm import Session

from chassis import naming
from services.bookings import domain, queries
from services.bookings.commands import activities as programme
from services.bookings.commands import claiming, saving, waiting
from services.bookings.tables import (
    activities,
    attestations,
    bookings,
    credit_grants,
    decisions,
    erased,
    feeds,
    guardianships,
    holders,
    member_organisations,
    members,
    registrations,
    scans,
    series,
    waits,
)

# The columns that name a member, each with that of the member's city.
NAMED: tuple[tuple[Table, Column[str], Column[str]], ...] = (
    (bookings, bookings.c.member_id, bookings.c.home_city),
    (bookings, bookings.c.booked_by_id, bookings.c.booked_by_city),
    (series, series.c.member_id, series.c.home_city),
    (series, series.c.booked_by_id, series.c.booked_by_city),
    (waits, waits.c.member_id, waits.c.home_city),
    (credit_grants, credit_grants.c.granted_by_id, credit_grants.c.granted_by_city),
    (activities, activities.c.drafted_by_id, activities.c.drafted_by_city),
    (registrations, registrations.c.member_id, registrations.c.home_city),
    (registrations, registrations.c.registered_by_id, registrations.c.registered_by_city),
    (decisions, decisions.c.decided_by_id, decisions.c.decided_by_city),
    (scans, scans.c.scanned_by_id, scans.c.scanned_by_city),
)
# Those whose rows are of use to nobody else.
OWNED: tuple[tuple[Table, Column[str], Column[str]], ...] = (
    (feeds, feeds.c.member_id, feeds.c.home_city),
    (attestations, attestations.c.member_id, attestations.c.city),
    (guardianships, guardianships.c.member_id, guardianships.c.city),
    (guardianships, guardianships.c.guardian_id, guardianships.c.city),
    (member_organisations, member_organisations.c.member_id, member_organisations.c.city),
    (members, members.c.member_id, members.c.city),
)


def erase(session: Session, member_id: str, city: str, fresh_id: str, now: datetime) -> None:
    """Forget a member, whose city says that they are gone; the second time nothing happens.

    Args:
        fresh_id: what stands for them from then on where only a number is needed.
    """
    holder = domain.Holder(member_id, city)
    programme.departing.get_ready(session, holder)
    to_come = queries.to_come_of(session, holder, now)
    waiting.get_ready(session, to_come, now)
    claiming.lock_holders(session, holder)
    if queries.is_erased(session, member_id):
        _forget_holder(session, holder)
        return
    session.execute(insert(erased).values(member_digest=domain.digest(member_id), erased_at=now))
    _rename(session, holder, fresh_id)
    for table, column, of_city in OWNED:
        session.execute(delete(table).where(column == member_id, of_city == city))
    naming.forget_answers(session, member_id)
    naming.rename_in_events(session, member_id, fresh_id)
    nobody = domain.Holder(fresh_id, city)
    _leave_waiting_lists(session, nobody, now)
    programme.departing.cancel_to_come(session, nobody, now)
    _cancel_to_come(session, nobody, now)


def may_be_heard_of(session: Session, member_id: str, city: str) -> bool:
    """Whether a member is not gone, and will not be before this transaction ends."""
    holder = domain.Holder(member_id, city)
    claiming.lock_holders(session, holder)
    if queries.is_erased(session, member_id):
        _forget_holder(session, holder)
        return False
    return True


def forget_erased(session: Session, now: datetime) -> int:
    """Forget whom no message can be late for any more; gives how many."""
    old = erased.c.erased_at <= now - domain.REMEMBERED_FOR
    return int(session.connection().execute(delete(erased).where(old)).rowcount)


def _rename(session: Session, holder: domain.Holder, fresh_id: str) -> None:
    for table, column, of_city in NAMED:
        theirs = (column == holder.member_id) & (of_city == holder.city)
        session.execute(update(table).where(theirs).values({column: fresh_id}))
    paid = credit_grants.c.holder == holder.payer
    session.execute(update(credit_grants).where(paid).values(holder=domain.Holder(fresh_id, holder.city).payer))
    _forget_holder(session, holder)


def _forget_holder(session: Session, holder: domain.Holder) -> None:
    session.execute(delete(holders).where(holders.c.holder.in_(holder.keys)))


def _leave_waiting_lists(session: Session, nobody: domain.Holder, now: datetime) -> None:
    theirs = (waits.c.member_id == nobody.member_id) & (waits.c.home_city == nobody.city)
    session.execute(update(waits).where(theirs, waits.c.status == "waiting").values(status="left", ended_at=now))


def _cancel_to_come(session: Session, nobody: domain.Holder, now: datetime) -> None:
    """End what has not begun, whatever the rules of its space say of it, and offer it to those who wait."""
    ids = [booking.booking_id for booking in queries.to_come_of(session, nobody, now)]
    locked = queries.lock_bookings(session, ids)
    spaces = queries.spaces_by_id(session, {booking.space_id for booking in locked})
    ended = []
    for booking in locked:
        after = domain.cancel(booking, domain.ERASED, spaces[booking.space_id].rules, now, past=True)
        if after is not booking:
            ended.append(saving.advance(session, booking, after, now))
    waiting.offer_ended(session, ended, now)
