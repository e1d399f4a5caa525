"""A sender with everything it needs, and a members service that can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from chassis import errors
from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, reactions
from services.notifications.channels import Route
from services.notifications.domain import (
    Channel,
    Delivery,
    Outcome,
    Pace,
    Question,
)
from services.notifications.sending import AT_ONCE, HELD_FOR, Sender
from services.notifications.tables import deliveries
from tests.notifications import given


@dataclass
class Members:
    """The members service: tells Zoé's contact, or raises `trouble` while it is set."""

    trouble: Exception | None = None
    contact: dict[str, Any] = field(default_factory=lambda: dict(given.ZOE))
    phone: str | None = None
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(self, question: Question) -> dict[str, Any]:
        self.asked.append(question.named)
        if self.trouble:
            raise self.trouble
        if question.channel is Channel.SMS and self.phone is None:
            raise errors.Conflict("no_phone")
        if question.channel is Channel.SMS:
            return {"phone": self.phone, "language": "fr", "signs_in": False}
        if not self.contact:
            raise errors.Conflict("no_address")
        return {**self.contact, **({"link_token": "s3cret"} if question.purpose == "confirmation" else {})}


class Hands:
    """What takes deliveries of Roubaix in hand, and settles them."""

    store: Store
    clock: Callable[[], datetime]

    def claim(self) -> list[Delivery]:
        """What is due."""
        with self.store.transaction() as session:
            return commands.claim(session, HELD_FOR, AT_ONCE, given.HOME, self.clock())

    def settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        """Keep what became of it."""
        with self.store.transaction() as session:
            return commands.settle(session, delivery, outcome, given.HOME, self.clock())


@dataclass
class Desk(Hands):
    """A sender with everything it needs."""

    store: Store
    members: Members = field(default_factory=Members)
    letterbox: given.Letterbox = field(default_factory=given.Letterbox)
    more_channels: dict[Channel, Route] = field(default_factory=dict)
    clock: given.Clock = field(default_factory=given.Clock)
    pace: Pace | None = None

    def send(self) -> int:
        return Sender(
            service="notifications_roubaix",
            letterhead=given.LETTERHEAD,
            claim=self.claim,
            settle=self.settle,
            ask=self.members,
            leave_url=lambda notice: given.leave_url(notice.kind),
            channels={Channel.MAIL: self.letterbox, **self.more_channels},
            clock=self.clock,
            pace=self.pace,
        ).send_due()

    def hear(self, reaction: Callable[..., None], envelope: Envelope) -> None:
        with self.store.transaction() as session:
            reaction(session, envelope, self.clock(), home=given.HOME)

    def hear_of_members(self, count: int) -> None:
        """A booking of each of so many members."""
        for number in range(count):
            booked = given.confirmed(booking_id=f"b-{number}", member_id=f"m-{number}")
            self.hear(reactions.on_booking_confirmed, booked)

    def state(self) -> list[tuple[str, str | None]]:
        with self.store.reading() as session:
            found = session.execute(select(deliveries.c.status, deliveries.c.reason).order_by(deliveries.c.number))
            return [(row.status, row.reason) for row in found]
