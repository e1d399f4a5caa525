"""Send what is due: ask the address, write the letter, hand it over, note what became of it.

The ways out are open for a turn, whose letters share a dialogue; when one is out of order, what would go by it in that
turn waits, and no address is asked for. To which mail domain a letter goes is known only once it is written: one that
is ahead of its domain's pace is given an instant of its own, at which it goes without being held up again.

A claimed notice is in this hand for `HELD_FOR`; after a crash it is due again when that is over. Never opens a
transaction: none is open while it asks or sends. Never stores, logs or counts anything about a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from chassis import logs, metrics, trace
from chassis.errors import Conflict, NotFound, RemoteFailure, ServiceError
from services.notifications import domain, mail, schemas, short
from services.notifications.channels import DIALOGUE_SECONDS, Route, Way
from services.notifications.domain import (
    Channel,
    Deferred,
    Delivery,
    Letterhead,
    Notice,
    Outcome,
    OutOfOrder,
    Pace,
    Question,
    Status,
    Undeliverable,
)
from services.notifications.queries import Depth
from services.notifications.short import ShortMessage

HELD_FOR = timedelta(seconds=60)
LONGEST_SENDING = timedelta(seconds=DIALOGUE_SECONDS + 10)  # the dialogue, and the question for the address
AT_ONCE = 20
TURN = timedelta(seconds=10)  # then the timer comes again, unless the service is to stop

_COMPOSE: Mapping[Channel, Callable[..., Any]] = {Channel.MAIL: mail.compose, Channel.SMS: short.compose}

log = logs.get("notifications")


@dataclass
class _Turn:
    """The ways out of a turn, and why some of them are out of order."""

    ways: Mapping[Channel, Way]
    out_of_order: dict[Channel, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sender:
    """Sends a city's notices; several may run at once, in several processes, on the same database.

    Attributes:
        service: the name under which its notices are counted.
        claim: takes deliveries that are due in hand, for `HELD_FOR`; the turn is over when it gives none.
        settle: keeps what became of one; False when it was no longer in this hand.
        ask: the contact of a member, from the members service.
        leave_url: by which a notice's reader is written to no longer; None: there is no such way.
        clock: asks the time; sending takes some.
        pace: of each mail domain, for what goes to a mail server; None: there is none.
    """

    service: str
    letterhead: Letterhead
    claim: Callable[[], list[Delivery]]
    settle: Callable[[Delivery, Outcome], bool]
    ask: Callable[[Question], Any]
    leave_url: Callable[[Notice], str | None]
    channels: Mapping[Channel, Route]
    clock: Callable[[], datetime]
    pace: Pace | None = None

    def send_due(self) -> int:
        """Send until nothing is due or a turn is over; gives the number of notices that were settled or put off."""
        count, over_at = 0, self.clock() + TURN
        with ExitStack() as stack:
            turn = _Turn({channel: stack.enter_context(each.open()) for channel, each in self.channels.items()})
            while self.clock() < over_at and (claimed := self.claim()):
                for delivery in claimed:
                    if self.clock() + LONGEST_SENDING > delivery.next_attempt_at:
                        break  # held for too long: the rest is due again soon
                    self._send(delivery, turn)
                    count += 1
        return count

    def _send(self, delivery: Delivery, turn: _Turn) -> None:
        notice, channel = delivery.notice, delivery.channel
        trace.begin(notice.traceparent)
        outcome = self._attempt(delivery, turn)
        is_kept = self.settle(delivery, outcome)
        name = "deferred" if outcome.status is Status.QUEUED else outcome.status.value
        reason = domain.reason_class(outcome.reason).value
        metrics.notices.labels(self.service, notice.kind.value, channel.value, name, reason).inc()
        log.info(
            "notice",
            notice_id=notice.notice_id,
            kind=notice.kind,
            channel=channel,
            outcome=name,
            reason=outcome.reason,
        )
        if not is_kept:
            log.warning("notice held too long", notice_id=notice.notice_id)

    def _attempt(self, delivery: Delivery, turn: _Turn) -> Outcome:
        notice, channel = delivery.notice, delivery.channel
        if channel not in turn.ways:
            return Outcome(Status.DROPPED, "channel_closed")  # the operator took it out of the node's settings
        if reason_for_all := turn.out_of_order.get(channel):
            return domain.in_vain(delivery, reason_for_all, self.clock())
        try:
            return self._deliver(delivery, turn)
        except (NotFound, Conflict) as refusal:  # the member is gone, or needs no such letter any more
            return self._dropped(delivery, refusal.code)
        except ServiceError as refusal:
            return domain.in_vain(delivery, refusal.code, self.clock())
        except RemoteFailure:
            return domain.in_vain(delivery, "members_failed", self.clock())
        except OutOfOrder as reason:
            turn.out_of_order[channel] = str(reason)
            return domain.in_vain(delivery, str(reason), self.clock())
        except Deferred as reason:
            return domain.in_vain(delivery, str(reason), self.clock())
        except Undeliverable as reason:
            instead = domain.instead_of(delivery, str(reason), self.channels)
            return Outcome(Status.FAILED, str(reason), instead=instead)
        except Exception as exc:  # a bug must neither lose the notice nor keep the others waiting
            log.error("notice broke", exc, notice_id=notice.notice_id, kind=notice.kind)
            return domain.in_vain(delivery, "internal_error", self.clock())

    def _deliver(self, delivery: Delivery, turn: _Turn) -> Outcome:
        notice, channel = delivery.notice, delivery.channel
        about = schemas.told(notice)
        asked = schemas.contact(self.ask(domain.question(notice, about, channel)))
        contact = replace(asked, leave_url=self.leave_url(notice))
        if domain.is_refused(notice.kind, channel, is_marked=contact.is_marked):
            return self._dropped(delivery, domain.ADDRESS_REFUSED)
        letter = _COMPOSE[channel](notice, about, contact, self.letterhead, self.clock())
        if (slot := self._slot(delivery, letter)) > self.clock():
            return Outcome(Status.QUEUED, domain.PACED, slot)
        turn.ways[channel].send(letter, notice.notice_id)
        return Outcome(Status.SENT, instead=domain.as_well_as(delivery, contact, self.channels))

    def _dropped(self, delivery: Delivery, reason: str) -> Outcome:
        return Outcome(Status.DROPPED, reason, instead=domain.instead_of(delivery, reason, self.channels))

    def _slot(self, delivery: Delivery, letter: EmailMessage | ShortMessage) -> datetime:
        """When a letter may go; what somebody waits for goes at once, and the others of its domain after it.

        A telephone is of no domain.
        """
        now = self.clock()
        if self.pace is None or delivery.reason == domain.PACED or not isinstance(letter, EmailMessage):
            return now
        slot = self.pace.slot(letter["To"].addresses[0].domain, now)
        return now if delivery.notice.kind.is_prompt else slot


def measure(service: str, depths: Mapping[Channel, Depth], now: datetime) -> None:
    """Tell the operator how much waits by each channel, and for how long."""
    for channel, depth in depths.items():
        metrics.notices_queued.labels(service, channel.value).set(depth.queued)
        age = (now - (depth.oldest_at or now)).total_seconds()
        metrics.notices_oldest_seconds.labels(service, channel.value).set(age)
