"""What the home city keeps of what its members registered for, anywhere, and until when."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, update

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Invalid
from services.members import commands, domain, queries, reactions, tables
from services.members.service import forms
from tests.members.people import CAMILLE_ID, NOW, ROUBAIX
from tests.members.securing import do, enter
from tests.members.test_reactions import sample

Rows = Callable[[str], list[dict[str, Any]]]
STARTS, ENDS = datetime(2026, 12, 10, 17, tzinfo=UTC), datetime(2026, 12, 10, 19, tzinfo=UTC)
DAY = timedelta(days=1)


def told(name: str, sequence: int = 0, **changes: Any) -> Envelope:
    mine = {"registration_id": "r-1", "member_id": CAMILLE_ID} | changes
    return sample(f"registration.{name}", sequence, **mine)


def hear(store: Store, *events: Envelope) -> None:
    for one in events:
        store.react(one, partial(reactions.on_registration, city=ROUBAIX))


def met(store: Store, now: datetime) -> list[domain.Finding]:
    """What an erasure meets at an instant."""

    def preview(session: Any) -> list[domain.Finding]:
        member = queries.member(session, CAMILLE_ID)
        assert member is not None
        return list(domain.erasure(member, queries.circumstances(session, CAMILLE_ID, now), now))

    found: list[domain.Finding] = store.retrying(preview)
    return found


def seen_at(rows: Rows) -> datetime:
    (camille,) = (row for row in rows("members") if row["id"] == CAMILLE_ID)
    seen: datetime = camille["last_seen_at"]
    return seen


def test_whoever_goes_is_told_of_what_they_registered_for_and_is_kept_back_a_month_after_it(store: Store) -> None:
    enter(store)
    hear(store, told("confirmed"))
    assert met(store, NOW) == [domain.Finding(domain.Reason.REGISTRATION_TO_COME, 1)]
    until = ENDS + 30 * DAY
    assert met(store, STARTS) == [domain.Finding(domain.Reason.REGISTRATION_UNDER_WAY, 1, until)]
    assert met(store, until - DAY) == [domain.Finding(domain.Reason.REGISTRATION_RECENT, 1, until)]
    assert met(store, until) == []


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_in_whatever_order_and_however_often_they_come_the_newest_counts(store: Store, order: tuple[int, ...]) -> None:
    enter(store)
    life = [told("queued", 0), told("offered", 1), told("cancelled", 2)]
    hear(store, *(life[n] for n in order))
    hear(store, *(replace(one, id=f"{one.id}-again") for one in life))
    assert met(store, NOW) == []


@pytest.mark.parametrize("name", forms._HEARD)
def test_every_event_that_is_heard_has_a_sample_that_is_understood(store: Store, rows: Rows, name: str) -> None:
    enter(store)
    hear(store, told(name))
    [kept] = rows("heard_registrations")
    assert (kept["registration_id"], kept["member_id"]) == ("r-1", CAMILLE_ID)


def test_what_is_not_of_the_city_s_members_or_of_who_is_gone_is_not_kept(store: Store, rows: Rows) -> None:
    enter(store)
    hear(store, told("confirmed", home_city="marcq"))
    assert rows("heard_registrations") == []
    hear(store, told("confirmed"))
    do(store, commands.erase_oneself, ROUBAIX, CAMILLE_ID, "nobody", NOW)
    assert rows("heard_registrations") == []
    hear(store, told("changed", 1))
    assert rows("heard_registrations") == []


def test_it_is_forgotten_a_month_after_its_end_unless_it_has_no_date(store: Store, rows: Rows) -> None:
    enter(store)
    hear(store, told("confirmed"), told("changed", 3, registration_id="r-2", occurrence_status="postponed"))
    do(store, commands.purge, ENDS + 30 * DAY - timedelta.resolution)
    assert len(rows("heard_registrations")) == 2
    do(store, commands.purge, ENDS + 30 * DAY)
    assert [row["registration_id"] for row in rows("heard_registrations")] == ["r-2"]


def test_who_registered_is_not_inactive_before_it_is_over(store: Store) -> None:
    enter(store)
    unseen_since = ENDS - domain.INACTIVE_AFTER - DAY
    with store.transaction() as session:
        session.execute(update(tables.members).values(last_seen_at=unseen_since))
    with store.reading() as session:
        assert CAMILLE_ID in queries.inactive(session, ENDS, 9)
    hear(store, told("confirmed"))
    with store.reading() as session:
        assert CAMILLE_ID not in queries.inactive(session, ENDS, 9)


def test_who_was_seen_at_a_door_was_seen_and_an_old_message_takes_nothing_back(store: Store, rows: Rows) -> None:
    enter(store)
    arrived = told("checked_in")
    hear(store, arrived)
    assert seen_at(rows) == arrived.time
    hear(store, replace(arrived, id="earlier", time=arrived.time - DAY))
    assert seen_at(rows) == arrived.time


def test_an_event_without_what_is_needed_goes_to_the_dead_letters(store: Store) -> None:
    for wrong in ({"starts_at": "tomorrow"}, {"status": None}, {"registration_id": ""}):
        with pytest.raises(Invalid):
            hear(store, told("confirmed", **wrong))


def test_it_is_among_what_a_member_takes_along(store: Store) -> None:
    enter(store)
    kept = {"starts_at": STARTS, "ends_at": ENDS, "status": "confirmed", "occurrence_status": "scheduled"}
    with store.transaction() as session:
        mine = {"registration_id": "r-1", "member_id": CAMILLE_ID, "sequence": 0}
        session.execute(insert(tables.heard_registrations).values(**mine, **kept))
    with store.reading() as session:
        sections = {one["name"]: one["rows"] for one in queries.everything_of(session, CAMILLE_ID)}
    assert sections["heard_registrations"][0]["ends_at"] == ENDS.isoformat()
