"""Sending: ask, write, hand over, note. Each letter once, in order, or dropped when it is of no use."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from chassis import errors
from services.notifications import reactions
from services.notifications.domain import (
    Undeliverable,
)
from services.notifications.sending import HELD_FOR
from services.notifications.tables import metadata
from tests.notifications import given
from tests.notifications.desk import Desk


def test_what_was_heard_is_sent_once(desk: Desk) -> None:
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    assert (desk.send(), desk.send()) == (1, 0)
    assert desk.letterbox.subjects() == ["Réservé : Salle du canal, le 23 novembre à 10:00"]
    assert desk.members.asked == [("m-1", "booking")]
    assert desk.state() == [("sent", None)]


def test_the_letter_carries_the_trace_of_the_request(desk: Desk) -> None:
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert desk.letterbox.letters[0]["X-Traceparent"] == given.TRACE
    with desk.store.reading() as session:
        body = session.execute(text("SELECT body FROM outbox")).scalar_one()
    assert given.TRACE.split("-")[1] in body


def test_a_member_gets_the_letters_in_order(desk: Desk) -> None:
    desk.hear(reactions.on_member_registered, given.registered())
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.hear(reactions.on_booking_confirmed, given.confirmed(booking_id="b-2", space_name="Atelier bois"))
    desk.send()
    assert [subject.split()[0] for subject in desk.letterbox.subjects()] == ["Confirmez", "Réservé", "Réservé"]
    assert "Atelier bois" in desk.letterbox.subjects()[2]


def test_a_confirmation_that_comes_after_its_cancellation_is_never_sent(desk: Desk) -> None:
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    assert [subject.split()[0] for subject in desk.letterbox.subjects()] == ["Annulé"]


def test_a_confirmation_that_waited_until_its_cancellation_is_dropped(desk: Desk) -> None:
    desk.members.trouble = errors.Unavailable("service_unavailable")
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    desk.members.trouble = None
    desk.clock.pass_by(minutes=5)
    desk.send()
    assert [subject.split()[0] for subject in desk.letterbox.subjects()] == ["Annulé"]


def test_a_letter_that_is_too_late_is_dropped(desk: Desk) -> None:
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.clock.pass_by(days=3, hours=3)  # the booking is over
    desk.send()
    assert desk.state() == [("dropped", "too_late")]


def test_a_crash_between_sending_and_commit_sends_the_same_letter_again(desk: Desk) -> None:
    class Crash(BaseException):
        """The process ends."""

    class CrashingLetterbox(given.Letterbox):
        def send(self, letter: Any, notice_id: str) -> None:
            super().send(letter, notice_id)
            if len(self.letters) == 1:
                raise Crash

    desk.letterbox = CrashingLetterbox()
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    with pytest.raises(Crash):
        desk.send()
    assert desk.send() == 0
    desk.clock.at += HELD_FOR
    assert desk.send() == 1
    first, again = desk.letterbox.letters
    assert first["Message-ID"] == again["Message-ID"]


def test_who_is_too_slow_leaves_the_rest_for_the_next_round(desk: Desk) -> None:
    class SlowLetterbox(given.Letterbox):
        def send(self, letter: Any, notice_id: str) -> None:
            super().send(letter, notice_id)
            desk.clock.pass_by(seconds=20)

    desk.letterbox = SlowLetterbox()
    for number in range(6):
        desk.hear(reactions.on_booking_confirmed, given.confirmed(booking_id=f"b-{number}", member_id=f"m-{number}"))
    assert desk.send() == 2
    desk.clock.at += HELD_FOR
    desk.send()
    desk.clock.at += HELD_FOR
    desk.send()
    assert len(set(desk.letterbox.subjects())) == 1
    assert len({letter["Message-ID"] for letter in desk.letterbox.letters}) == len(desk.letterbox.letters) == 6


def test_an_event_that_is_heard_again_later_sends_nothing_more(desk: Desk) -> None:
    for _ in range(2):
        desk.hear(reactions.on_booking_confirmed, given.confirmed())
        desk.send()
        desk.clock.pass_by(hours=1)
    assert len(desk.letterbox.letters) == 1


def test_no_name_and_no_address_is_in_the_database(desk: Desk) -> None:
    desk.hear(reactions.on_member_registered, given.registered())
    desk.hear(reactions.on_booking_confirmed, given.confirmed())
    desk.send()
    desk.letterbox.trouble = Undeliverable("smtp_550")
    desk.hear(reactions.on_booking_cancelled, given.cancelled())
    desk.send()
    assert len(desk.letterbox.letters) == 2
    with desk.store.reading() as session:
        rows = [tuple(row) for table in metadata.sorted_tables for row in session.execute(select(table))]
    assert len(rows) > 3
    for planted in (given.EMAIL, given.NAME, "Planté", "s3cret"):
        assert planted not in repr(rows)
