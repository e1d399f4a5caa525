"""The notifications of a city, on the bus: events in, a timer that sends, one question to the city's members."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from chassis import clock, proofs
from chassis.envelope import Envelope
from chassis.errors import Forbidden
from chassis.rpc import Rpc
from chassis.schema import read
from chassis.service import Database, Service, answers, every, hears
from services.notifications import commands, queries, reactions, schemas
from services.notifications.channels import open_channel
from services.notifications.domain import Letterhead, Notice, Outcome, Question
from services.notifications.sending import AT_ONCE, HELD_FOR, Sender, measure


def notifications(city: str) -> type[Service]:
    """The notifications service of the city with that code."""
    code = city

    class OfCity(Notifications):
        name = f"notifications_{code}"
        city = code

    return OfCity


class Notifications(Service):
    """What every city's notifications service does."""

    city: ClassVar[str]
    database: Any = Database()
    rpc: Any = Rpc()

    @hears("bookings", "booking.held")
    def on_booking_held(self, envelope: Envelope) -> None:
        """Queue what is offered or proposed."""
        self.database.react(envelope, partial(reactions.on_booking_held, city=self.city))

    @hears("bookings", "booking.requested")
    def on_booking_requested(self, envelope: Envelope) -> None:
        """Queue that the city is asked."""
        self.database.react(envelope, partial(reactions.on_booking_requested, city=self.city))

    @hears("bookings", "booking.confirmed")
    def on_booking_confirmed(self, envelope: Envelope) -> None:
        """Queue the confirmation."""
        self.database.react(envelope, partial(reactions.on_booking_confirmed, city=self.city))

    @hears("bookings", "booking.moved")
    def on_booking_moved(self, envelope: Envelope) -> None:
        """Queue the change."""
        self.database.react(envelope, partial(reactions.on_booking_moved, city=self.city))

    @hears("bookings", "booking.cancelled")
    def on_booking_cancelled(self, envelope: Envelope) -> None:
        """Queue the cancellation."""
        self.database.react(envelope, partial(reactions.on_booking_cancelled, city=self.city))

    @hears("bookings", "booking.denied")
    def on_booking_denied(self, envelope: Envelope) -> None:
        """Queue the city's no."""
        self.database.react(envelope, partial(reactions.on_booking_denied, city=self.city))

    @hears("bookings", "booking.lapsed")
    def on_booking_lapsed(self, envelope: Envelope) -> None:
        """Queue that nobody answered in time."""
        self.database.react(envelope, partial(reactions.on_booking_lapsed, city=self.city))

    @hears("bookings", "booking.missed")
    def on_booking_missed(self, envelope: Envelope) -> None:
        """Queue that others have the place."""
        self.database.react(envelope, partial(reactions.on_booking_missed, city=self.city))

    @hears("bookings", "series.booked")
    def on_series_booked(self, envelope: Envelope) -> None:
        """Queue the one letter for a series."""
        self.database.react(envelope, partial(reactions.on_series_booked, city=self.city))

    @hears("bookings", "series.changed")
    def on_series_changed(self, envelope: Envelope) -> None:
        """Queue the one letter for what changed of a series."""
        self.database.react(envelope, partial(reactions.on_series_changed, city=self.city))

    @hears("bookings", "registration.requested")
    def on_registration_requested(self, envelope: Envelope) -> None:
        """Queue that the seats are asked for."""
        self.database.react(envelope, partial(reactions.on_registration_requested, city=self.city))

    @hears("bookings", "registration.confirmed")
    def on_registration_confirmed(self, envelope: Envelope) -> None:
        """Queue the confirmation."""
        self.database.react(envelope, partial(reactions.on_registration_confirmed, city=self.city))

    @hears("bookings", "registration.queued")
    def on_registration_queued(self, envelope: Envelope) -> None:
        """Queue that the member waits."""
        self.database.react(envelope, partial(reactions.on_registration_queued, city=self.city))

    @hears("bookings", "registration.offered")
    def on_registration_offered(self, envelope: Envelope) -> None:
        """Queue until when seats are held."""
        self.database.react(envelope, partial(reactions.on_registration_offered, city=self.city))

    @hears("bookings", "registration.changed")
    def on_registration_changed(self, envelope: Envelope) -> None:
        """Queue what is otherwise."""
        self.database.react(envelope, partial(reactions.on_registration_changed, city=self.city))

    @hears("bookings", "registration.cancelled")
    def on_registration_cancelled(self, envelope: Envelope) -> None:
        """Queue that it is over, and why."""
        self.database.react(envelope, partial(reactions.on_registration_cancelled, city=self.city))

    @hears("bookings", "registration.declined")
    def on_registration_declined(self, envelope: Envelope) -> None:
        """Queue the host city's no."""
        self.database.react(envelope, partial(reactions.on_registration_declined, city=self.city))

    @hears("bookings", "registration.lapsed")
    def on_registration_lapsed(self, envelope: Envelope) -> None:
        """Queue that nobody answered in time."""
        self.database.react(envelope, partial(reactions.on_registration_lapsed, city=self.city))

    @hears("bookings", "occurrence.found_short")
    def on_occurrence_found_short(self, envelope: Envelope) -> None:
        """Queue the alert to who planned it."""
        self.database.react(envelope, partial(reactions.on_occurrence_found_short, city=self.city))

    @hears("members", "member.registered")
    def on_member_registered(self, envelope: Envelope) -> None:
        """Queue the letter with the confirmation link."""
        self.database.react(envelope, partial(reactions.on_member_registered, city=self.city))

    @hears("members", "member.registered_again")
    def on_member_registered_again(self, envelope: Envelope) -> None:
        """Queue the letter that says that the address is known."""
        self.database.react(envelope, partial(reactions.on_member_registered_again, city=self.city))

    @hears("members", "member.registration_wished")
    def on_member_registration_wished(self, envelope: Envelope) -> None:
        """Queue the letter with the link that registers who has no account."""
        self.database.react(envelope, partial(reactions.on_member_registration_wished, city=self.city))

    @hears("members", "member.inactive")
    def on_member_inactive(self, envelope: Envelope) -> None:
        """Queue the letter that says that the account ends."""
        self.database.react(envelope, partial(reactions.on_member_inactive, city=self.city))

    @hears("members", "member.erased")
    def on_member_erased(self, envelope: Envelope) -> None:
        """Forget a member who is gone."""
        self.database.react(envelope, partial(reactions.on_member_erased, city=self.city))

    @every(seconds=3600)
    def forget_erased(self) -> None:
        """Of who is gone nothing at all is known in the end."""
        with self.database.transaction() as session:
            commands.forget_erased(session, clock.now())

    @hears("members", "member.reset_requested")
    def on_member_reset_requested(self, envelope: Envelope) -> None:
        """Queue the letter with the link for a new password."""
        self.database.react(envelope, partial(reactions.on_member_reset_requested, city=self.city))

    @hears("members", "member.password_changed")
    def on_member_password_changed(self, envelope: Envelope) -> None:
        """Queue that the password is another."""
        self.database.react(envelope, partial(reactions.on_member_password_changed, city=self.city))

    @hears("members", "member.address_change_requested")
    def on_member_address_change_requested(self, envelope: Envelope) -> None:
        """Queue the letter with the link to a new address."""
        self.database.react(envelope, partial(reactions.on_member_address_change_requested, city=self.city))

    @hears("members", "member.address_changed")
    def on_member_address_changed(self, envelope: Envelope) -> None:
        """Queue the letter to the address of before."""
        self.database.react(envelope, partial(reactions.on_member_address_changed, city=self.city))

    @hears("members", "member.signed_in_anew")
    def on_member_signed_in_anew(self, envelope: Envelope) -> None:
        """Queue that somebody signed in from elsewhere."""
        self.database.react(envelope, partial(reactions.on_member_signed_in_anew, city=self.city))

    @hears("members", "member.rights_ending")
    def on_member_rights_ending(self, envelope: Envelope) -> None:
        """Queue that the rights of a member of staff end."""
        self.database.react(envelope, partial(reactions.on_member_rights_ending, city=self.city))

    @hears("members", "member.second_factor_changed")
    def on_member_second_factor_changed(self, envelope: Envelope) -> None:
        """Queue that the second factor is otherwise."""
        self.database.react(envelope, partial(reactions.on_member_second_factor_changed, city=self.city))

    @hears("members", "application.decided")
    def on_application_decided(self, envelope: Envelope) -> None:
        """Queue the city's answer."""
        self.database.react(envelope, partial(reactions.on_application_decided, city=self.city))

    @hears("members", "member.membership_ending")
    def on_member_membership_ending(self, envelope: Envelope) -> None:
        """Queue that a membership ends soon."""
        self.database.react(envelope, partial(reactions.on_member_membership_ending, city=self.city))

    @hears("members", "member.membership_ended")
    def on_member_membership_ended(self, envelope: Envelope) -> None:
        """Queue that a membership is over."""
        self.database.react(envelope, partial(reactions.on_member_membership_ended, city=self.city))

    @hears("members", "member.suspended")
    def on_member_suspended(self, envelope: Envelope) -> None:
        """Queue that the city no longer stands for the member."""
        self.database.react(envelope, partial(reactions.on_member_suspended, city=self.city))

    @hears("members", "member.reinstated")
    def on_member_reinstated(self, envelope: Envelope) -> None:
        """Queue that it does again."""
        self.database.react(envelope, partial(reactions.on_member_reinstated, city=self.city))

    @answers
    def notices_of(self, **asked: Any) -> dict[str, Any]:
        """What a member was told, for that member to take along: `{"sections"}`.

        Takes `member_id` and a `proof` of the city's members service. Refuses: `proof_invalid`.
        """
        said = read(schemas.NoticesAsked, asked)
        facts = ("notices_of", self.city, said["member_id"])
        if not proofs.holds(said["proof"], self.settings.home_secret, *facts):
            raise Forbidden("proof_invalid", "only the city's own members service says for whom this is")
        with self.database.reading() as session:
            found = queries.notices_of(session, said["member_id"])
        return {"sections": [{**found, "rows": [{**row, "channel": "mail"} for row in found["rows"]]}]}

    @every(seconds=1)
    def send_due(self) -> None:
        """Send what is due; the timer runs one at a time in a process."""
        city = self.settings.cities[self.city]
        Sender(
            service=self.name,
            letterhead=Letterhead(city.code, city.name, city.sender, self.settings.gateway.public_url, city.zone),
            claim=self._claim,
            settle=self._settle,
            ask=self._ask_contact,
            channel=open_channel(self.settings.mail, self.city),
            clock=clock.now,
        ).send_due()
        with self.database.reading() as session:
            measure(self.name, queries.depth(session), clock.now())

    def _claim(self) -> list[Notice]:
        with self.database.transaction() as session:
            return commands.claim(session, HELD_FOR, AT_ONCE, self.city, clock.now())

    def _settle(self, notice: Notice, outcome: Outcome) -> bool:
        with self.database.transaction() as session:
            return commands.settle(session, notice, outcome, self.city, clock.now())

    def _ask_contact(self, question: Question) -> Any:
        return self.rpc.call(
            f"members_{self.city}",
            "contact",
            sealed=True,
            deadline=self.settings.rpc_deadline_seconds,
            proof=proofs.make(self.settings.home_secret, "contact", self.city, *question.named),
            **schemas.asked(question),
        )
