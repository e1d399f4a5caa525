"""How often something is tried, on the bus: counted in the database, by digests that say nothing of whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import eventlet
from sqlalchemy.orm import Session

from chassis import addresses, clock, proofs
from chassis.errors import TooMany
from chassis.service import every
from services.members import commands, domain
from services.members.service.keys import Keys

ANSWERED_AFTER_SECONDS = 0.1  # longer than anything takes that is done for one address and not for another


class Throttling(Keys):
    """Allows something so often."""

    @every(seconds=3600)
    def forget_throttles(self) -> None:
        """At start and then hourly: what says nothing any more is not kept."""
        with self.database.transaction() as session:
            commands.throttles.forget_throttles(session, clock.now())

    def throttle(self, allowance: domain.Allowance, *facts: str, now: datetime) -> None:
        """Take a try of something, which counts whatever comes of it.

        Args:
            allowance: what may be tried.
            facts: of whom or from where: an id, the digest of an address, `domain.network_of` a client.
            now: the present instant.

        Raises:
            TooMany: `too_many_tries`.
        """
        with self.database.transaction() as session:
            commands.throttles.take(session, [self.one_try(allowance, *facts)], now)

    def may_write(self, session: Session, email: str, now: datetime) -> bool:
        """Whether one more letter may go to an address that anybody typed; counts it if so, and tells nobody if not."""
        try:
            commands.throttles.take(session, [self.one_try(domain.LETTER_TO_ADDRESS, addresses.digest(email))], now)
        except TooMany:
            return False
        return True

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """Answer after the same while, whatever is done and however it ends: how long it takes tells nothing."""
        began = clock.monotonic()
        try:
            yield
        finally:
            eventlet.sleep(max(0.0, began + ANSWERED_AFTER_SECONDS - clock.monotonic()))

    def one_try(self, allowance: domain.Allowance, *facts: str) -> domain.Try:
        """A try, to take it together with others and perhaps to give it back."""
        return domain.Try(allowance, self.digest_of("throttle", allowance.name, *facts))

    def network_digest(self, client: str) -> str:
        """What is kept of the network address that somebody comes from."""
        return self.digest_of("client", domain.network_of(client))

    def digest_of(self, *facts: str) -> str:
        """What stands for something that the database shall not hold; found again only by who has `home_secret`."""
        return proofs.make(self.settings.home_secret, *facts)
