"""What the operator sees of sending: what became of notices, why, and how much waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis import metrics
from services.notifications import reactions
from services.notifications.domain import (
    Channel,
    Deferred,
    Undeliverable,
)
from services.notifications.queries import Depth
from services.notifications.sending import measure
from tests.notifications import given
from tests.notifications.desk import Desk


@pytest.mark.parametrize(
    ("trouble", "outcome", "reason"),
    [
        (None, "sent", "none"),
        (Deferred("smtp_451"), "deferred", "mail_server_later"),
        (Deferred("smtp_timeout"), "deferred", "mail_server_away"),
        (Undeliverable("smtp_550"), "failed", "mail_server_refused"),
        (ZeroDivisionError(given.EMAIL), "deferred", "bug"),
    ],
    ids=str,
)
def test_the_operator_sees_what_became_of_notices_and_why(
    desk: Desk, trouble: Exception | None, outcome: str, reason: str
) -> None:
    counted = metrics.notices.labels("notifications_roubaix", "booking_confirmed", "mail", outcome, reason)
    before = counted._value.get()
    desk.letterbox.trouble = trouble
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert counted._value.get() == before + 1


def test_the_operator_sees_how_much_waits_and_for_how_long() -> None:
    def seen(metric: Any) -> float:
        return float(metric.labels("notifications_lille", "mail")._value.get())

    waits_since = given.NOW - timedelta(minutes=7)
    measure("notifications_lille", {Channel.MAIL: Depth(3, waits_since)}, given.NOW)
    assert (seen(metrics.notices_queued), seen(metrics.notices_oldest_seconds)) == (3, 420)
    measure("notifications_lille", {Channel.MAIL: Depth(0, None)}, given.NOW)
    assert (seen(metrics.notices_queued), seen(metrics.notices_oldest_seconds)) == (0, 0)
