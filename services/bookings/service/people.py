"""What the cities tell of their members: the bus side."""

from __future__ import annotations

from functools import partial
from typing import Any

from chassis import clock, ids
from chassis.envelope import Envelope
from chassis.service import answers, every, hears
from services.bookings import commands, queries, reactions


class People:
    """Who may book, and how their tokens are verified."""

    settings: Any
    database: Any

    @answers
    def issuer_keys(self) -> dict[str, Any]:
        """The public keys by which what each city of the network signs is verified, by city code."""
        with self.database.reading() as session:
            told = queries.every_issuer_key(session)
        return {city: keys for city, keys in told.items() if city in self.settings.cities}

    @hears("members", "member.approved", "member.changed", "member.suspended")
    def on_member_told(self, envelope: Envelope) -> None:
        """A city tells who may book."""
        self.database.react(envelope, reactions.on_member_told)

    @hears("members", "member.erased")
    def on_member_erased(self, envelope: Envelope) -> None:
        """A city tells that a member is gone."""
        self.database.react(envelope, partial(reactions.on_member_erased, fresh_id=ids.new()))

    @every(seconds=3600)
    def forget_erased(self) -> None:
        """Of who is gone nothing at all is known in the end."""
        with self.database.transaction() as session:
            commands.forget_erased(session, clock.now())

    @hears("members", "attestation.issued")
    def on_attestation_issued(self, envelope: Envelope) -> None:
        """A city attests something of a member."""
        self.database.react(envelope, reactions.on_attestation_issued)

    @hears("members", "attestation.revoked")
    def on_attestation_revoked(self, envelope: Envelope) -> None:
        """A city attests it no longer."""
        self.database.react(envelope, reactions.on_attestation_revoked)

    @hears("members", "organisation.joined")
    def on_organisation_joined(self, envelope: Envelope) -> None:
        """A city tells who may act for an organisation."""
        self.database.react(envelope, reactions.on_organisation_joined)

    @hears("members", "organisation.left")
    def on_organisation_left(self, envelope: Envelope) -> None:
        """A city tells who no longer may."""
        self.database.react(envelope, reactions.on_organisation_left)

    @hears("members", "guardianship.began")
    def on_guardianship_began(self, envelope: Envelope) -> None:
        """A city tells who books for whom."""
        self.database.react(envelope, reactions.on_guardianship_began)

    @hears("members", "guardianship.ended")
    def on_guardianship_ended(self, envelope: Envelope) -> None:
        """A city tells who no longer does."""
        self.database.react(envelope, reactions.on_guardianship_ended)

    @hears("members", "form.answered")
    def on_form_answered(self, envelope: Envelope) -> None:
        """A city tells that its member answered the form of an activity, and keeps the answers."""
        self.database.react(envelope, reactions.on_form_answered)

    @hears("members", "city.keys_published")
    def on_city_keys_published(self, envelope: Envelope) -> None:
        """A city tells how to verify what it signs."""
        self.database.react(envelope, reactions.on_city_keys_published)
