"""Who wishes to be written to of the programme, on the bus: notifications asks, and says who left."""

from __future__ import annotations

from functools import partial
from typing import Any

from chassis import clock, proofs
from chassis.envelope import Envelope
from chassis.schema import read
from chassis.service import answers, hears
from services.members import domain, queries, reactions, schemas
from services.members.service.keys import Keys


class Subscribing(Keys):
    """What the weekly digest rests on."""

    @answers(sealed=True)
    def subscribers(self, **asked: Any) -> dict[str, Any]:
        """A page of those who consent to the digest, by ids, with what they are curious about; no name, no address.

        Args:
            asked: `schemas.SubscribersAsked`, by the city's own notifications.

        Returns:
            `{"items": [{"member_id", "topics"}], "next"}`: `next` is the `after` of the next page, or None.

        Raises:
            Forbidden: `proof_invalid`: who asks does not have the city's `home_secret`, or asked long ago.
        """
        said, now = read(schemas.SubscribersAsked, asked), clock.now()
        facts = ("subscribers", self.city, said["after"], str(said["limit"]), said["at"])
        domain.check_proof(holds=proofs.holds(said["proof"], self.settings.home_secret, *facts))
        domain.check_asked_now(read(schemas.AskedAt, {"at": said["at"]})["at"], now)
        with self.database.reading() as session:
            return schemas.subscribers(*queries.subscribers(session, said["after"], said["limit"]))

    @hears("notifications", "newsletter.left")
    def on_newsletter_left(self, envelope: Envelope) -> None:
        """Keep that a member consents no longer, who said so by the link in a letter."""
        self.database.react(envelope, partial(reactions.on_newsletter_left, city=self.city))
