"""A front desk: a place of Tourcoing that its administrator publishes for a test, with spaces of all sorts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import requests

from champlibre import demonstration
from chassis import clock, ids
from tests import waiting
from tests.network.nodes import Network
from tests.network.people import Member

KNOWN_SECONDS = 300.0  # an access token lasts three times as long
PARIS = ZoneInfo("Europe/Paris")
OPEN_TO_ALL: dict[str, Any] = {"capacity": 8, "kind": "meeting_room", "hourly_price_cents": 1000}


def known(network: Network, email: str) -> Member:
    """Somebody of the demonstration, signed in. Staff as before, if they still are: a code is taken once."""
    shown = demonstration.content()
    staff = {found["email"] for found in shown["members"] if "role" in found}
    member = Member(network, city=email.partition("@")[2].partition(".")[0], email=email, password=shown["password"])
    if email not in staff:
        member.sign_in()
    else:
        member.second_factor = shown["second_factor"]
        member.token, signed_in_at = network.signed_in.get(email, (None, 0.0))
        if clock.monotonic() - signed_in_at > KNOWN_SECONDS or member.ask("GET", "/me").status_code != 200:
            member.token = None
            member.sign_in()
            network.signed_in[email] = (member.token, clock.monotonic())
    member.id = member.get("/me")["id"]
    return member


class Desk:
    """A place that is always open, and who looks after it.

    Attributes:
        administrator, reception: of Tourcoing, where the place is.
        amina: a member of Roubaix; `hugo` one of Tourcoing.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.administrator = known(network, "paul@tourcoing.example.org")
        self.reception = known(network, "bram@tourcoing.example.org")
        self.amina = known(network, "amina@roubaix.example.org")
        self.hugo = known(network, "hugo@tourcoing.example.org")
        self.place_id = f"desk-{ids.new()[:8]}"
        self.publish_place()

    def suspended(self) -> Member:
        """A member whose city no longer stands for them, and whose token is still valid."""
        member = Member(self.network, city="marcq", name="Basile Roussel", email=f"{ids.new()[:13]}@example.org").join()
        victor = known(self.network, "victor@marcq.example.org")
        reply = victor.ask("PUT", f"/members/{member.id}/suspension", {"reason": "Dégradations"})
        assert reply.status_code == 200, reply.text
        wish = self.wish(self.space("closed-to-some"))
        waiting.until(lambda: "member_not_active" in self.codes(member, wish), "suspension that bookings heard of", 20)
        return member

    def codes(self, who: Member, wish: dict[str, Any]) -> set[str]:
        """What stands against somebody's wish."""
        return {refusal["code"] for refusal in who.ask("POST", "/quotes", wish).json()["refusals"]}

    def publish_place(self, **changes: Any) -> requests.Response:
        """The place, as it is or otherwise."""
        draft = {
            "city": "tourcoing", "name": "Accueil", "address": "1 rue de l’Essai", "postcode": "59200",
            "insee": "59599", "commune": "Tourcoing", "latitude": 50.7, "longitude": 3.16,
            "opening_hours": "24/7", "zone": "Europe/Paris", **changes,
        }  # fmt: skip
        return self.administrator.ask("PUT", f"/places/{self.place_id}", draft)

    def publish(self, space_id: str, **changes: Any) -> requests.Response:
        """One of its spaces, as it is or otherwise."""
        draft = {**OPEN_TO_ALL, "place_id": self.place_id, "name": space_id, **changes}
        return self.administrator.ask("PUT", f"/spaces/{self.space_id(space_id)}", draft)

    def space(self, name: str = "salle", **changes: Any) -> str:
        """The id of a space that is there from now on."""
        reply = self.publish(name, **changes)
        assert reply.status_code == 200, reply.text
        return self.space_id(name)

    def space_id(self, name: str) -> str:
        """The id under which a space of the place is published."""
        return f"{self.place_id}-{name}"

    def wish(self, space_id: str, day: int = 1, hour: float = 9, hours: float = 1, **more: Any) -> dict[str, Any]:
        """So many hours of a day to come, from an hour of the place's clock."""
        midnight = datetime.combine(clock.now().astimezone(PARIS).date(), datetime.min.time(), PARIS)
        starts_at = (midnight + timedelta(days=day, hours=hour)).astimezone(UTC)
        ends_at = starts_at + timedelta(hours=hours)
        return {"space_id": space_id, "starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(), **more}

    def series(self, space_id: str, rule: str = "FREQ=DAILY;COUNT=3", day: int = 1, **more: Any) -> dict[str, Any]:
        """Again and again from nine to ten, by the place's clock, from a day to come on."""
        first = clock.now().astimezone(PARIS).date() + timedelta(days=day)
        times = {"starts_local": f"{first}T09:00", "ends_local": f"{first}T10:00"}
        return {"space_id": space_id, "rule": rule, **times, **more}

    def booked(self, who: Member, space_id: str, **wish: Any) -> dict[str, Any]:
        """What somebody has booked there."""
        reply = who.ask("POST", "/bookings", self.wish(space_id, **wish))
        assert reply.status_code == 201, reply.text
        booking: dict[str, Any] = reply.json()
        return booking


class BusyDesk(Desk):
    """A front desk where something lapses soon, whatever else is asked meanwhile.

    Attributes:
        soon: a hold that lapses at its start, within two minutes.
    """

    def __init__(self, network: Network) -> None:
        super().__init__(network)
        rules = {"start_every_minutes": 1, "min_minutes": 1, "step_minutes": 1}
        starts_at = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
        if starts_at - clock.now() < timedelta(seconds=5):
            starts_at += timedelta(minutes=1)
        wish = {"space_id": self.space("soon", rules=rules), "starts_at": starts_at.isoformat(), "tentative": True}
        held = self.amina.ask("POST", "/bookings", {**wish, "ends_at": (starts_at + timedelta(minutes=5)).isoformat()})
        assert held.status_code == 201, held.text
        self.soon = held.json()
