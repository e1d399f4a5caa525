"""What is heard of the city's members, on the bus: queue what is to be said."""

from __future__ import annotations

from functools import partial

from chassis.envelope import Envelope
from chassis.service import hears
from services.notifications import reactions
from services.notifications.service.home import OfACity


class HearsMembers(OfACity):
    """What becomes of their accounts and memberships."""

    @hears("members", "member.registered")
    def on_member_registered(self, envelope: Envelope) -> None:
        """Queue the letter with the confirmation link."""
        self.database.react(envelope, partial(reactions.on_member_registered, home=self.home))

    @hears("members", "member.registered_again")
    def on_member_registered_again(self, envelope: Envelope) -> None:
        """Queue the letter that says that the address is known."""
        self.database.react(envelope, partial(reactions.on_member_registered_again, home=self.home))

    @hears("members", "member.registration_wished")
    def on_member_registration_wished(self, envelope: Envelope) -> None:
        """Queue the letter with the link that registers who has no account."""
        self.database.react(envelope, partial(reactions.on_member_registration_wished, home=self.home))

    @hears("members", "member.inactive")
    def on_member_inactive(self, envelope: Envelope) -> None:
        """Queue the letter that says that the account ends."""
        self.database.react(envelope, partial(reactions.on_member_inactive, home=self.home))

    @hears("members", "member.erased")
    def on_member_erased(self, envelope: Envelope) -> None:
        """Forget a member who is gone."""
        self.database.react(envelope, partial(reactions.on_member_erased, home=self.home))

    @hears("members", "member.reset_requested")
    def on_member_reset_requested(self, envelope: Envelope) -> None:
        """Queue the letter with the link for a new password."""
        self.database.react(envelope, partial(reactions.on_member_reset_requested, home=self.home))

    @hears("members", "member.password_changed")
    def on_member_password_changed(self, envelope: Envelope) -> None:
        """Queue that the password is another."""
        self.database.react(envelope, partial(reactions.on_member_password_changed, home=self.home))

    @hears("members", "member.address_change_requested")
    def on_member_address_change_requested(self, envelope: Envelope) -> None:
        """Queue the letter with the link to a new address."""
        self.database.react(envelope, partial(reactions.on_member_address_change_requested, home=self.home))

    @hears("members", "member.address_changed")
    def on_member_address_changed(self, envelope: Envelope) -> None:
        """Queue the letter to the address of before."""
        self.database.react(envelope, partial(reactions.on_member_address_changed, home=self.home))

    @hears("members", "member.signed_in_anew")
    def on_member_signed_in_anew(self, envelope: Envelope) -> None:
        """Queue that somebody signed in from elsewhere."""
        self.database.react(envelope, partial(reactions.on_member_signed_in_anew, home=self.home))

    @hears("members", "member.rights_ending")
    def on_member_rights_ending(self, envelope: Envelope) -> None:
        """Queue that the rights of a member of staff end."""
        self.database.react(envelope, partial(reactions.on_member_rights_ending, home=self.home))

    @hears("members", "member.second_factor_changed")
    def on_member_second_factor_changed(self, envelope: Envelope) -> None:
        """Queue that the second factor is otherwise."""
        self.database.react(envelope, partial(reactions.on_member_second_factor_changed, home=self.home))

    @hears("members", "application.decided")
    def on_application_decided(self, envelope: Envelope) -> None:
        """Queue the city's answer."""
        self.database.react(envelope, partial(reactions.on_application_decided, home=self.home))

    @hears("members", "member.membership_ending")
    def on_member_membership_ending(self, envelope: Envelope) -> None:
        """Queue that a membership ends soon."""
        self.database.react(envelope, partial(reactions.on_member_membership_ending, home=self.home))

    @hears("members", "member.membership_ended")
    def on_member_membership_ended(self, envelope: Envelope) -> None:
        """Queue that a membership is over."""
        self.database.react(envelope, partial(reactions.on_member_membership_ended, home=self.home))

    @hears("members", "member.suspended")
    def on_member_suspended(self, envelope: Envelope) -> None:
        """Queue that the city no longer stands for the member."""
        self.database.react(envelope, partial(reactions.on_member_suspended, home=self.home))

    @hears("members", "member.reinstated")
    def on_member_reinstated(self, envelope: Envelope) -> None:
        """Queue that it does again."""
        self.database.react(envelope, partial(reactions.on_member_reinstated, home=self.home))
