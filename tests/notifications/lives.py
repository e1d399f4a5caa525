"""The life of a booking or a registration as a calendar sees it: what is heard, sent, lost on the way; and what stands.

A post hears events and sends what is due, as the service does; what a mail server took is in the calendar at once,
whether or not the post comes to know of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chassis.clock import rfc3339
from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, domain, mail, reactions, schemas
from services.notifications.domain import Delivery, Outcome, Status
from tests.notifications import given, itip

HELD_FOR = timedelta(seconds=60)
REACTIONS = {
    name.removeprefix("on_").replace("_", ".", 1): reaction
    for name, reaction in vars(reactions).items()
    if name.startswith(("on_registration_", "on_booking_"))
}
SENT, LATER, UNANSWERED, DIES_BEFORE, DIES_AFTER = "sent", "later", "unanswered", "dies before", "dies after"
FATES = (SENT, LATER, UNANSWERED, DIES_BEFORE, DIES_AFTER)


@dataclass
class Post:
    """A city's notifications, and the calendar of who gets its letters."""

    store: Store
    clock: given.Clock = field(default_factory=given.Clock)
    calendar: itip.AnyCalendar = field(default_factory=itip.AnyCalendar)
    mails: list[itip.Entry] = field(default_factory=list)

    def hear(self, event: Envelope) -> None:
        """Hear of something."""
        with self.store.transaction() as session:
            REACTIONS[event.name](session, event, self.clock(), home=given.HOME)

    def send(self, fate: str = SENT) -> bool:
        """Send one letter that is due, which has that fate; False when none is due."""
        self.clock.pass_by(seconds=1)
        with self.store.transaction() as session:
            claimed = commands.claim(session, HELD_FOR, 1, given.HOME, self.clock())
        for due in claimed:
            self._send(due, fate)
        return bool(claimed)

    def drain(self) -> None:
        """Send all that waits, now that nothing goes wrong any more."""
        for _ in range(3):
            self.clock.pass_by(minutes=2)
            while self.send():
                pass

    def _send(self, due: Delivery, fate: str) -> None:
        letter = mail.compose(due.notice, schemas.told(due.notice), given.contact(), given.LETTERHEAD, self.clock())
        entry = itip.read(letter)
        if fate in (SENT, UNANSWERED, DIES_AFTER) and entry is not None:
            self.mails.append(entry)
            self.calendar.take(entry)
        if fate in (DIES_BEFORE, DIES_AFTER):
            self.clock.at += HELD_FOR
            return
        outcome = Outcome(Status.SENT)
        if fate != SENT:
            outcome = domain.in_vain(due, "smtp_451" if fate == LATER else domain.UNANSWERED, self.clock())
        with self.store.transaction() as session:
            assert commands.settle(session, due, outcome, given.HOME, self.clock())


@dataclass
class Life:
    """Something that happens step by step: each step is an event, which tells the whole of it.

    Attributes:
        kind: `booking` or `registration`.
        facts: as the last event leaves them.
        events: those so far.
    """

    kind: str
    thing_id: str
    facts: dict[str, Any]
    events: list[Envelope] = field(default_factory=list)
    sequence: int = -1

    def step(self, name: str, skipped: int = 0, /, **facts: Any) -> Envelope:
        """The next thing that happens, after some of which nobody here is told."""
        self.sequence += 1 + skipped
        self.facts = {**self.facts, **facts, f"{self.kind}_id": self.thing_id, "sequence": self.sequence}
        self.events.append(given.said(f"{self.kind}.{name}", self.sequence, **self.facts))
        return self.events[-1]

    @property
    def uid(self) -> str:
        """Of its entry."""
        return f"{self.thing_id}@champlibre.example.org"


def booking(thing_id: str, member_id: str = "m-1") -> Life:
    """A booking of which nothing was said yet."""
    return Life("booking", thing_id, {**given.BOOKING, "member_id": member_id})


def registration(thing_id: str, member_id: str = "m-1") -> Life:
    """A registration of which nothing was said yet."""
    return Life("registration", thing_id, {**given.REGISTRATION, "member_id": member_id, "registered_by_id": member_id})


def at(hours: int) -> dict[str, Any]:
    """A time of two hours, so many hours after a Monday noon that is to come."""
    starts_at = datetime.fromisoformat("2026-12-14T12:00:00+00:00") + timedelta(hours=hours)
    return {"starts_at": rfc3339(starts_at), "ends_at": rfc3339(starts_at + timedelta(hours=2))}


def shown(status: str, times: dict[str, Any]) -> tuple[str, datetime, datetime]:
    """What a calendar shows of an entry of that status, at those times."""
    return status, datetime.fromisoformat(times["starts_at"]), datetime.fromisoformat(times["ends_at"])


def grows(mails: Iterable[itip.Entry]) -> bool:
    """Whether no mail changes what a later one had said: SEQUENCE never falls, and grows with each cancellation."""
    last: dict[str, itip.Entry] = {}
    for one in mails:
        before = last.get(one.uid)
        if before and (one.sequence < before.sequence or one.stamp < before.stamp):
            return False
        if before and one.sequence == before.sequence and one.ics != before.ics:
            return False
        last[one.uid] = one
    return True
