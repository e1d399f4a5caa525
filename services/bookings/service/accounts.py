"""Credits, the ledger between cities, and the accounts: the RPC side."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids
from chassis.idempotency import once
from chassis.schema import read
from chassis.service import answers
from services.bookings import commands, domain, queries, schemas
from services.bookings.service.shown import Json, shown


class Accounts:
    """What was paid before, what is to be paid, and between whom."""

    database: Any

    @answers
    def grant_credit(self, **asked: Any) -> Json:
        """Grant `amount` `cents` or `minutes` (`unit`) to `beneficiary` or `organisation_id`, for a `reason`.

        Takes `space_id`, `valid_until`; done once under an `idempotency_key`.
        Refuses: as `commands.grant_credit`; `idempotency_key_reused`.
        """
        wanted = read(schemas.CreditGranted, asked)
        key, scope = wanted.pop("idempotency_key"), f"credit {wanted['actor'].city} {wanted['actor'].member_id}"
        asked_for = {name: value for name, value in asked.items() if name not in ("actor", "idempotency_key")}
        credit_id, now = ids.new(), clock.now()

        def grant(session: Session) -> Json:
            return shown(schemas.Credit, commands.grant_credit(session, credit_id, now=now, **wanted))

        return dict(
            self.database.retrying(lambda session: once(session, scope, key, asked_for, now, lambda: grant(session)))
        )

    @answers
    def credits_of(self, **asked: Any) -> Json:
        """A page of what `actor`, and the organisations that they act for, have left. Takes `limit`, `after`."""
        wanted, now = read(schemas.CreditsAsked, asked), clock.now()
        actor = wanted.pop("actor")
        with self.database.reading() as session:
            member = queries.member(session, actor.member_id, actor.city)
            items, following = queries.credits_page(session, domain.payers(actor, member), now, **wanted)
        return shown(schemas.CreditsPage, {"items": items, "next": following})

    @answers
    def ledger(self, **asked: Any) -> Json:
        """What members of the `actor`'s city used anywhere in a `month`, and everybody in it; for its accountants.

        Refuses: `permission_missing`.
        """
        wanted = read(schemas.MonthAsked, asked)
        actor, month = wanted["actor"], wanted["month"]
        domain.require(actor, domain.Permission.SEE_ACCOUNTS, domain.Where.of_city(actor.city))
        with self.database.reading() as session:
            items = queries.ledger(session, month, actor.city)
        return {"city": actor.city, "month": month, "items": [shown(schemas.LedgerRow, row) for row in items]}

    @answers
    def accounts(self, **asked: Any) -> Json:
        """A page of the bookings to be paid of a `month` at the places of the `actor`'s city. Takes `limit`, `after`.

        Refuses: `permission_missing`.
        """
        wanted, now = read(schemas.AccountsAsked, asked), clock.now()
        actor = wanted.pop("actor")
        domain.require(actor, domain.Permission.SEE_ACCOUNTS, domain.Where.of_city(actor.city))
        with self.database.reading() as session:
            items, following = queries.accounts_page(session, city=actor.city, **wanted)
        lines = [domain.account_line(domain.as_of(booking, now)) for booking in items]
        return shown(schemas.AccountsPage, {"items": lines, "next": following})
