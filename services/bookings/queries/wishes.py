"""All that is needed to judge a wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries.bookings import held
from services.bookings.queries.catalogue import keep_space, place, space, special
from services.bookings.queries.people import member


def wish(
    session: Session,
    space_id: str,
    period: domain.Period,
    actor: domain.Actor | None,
    now: datetime,
    *,
    holder: domain.Holder | None = None,
    persons: int = 1,
    past: frozenset[str] = frozenset(),
    kept: domain.Booking | None = None,
    to_claim: bool = False,
) -> domain.Wish:
    """A wish with everything around it. Seven queries at most, whatever is asked for.

    Args:
        kept: the booking that is to be changed into it.
        to_claim: nobody publishes the space anew until the transaction ends.

    Raises:
        NotFound: `space_not_found`.
    """
    found = keep_space(session, space_id) if to_claim else space(session, space_id)
    where = place(session, found.place_id)
    asked = domain.Wish(
        space=found,
        place=where,
        period=period,
        actor=actor,
        holder=holder,
        persons=persons,
        past=past,
        special=special(session, found, period),
        kept=kept,
    )
    beneficiary = asked.beneficiary
    if beneficiary is None:
        return asked
    asked = replace(asked, member=member(session, beneficiary.member_id, beneficiary.city, actor))
    if not found.rules.quotas:
        return asked
    since = min(domain.quota_window(period, where.zone).starts_at, now)
    theirs, organisations = held(session, beneficiary, found, since, now, kept.booking_id if kept else None)
    return replace(asked, held=theirs, held_by_organisation=organisations)
