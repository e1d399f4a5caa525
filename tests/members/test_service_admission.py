"""Asking to be a member, being answered, suspended and reinstated, on both substrates, asked over the bus."""

from __future__ import annotations

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, Unauthenticated
from services.members import domain
from tests.members.asker import SERVICE, Asker

SEALED = (
    "apply_for_membership", "own_applications", "withdraw_application", "open_applications", "application",
    "decide_application", "suspend_member", "reinstate_member", "organisation", "verify_organisation",
)  # fmt: skip
WISH = {"category": "resident", "motivation": "Un atelier\nde vélos"}


def test_what_holds_a_person_is_answered_sealed_only(roubaix: Asker) -> None:
    for method in SEALED:
        with pytest.raises(Invalid):
            roubaix.caller.call(SERVICE, method, token="a-token")


def test_a_member_asks_and_is_answered_and_the_letter_says_why(roubaix: Asker) -> None:
    member_id, lise = roubaix.enrol("Lise")
    _, programme = roubaix.enrol("Joris", domain.Role.PROGRAMME)
    asked = roubaix.ask("apply_for_membership", token=lise, **WISH, idempotency_key="k")
    assert roubaix.ask("apply_for_membership", token=lise, **WISH, idempotency_key="k") == asked
    page = roubaix.ask("open_applications", token=programme, limit=1)
    assert [(found["id"], found["member_id"]) for found in page["items"]] == [(asked["id"], member_id)]
    assert (page["next"], "Lise" in str(page), "vélos" in str(page)) == (None, False, False)
    read = roubaix.ask("application", token=programme, application_id=asked["id"])
    assert (read["member"]["name"], read["motivation"]) == ("Lise", WISH["motivation"])

    decision = {"application_id": asked["id"], "decision": "admit", "reason": "Bienvenue à l’Union"}
    decided = roubaix.ask("decide_application", token=programme, **decision)
    own = roubaix.ask("own_applications", token=lise)
    assert (own["category"], own["membership_ends_at"], own["items"]) == ("resident", decided["valid_until"], [decided])
    assert roubaix.contact(member_id, "admitted")["reason"] == "Bienvenue à l’Union"
    with pytest.raises(Conflict, match="application_decided"):
        roubaix.ask("decide_application", token=programme, **decision | {"decision": "decline"})
    with pytest.raises(Conflict, match="application_decided"):
        roubaix.ask("withdraw_application", token=lise, application_id=asked["id"])
    with pytest.raises(Forbidden, match="permission_missing"):
        roubaix.ask("open_applications", token=lise)
    with pytest.raises(Invalid, match="invalid"):
        roubaix.ask("open_applications", token=programme, after="nowhere")


def test_pages_of_what_waits_follow_each_other(roubaix: Asker) -> None:
    _, programme = roubaix.enrol("Joris", domain.Role.PROGRAMME)
    asked = []
    for name in ("Lise", "Omar"):
        _, token = roubaix.enrol(name)
        asked.append(roubaix.ask("apply_for_membership", token=token, **WISH)["id"])
    first = roubaix.ask("open_applications", token=programme, limit=1)
    second = roubaix.ask("open_applications", token=programme, limit=1, after=first["next"])
    assert [page["items"][0]["id"] for page in (first, second)] == asked
    assert second["next"] is None


def test_who_is_suspended_is_out_at_once_and_comes_back(roubaix: Asker) -> None:
    member_id, lise = roubaix.enrol("Lise")
    _, sophie = roubaix.enrol("Sophie", domain.Role.CITY_ADMINISTRATOR)
    suspended = roubaix.ask("suspend_member", token=sophie, member_id=member_id, reason="Bruit")
    assert (suspended["status"], suspended["reason"], suspended["ends_at"]) == ("suspended", "Bruit", None)
    assert roubaix.contact(member_id, "suspended")["reason"] == "Bruit"
    with pytest.raises(Forbidden, match="member_not_active"):
        roubaix.ask("profile", token=lise)
    with pytest.raises(Forbidden, match="member_not_active"):
        roubaix.sign_in("lise@example.org")
    for _ in range(2):
        assert roubaix.ask("reinstate_member", token=sophie, member_id=member_id)["status"] == "active"
    with pytest.raises(Unauthenticated, match="login_ended"):
        roubaix.ask("profile", token=lise)
    assert roubaix.sign_in("lise@example.org")["access_token"]
    with pytest.raises(Conflict, match="not_suspended"):
        roubaix.contact(member_id, "suspended")
