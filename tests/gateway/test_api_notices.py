"""What a member was told and how they wish to be: asked of the notifications of their city, by a proof of that city."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, NotFound, ServiceError, Unauthenticated
from tests.gateway.fakes import Gateway, problem

SHOWN = {"member_id": "m1", "until": "2026-11-20T08:05:00+00:00", "proof": "p"}
KEY = {**SHOWN, "language": "nl", "name": "Lise"}
NOTICE = {
    "notice_id": "n1", "kind": "booking_confirmed", "family": "bookings", "subject": "Réservé",
    "at": "2026-11-20T08:00:00+00:00", "about": {"booking": "b1"},
    "deliveries": [{"channel": "mail", "status": "failed", "sent_at": None, "reason": "smtp_550"}],
}  # fmt: skip
PREFERENCES: dict[str, Any] = {
    "channels": ["mail"],
    "families": [{"family": "bookings", "kinds": [
        {"kind": "booking_confirmed", "is_required": False, "is_by_consent": False,
         "channels": [{"channel": "mail", "is_wanted": True, "is_fixed": False}]},
    ]}],
    "quiet": {"since": "21:30", "until": "08:00"}, "zone": "Europe/Paris",
    "reminders": [1440], "reminders_offered": [60, 1440], "most_reminders": 3,
}  # fmt: skip
OFF = {"kind": "booking_confirmed", "channel": "mail", "is_wanted": False}
CHOSEN = {
    "wanted": [OFF],
    "quiet": {"since": "21:30", "until": "08:00"},
    "reminders": [60],
}
# the method of the bus, what is asked over HTTP, what notifications is asked, what it answers
ASKED: list[tuple[str, tuple[str, str, Any], dict[str, Any], dict[str, Any]]] = [
    ("my_notices", ("GET", "/me/notices", None), {"language": "nl"}, {"items": [NOTICE], "next": "n1"}),
    ("my_notices", ("GET", "/me/notices?language=en&limit=2&after=n9", None),
     {"language": "en", "limit": 2, "after": "n9"}, {"items": [], "next": None}),
    ("my_notice", ("GET", "/me/notices/n1", None), {"notice_id": "n1", "language": "nl", "name": "Lise"},
     {**NOTICE, "text": "Bonjour"}),
    ("preferences_of", ("GET", "/me/notice-preferences", None), {}, PREFERENCES),
    ("choose", ("PUT", "/me/notice-preferences", CHOSEN), CHOSEN, PREFERENCES),
    ("choose", ("PUT", "/me/notice-preferences", {**CHOSEN, "quiet": None}), {**CHOSEN, "quiet": None},
     {**PREFERENCES, "quiet": None}),
]  # fmt: skip
EACH = pytest.mark.parametrize(("method", "asked", "args", "told"), ASKED)


@EACH
def test_the_city_recognises_the_token_and_its_notifications_the_proof_both_sealed(
    gateway: Gateway, method: str, asked: tuple[str, str, Any], args: dict[str, Any], told: dict[str, Any]
) -> None:
    gateway.services.answers |= {
        "members_roubaix.notices_key": KEY,
        f"notifications_roubaix.{method}": told | {"secret_column": 1},
    }
    response = gateway.signed_in().ask(*asked)
    assert (response.status_code, response.json) == (200, told)
    assert response.headers["Cache-Control"] == "no-store"
    token = gateway.headers["Authorization"].removeprefix("Bearer ")
    assert gateway.services.asked("members_roubaix.notices_key") == [{"token": token}]
    assert gateway.services.asked(f"notifications_roubaix.{method}") == [{**SHOWN, **args}]
    assert gateway.services.sealed == {"members_roubaix.notices_key", f"notifications_roubaix.{method}"}


@EACH
def test_a_visitor_is_asked_for_a_token(
    gateway: Gateway, method: str, asked: tuple[str, str, Any], args: dict[str, Any], told: dict[str, Any]
) -> None:
    assert problem(gateway.ask(*asked)) == (401, "token_missing")
    assert gateway.services.calls == []


def test_whom_the_city_does_not_recognise_its_notifications_are_not_asked_about(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.notices_key"] = Unauthenticated("login_ended")
    assert problem(gateway.signed_in().get("/me/notices")) == (401, "login_ended")
    assert [called for called, _ in gateway.services.calls if called.startswith("notifications")] == []


@pytest.mark.parametrize(
    ("method", "asked", "refusal", "status"),
    [
        ("my_notice", ("GET", "/me/notices/n1"), NotFound("notice_not_found"), 404),
        ("choose", ("PUT", "/me/notice-preferences", CHOSEN), Conflict("notice_required"), 409),
        ("choose", ("PUT", "/me/notice-preferences", CHOSEN), Conflict("digest_is_a_consent"), 409),
    ],
)
def test_a_refusal_of_the_notifications_arrives_as_itself(
    gateway: Gateway, method: str, asked: tuple[str, str, Any], refusal: ServiceError, status: int
) -> None:
    gateway.services.answers |= {"members_roubaix.notices_key": KEY, f"notifications_roubaix.{method}": refusal}
    assert problem(gateway.signed_in().ask(*asked)) == (status, refusal.code)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet": {"since": "24:00", "until": "08:00"}},
        {"quiet": {"since": "21:30"}},
        {"reminders": [60, 120, 180, 1440]},
        {"wanted": [{"kind": "booking_confirmed", "channel": "pigeon", "is_wanted": True}]},
        {"wanted": [{"kind": "booking_confirmed", "channel": "mail", "is_wanted": 1}]},
        {"wanted": [OFF] * 201},
    ],
)
def test_what_has_not_the_form_asked_for_reaches_no_service(gateway: Gateway, wrong: dict[str, Any]) -> None:
    assert problem(gateway.signed_in().ask("PUT", "/me/notice-preferences", {**CHOSEN, **wrong})) == (400, "invalid")
    assert [called for called, _ in gateway.services.calls if "roubaix" in called] == []
