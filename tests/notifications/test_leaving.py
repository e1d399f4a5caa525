"""Who leaves by the link in a letter is mailed no longer, at once; twice is once; of who is gone nothing is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from chassis.database import Store
from chassis.tables import outbox
from services.notifications import commands, domain, queries
from services.notifications.domain import Channel, Family, Kind, Leave
from services.notifications.tables import deliveries, habits
from tests.notifications import given

LEAVE = Leave("roubaix", "m-1", Family.DIGEST)


def leave(store: Store, leaves: Leave = LEAVE) -> None:
    with store.transaction() as session:
        commands.unsubscribe(session, leaves, given.NOW)


def said(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [json.loads(body) for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id))]


def fates(store: Store) -> dict[str, tuple[str, str | None]]:
    with store.reading() as session:
        rows = session.execute(select(deliveries.c.notice_id, deliveries.c.status, deliveries.c.reason))
        return {row.notice_id: (row.status, row.reason) for row in rows}


def queued(store: Store, kind: Kind, **facts: Any) -> str:
    """A notice of that kind that waits; gives its id."""
    notice = given.notice(kind, **{"notice_id": f"{kind}-{facts.get('member_id', 'm-1')}", **facts})
    with store.transaction() as session:
        assert commands.say(session, notice, given.HOME, given.NOW)
    return notice.notice_id


def test_who_leaves_the_digest_is_said_to_have_left_and_what_waits_is_dropped(store: Store) -> None:
    digest, other = queued(store, Kind.DIGEST), queued(store, Kind.BOOKING_CONFIRMED)
    not_theirs = queued(store, Kind.DIGEST, member_id="m-2")
    leave(store)
    assert fates(store) == {digest: ("dropped", "not_wanted"), other: ("queued", None), not_theirs: ("queued", None)}
    [event] = said(store)
    assert (event["type"], event["city"], event["subject"]) == ("fr.champlibre.newsletter.left.v1", "roubaix", "m-1")


def test_leaving_twice_changes_nothing_more(store: Store) -> None:
    digest = queued(store, Kind.DIGEST)
    for _ in "twice":
        leave(store)
    assert fates(store) == {digest: ("dropped", "not_wanted")}


def test_who_leaves_the_reminders_prefers_no_mail_of_any_of_them(store: Store) -> None:
    for _ in "twice":
        leave(store, Leave("roubaix", "m-1", Family.REMINDERS))
    with store.reading() as session:
        wanted = queries.preferences_of(session, "m-1").wanted
        assert session.execute(select(habits)).all() == []
    assert wanted == {(kind, Channel.MAIL): False for kind in domain.kinds_of(Family.REMINDERS)}
    assert said(store) == []


@pytest.mark.parametrize("family", domain.LEFT_BY_LINK)
def test_of_who_is_gone_nothing_is_kept_nor_said(store: Store, family: Family) -> None:
    with store.transaction() as session:
        commands.erase(session, "m-1", given.NOW)
    leave(store, Leave("roubaix", "m-1", family))
    with store.reading() as session:
        assert queries.preferences_of(session, "m-1").wanted == {}
    assert said(store) == []
