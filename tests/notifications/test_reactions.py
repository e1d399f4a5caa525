"""What is queued when something is heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Invalid
from services.notifications import reactions
from services.notifications.domain import Kind
from services.notifications.tables import deliveries, notices
from tests.notifications import given

REACTIONS: dict[str, Callable[..., None]] = {
    "booking.held": reactions.on_booking_held,
    "booking.requested": reactions.on_booking_requested,
    "booking.confirmed": reactions.on_booking_confirmed,
    "booking.moved": reactions.on_booking_moved,
    "booking.cancelled": reactions.on_booking_cancelled,
    "booking.denied": reactions.on_booking_denied,
    "booking.lapsed": reactions.on_booking_lapsed,
    "booking.missed": reactions.on_booking_missed,
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
    "occurrence.found_short": reactions.on_occurrence_found_short,
}
TOLD_AS = [kind for kind in Kind if not kind.is_of_account and not kind.reminds and kind is not Kind.DIGEST]
OF_BOOKINGS = [given.event(kind, 1) for kind in TOLD_AS]
OF_SERIES: dict[str, Any] = {"series_id": "r-1"}
HEARD: list[tuple[Callable[..., None], Envelope, str]] = [
    *((REACTIONS[event.name], event, kind) for event, kind in zip(OF_BOOKINGS, TOLD_AS, strict=True)),
    (reactions.on_member_registered, given.registered(), "confirmation"),
    (reactions.on_member_registration_wished, given.wished(), "registration_wish"),
    (reactions.on_member_registered_again, given.registered("member.registered_again", 1), "known_address"),
    (reactions.on_member_reset_requested, given.registered("member.reset_requested", 2), "reset"),
    (reactions.on_member_password_changed, given.registered("member.password_changed", 3), "password_changed"),
    (
        reactions.on_member_address_change_requested,
        given.registered("member.address_change_requested", 4),
        "address_change",
    ),
    (reactions.on_member_address_changed, given.registered("member.address_changed", 5), "address_changed"),
    (reactions.on_member_signed_in_anew, given.registered("member.signed_in_anew", 6), "new_sign_in"),
    (
        reactions.on_member_second_factor_changed,
        given.registered("member.second_factor_changed", 7),
        "second_factor_changed",
    ),
    (reactions.on_member_rights_ending, given.ending("member.rights_ending"), "rights_ending"),
    (reactions.on_application_decided, given.registered("application.decided", 8, outcome="admitted"), "admitted"),
    (reactions.on_application_decided, given.registered("application.decided", 9, outcome="declined"), "declined"),
    (
        reactions.on_member_membership_ending,
        given.registered("member.membership_ending", 10, ends_at="2026-12-20T08:30:00+00:00"),
        "membership_ending",
    ),
    (reactions.on_member_membership_ended, given.registered("member.membership_ended", 11), "membership_ended"),
    (reactions.on_member_suspended, given.registered("member.suspended", 12), "suspended"),
    (reactions.on_member_reinstated, given.registered("member.reinstated", 13), "reinstated"),
    (reactions.on_member_inactive, given.ending("member.inactive"), "account_ending"),
]
each_reaction = pytest.mark.parametrize(("reaction", "envelope", "kind"), HEARD, ids=[kind for *_, kind in HEARD])


each_booking_event = pytest.mark.parametrize("event", OF_BOOKINGS, ids=[event.name for event in OF_BOOKINGS])


def react(store: Store, reaction: Callable[..., None], envelope: Envelope, city: str = "roubaix") -> None:
    with store.transaction() as session:
        reaction(session, envelope, given.NOW, home=replace(given.HOME, city=city))


def live(store: Store, *events: Envelope) -> list[str]:
    """The kinds that are queued after events of bookings, in order."""
    for event in events:
        react(store, REACTIONS[event.name], event)
    return [notice["kind"] for notice in queued(store)]


def queued(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [dict(row) for row in session.execute(select(notices).order_by(notices.c.number)).mappings()]


@each_reaction
def test_what_is_heard_queues_one_notice(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    react(store, reaction, envelope)
    (notice,) = queued(store)
    assert (notice["kind"], notice["member_id"]) == (kind, "m-1")
    assert notice["not_after"] > given.NOW
    assert notice["traceparent"] == given.TRACE
    assert notice["created_at"] == given.NOW
    with store.reading() as session:
        (delivery,) = session.execute(select(deliveries)).mappings().all()
    assert (delivery["notice_id"], delivery["channel"], delivery["status"]) == (notice["notice_id"], "mail", "queued")
    assert delivery["next_attempt_at"] == given.NOW


@each_reaction
def test_a_reaction_is_harmless_the_second_time(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    react(store, reaction, envelope)
    first = queued(store)
    react(store, reaction, envelope)
    assert queued(store) == first


@each_reaction
def test_the_same_message_is_taken_once(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    for _ in range(2):
        store.react(envelope, partial(reaction, home=given.HOME))
    assert len(queued(store)) == 1


@each_reaction
def test_another_city_tells_its_own_members(
    store: Store, reaction: Callable[..., None], envelope: Envelope, kind: str
) -> None:
    react(store, reaction, envelope, city="marcq")
    assert queued(store) == []


@each_booking_event
def test_what_is_older_than_what_we_heard_queues_nothing(store: Store, event: Envelope) -> None:
    newer = replace(event, id="newer", sequence=2)
    first = live(store, newer)
    assert live(store, event) == first


def test_an_event_of_before_the_front_desk_is_told_as_before(store: Store) -> None:
    assert live(store, given.said("booking.confirmed", 0, **given.BOOKING)) == ["booking_confirmed"]


def test_a_hold_that_nobody_offered_is_not_told_nor_is_its_end(store: Store) -> None:
    held = given.said("booking.held", 0, **given.BOOKING, status="held", offered=False, replaces_id=None)
    for end in (given.event(Kind.BOOKING_LAPSED, 1, reason="held"), given.cancelled()):
        assert live(store, held, end) == []


def test_an_offer_that_lapses_is_told_like_its_beginning(store: Store) -> None:
    events = given.event(Kind.BOOKING_OFFERED), given.event(Kind.BOOKING_LAPSED, 1, reason="held")
    assert live(store, *events) == ["booking_offered", "booking_lapsed"]


def test_an_offer_is_told_until_it_lapses_or_starts(store: Store) -> None:
    live(store, given.event(Kind.BOOKING_OFFERED))
    live(store, given.event(Kind.BOOKING_OFFERED, booking_id="b-2", lapses_at="2026-12-31T09:00:00Z"))
    assert [notice["not_after"].isoformat() for notice in queued(store)] == [
        "2026-11-21T08:30:00+00:00",
        "2026-11-23T09:00:00+00:00",
    ]


def test_a_move_is_told_until_both_periods_are_over(store: Store) -> None:
    live(store, given.event(Kind.BOOKING_MOVED, previous_ends_at="2026-12-31T09:00:00Z"))
    assert queued(store)[0]["not_after"].isoformat() == "2026-12-31T09:00:00+00:00"


def test_of_a_series_one_letter_tells_all(store: Store) -> None:
    told = live(
        store,
        given.event(Kind.SERIES_BOOKED),
        *(given.confirmed(booking_id=f"b-{number}", **OF_SERIES) for number in range(3)),
        given.event(Kind.BOOKING_REQUESTED, booking_id="b-4", **OF_SERIES),
        given.event(Kind.BOOKING_MOVED, 1, booking_id="b-1", in_series=True, **OF_SERIES),
        given.cancelled(booking_id="b-2", reason="series", **OF_SERIES),
        given.event(Kind.SERIES_CHANGED, 1),
    )
    assert told == ["series_booked", "series_changed"]


def test_what_happens_to_one_booking_of_a_series_alone_is_told(store: Store) -> None:
    told = live(
        store,
        *(given.confirmed(booking_id=f"b-{number}", **OF_SERIES) for number in range(3)),
        given.cancelled(booking_id="b-0", reason="closure", **OF_SERIES),
        given.event(Kind.BOOKING_MOVED, 1, booking_id="b-1", in_series=False, **OF_SERIES),
    )
    assert told == ["booking_cancelled", "booking_moved"]


def test_who_was_told_of_one_booking_of_a_series_is_told_how_it_goes_on(store: Store) -> None:
    told = live(
        store,
        given.confirmed(**OF_SERIES),
        given.event(Kind.BOOKING_MOVED, 1, **OF_SERIES),
        given.event(Kind.BOOKING_MOVED, 2, in_series=True, **OF_SERIES),
        given.cancelled(3, reason="series", **OF_SERIES),
    )
    assert told == ["booking_moved", "booking_moved", "booking_cancelled"]


def test_a_hold_that_moves_is_not_told(store: Store) -> None:
    assert live(store, given.event(Kind.BOOKING_MOVED, 1, status="held")) == []


def test_only_the_facts_we_know_are_kept(store: Store) -> None:
    react(store, reactions.on_booking_confirmed, given.confirmed(somebody_added="Zoé"))
    (notice,) = queued(store)
    assert set(notice["data"]) < set(given.BOOKING)


def test_of_an_account_nothing_is_kept_but_when_and_what(store: Store) -> None:
    event = given.registered("member.second_factor_changed", 7)
    data = {**event.data, "change": "removed", "device": "Firefox", "email": given.EMAIL}
    react(store, reactions.on_member_second_factor_changed, replace(event, data=data))
    [notice] = queued(store)
    assert notice["data"] == {"at": "2026-11-20T08:30:00+00:00", "change": "removed"}


def test_a_link_is_sent_as_long_as_it_would_open_something(store: Store) -> None:
    react(store, reactions.on_member_reset_requested, given.registered("member.reset_requested", 2))
    [notice] = queued(store)
    assert notice["not_after"] == given.NOW + timedelta(hours=2)


def test_the_link_of_a_wish_is_sent_for_two_days_and_never_after_the_start(store: Store) -> None:
    react(store, reactions.on_member_registration_wished, given.wished())
    [notice] = queued(store)
    assert notice["not_after"] == given.NOW + timedelta(hours=48)
    assert "language" not in notice["data"]
    assert notice["data"]["occurrence_id"] == "o-1"
    soon = replace(given.wished(starts_at="2026-11-20T10:00:00+00:00"), subject="w-2")
    react(store, reactions.on_member_registration_wished, soon)
    assert queued(store)[1]["not_after"].isoformat() == "2026-11-20T10:00:00+00:00"


def test_the_end_of_rights_is_told_until_it_comes_and_only_when_it_is_is_kept(store: Store) -> None:
    react(store, reactions.on_member_rights_ending, given.ending("member.rights_ending"))
    [notice] = queued(store)
    assert notice["not_after"] == given.NOW + timedelta(days=14)
    assert notice["data"] == {"at": "2026-12-04T08:30:00+00:00"}


def test_each_registration_with_a_known_address_is_told(store: Store) -> None:
    for sequence in (1, 2):
        react(store, reactions.on_member_registered_again, given.registered("member.registered_again", sequence))
    assert len(queued(store)) == 2


@pytest.mark.parametrize(
    "wrong", [{"zone": "Europe/Atlantis"}, {"starts_at": "yesterday"}, {"currency": "euros"}, {"member_id": None}]
)
def test_an_event_that_cannot_be_told_is_refused_at_once(store: Store, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        react(store, reactions.on_booking_confirmed, given.confirmed(**wrong))
    assert queued(store) == []
