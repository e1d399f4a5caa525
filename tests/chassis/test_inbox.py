"""The inbox: a message is accepted once, in the transaction of its effect."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis import inbox
from chassis.database import Store
from chassis.envelope import Envelope
from tests.chassis.stores import NOW

ENVELOPE = Envelope("1", "/hub/bookings", "booking.confirmed", "b", 0, NOW, {})


def test_a_message_is_accepted_once(store: Store) -> None:
    with store.transaction() as session:
        assert inbox.accept(session, "/hub/bookings#1", NOW)
        assert not inbox.accept(session, "/hub/bookings#1", NOW)
        assert inbox.accept(session, "/roubaix/members#1", NOW)


def test_a_reaction_that_fails_has_accepted_nothing(store: Store) -> None:
    done = []

    def fails(*_: object) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        store.react(ENVELOPE, fails)
    store.react(ENVELOPE, lambda session, envelope, now: done.append(envelope.id))
    store.react(ENVELOPE, lambda session, envelope, now: done.append(envelope.id))
    assert done == ["1"]


def test_only_what_cannot_come_again_is_forgotten(store: Store) -> None:
    with store.transaction() as session:
        inbox.accept(session, "old", NOW - inbox.KEPT_FOR - timedelta(seconds=1))
        inbox.accept(session, "new", NOW)
        assert inbox.forget(session, NOW) == 1
        assert not inbox.accept(session, "new", NOW)
