"""The messages of notifications: it makes exactly its samples, and takes those of the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis import envelope, trace
from chassis.database import Store
from chassis.tables import outbox
from services.notifications import commands, reactions
from services.notifications.domain import Family, Home, Leave, Outcome, Status
from services.notifications.sending import HELD_FOR
from services.notifications.tables import metadata, notices, programme_activities, programme_dates
from tests.notifications import given

SAMPLES = Path(__file__).parent / "samples"
EMITTED = {"notice.sent": Outcome(Status.SENT), "notice.failed": Outcome(Status.FAILED, "smtp_550")}
HEARD = {
    "booking.held": reactions.on_booking_held,
    "booking.requested": reactions.on_booking_requested,
    "booking.confirmed": reactions.on_booking_confirmed,
    "booking.moved": reactions.on_booking_moved,
    "booking.cancelled": reactions.on_booking_cancelled,
    "booking.denied": reactions.on_booking_denied,
    "booking.lapsed": reactions.on_booking_lapsed,
    "booking.missed": reactions.on_booking_missed,
    "booking.checked_in": reactions.on_booking_checked_in,
    "series.booked": reactions.on_series_booked,
    "series.changed": reactions.on_series_changed,
    "registration.requested": reactions.on_registration_requested,
    "registration.confirmed": reactions.on_registration_confirmed,
    "registration.queued": reactions.on_registration_queued,
    "registration.offered": reactions.on_registration_offered,
    "registration.changed": reactions.on_registration_changed,
    "registration.cancelled": reactions.on_registration_cancelled,
    "registration.declined": reactions.on_registration_declined,
    "registration.lapsed": reactions.on_registration_lapsed,
    "registration.checked_in": reactions.on_registration_checked_in,
    "occurrence.found_short": reactions.on_occurrence_found_short,
    "member.registered": reactions.on_member_registered,
    "member.registration_wished": reactions.on_member_registration_wished,
    "member.registered_again": reactions.on_member_registered_again,
    "member.erased": reactions.on_member_erased,
    "member.inactive": reactions.on_member_inactive,
    "member.reset_requested": reactions.on_member_reset_requested,
    "member.password_changed": reactions.on_member_password_changed,
    "member.address_change_requested": reactions.on_member_address_change_requested,
    "member.address_changed": reactions.on_member_address_changed,
    "member.signed_in_anew": reactions.on_member_signed_in_anew,
    "member.second_factor_changed": reactions.on_member_second_factor_changed,
    "member.rights_ending": reactions.on_member_rights_ending,
    "member.membership_ending": reactions.on_member_membership_ending,
    "member.membership_ended": reactions.on_member_membership_ended,
    "member.suspended": reactions.on_member_suspended,
    "member.reinstated": reactions.on_member_reinstated,
    "application.decided": reactions.on_application_decided,
}

PROGRAMME = {
    "activity.published": reactions.on_activity_published,
    "activity.withdrawn": reactions.on_activity_gone,
    "activity.cancelled": reactions.on_activity_gone,
} | dict.fromkeys(
    [
        f"occurrence.{what}"
        for what in (
            "scheduled", "rescheduled", "moved_online", "postponed", "cancelled", "filled", "reopened", "ended",
        )
    ],
    reactions.on_programme_date,
)  # fmt: skip


@pytest.fixture
def store(make_database: Callable[[str], str]) -> Iterator[Store]:
    store = Store(make_database("notifications_roubaix"), "notifications_roubaix", "roubaix")
    metadata.create_all(store.engine)
    yield store
    store.close()


def sample(name: str) -> dict[str, Any]:
    return dict(json.loads((SAMPLES / f"{name}.json").read_text("utf-8")))


SILENT = (  # a hold its member made; nobody is left to tell; they are there
    *("booking.held", "booking.lapsed", "member.erased"),
    *("booking.checked_in", "registration.checked_in"),
)


@pytest.mark.parametrize("name", EMITTED)
def test_notifications_emits_exactly_the_sample(store: Store, name: str) -> None:
    trace.begin(given.TRACE)
    with store.transaction() as session:
        reactions.on_booking_confirmed(session, given.confirmed(), given.NOW, home=given.HOME)
        (notice,) = commands.claim(session, HELD_FOR, 1, given.HOME, given.NOW)
        commands.settle(session, notice, EMITTED[name], given.HOME, given.NOW)
    with store.reading() as session:
        emitted = json.loads(session.execute(select(outbox.c.body)).scalar_one())
    assert emitted | {"id": sample(name)["id"]} == sample(name)


def test_notifications_says_exactly_the_sample_of_who_left(store: Store) -> None:
    trace.begin(given.TRACE)
    with store.transaction() as session:
        commands.unsubscribe(session, Leave("roubaix", "m-1", Family.DIGEST), given.NOW)
    with store.reading() as session:
        emitted = json.loads(session.execute(select(outbox.c.body)).scalar_one())
    assert emitted | {"id": sample("newsletter.left")["id"]} == sample("newsletter.left")


@pytest.mark.parametrize("name", PROGRAMME)
def test_notifications_of_every_city_takes_the_sample_of_what_is_on(store: Store, name: str) -> None:
    store.react(envelope.parse((SAMPLES / f"{name}.json").read_bytes()), PROGRAMME[name])
    with store.reading() as session:
        counts = [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (programme_activities, programme_dates, notices)
        ]
    assert counts == [name.startswith("activity"), name.startswith("occurrence"), 0]


@pytest.mark.parametrize("name", HEARD)
def test_notifications_takes_the_sample_of_the_emitter(store: Store, name: str) -> None:
    message = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    city = message.city or message.data["drafted_by_city"]
    store.react(message, partial(HEARD[name], home=Home(city)))
    with store.reading() as session:
        found = session.execute(select(func.count()).select_from(notices)).scalar_one()
    assert found == (0 if name in SILENT else 1)
