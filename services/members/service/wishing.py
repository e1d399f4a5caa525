"""Registering without an account, on the bus: a wish, a letter, a link, a pass."""

from __future__ import annotations

from typing import Any

from chassis import clock, idempotency, ids, passes
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, schemas
from services.members.service.passes import Passes
from services.members.service.throttling import Throttling


class Wishing(Throttling, Passes):
    """How somebody comes to an occurrence who has no account. Holds no seat: that is for bookings, and later."""

    @answers(sealed=True)
    def register_guest_for(self, **asked: Any) -> dict[str, Any]:
        """Keep what somebody wishes and have a link written to them; says the same whether or not they are known.

        Args:
            asked: `schemas.RegisterGuestFor`.

        Returns:
            `{"id", "city", "status"}`: the id is of the wish.

        Raises:
            Invalid: `invalid`, `consent_missing`.
            Unprocessable: `idempotency_key_reused`.
            TooMany: `too_many_tries`.
        """
        said, now = read(schemas.RegisterGuestFor, asked), clock.now()
        domain.check_consent(given=said["consent"])
        self.throttle(domain.REGISTER_FROM_ADDRESS, domain.network_of(said["client"]), now=now)
        wish, about = schemas.registration_wish(said, ids.new(), ids.new(), now)
        with self.unhurried(), self.database.transaction() as session:

            def register() -> dict[str, Any]:
                if self.may_write(session, said["email"], now):
                    commands.wish_registration(session, self.city, wish, schemas.person(said), about, now)
                return schemas.registered(wish.wish_id, self.city)

            key, same = said["idempotency_key"], schemas.same_wish(said)
            return idempotency.once(session, "register_guest_for", key, same, now, register)

    @answers(sealed=True)
    def confirm_wish(self, **asked: Any) -> dict[str, Any]:
        """Open the link of the letter; harmless the second time, and as often as one likes until it is over.

        Who is asked for the seats then does it once, under a key made of `wish_id`.

        Args:
            asked: `schemas.Token`.

        Returns:
            `{"wish_id", "member_id", "city", "category", "organisation_kind", "occurrence_id", "seats",
            "accept_waiting"}`.

        Raises:
            NotFound: `link_unknown`.
            Conflict: `link_expired`.
            Forbidden: `member_not_active`.
        """
        digest = domain.digest(read(schemas.Token, asked)["token"])
        with self.database.transaction() as session:
            wish, member = commands.confirm_wish(session, self.city, digest, clock.now())
        return schemas.granted(wish, member, self.city)

    @answers(sealed=True)
    def make_pass(self, **asked: Any) -> dict[str, Any]:
        """A pass to the registration that came of a wish, for who just opened its link: they see it at once.

        Args:
            asked: `schemas.MakePass`.

        Returns:
            `{"pass"}`.

        Raises:
            NotFound: `link_unknown`: also of a link that nobody opened yet.
            Conflict: `link_expired`.
            Forbidden: `member_not_active`.
        """
        said, now = read(schemas.MakePass, asked), clock.now()
        with self.database.reading() as session:
            wish = commands.opened_wish(session, domain.digest(said["token"]), now)
            opens = passes.Pass(self.city, wish.member_id, said["registration_id"])
            return {"pass": self.pass_to(session, opens, said["until"], now)}
