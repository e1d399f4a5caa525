"""Sending what is due, on a timer; the one question to the city's members; forgetting who is gone."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from chassis import clock, proofs
from chassis.service import every
from services.notifications import commands, domain, queries, schemas
from services.notifications.channels import open_channels
from services.notifications.domain import Delivery, Notice, Outcome, Pace, Question
from services.notifications.sending import AT_ONCE, HELD_FOR, Sender, measure
from services.notifications.service.home import OfACity

FORGOTTEN_AT_ONCE = 500
FORGOTTEN_TURNS = 100


class Pacing(DependencyProvider):
    """The pace of mail domains, as long as the process lives; None where letters go to a folder."""

    def setup(self) -> None:
        smtp = self.container.config["settings"].mail.smtp
        self.pace = Pace(smtp.per_domain_per_minute) if smtp else None

    def get_dependency(self, worker_ctx: Any) -> Pace | None:
        return self.pace


class Sends(OfACity):
    """What goes out."""

    pace: Any = Pacing()

    @every(seconds=1)
    def send_due(self) -> None:
        """Send what is due; the timer runs one at a time in a process."""
        Sender(
            service=self.name,
            letterhead=self.letterhead,
            claim=self._claim,
            settle=self._settle,
            ask=self._ask_contact,
            leave_url=self._leave_url,
            channels=open_channels(self.settings, self.city),
            clock=clock.now,
            pace=self.pace,
        ).send_due()
        with self.database.reading() as session:
            now = clock.now()
            measure(self.name, queries.depth(session, now), now)

    @every(seconds=3600)
    def forget_erased(self) -> None:
        """Of who is gone nothing at all is known in the end."""
        with self.database.transaction() as session:
            commands.forget_erased(session, clock.now())

    @every(seconds=3600)
    def forget_old(self) -> None:
        """What was said long ago is not known for ever; some at a time, so that nobody waits for it."""
        for _ in range(FORGOTTEN_TURNS):
            with self.database.transaction() as session:
                if commands.forget_old(session, FORGOTTEN_AT_ONCE, clock.now()) < FORGOTTEN_AT_ONCE:
                    return

    def _leave_url(self, notice: Notice) -> str | None:
        public_url, secret = self.settings.gateway.public_url, self.settings.home_secret
        return domain.leave_url(notice.kind, notice.member_id, self.city, public_url, secret)

    def _claim(self) -> list[Delivery]:
        with self.database.transaction() as session:
            return commands.claim(session, HELD_FOR, AT_ONCE, self.home, clock.now())

    def _settle(self, delivery: Delivery, outcome: Outcome) -> bool:
        return bool(
            self.database.retrying(lambda session: commands.settle(session, delivery, outcome, self.home, clock.now()))
        )

    def _ask_contact(self, question: Question) -> Any:
        return self.rpc.call(
            f"members_{self.city}",
            "contact",
            sealed=True,
            deadline=self.settings.rpc_deadline_seconds,
            proof=proofs.make(self.settings.home_secret, "contact", self.city, *question.named),
            **schemas.asked(question),
        )
