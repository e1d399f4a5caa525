"""Being signed in, on the bus: it begins with two tokens, goes on by the second, and ends where the member says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.errors import Unauthenticated
from chassis.schema import read
from chassis.service import answers, every
from services.members import commands, domain, queries, schemas, signing
from services.members.service.throttling import Throttling


class Logins(Throttling):
    """Where members are signed in."""

    @every(seconds=3600)
    def forget_logins(self) -> None:
        """At start and then hourly: what has long been over is not kept."""
        with self.database.transaction() as session:
            commands.logins.forget_logins(session, clock.now())

    def admit(
        self,
        session: Session,
        member: domain.Member,
        *,
        method: domain.Method,
        has_second_factor: bool,
        device: str,
        client: str,
        now: datetime,
    ) -> dict[str, Any]:
        """Sign in a member who has shown who they are.

        Args:
            session: the transaction.
            member: who may come in.
            method: by what they showed it.
            has_second_factor: whether by a second thing too.
            device: what their browser says it is, shortened.
            client: the network address that they come from, as the gateway saw it; a digest of its network is kept.
            now: the present instant.

        Returns:
            As `sign_in`.
        """
        token = f"{self.city}.{ids.secret()}"
        where = {"device": device, "client": self.network_digest(client)}
        login = domain.begin_login(ids.new(), member, method, now, has_second_factor=has_second_factor, **where)
        commands.sightings.tell_if_new(session, self.city, login, now)
        commands.logins.begin(session, login, domain.digest(token), now)
        return self._access(session, member, login, token, now)

    @answers(sealed=True)
    def refresh(self, **asked: Any) -> dict[str, Any]:
        """Go on being signed in, by the refresh token, which is used with it.

        Args:
            asked: `schemas.Refresh`.

        Returns:
            As `sign_in`, with the next refresh token.

        Raises:
            Unauthenticated: `login_ended`: also when the token was used before, which ends the login.
            Forbidden: `member_not_active`.
            TooMany: `too_many_tries`.
        """
        token, now = read(schemas.Refresh, asked)["refresh_token"], clock.now()
        following = f"{self.city}.{self.digest_of('refresh', token)}"
        digests = domain.digest(token), domain.digest(following)
        with self.database.reading() as session:
            sent = queries.refresh_token(session, digests[0])
        if sent is not None:  # each use is a row that is kept for a while
            self.throttle(domain.REFRESH_OF_LOGIN, sent.login_id, now=now)
        with self.database.transaction() as session:
            member, login = commands.logins.refresh(session, *digests, now)
        if member is None:
            raise Unauthenticated("login_ended", "nobody has this refresh token")
        domain.recognise(member)
        with self.database.reading() as session:
            return self._access(session, member, domain.check_login(login, now), following, now)

    @answers(sealed=True)
    def sign_out(self, **asked: Any) -> dict[str, Any]:
        """End the login by whose access token this is asked.

        Args:
            asked: `schemas.Token`.

        Returns:
            `{"ended": 1}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.transaction() as session:
            member, login = self.signed_in(session, token, now)
            commands.logins.end(session, member, login.login_id, domain.Ending.SIGNED_OUT, now)
        return {"ended": 1}

    @answers(sealed=True)
    def logins(self, **asked: Any) -> dict[str, Any]:
        """Where the member is signed in, the login that was used last first.

        Args:
            asked: `schemas.Token`, an access token.

        Returns:
            `{"items": [{"id", "device", "method", "has_second_factor", "began_at", "last_used_at", "expires_at",
            "is_current"}]}`; `is_current`: it is the one by which this is asked.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            member, own = self.signed_in(session, token, now)
            found = queries.logins_of(session, member.id, now)
        return {"items": [schemas.login(one, is_current=one == own) for one in found]}

    @answers(sealed=True)
    def end_login(self, **asked: Any) -> dict[str, Any]:
        """End one login of the member's; harmless the second time.

        Args:
            asked: `schemas.EndLogin`, with an access token.

        Returns:
            `{"ended": 1}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
            NotFound: `login_not_found`.
        """
        said, now = read(schemas.EndLogin, asked), clock.now()
        with self.database.transaction() as session:
            member = self.recognise(session, said["token"], now)
            commands.logins.end(session, member, said["login_id"], domain.Ending.SIGNED_OUT_ELSEWHERE, now)
        return {"ended": 1}

    @answers(sealed=True)
    def end_every_login(self, **asked: Any) -> dict[str, Any]:
        """End all logins of the member's, but, unless `here`, the one by which this is asked.

        Args:
            asked: `schemas.EndEveryLogin`, with an access token.

        Returns:
            `{"ended": how many}`.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`, `login_ended`.
            Forbidden: `member_not_active`.
        """
        said, now = read(schemas.EndEveryLogin, asked), clock.now()
        because = domain.Ending.SIGNED_OUT_ELSEWHERE
        with self.database.transaction() as session:
            member, own = self.signed_in(session, said["token"], now)
            but = None if said["here"] else own.login_id
            return {"ended": commands.logins.end_all(session, member.id, because, now, but)}

    def _access(
        self, session: Session, member: domain.Member, login: domain.Login, refresh_token: str, now: datetime
    ) -> dict[str, Any]:
        """Both tokens of a login, and whom they speak for."""
        lasts, speaker = timedelta(seconds=self.settings.token_lifetime_seconds), domain.speaking(member, login)
        claims = domain.access_claims(speaker, login.login_id, self.city, ids.new(), now, lasts)
        access_token = signing.sign(claims, queries.private_jwks(session, "sig", now)[0])
        return schemas.access(access_token, lasts, refresh_token, login.expires_at - now, speaker, self.city)
