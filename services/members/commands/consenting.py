"""A member looks at what they consented to and changes it. Tells nobody: it stays at home."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.commands import consents
from services.members.commands.directory import leave_directory


def consent(
    session: Session, member_id: str, purpose: domain.ConsentPurpose, notice_version: str, now: datetime
) -> None:
    """Keep that a member consents, or of the account that they read the notice; harmless the second time.

    Args:
        session: the transaction.
        member_id: who.
        purpose: to what.
        notice_version: of the notice that they read.
        now: the present instant.

    Raises:
        Conflict: `notice_changed`, `directory_entry_missing`.
    """
    domain.check_read(notice_version)
    queries.lock_member(session, member_id)
    if purpose is domain.ConsentPurpose.DIRECTORY:
        domain.check_has_entry(has_entry=queries.entry_of(session, member_id) is not None)
    consents.give(session, member_id, purpose, now, notice_version=notice_version)


def withdraw_consent(session: Session, member_id: str, purpose: domain.ConsentPurpose, now: datetime) -> None:
    """Keep that a member consents no longer, and undo what rested on it; harmless the second time.

    Raises:
        Conflict: `account_needs_consent`.
    """
    if purpose is domain.ConsentPurpose.DIRECTORY:
        leave_directory(session, member_id, now)
        return
    queries.lock_member(session, member_id)
    consents.withdraw(session, member_id, purpose, now)


def leave_newsletter(session: Session, member_id: str, left_at: datetime) -> None:
    """Keep that a member does not wish to be written to of the programme since an instant; harmless the second time.

    Nothing changes of who consented anew after it, nor of who is gone.
    """
    queries.lock_member(session, member_id)
    consents.withdraw_given_before(session, member_id, domain.ConsentPurpose.NEWSLETTER, left_at)
