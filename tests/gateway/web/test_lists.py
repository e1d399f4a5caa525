"""The page of an occurrence's registrations: who asks, who is in, who waits in which order and why; each a form."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.network import Network

PAGE = "/desk/occurrences/repair-1/registrations"
AT = "2026-11-22T09:00:00+00:00"


def one(number: int, status: str, city: str = "tourcoing", **more: Any) -> dict[str, Any]:
    """A registration, as staff is told of it."""
    facts = {
        "id": f"registration-{number}",
        "member_id": f"member-{number}",
        "home_city": city,
        "number": number,
        "seats": 1,
        "status": status,
        "position": None,
        "priority": 0,
        "lapses_at": None,
        "zone": "Europe/Paris",
        "called": f"AB{number}",
    }
    return facts | more


class AtDesk:
    """What bookings answers to the staff of an occurrence."""

    def __init__(self, network: Network) -> None:
        self.items = [
            one(1, "confirmed", "roubaix"),
            one(2, "waiting", position=2),
            one(3, "waiting", position=1, priority=5),
            one(4, "requested"),
            one(5, "cancelled"),
        ]
        for name in ("registrations_at", "decisions_of", "names"):
            setattr(network, name, getattr(self, name))
        for name in ("approve_registration", "decline_registration", "promote", "prioritise", "cancel_registration"):
            setattr(network, name, lambda **_: {})

    def registrations_at(self, after: Any = None, **asked: Any) -> dict[str, Any]:
        """Two pages."""
        return {"items": self.items[3:], "next": None} if after else {"items": self.items[:3], "next": "more"}

    def decisions_of(self, **asked: Any) -> dict[str, Any]:
        line = {"registration_id": "registration-2", "code": "passed_over", "decided_at": AT}
        return {"items": [line | {"detail": {"seats": 3, "free": 1, "waiting": 4}}], "next": None}

    def names(self, city: str, token: str, member_ids: list[str]) -> dict[str, Any]:
        return {"names": {"member-1": "Ondine Delattre"}}


@pytest.fixture
def desk(network: Network, member: Browser) -> Browser:
    AtDesk(network)
    return member


def test_who_waits_is_listed_in_turn_with_why_and_who_is_in_by_name_at_home_alone(
    desk: Browser, network: Network
) -> None:
    page = words(desk.open(PAGE))
    assert page.index("AB3") < page.index("AB2")
    assert "Trop peu de places libres : garde son tour places demandées : 3 ; libres : 1 ; attendues : 4" in page
    assert "Ondine Delattre" in page and "member-2" not in page
    for title in ("Demandes (1)", "Liste d’attente (2)", "Inscriptions (1)", "Inscriptions terminées (1)"):
        assert title in page
    assert [asked["member_ids"] for asked in calls(network, "names")] == [["member-1"]]


def test_nobody_loses_a_seat_by_one_touch(desk: Browser) -> None:
    page = desk.open(PAGE).text
    folded = re.findall(r'<details class="guest__more">.*?</details>', page, re.DOTALL)
    for act in ("cancel", "decline"):
        assert page.count(f'name="act" value="{act}"') == "".join(folded).count(f'name="act" value="{act}"') > 0


@pytest.mark.parametrize(
    ("act", "method", "more"),
    [
        ("approve", "approve_registration", {}),
        ("decline", "decline_registration", {"reason": "staff"}),
        ("promote", "promote", {}),
        ("prioritise", "prioritise", {"priority": 7}),
        ("cancel", "cancel_registration", {"reason": "staff"}),
    ],
)
def test_each_decision_is_a_form(desk: Browser, network: Network, act: str, method: str, more: dict[str, Any]) -> None:
    reply = desk.send(PAGE, act=act, registration_id="registration-2", priority="7")
    assert (reply.status_code, reply.location) == (303, f"{PAGE}#r-registration-2")
    [asked] = calls(network, method)
    assert asked | more == asked and asked["registration_id"] == "registration-2"


def test_what_is_no_longer_possible_is_told_on_the_page(desk: Browser, network: Network) -> None:
    network.refuses["promote"] = Conflict("occurrence_full")
    reply = desk.send(PAGE, act="promote", registration_id="registration-2")
    assert reply.status_code == 409
    assert "Ce n’est plus possible" in words(reply) and "AB2" in words(reply)


def test_nobody_looks_at_it_but_staff(desk: Browser, network: Network) -> None:
    network.refuses["registrations_at"] = Forbidden("permission_missing")
    assert desk.open(PAGE).status_code == 403


def test_an_odd_decision_is_refused(desk: Browser) -> None:
    assert desk.send(PAGE, act="odd", registration_id="registration-2").status_code == 400
