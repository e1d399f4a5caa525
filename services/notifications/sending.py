"""Send what is due: ask the address, write the letter, hand it over, note what became of it.

A claimed notice is in this hand for `HELD_FOR`; after a crash it is due again when that is over. Never opens a
transaction: none is open while it asks or sends. Never stores, logs or counts anything about a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis import logs, metrics, trace
from chassis.errors import Conflict, NotFound, RemoteFailure, ServiceError
from services.notifications import domain, mail, schemas
from services.notifications.channels import DIALOGUE_SECONDS, MailChannel
from services.notifications.domain import (
    Channel,
    Deferred,
    Delivery,
    Letterhead,
    Outcome,
    Question,
    Status,
    Undeliverable,
)
from services.notifications.queries import Depth

HELD_FOR = timedelta(seconds=60)
LONGEST_SENDING = timedelta(seconds=DIALOGUE_SECONDS + 10)  # the dialogue, and the question for the address
AT_ONCE = 20
TURN = timedelta(seconds=10)  # then the timer comes again, unless the service is to stop

log = logs.get("notifications")


@dataclass(frozen=True)
class Sender:
    """Sends a city's notices; several may run at once, in several processes, on the same database.

    Attributes:
        service: the name under which its notices are counted.
        claim: takes deliveries that are due in hand, for `HELD_FOR`; nothing is due when it gives none.
        settle: keeps what became of one; False when it was no longer in this hand.
        ask: the contact of a member, from the members service.
        clock: asks the time; sending takes some.
    """

    service: str
    letterhead: Letterhead
    claim: Callable[[], list[Delivery]]
    settle: Callable[[Delivery, Outcome], bool]
    ask: Callable[[Question], Any]
    channels: Mapping[Channel, MailChannel]
    clock: Callable[[], datetime]

    def send_due(self) -> int:
        """Send until nothing is due or a turn is over; gives the number of notices that were settled or put off."""
        count, over_at = 0, self.clock() + TURN
        while self.clock() < over_at and (claimed := self.claim()):
            for delivery in claimed:
                if self.clock() + LONGEST_SENDING > delivery.next_attempt_at:
                    break  # held for too long: the rest is due again soon
                self._send(delivery)
                count += 1
        return count

    def _send(self, delivery: Delivery) -> None:
        notice, channel = delivery.notice, delivery.channel
        trace.begin(notice.traceparent)
        outcome = self._attempt(delivery)
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

    def _attempt(self, delivery: Delivery) -> Outcome:
        notice = delivery.notice
        try:
            about = schemas.told(notice)
            contact = schemas.contact(self.ask(domain.question(notice, about)))
            if domain.is_refused(notice.kind, delivery.channel, is_marked=contact.is_marked):
                return Outcome(Status.DROPPED, "address_refused")
            letter = mail.compose(notice, about, contact, self.letterhead, self.clock())
            self.channels[delivery.channel].send(letter, notice.notice_id)
        except (NotFound, Conflict) as refusal:  # the member is gone, or needs no such letter any more
            return Outcome(Status.DROPPED, refusal.code)
        except ServiceError as refusal:
            return domain.in_vain(delivery, refusal.code, self.clock())
        except RemoteFailure:
            return domain.in_vain(delivery, "members_failed", self.clock())
        except Deferred as reason:
            return domain.in_vain(delivery, str(reason), self.clock())
        except Undeliverable as reason:
            return Outcome(Status.FAILED, str(reason))
        except Exception as exc:  # a bug must neither lose the notice nor keep the others waiting
            log.error("notice broke", exc, notice_id=notice.notice_id, kind=notice.kind)
            return domain.in_vain(delivery, "internal_error", self.clock())
        return Outcome(Status.SENT)


def measure(service: str, depths: Mapping[Channel, Depth], now: datetime) -> None:
    """Tell the operator how much waits by each channel, and for how long."""
    for channel, depth in depths.items():
        metrics.notices_queued.labels(service, channel.value).set(depth.queued)
        age = (now - (depth.oldest_at or now)).total_seconds()
        metrics.notices_oldest_seconds.labels(service, channel.value).set(age)
