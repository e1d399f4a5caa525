"""A member of one city uses places of another: both cities, and the accountants, come to the same cent."""

from __future__ import annotations

import csv
import io
from datetime import UTC, timedelta
from typing import Any

import pytest

from chassis import clock, ids
from tests import waiting
from tests.network import Member, Network
from tests.network.desk import PARIS, known

HEARD_SECONDS = 20.0
TARIFFS = [{"name": "plein", "hour_cents": 1250, "half_day_cents": 4000, "day_cents": 7000}]

Row = tuple[int, int, int]


class Accounts:
    """A space of Roubaix, a member of Marcq, and who keeps the books of both.

    Attributes:
        month: the first midnight of a month to come, where the place is.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.sophie = known(network, "sophie@roubaix.example.org")  # administers Roubaix
        self.zoe = known(network, "zoe@marcq.example.org")  # the data officer of Marcq
        self.guest = Member(network, city="marcq", name="Odile Verschaeve", email="odile@marcq.example.net").join()
        today = clock.now().astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
        self.month = (today.replace(day=1) + timedelta(days=70)).replace(day=1)
        place_id = f"ledger-{ids.new()[:8]}"
        self.space_id = f"{place_id}-salle"
        self._publish(f"/places/{place_id}", {
            "city": "roubaix", "name": "Comptoir", "address": "1 rue du Compte", "postcode": "59100",
            "insee": "59512", "commune": "Roubaix", "latitude": 50.69, "longitude": 3.17,
            "opening_hours": "24/7", "zone": "Europe/Paris",
        })  # fmt: skip
        space = {"place_id": place_id, "name": "Salle", "kind": "meeting_room", "capacity": 8, "tariffs": TARIFFS}
        self._publish(f"/spaces/{self.space_id}", {**space, "hourly_price_cents": 1250})

    def _publish(self, path: str, draft: dict[str, Any]) -> None:
        reply = self.sophie.ask("PUT", path, draft)
        assert reply.status_code == 200, reply.text

    def at(self, day: int, hour: float, hours: float) -> dict[str, str]:
        """A period of the month, by the place's clock; the day before the first is 0."""
        start = (self.month + timedelta(days=day - 1, hours=hour)).astimezone(UTC)
        return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=hours)).isoformat()}

    def booked(self, day: int, hour: float, hours: float) -> dict[str, Any]:
        """What the guest has booked."""
        reply = self.guest.ask("POST", "/bookings", {"space_id": self.space_id, **self.at(day, hour, hours)})
        assert reply.status_code == 201, reply.text
        booking: dict[str, Any] = reply.json()
        return booking

    def granted(self, amount: int, unit: str) -> None:
        """A credit that the guest has from now on."""
        holder = {"member_id": self.guest.id, "city": "marcq"}
        wish = {"beneficiary": holder, "amount": amount, "unit": unit, "reason": "welcome", "space_id": self.space_id}

        def answered() -> bool:
            return self.sophie.ask("POST", "/credits", wish).status_code == 201

        waiting.until(answered, "credit for a member that bookings has heard of", HEARD_SECONDS)

    def told(self, who: Member, path: str) -> Row:
        """What a ledger says of members of Marcq in Roubaix in the month."""
        rows = who.get(f"{path}?month={self.month:%Y-%m}")["items"]
        theirs = [row for row in rows if row["host_city"] == "roubaix" and row.get("home_city", "marcq") == "marcq"]
        assert len(theirs) <= 1
        return (theirs[0]["bookings"], theirs[0]["minutes"], theirs[0]["amount_cents"]) if theirs else (0, 0, 0)


@pytest.fixture(scope="module")
def books(network: Network) -> Accounts:
    return Accounts(network)


def test_the_ledgers_of_both_cities_agree_to_the_cent_and_name_nobody(books: Accounts) -> None:
    before = books.told(books.sophie, "/ledger")
    books.granted(60, "minutes")
    books.granted(500, "cents")
    first = books.booked(1, 0, 1)  # in UTC it is still the month before
    assert (first["prepaid_minutes"], first["price_cents"]) == (60, 0)
    half_day = books.booked(2, 9, 4.5)
    assert (half_day["credit_cents"], half_day["price_cents"]) == (500, 4125)
    cancelled = books.booked(3, 9, 2)
    moved = books.booked(4, 9, 1)
    gone = books.booked(5, 9, 1)
    books.booked(0, 23, 1)  # the last hour of the month before
    assert books.guest.ask("DELETE", f"/bookings/{cancelled['id']}").status_code == 200
    assert books.guest.ask("PATCH", f"/bookings/{moved['id']}", books.at(6, 14, 1.25)).json()["price_cents"] == 1563
    assert books.guest.ask("PATCH", f"/bookings/{gone['id']}", books.at(-1, 9, 1)).status_code == 200
    expected = (before[0] + 3, before[1] + 60 + 270 + 75, before[2] + 0 + 4125 + 1563)
    assert books.told(books.sophie, "/ledger") == books.told(books.zoe, "/ledger") == expected
    waiting.until(
        lambda: books.told(books.zoe, "/ledger/home") == expected, f"home ledger of {expected}", HEARD_SECONDS
    )
    for who, path in ((books.sophie, "/ledger"), (books.zoe, "/ledger"), (books.zoe, "/ledger/home")):
        text = who.ask("GET", f"{path}?month={books.month:%Y-%m}").text
        assert not any(word in text for word in ("Odile", "Verschaeve", "odile", books.guest.id))


def test_the_accounts_of_the_host_come_to_what_its_ledger_says(books: Accounts) -> None:
    books.booked(8, 9, 1)
    count, minutes, cents = books.told(books.sophie, "/ledger")
    reply = books.sophie.ask("GET", f"/accounts.csv?month={books.month:%Y-%m}")
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(reply.text, newline="")))
    guests = [line for line in lines if line["home_city"] == "marcq"]
    assert len(guests) == count
    assert sum(int(line["minutes"]) for line in guests) == minutes
    assert sum(int(line["price_cents"]) for line in guests) == cents
    assert {line["tariff"] for line in guests if line["space_id"] == books.space_id} == {"plein"}
    assert "Verschaeve" not in reply.text
    listed = books.sophie.get(f"/accounts?month={books.month:%Y-%m}&limit=200")["items"]
    assert [line["booking_id"] for line in listed] == [line["booking_id"] for line in lines]


def test_accounts_are_for_accountants_of_the_city(books: Accounts) -> None:
    for path in ("/ledger", "/accounts", "/accounts.csv"):
        refused = books.guest.ask("GET", f"{path}?month={books.month:%Y-%m}")
        assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")
    own = books.zoe.get(f"/accounts?month={books.month:%Y-%m}&limit=200")["items"]
    assert all(line["space_id"] != books.space_id for line in own)
    wish = {"beneficiary": {"member_id": books.guest.id, "city": "marcq"}, "amount": 1, "unit": "cents", "reason": "x"}
    assert books.guest.ask("POST", "/credits", wish).json()["code"] == "permission_missing"
    assert books.zoe.ask("POST", "/credits", wish).json()["code"] == "permission_missing"
