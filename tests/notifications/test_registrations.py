"""The letters along a registration's life: who waits is never told that they have a seat, and the last word counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, mail, reactions, schemas
from services.notifications.domain import Kind, Outcome, Status
from services.notifications.tables import deliveries, notices
from tests.notifications import given

HEARS = {
    name.removeprefix("on_").replace("_", ".", 1): reaction
    for name, reaction in vars(reactions).items()
    if name.startswith(("on_registration", "on_occurrence", "on_booking"))
}
NOTHING = ("no entry", 0)
CONFIRMED, QUEUED, OFFERED = Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_QUEUED, Kind.REGISTRATION_OFFERED
CHANGED, POSTPONED, CANCELLED = Kind.REGISTRATION_CHANGED, Kind.REGISTRATION_POSTPONED, Kind.REGISTRATION_CANCELLED


def hear(store: Store, *events: Envelope, city: str = "roubaix") -> None:
    with store.transaction() as session:
        for event in events:
            HEARS[event.name](session, event, given.NOW, home=replace(given.HOME, city=city))


def live(store: Store, *events: Envelope) -> list[Any]:
    """The letters that go out when each event is told before the next is heard."""
    letters = []
    for event, minutes in zip(events, count()):
        now = given.NOW + timedelta(minutes=minutes)
        with store.transaction() as session:
            HEARS[event.name](session, event, now, home=given.HOME)
            (due,) = commands.claim(session, timedelta(seconds=30), 5, given.HOME, now)
            letters.append(mail.compose(due.notice, schemas.told(due.notice), given.contact(), given.LETTERHEAD, now))
            commands.settle(session, due, Outcome(Status.SENT), given.HOME, now)
    return letters


def entries(letters: Iterable[Any]) -> list[tuple[str, int]]:
    """The method and the sequence of the entry for the calendar in each letter."""
    found = []
    for letter in letters:
        parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
        read: list[Any] = [Calendar.from_ical(part.get_content()) for part in parts]
        found += [(str(entry["METHOD"]), int(entry.walk("VEVENT")[0]["SEQUENCE"])) for entry in read] or [NOTHING]
    return found


def text(letter: Any) -> str:
    return str(letter.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def fates(store: Store) -> list[tuple[str, str | None]]:
    """What became of each notice when all that are due were taken in hand."""
    with store.transaction() as session:
        while claimed := commands.claim(session, timedelta(seconds=30), 5, given.HOME, given.NOW):
            for due in claimed:
                commands.settle(session, due, Outcome(Status.SENT), given.HOME, given.NOW)
        of_it = notices.join(deliveries, deliveries.c.notice_id == notices.c.notice_id)
        found = select(notices.c.kind, deliveries.c.reason).select_from(of_it)
        rows = session.execute(found.order_by(notices.c.number))
        return [(row.kind, row.reason) for row in rows]


def test_a_seat_is_in_the_calendar_from_its_confirmation_to_its_cancellation(store: Store) -> None:
    letters = live(store, given.event(CONFIRMED), given.event(CHANGED, 1), given.event(CANCELLED, 2))
    assert entries(letters) == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]


def test_who_waits_or_is_offered_seats_has_no_entry_until_they_accept(store: Store) -> None:
    offer = given.event(OFFERED, 1), given.event(CONFIRMED, 2, promoted=True)
    assert entries(live(store, given.event(QUEUED), *offer)) == [NOTHING, NOTHING, ("REQUEST", 2)]


@pytest.mark.parametrize("end", [CANCELLED, Kind.REGISTRATION_LAPSED])
def test_an_offer_that_comes_to_nothing_changes_no_calendar(store: Store, end: Kind) -> None:
    events = given.event(QUEUED), given.event(OFFERED, 1), given.event(end, 2, was="offered", reason="offer_refused")
    assert entries(live(store, *events)) == [NOTHING] * 3


def test_what_waits_and_changes_is_in_no_calendar(store: Store) -> None:
    changed = given.event(CHANGED, 1, status="waiting", position=2)
    assert entries(live(store, given.event(QUEUED), changed)) == [NOTHING] * 2


def test_what_is_postponed_leaves_the_calendar_and_comes_back_with_its_date(store: Store) -> None:
    events = given.event(CONFIRMED), given.event(POSTPONED, 1), given.event(CHANGED, 2), given.event(CANCELLED, 3)
    assert entries(live(store, *events)) == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2), ("CANCEL", 3)]


def test_what_left_the_calendar_when_it_was_postponed_is_not_taken_out_again(store: Store) -> None:
    events = given.event(CONFIRMED), given.event(POSTPONED, 1), given.event(CANCELLED, 2)
    assert entries(live(store, *events)) == [("REQUEST", 0), ("CANCEL", 1), NOTHING]


def test_what_is_postponed_takes_no_other_registration_out_of_the_calendar(store: Store) -> None:
    other = {"registration_id": "g-2", "occurrence_id": "o-2"}
    letters = live(
        store,
        given.event(CONFIRMED),
        given.event(CONFIRMED, **other),
        given.event(POSTPONED, 1, **other),
        given.event(CANCELLED, 1),
    )
    assert entries(letters)[-1] == ("CANCEL", 1)


def test_of_what_is_postponed_a_confirmation_brings_no_entry(store: Store) -> None:
    assert entries(live(store, given.event(CONFIRMED, occurrence_status="postponed"))) == [NOTHING]


def test_a_change_says_what_the_member_was_told_before_whatever_came_between(store: Store) -> None:
    live(store, given.event(CONFIRMED))
    tuesday = {"starts_at": "2026-11-24T09:00:00Z", "ends_at": "2026-11-24T11:00:00Z"}
    hear(store, given.event(CHANGED, 1, **tuesday))
    (letter,) = live(store, given.event(CHANGED, 2, what="seats", seats=3, **tuesday))
    assert "Quand : mardi 24 novembre 2026" in text(letter)
    assert "Avant : lundi 23 novembre 2026, de 10:00 à 12:00 (heure de Paris), L'Union" in text(letter)


def test_an_offer_that_was_not_told_yet_is_told_with_what_changed_since(store: Store) -> None:
    live(store, given.event(QUEUED))
    hear(store, given.event(OFFERED, 1))
    offered = {"status": "offered", "lapses_at": given.LAPSES_AT}
    (letter,) = live(store, given.event(CHANGED, 2, **offered, place_name="La Tour"))
    assert str(letter["Subject"]).startswith("Place à prendre : ")
    assert "Avant : " in text(letter)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([(QUEUED, {}), (OFFERED, {})], [OFFERED]),
        ([(QUEUED, {}), (CONFIRMED, {"promoted": True})], [CONFIRMED]),
        ([(OFFERED, {}), (CONFIRMED, {"promoted": True})], [CONFIRMED]),
        ([(OFFERED, {}), (CANCELLED, {"was": "offered", "reason": "offer_refused"})], [CANCELLED]),
        ([(OFFERED, {}), (Kind.REGISTRATION_LAPSED, {})], [Kind.REGISTRATION_LAPSED]),
        ([(Kind.REGISTRATION_REQUESTED, {}), (Kind.REGISTRATION_DECLINED, {})], [Kind.REGISTRATION_DECLINED]),
        ([(CONFIRMED, {}), (CHANGED, {}), (CANCELLED, {})], [CANCELLED]),
        ([(CONFIRMED, {}), (CHANGED, {"what": "answered"})], [CONFIRMED]),
    ],
)
def test_of_what_was_not_told_yet_only_the_last_word_is(
    store: Store, events: list[tuple[Kind, dict[str, Any]]], told: list[Kind]
) -> None:
    hear(store, *(given.event(kind, number, **facts) for number, (kind, facts) in enumerate(events)))
    found = fates(store)
    assert [kind for kind, reason in found if reason is None] == told
    assert {reason for _, reason in found} <= {None, "overtaken"}


def test_an_offer_that_lapsed_before_it_was_told_is_not_told(store: Store) -> None:
    hear(store, given.event(OFFERED, lapses_at=given.NOW.isoformat()))
    assert fates(store) == [("registration_offered", "too_late")]


def test_a_seat_is_not_confirmed_after_the_start(store: Store) -> None:
    hear(store, given.event(CONFIRMED, starts_at=given.NOW.isoformat()))
    assert fates(store) == [("registration_confirmed", "too_late")]


def test_who_has_gone_is_told_nothing(store: Store) -> None:
    hear(store, given.event(CANCELLED, reason="erased"))
    assert fates(store) == []


def test_only_the_city_of_who_planned_it_tells_that_too_few_come(store: Store) -> None:
    short = given.event(Kind.OCCURRENCE_SHORT, drafted_by_city="marcq")
    hear(store, short)
    assert fates(store) == []
    hear(store, short, city="marcq")
    assert fates(store) == [("occurrence_short", None)]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_of_booking])
def test_what_an_occurrence_books_is_told_to_nobody(store: Store, kind: Kind) -> None:
    event = given.event(kind, 1, for_occurrence_id="o-1", member_id="o-1")
    hear(store, event)
    assert fates(store) == []


def test_of_the_other_dates_only_when_and_which_is_kept(store: Store) -> None:
    date = {"occurrence_id": "o-2", "starts_at": "2026-11-30T09:00:00Z"}
    hear(store, given.event(CANCELLED, other_dates=[{**date, "somebody_added": "Zoé"}], organisation_id="g-9"))
    with store.reading() as session:
        kept = session.execute(select(notices.c.data)).scalar_one()
    assert kept["other_dates"] == [date]
    assert set(kept) < {*given.REGISTRATION, "was", "reason", "other_dates"}
    assert not {"organisation_id", "registered_by_city", "kind"} & set(kept)
