"""Credits, ledger and accounts over the bus: JSON in, JSON out, on both databases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis import clock
from chassis.database import Store
from chassis.errors import Forbidden, Invalid, Unprocessable
from services.bookings import commands, domain
from services.bookings.service import Bookings
from services.bookings.tables import member_organisations, members
from tests.bookings.world import ACTOR, OTHER, PLACE, ROOM, actor_json

TOMORROW = datetime.combine(clock.now().date() + timedelta(days=1), time(0), tzinfo=UTC)
MONTH = f"{TOMORROW:%Y-%m}"
STAFF = actor_json(domain.Actor("staff-1", "roubaix", "partner", "public_body", ("city_administrator",)))
OFFICER = actor_json(domain.Actor("staff-2", "tourcoing", "partner", "public_body", ("data_officer",)))
MEMBER = {"member_id": ACTOR.member_id, "city": ACTOR.city}
ASKED = {
    "space_id": ROOM.space_id,
    "starts_at": (TOMORROW + timedelta(hours=9)).isoformat(),
    "ends_at": (TOMORROW + timedelta(hours=11)).isoformat(),
    "actor": actor_json(),
}
GRANT = {"actor": STAFF, "amount": 1000, "unit": "cents", "reason": "bought"}


@pytest.fixture
def service(store: Store) -> Any:
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, opening_hours="24/7"), clock.now())
        told = {"category": "resident", "organisation_kind": "individual", "status": "active", "sequence": 0}
        row = {"member_id": ACTOR.member_id, "city": ACTOR.city, "roles": [], **told}
        session.execute(insert(members).values(row))
        acts = {"member_id": ACTOR.member_id, "organisation_id": "org-1", "city": ACTOR.city, "kind": "startup"}
        session.execute(insert(member_organisations).values({**acts, "sequence": 0}))
    service = Bookings()
    service.database = store
    return service


def test_a_credit_is_granted_seen_quoted_and_used(service: Any) -> None:
    granted = service.grant_credit(**GRANT, beneficiary=MEMBER, idempotency_key="k")
    assert (granted["member_id"], granted["home_city"]) == (ACTOR.member_id, "tourcoing")
    assert granted["organisation_id"] is None
    assert (granted["host_city"], granted["granted"], granted["remaining"]) == ("roubaix", 1000, 1000)
    assert service.grant_credit(**GRANT, beneficiary=MEMBER, idempotency_key="k") == granted
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        service.grant_credit(**{**GRANT, "amount": 1}, beneficiary=MEMBER, idempotency_key="k")
    assert service.credits_of(actor=actor_json()) == {"items": [granted], "next": None}
    quote = service.quote(**ASKED)
    assert (quote["price_cents"], quote["credit_cents"], quote["to_pay_cents"]) == (2500, 1000, 1500)
    assert quote["lines"] == [{"tier": "quarter", "count": 8, "cents": 2500}]
    booking = service.book(**ASKED)
    assert (booking["credit_cents"], booking["price_cents"]) == (1000, 1500)
    assert service.credits_of(actor=actor_json())["items"] == []


def test_a_member_sees_their_own_credits_and_those_of_their_organisations_only(service: Any) -> None:
    service.grant_credit(**GRANT, beneficiary=MEMBER)
    theirs = service.grant_credit(**GRANT, organisation_id="org-1")
    assert (theirs["organisation_id"], theirs["member_id"], theirs["home_city"]) == ("org-1", None, None)
    first = service.credits_of(actor=actor_json(), limit=1)
    rest = service.credits_of(actor=actor_json(), limit=1, after=first["next"])
    assert [credit["organisation_id"] for credit in (*first["items"], *rest["items"])] == [None, "org-1"]
    assert service.credits_of(actor=actor_json(OTHER))["items"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"beneficiary": MEMBER, "organisation_id": "org-1"},
        {"beneficiary": MEMBER, "amount": 0},
        {"beneficiary": MEMBER, "amount": domain.MOST_CREDIT + 1},
        {"beneficiary": MEMBER, "amount": 1.5},
        {"beneficiary": MEMBER, "unit": "hours"},
        {"beneficiary": MEMBER, "reason": "For Ada, with love"},
    ],
)
def test_a_credit_is_a_whole_amount_for_one_holder_and_a_reason_in_a_word(service: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        service.grant_credit(**{**GRANT, **asked})


def test_the_ledger_and_the_accounts_are_told_to_accountants_of_the_city(service: Any) -> None:
    booking = service.book(**ASKED)
    row = {"host_city": "roubaix", "home_city": "tourcoing", "bookings": 1, "minutes": 120, "amount_cents": 2500}
    assert service.ledger(actor=STAFF, month=MONTH) == {"city": "roubaix", "month": MONTH, "items": [row]}
    assert service.ledger(actor=OFFICER, month=MONTH) == {"city": "tourcoing", "month": MONTH, "items": [row]}
    page = service.accounts(actor=STAFF, month=MONTH)
    assert page["next"] is None
    assert page["items"] == [
        {
            "booking_id": booking["id"], "date": f"{TOMORROW:%Y-%m-%d}", "place_id": PLACE.place_id,
            "space_id": ROOM.space_id, "space_name": ROOM.name, "organisation_id": None,
            "member_id": ACTOR.member_id, "home_city": "tourcoing", "category": "resident", "tariff": None,
            "price_rule": "started_quarters", "minutes": 120, "prepaid_minutes": 0, "credit_cents": 0,
            "price_cents": 2500, "currency": "EUR", "status": "confirmed",
        }
    ]  # fmt: skip
    assert service.accounts(actor=OFFICER, month=MONTH)["items"] == []  # at its own places nothing was booked
    assert json.loads(json.dumps(page)) == page


@pytest.mark.parametrize("method", ["ledger", "accounts"])
def test_nobody_else_sees_them(service: Any, method: str) -> None:
    for roles in ((), ("facilitator",), ("front_desk",), ("programme",)):
        with pytest.raises(Forbidden, match="permission_missing"):
            getattr(service, method)(actor=actor_json(replace(ACTOR, roles=roles)), month=MONTH)


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-1", "1969-12", "3000-01", "2026-11-01", "2026-11\n"])
def test_a_month_is_written_in_one_way(service: Any, month: str) -> None:
    with pytest.raises(Invalid):
        service.ledger(actor=STAFF, month=month)


@pytest.mark.parametrize("month", ["1970-01", "2999-12"])
def test_the_first_and_the_last_month_have_a_ledger(service: Any, month: str) -> None:
    assert service.ledger(actor=STAFF, month=month)["items"] == []
    assert service.accounts(actor=STAFF, month=month)["items"] == []
