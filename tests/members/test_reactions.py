from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chassis import envelope
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Invalid
from services.members import commands, domain, queries, reactions
from services.members.service import ledger
from services.notifications.domain import Kind
from tests.members.people import CAMILLE, NOW, ROUBAIX

SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"
ROOM = domain.Row("tourcoing", 1, 90, 1875)


def sample(name: str, sequence: int = 0, **changes: Any) -> Envelope:
    """The message that the emitter promises, with some facts changed; None takes one away."""
    told = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    data = {key: value for key, value in {**told.data, **changes}.items() if value is not None}
    return replace(told, id=f"{name}-{sequence}", sequence=sequence, data=data)


def hear(store: Store, *told: Envelope) -> None:
    for one in told:
        store.react(one, partial(reactions.on_booking, city="roubaix", fresh_id="nobody"))


def rows(store: Store, month: str = "2026-11") -> list[domain.Row]:
    with store.reading() as session:
        return domain.ledger(queries.bookings_around(session, month), month)


def test_what_a_member_booked_elsewhere_is_in_the_ledger(store: Store) -> None:
    hear(store, sample("booking.confirmed"))
    assert rows(store) == [ROOM]


def test_hearing_it_twice_is_harmless(store: Store) -> None:
    once = sample("booking.confirmed")
    hear(store, once, once, replace(once, id="said-again"))
    assert rows(store) == [ROOM]


LIFE = [
    sample("booking.confirmed", 0),
    replace(
        sample("booking.confirmed", 1, ends_at="2026-11-23T11:00:00+00:00", price_cents=2500), name="booking.moved"
    ),
    replace(sample("booking.confirmed", 2, status=None), name="booking.cancelled"),
]


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_in_whatever_order_they_come_the_newest_counts(store: Store, order: tuple[int, ...]) -> None:
    hear(store, *(LIFE[n] for n in order))
    assert rows(store) == []


@pytest.mark.parametrize("order", [*itertools.permutations(range(2))])
def test_a_booking_that_moved_counts_as_it_is_now(store: Store, order: tuple[int, ...]) -> None:
    hear(store, *(LIFE[n] for n in order))
    assert [(row.bookings, row.minutes, row.amount_cents) for row in rows(store)] == [(1, 120, 2500)]


@pytest.mark.parametrize(
    ("name", "counts"),
    [("confirmed", 1), ("moved", 1), ("checked_in", 1), ("checked_out", 1), ("missed", 1),
     ("cancelled", 0), ("denied", 0), ("lapsed", 0)],
)  # fmt: skip
def test_an_event_of_before_the_status_was_told_says_it_by_its_name(store: Store, name: str, counts: int) -> None:
    hear(store, sample(f"booking.{name}", status=None))
    assert sum(row.bookings for month in ("2026-11", "2026-12") for row in rows(store, month)) == counts


def test_what_moves_before_it_is_approved_does_not_count(store: Store) -> None:
    hear(store, sample("booking.moved", 1, status="requested"))
    assert rows(store) == []


def test_a_booking_of_another_city_s_member_is_passed_over(store: Store) -> None:
    hear(store, sample("booking.confirmed", home_city="marcq"))
    assert rows(store) == []


def test_an_event_without_what_the_ledger_needs_goes_to_the_dead_letters(store: Store) -> None:
    for wrong in ({"zone": "Nowhere"}, {"price_cents": "12"}, {"starts_at": "tomorrow"}, {"booking_id": None}):
        with pytest.raises(Invalid):
            hear(store, sample("booking.confirmed", **wrong))


def test_what_slips_into_an_event_is_not_kept(store: Store) -> None:
    hear(store, sample("booking.confirmed", email="planted@example.org"))
    with store.engine.connect() as connection:
        assert "planted" not in str(connection.exec_driver_sql("SELECT * FROM heard_bookings").all())


@pytest.mark.parametrize("name", ledger._HEARD)
def test_every_event_that_is_heard_has_a_sample_that_is_understood(store: Store, name: str) -> None:
    hear(store, sample(f"booking.{name}"))
    with store.engine.connect() as connection:
        assert len(connection.exec_driver_sql("SELECT * FROM heard_bookings").all()) == 1


@pytest.mark.parametrize(
    ("name", "changes", "is_kept"),
    [
        ("notice.sent", {"kind": "account_ending"}, True),
        ("notice.sent", {}, False),
        ("notice.failed", {"kind": "account_ending", "reason": "smtp_550"}, True),
        ("notice.failed", {"kind": "account_ending", "reason": "members_unavailable"}, False),
    ],
)
def test_when_the_letter_about_the_end_of_an_account_went_out_is_kept(
    store: Store, name: str, changes: dict[str, Any], is_kept: bool
) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, "m-1", CAMILLE, None, category, kind, (), NOW)
    told = sample(name, member_id="m-1", **changes)
    store.react(told, reactions.on_notice)
    with store.reading() as session:
        assert queries.inactivity_told(session, "m-1") == (None, told.time if is_kept else None)


@pytest.mark.parametrize(
    ("changes", "is_marked"),
    [
        ({"kind": "booking_confirmed", "reason": "smtp_550"}, True),
        ({"kind": "booking_confirmed", "reason": "smtp_550", "channel": None}, True),  # told before channels were
        ({"kind": "booking_confirmed", "reason": "smtp_data_554"}, False),
        ({"kind": "booking_confirmed", "reason": "smtp_550", "channel": "sms"}, False),
        ({"kind": "address_changed", "reason": "smtp_550"}, False),
    ],
)
def test_who_has_an_address_that_takes_no_letter_is_kept_until_one_goes_there(
    store: Store, changes: dict[str, Any], is_marked: bool
) -> None:
    category, kind = domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL
    failed, sent = sample("notice.failed", 1, member_id="m-1", **changes), sample("notice.sent", 2, member_id="m-1")
    before, later = failed.time - timedelta(days=1), failed.time + timedelta(days=1)
    with store.transaction() as session:
        commands.enrol(session, ROUBAIX, "m-1", CAMILLE, None, category, kind, (), before)
    for told, after in ((failed, is_marked), (failed, is_marked), (replace(sent, time=later), False)):
        store.react(told, reactions.on_notice)
        with store.reading() as session:
            assert (queries.address_failure(session, "m-1") is not None) is after


def test_members_and_notifications_call_the_letter_the_same() -> None:
    assert Kind.ACCOUNT_ENDING.value == domain.ENDING_LETTER
