"""Send what is due: ask the address, write the letter, hand it over, note what became of it.

A claimed notice is in this hand for `HELD_FOR`; after a crash it is due again when that is over. Never opens a
transaction: none is open while it asks or sends. Never stores, logs or counts anything about a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis import logs, metrics, trace
from chassis.errors import Conflict, NotFound, RemoteFailure, ServiceError
from services.notifications import domain, mail, schemas
from services.notifications.channels import DIALOGUE_SECONDS, Channel
from services.notifications.domain import Deferred, Letterhead, Notice, Outcome, Question, Status, Undeliverable
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
        claim: takes notices that are due in hand, for `HELD_FOR`; nothing is due when it gives none.
        settle: keeps what became of one; False when it was no longer in this hand.
        ask: the contact of a member, from the members service.
        clock: asks the time; sending takes some.
    """

    service: str
    letterhead: Letterhead
    claim: Callable[[], list[Notice]]
    settle: Callable[[Notice, Outcome], bool]
    ask: Callable[[Question], Any]
    channel: Channel
    clock: Callable[[], datetime]

    def send_due(self) -> int:
        """Send until nothing is due or a turn is over; gives the number of notices that were settled or put off."""
        count, over_at = 0, self.clock() + TURN
        while self.clock() < over_at and (claimed := self.claim()):
            for notice in claimed:
                if self.clock() + LONGEST_SENDING > notice.next_attempt_at:
                    break  # held for too long: the rest is due again soon
                self._send(notice)
                count += 1
        return count

    def _send(self, notice: Notice) -> None:
        trace.begin(notice.traceparent)
        outcome = self._attempt(notice)
        is_kept = self.settle(notice, outcome)
        name = "deferred" if outcome.status is Status.QUEUED else outcome.status.value
        metrics.notices.labels(self.service, notice.kind.value, name).inc()
        log.info("notice", notice_id=notice.notice_id, kind=notice.kind, outcome=name, reason=outcome.reason)
        if not is_kept:
            log.warning("notice held too long", notice_id=notice.notice_id)

    def _attempt(self, notice: Notice) -> Outcome:
        try:
            about = schemas.told(notice)
            contact = schemas.contact(self.ask(domain.question(notice, about)))
            letter = mail.compose(notice, about, contact, self.letterhead, self.clock())
            self.channel.send(letter, notice.notice_id)
        except (NotFound, Conflict) as refusal:  # the member is gone, or needs no such letter any more
            return Outcome(Status.DROPPED, refusal.code)
        except ServiceError as refusal:
            return domain.in_vain(notice, refusal.code, self.clock())
        except RemoteFailure:
            return domain.in_vain(notice, "members_failed", self.clock())
        except Deferred as reason:
            return domain.in_vain(notice, str(reason), self.clock())
        except Undeliverable as reason:
            return Outcome(Status.FAILED, str(reason))
        except Exception as exc:  # a bug must neither lose the notice nor keep the others waiting
            log.error("notice broke", exc, notice_id=notice.notice_id, kind=notice.kind)
            return domain.in_vain(notice, "internal_error", self.clock())
        return Outcome(Status.SENT)


def measure(service: str, depth: Depth, now: datetime) -> None:
    """Tell the operator how much waits, and for how long."""
    metrics.notices_queued.labels(service).set(depth.queued)
    metrics.notices_oldest_seconds.labels(service).set((now - (depth.oldest_at or now)).total_seconds())
