"""Passwords and addresses that change, on the bus."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.schema import read
from chassis.service import answers, every
from services.members import commands, domain, hashing, queries, schemas, turns
from services.members.service.throttling import Throttling


class Securing(Throttling):
    """How a member gets another password or another address."""

    @answers(sealed=True)
    def ask_reset(self, **asked: Any) -> dict[str, Any]:
        """Have a link for a new password written to whoever has an address; the answer is always the same.

        Args:
            asked: `schemas.ResetAsked`, an address as `chassis.addresses.digest` gives it.

        Returns:
            `{"status": "sent_if_known"}`.

        Raises:
            TooMany: `too_many_tries`: alike for an address that nobody has.
        """
        said, now = read(schemas.ResetAsked, asked), clock.now()
        tries = [
            self.one_try(domain.RESET_FROM_ADDRESS, domain.network_of(said["client"])),
            self.one_try(domain.RESET_OF_ACCOUNT, said["email_digest"]),
        ]
        with self.unhurried(), self.database.transaction() as session:
            commands.throttles.take(session, tries, now)
            commands.ask_reset(session, self.city, said["email_digest"], now)
        return {"status": "sent_if_known"}

    @answers(sealed=True)
    def reset_password(self, **asked: Any) -> dict[str, Any]:
        """Set a password by the link in a letter. All the member's logins end.

        Args:
            asked: `schemas.Reset`.

        Returns:
            `{"member_id", "city"}`.

        Raises:
            NotFound: `link_unknown`.
            Conflict: `link_expired`, `link_used`.
            Invalid: `invalid`, `weak_password`.
            TooMany: `too_many_at_once`.
        """
        said, now = read(schemas.Reset, asked), clock.now()
        digest = domain.digest(said["token"])
        with self.database.reading() as session:  # before anything is hashed: that costs, and whoever asks is unknown
            link = domain.check_unused(queries.link(session, digest), domain.Purpose.RESET, now)
            member = domain.addressee(queries.member(session, link.member_id))
        password_hash = self.hashed(said["password"], member)
        with self.database.transaction() as session:
            member_id = commands.reset_password(session, self.city, digest, password_hash, now)
        return {"member_id": member_id, "city": self.city}

    @answers(sealed=True)
    def change_password(self, **asked: Any) -> dict[str, Any]:
        """Take another password, by the one that one has. All the member's other logins end.

        Args:
            asked: `schemas.NewPassword`, with an access token.

        Returns:
            `{"member_id", "city"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `wrong_credentials`.
            Forbidden: `member_not_active`, `sign_in_again`.
            Invalid: `invalid`, `weak_password`.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said, now = read(schemas.NewPassword, asked), clock.now()
        member, login = self.again(said["token"], said["password"], now)
        password_hash = self.hashed(said["new_password"], member)
        with self.database.transaction() as session:
            commands.change_password(session, self.city, member.id, password_hash, now, login.login_id)
        return {"member_id": member.id, "city": self.city}

    @answers(sealed=True)
    def ask_address_change(self, **asked: Any) -> dict[str, Any]:
        """Have a link written to the address that one wants; says the same whether or not it is a member's already.

        Args:
            asked: `schemas.NewAddress`, with an access token.

        Returns:
            `{"status": "to_confirm"}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `wrong_credentials`.
            Forbidden: `member_not_active`, `sign_in_again`.
            Invalid: `invalid`, `same_address`.
            Conflict: `address_changed_lately`.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        said, now = read(schemas.NewAddress, asked), clock.now()
        member, _ = self.again(said["token"], said["password"], now)
        unsent = domain.digest(ids.secret())

        def ask(session: Session) -> None:
            commands.ask_address_change(session, self.city, member.id, said["email"], unsent, now)

        self.database.retrying(ask)  # two members who want each other's address wait for each other
        return {"status": "to_confirm"}

    @answers(sealed=True)
    def change_address(self, **asked: Any) -> dict[str, Any]:
        """Open the link that was sent to a new address.

        Args:
            asked: `schemas.Token`.

        Returns:
            `{"member_id", "city"}`.

        Raises:
            NotFound: `link_unknown`.
            Conflict: `link_expired`, `link_used`, `address_changed_lately`.
        """
        digest, unsent = domain.digest(read(schemas.Token, asked)["token"]), domain.digest(ids.secret())
        with self.database.transaction() as session:
            member_id = commands.change_address(session, self.city, digest, unsent, clock.now())
        return {"member_id": member_id, "city": self.city}

    @every(seconds=3600)
    def purge(self) -> None:
        """Hourly: what is over is forgotten."""
        with self.database.transaction() as session:
            commands.purge(session, clock.now())

    def again(self, token: str, password: str, now: datetime) -> tuple[domain.Member, domain.Login]:
        """The member of an access token, and its login: who finds a browser open does not know the password.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`, `wrong_credentials`.
            Forbidden: `member_not_active`, `sign_in_again`: whoever has no password signed in too long ago.
            TooMany: `too_many_tries`, `too_many_at_once`.
        """
        with self.database.reading() as session:
            member, login = self.signed_in(session, token, now)
            password_hash = queries.password_hash(session, member.id)
        self.throttle(domain.PROOF_OF_MEMBER, member.id, now=now)
        matches = turns.take(hashing.matches, password, password_hash)
        domain.check_password_again(login, has_password=password_hash is not None, matches=matches, now=now)
        return member, login

    def hashed(self, password: str, member: domain.Member) -> str:
        """The hash of a password that is good enough for a member.

        Raises:
            Invalid: `weak_password`.
            TooMany: `too_many_at_once`.
        """
        domain.check_password(password, member.name, member.email or "")
        return str(turns.take(hashing.hash_password, password))
