"""The city's keys, on the bus: they open what is sealed for it, and tell for whom a token of its own speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from chassis import clock, ids, sealing
from chassis.service import Database, Service, answers, every
from services.members import commands, domain, queries, signing


class Keys(Service):
    """What every part of a city's members service stands on."""

    city: ClassVar[str]
    database: Any = Database()

    @every(seconds=3600)
    def publish_keys(self) -> None:
        """At start and then hourly: the city has keys, new ones in time, and whoever listens knows them."""
        fresh: dict[domain.KeyUse, domain.Jwk] = {
            "sig": signing.new_key(ids.new()),
            "enc": sealing.new_key(ids.new()),
        }
        with self.database.transaction() as session:
            queries.lock_keys(session)
            commands.publish_keys(session, self.city, fresh, clock.now())

    def sealing_keys(self) -> list[domain.Jwk]:
        """The private keys that open what is sealed for this city."""
        with self.database.reading() as session:
            return queries.private_jwks(session, "enc", clock.now())

    @answers
    def keys(self) -> dict[str, Any]:
        """The city's public keys: `{"keys": [JWK]}`; of each use the one that is used now comes first."""
        with self.database.reading() as session:
            return {"keys": [sealing.public(key.jwk) for key in queries.keys(session, clock.now())]}

    def recognise(self, session: Session, token: str, now: datetime) -> domain.Member:
        """The member for whom an access token of this city speaks, as they are now, whatever the token says of them.

        As staff only where they signed in with a second factor.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        return self.signed_in(session, token, now)[0]

    def signed_in(self, session: Session, token: str, now: datetime) -> tuple[domain.Member, domain.Login]:
        """As `recognise`, with the login of theirs to which the token was given."""
        claims = signing.verify(token, queries.private_jwks(session, "sig", now))
        bearer = domain.check_claims(claims, self.city, now)
        member = domain.recognise(queries.member(session, bearer.member_id))
        login = domain.check_login(queries.login(session, bearer.login_id), now)
        return domain.speaking(domain.as_of(member, now), login), login
