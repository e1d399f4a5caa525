"""What is kept no longer: the timer."""

from __future__ import annotations

from chassis import clock, ids
from chassis.envelope import Envelope
from chassis.service import every, hears
from services.members import commands, domain, queries, reactions
from services.members.service.keys import Keys

AT_ONCE = 100


class Retention(Keys):
    """Ends what nobody uses, as long ago as the city has said that it would."""

    @hears("notifications", "notice.sent", "notice.failed")
    def on_notice(self, envelope: Envelope) -> None:
        """Keep when the letter about the end of an account went out: the account ends no sooner than 30 days later;
        and which addresses take no letter.
        """
        if self._matters(envelope):  # of the many others nothing is written
            self.database.react(envelope, reactions.on_notice)

    @every(seconds=3600)
    def end_what_is_old(self) -> None:
        """At start and then hourly. A transaction a member: who comes back meanwhile is seen."""
        with self.database.transaction() as session:
            commands.retention.forget_consents(session, clock.now())
        after = ""
        while True:
            with self.database.reading() as session:
                found = queries.inactive(session, clock.now(), AT_ONCE, after)
            for after in found:
                with self.database.transaction() as session:
                    commands.retention.end_inactive(session, self.city, after, ids.new(), clock.now())
            if len(found) < AT_ONCE:
                return

    def _matters(self, envelope: Envelope) -> bool:
        if envelope.name == "notice.failed" or envelope.data.get("kind") == domain.ENDING_LETTER:
            return True
        with self.database.reading() as session:
            return queries.is_marked_for(session, str(envelope.data.get("member_id")))
