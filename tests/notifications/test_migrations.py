"""What waited and what was sent before an upgrade does so after it. The old tables are read from the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis import migrate
from chassis.database import Store
from services.notifications import commands, queries
from services.notifications.domain import Kind, cause_of, notice_id
from tests.migrations import differences, reflected
from tests.notifications import given

PACKAGE = "services.notifications"


def row(number: int, subject: str, status: str, **facts: Any) -> dict[str, Any]:
    """A notice as it was kept when it went by mail alone."""
    return {
        "number": number,
        "notice_id": notice_id("m-1", Kind.BOOKING_CONFIRMED, cause_of(subject, 0)),
        "member_id": "m-1",
        "kind": "booking_confirmed",
        "subject": subject,
        "sequence": 0,
        "data": given.BOOKING,
        "traceparent": given.TRACE,
        "status": status,
        "attempts": 2,
        "next_attempt_at": given.NOW,
        "not_after": given.NOW + timedelta(days=2),
        "created_at": given.NOW - timedelta(minutes=1),
        "sent_at": given.NOW if status == "sent" else None,
        "reason": None,
        **facts,
    }


@pytest.fixture
def old(make_database: Callable[[str], str]) -> str:
    """A database with a notice that was sent and one that waits."""
    url = make_database("notifications_roubaix")
    migrate.upgrade_to(PACKAGE, url, "0002")
    store = Store(url)
    notices = reflected(store.engine).tables["notices"]
    with store.engine.begin() as connection:
        connection.execute(insert(notices), [row(1, "b-1", "sent"), row(2, "b-2", "queued", reason="smtp_451")])
    store.close()
    return url


def test_what_waits_still_goes_and_what_went_does_not_go_again(old: str) -> None:
    migrate.upgrade(PACKAGE, old)
    store = Store(old, "notifications_roubaix", "roubaix")
    with store.transaction() as session:
        (due,) = commands.claim(session, timedelta(minutes=1), 20, given.HOME, given.NOW)
        assert not commands.say(session, due.notice, given.HOME, given.NOW)
    assert (due.notice.subject, due.notice.cause, due.attempts, due.reason) == ("b-2", "b-2/0", 2, "smtp_451")
    with store.reading() as session:
        told = {section["name"]: section["rows"] for section in queries.everything_of(session, "m-1")}
    assert [(sent["status"], sent["channel"]) for sent in told["deliveries"]] == [("sent", "mail"), ("queued", "mail")]
    assert len(told["notices"]) == 2
    store.close()


def test_the_tables_are_as_they_are_written_down(old: str) -> None:
    migrate.upgrade(PACKAGE, old)
    assert differences(PACKAGE, old) == []
