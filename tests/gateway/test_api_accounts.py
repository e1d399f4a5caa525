"""Credits, ledger and accounts through the API; the accounts as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from chassis.errors import Forbidden
from gateway.api import accounts
from tests.gateway.fakes import MEMBER, Gateway, problem

LINE = {
    "booking_id": "b-1", "date": "2026-11-23", "place_id": "p", "space_id": "s", "space_name": "Salle, « A »",
    "organisation_id": None, "member_id": MEMBER, "home_city": "roubaix", "category": "resident",
    "tariff": "plein", "price_rule": "tiers", "minutes": 240, "prepaid_minutes": 0, "credit_cents": 0,
    "price_cents": 1500, "currency": "EUR", "status": "confirmed",
}  # fmt: skip
CREDIT = {
    "id": "c-1", "organisation_id": None, "member_id": MEMBER, "home_city": "roubaix", "host_city": "tourcoing",
    "space_id": None, "unit": "cents", "granted": 5000, "remaining": 5000, "valid_until": None,
    "reason": "bought", "granted_at": "2026-11-20T08:00:00+00:00",
}  # fmt: skip


def told(gateway: Gateway, lines: list[dict[str, Any]], month: str = "2026-11") -> list[list[str]]:
    """The table of these lines."""
    gateway.services.answers["bookings.accounts"] = {"items": lines, "next": None}
    response = gateway.signed_in().get(f"/accounts.csv?month={month}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.text, newline="")))


def test_the_accounts_are_a_table_that_a_spreadsheet_saves(gateway: Gateway) -> None:
    assert told(gateway, [LINE])[1] == [
        "b-1", "2026-11-23", "p", "s", "Salle, « A »", "", MEMBER, "roubaix", "resident", "plein", "tiers",
        "240", "0", "0", "1500", "EUR", "confirmed",
    ]  # fmt: skip
    response = gateway.get("/accounts.csv?month=2026-11")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="comptes-2026-11.csv"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.data.startswith(b"booking_id,date,place_id,") and response.data.endswith(b"confirmed\r\n")
    assert b'"Salle, \xc2\xab A \xc2\xbb"' in response.data


def test_a_month_without_bookings_is_a_table_with_its_head_alone(gateway: Gateway) -> None:
    assert told(gateway, []) == [list(accounts.COLUMNS)]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@now", "\ttab", "\rreturn"])
def test_a_spreadsheet_takes_no_text_for_a_formula(gateway: Gateway, text: str) -> None:
    [_, line] = told(gateway, [{**LINE, "space_name": text, "price_cents": -1}])
    assert line[accounts.COLUMNS.index("space_name")] == f"'{text}"
    assert line[accounts.COLUMNS.index("price_cents")] == "-1"  # a number is none


def test_a_table_holds_every_page(gateway: Gateway) -> None:
    def page(limit: int, after: str | None, **asked: Any) -> dict[str, Any]:
        number = int(after or 0)
        return {"items": [{**LINE, "booking_id": f"b-{number}"}], "next": str(number + 1) if number < 2 else None}

    gateway.services.answers["bookings.accounts"] = page
    table = gateway.signed_in().get("/accounts.csv?month=2026-11").text.splitlines()
    assert [line.partition(",")[0] for line in table] == ["booking_id", "b-0", "b-1", "b-2"]


def test_a_table_has_an_end(gateway: Gateway) -> None:
    gateway.services.answers["bookings.accounts"] = {"items": [LINE] * 1000, "next": "more"}
    response = gateway.signed_in().get("/accounts.csv?month=2026-11")
    assert problem(response) == (409, "too_many_lines")
    assert response.json is not None
    assert response.json["most"] == accounts.MOST_LINES == 20_000
    assert len(gateway.services.asked("bookings.accounts")) == 21


@pytest.mark.parametrize("path", ["/ledger", "/accounts", "/accounts.csv"])
def test_a_month_is_asked_for_and_only_accountants_get_it(gateway: Gateway, path: str) -> None:
    assert problem(gateway.get(f"{path}?month=2026-11")) == (401, "token_missing")
    gateway.signed_in()
    assert problem(gateway.get(path)) == (400, "invalid")
    assert problem(gateway.get(f"{path}?month=2026-13")) == (400, "invalid")
    method = "ledger" if path == "/ledger" else "accounts"
    gateway.services.answers[f"bookings.{method}"] = Forbidden("permission_missing", "", {"permission": "see_accounts"})
    response = gateway.get(f"{path}?month=2026-11")
    assert problem(response) == (403, "permission_missing")
    assert gateway.services.asked(f"bookings.{method}")[0]["actor"]["member_id"] == MEMBER


def test_the_ledger_is_what_the_hub_tells(gateway: Gateway) -> None:
    row = {"host_city": "tourcoing", "home_city": "roubaix", "bookings": 2, "minutes": 90, "amount_cents": 1500}
    gateway.services.answers["bookings.ledger"] = {"city": "roubaix", "month": "2026-11", "items": [row]}
    response = gateway.signed_in().get("/ledger?month=2026-11")
    assert response.json == {"city": "roubaix", "month": "2026-11", "items": [row]}
    assert gateway.services.asked("bookings.ledger")[0]["month"] == "2026-11"


def test_a_page_of_the_accounts_has_its_lines_and_a_next(gateway: Gateway) -> None:
    gateway.services.answers["bookings.accounts"] = {"items": [LINE], "next": "n"}
    response = gateway.signed_in().get("/accounts?month=2026-11&limit=1&after=a")
    assert response.json == {"items": [LINE], "next": "n"}
    [asked] = gateway.services.asked("bookings.accounts")
    assert (asked["month"], asked["limit"], asked["after"]) == ("2026-11", 1, "a")


def test_a_credit_is_granted_once_under_a_key(gateway: Gateway) -> None:
    gateway.services.answers["bookings.grant_credit"] = CREDIT
    wish = {
        "beneficiary": {"member_id": MEMBER, "city": "roubaix"},
        "amount": 5000,
        "unit": "cents",
        "reason": "bought",
    }
    response = gateway.signed_in().post("/credits", wish, Idempotency_Key='"k"')
    assert (response.status_code, response.json) == (201, CREDIT)
    [asked] = gateway.services.asked("bookings.grant_credit")
    assert asked["idempotency_key"] == "k"
    assert {name: asked[name] for name in wish} == wish


@pytest.mark.parametrize(
    "wish",
    [
        {"amount": 0, "unit": "cents", "reason": "bought"},
        {"amount": 1.5, "unit": "cents", "reason": "bought"},
        {"amount": 1, "unit": "euros", "reason": "bought"},
        {"amount": 1, "unit": "cents", "reason": "Pour Ada"},
        {"amount": 1, "unit": "cents"},
    ],
)
def test_a_credit_is_a_whole_amount_and_a_word(gateway: Gateway, wish: dict[str, Any]) -> None:
    assert problem(gateway.signed_in().post("/credits", {**wish, "organisation_id": "o"})) == (400, "invalid")
    assert gateway.services.asked("bookings.grant_credit") == []


def test_a_member_sees_a_page_of_their_credits(gateway: Gateway) -> None:
    gateway.services.answers["bookings.credits_of"] = {"items": [CREDIT], "next": None}
    assert gateway.signed_in().get("/credits?limit=3").json == {"items": [CREDIT], "next": None}
    assert gateway.services.asked("bookings.credits_of")[0]["limit"] == 3


def test_a_quote_says_where_the_price_comes_from(gateway: Gateway) -> None:
    quoted = {
        "space_id": "s", "starts_at": "2026-11-23T08:00:00+00:00", "ends_at": "2026-11-23T09:00:00+00:00",
        "price_cents": 3000, "currency": "EUR", "rule": "tiers", "tariff": "plein",
        "lines": [{"tier": "half_day", "count": 1, "cents": 3000}],
        "prepaid_minutes": 60, "credit_cents": 250, "to_pay_cents": 2000,
        "approval": False, "went_past": [], "refusals": [],
    }  # fmt: skip
    gateway.services.answers["bookings.quote"] = quoted
    wish = {"space_id": "s", "starts_at": quoted["starts_at"], "ends_at": quoted["ends_at"]}
    assert gateway.signed_in().post("/quotes", wish).json == quoted
