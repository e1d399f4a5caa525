"""What a notice tells of, from what was kept. Never queries."""

from __future__ import annotations

from dataclasses import replace

from chassis.clock import rfc3339
from chassis.schema import read
from services.notifications.domain import About, AccountEvent, Kind, Notice
from services.notifications.schemas.activities import occurrence, registration, wish
from services.notifications.schemas.bookings import booking, series
from services.notifications.schemas.digests import digest
from services.notifications.schemas.members import AccountHeard


def told(notice: Notice) -> About:
    """What a notice tells of.

    Raises:
        Invalid: `invalid`, what was kept does not have the form agreed.
    """
    if notice.kind.is_of_booking:
        return booking(notice.data)
    if notice.kind.is_of_series:
        return series(notice.data)
    if notice.kind.is_of_registration:
        before = registration(notice.told_before) if notice.told_before else None
        return replace(registration(notice.data), before=before)
    if notice.kind is Kind.REGISTRATION_WISH:
        return wish(notice.data)
    if notice.kind is Kind.OCCURRENCE_SHORT:
        return occurrence(notice.data)
    if notice.kind is Kind.DIGEST:
        return digest(notice.data)
    return AccountEvent(**read(AccountHeard, {"at": rfc3339(notice.created_at), **notice.data}))
