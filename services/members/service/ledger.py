"""The home city's side of the ledger, on the bus: it hears what its members book anywhere, and adds it up."""

from __future__ import annotations

from functools import partial
from typing import Any

from chassis import clock, ids
from chassis.envelope import Envelope
from chassis.schema import read
from chassis.service import answers, hears
from services.members import domain, queries, reactions, schemas
from services.members.service.keys import Keys

_HEARD = ("confirmed", "moved", "cancelled", "denied", "lapsed", "missed", "checked_in", "checked_out")


class Ledger(Keys):
    """What the city's members used, and where."""

    @hears("bookings", *(f"booking.{happened}" for happened in _HEARD))
    def on_booking(self, envelope: Envelope) -> None:
        """Keep where the booking stands."""
        self.database.react(envelope, partial(reactions.on_booking, city=self.city, fresh_id=ids.new()))

    @answers(sealed=True)
    def ledger(self, **asked: Any) -> dict[str, Any]:
        """What the city's members used in each city in a month, all together; for the city's accountants.

        Args:
            asked: `schemas.Ledger`, with the access token of a member of staff.

        Returns:
            `{"home_city", "month", "items": [{"host_city", "bookings", "minutes", "amount_cents"}]}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`, `permission_missing`.
            Invalid: `invalid`.
        """
        said = read(schemas.Ledger, asked)
        with self.database.reading() as session:
            staff = self.recognise(session, said["token"], clock.now())
            domain.require(staff, domain.Permission.SEE_LEDGER)
            heard = queries.bookings_around(session, said["month"])
        return schemas.ledger(domain.ledger(heard, said["month"]), said["month"], self.city)
