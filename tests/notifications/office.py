"""A real sender on a real database to a real mail server, with a members service that has an address for everybody.

As a program it does one thing to be looked at from outside: `stuck` hands a letter over and never writes that down,
`burst` hears of many bookings, sends what is due and says what that took.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import eventlet

import champlibre.green  # noqa: F401 - first, when this is the program
from chassis import clock, config
from chassis.database import Store
from services.notifications import reactions
from services.notifications.channels import Route, Smtp
from services.notifications.domain import Channel, Delivery, Outcome, Question
from services.notifications.sending import Sender
from tests.notifications import given
from tests.notifications.desk import Hands

HEARD_AT_ONCE = 100


def mail_server(port: int, seconds: float = 20) -> Smtp:
    """The way to the tests' mail server."""
    return Smtp(config.Smtp("127.0.0.1", port, tls="none"), dialogue_seconds=seconds)


@dataclass
class Office(Hands):
    """Notifications of Roubaix, as far as sending goes. A member `later+7` has the address `later+7@example.org`."""

    store: Store
    channel: Route
    clock: Callable[[], datetime] = field(default_factory=given.Clock)

    def send(self) -> int:
        """A turn."""
        return Sender(
            service="notifications_roubaix",
            letterhead=given.LETTERHEAD,
            claim=self.claim,
            settle=self.settle,
            ask=self.ask,
            channels={Channel.MAIL: self.channel},
            leave_url=lambda notice: given.leave_url(notice.kind),
            clock=self.clock,
        ).send_due()

    def ask(self, question: Question) -> dict[str, Any]:
        """The members service."""
        return {**given.ZOE, "email": f"{question.member_id}@example.org"}

    def hear(self, bookings: list[tuple[str, str]]) -> None:
        """A booking of each member, by member and booking id."""
        with self.store.transaction() as session:
            for member_id, booking_id in bookings:
                event = given.confirmed(member_id=member_id, booking_id=booking_id)
                reactions.on_booking_confirmed(session, event, self.clock(), home=given.HOME)


class Stuck(Office):
    """Nothing is written down any more once a letter was taken."""

    def settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        """Say that it was, and wait for the end."""
        say("taken")
        eventlet.sleep(3600)
        raise AssertionError("nobody came")


def burst(office: Office, count: int, members: int) -> None:
    """Hear of `count` bookings of so many members, send letters until nothing is due, and say what that took."""
    began, before = clock.monotonic(), memory_kib()
    bookings = [(f"m-{number % members}", f"b-{number}") for number in range(count)]
    for first in range(0, count, HEARD_AT_ONCE):
        office.hear(bookings[first : first + HEARD_AT_ONCE])
    say("heard")
    heard_at, done, peak = clock.monotonic(), 0, memory_kib()
    while sent := office.send():
        done, peak = done + sent, max(peak, memory_kib())
    seconds = clock.monotonic() - heard_at
    took = {"done": done, "hearing_seconds": heard_at - began, "sending_seconds": seconds, "grown_kib": peak - before}
    say(json.dumps(took))


def say(line: str) -> None:
    """To whoever started the program."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def memory_kib() -> int:
    """What this process holds of the machine's memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


if __name__ == "__main__":
    what, url, port, *more = sys.argv[1:]
    store, channel = Store(url, "notifications_roubaix", "roubaix"), mail_server(int(port))
    if what == "stuck":
        Stuck(store, channel).send()
    else:
        since, count, members = more  # since when time passes, by the clock that the machine's processes share
        passing = Office(store, channel, lambda: given.NOW + timedelta(seconds=clock.monotonic() - float(since)))
        burst(passing, int(count), int(members))
