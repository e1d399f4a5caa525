"""Things that exist, by the names that operations have for them: of a place of its own each time, so that whoever asks
for whatever leaves the places of others alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from champlibre import demonstration
from chassis import clock, ids
from chassis.privacy import NOTICE_VERSION
from tests import waiting
from tests.network.existing_activities import ExistingActivities
from tests.network.nodes import Network
from tests.network.people import Member
from tests.network.programme import Programme

CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Accueil//FR\r
BEGIN:VEVENT\r
UID:inventaire@example.org\r
DTSTAMP:20261122T080000Z\r
DTSTART:{day}T080000Z\r
DTEND:{day}T100000Z\r
SUMMARY:Inventaire\r
END:VEVENT\r
END:VCALENDAR\r
"""
RULES = {"check_in_from_minutes": 10_000}
_OF_ROLES = ("grant_role", "withdraw_role")  # of one who has roles already: the others stay what they are


class PasserBy(Member):
    """Somebody who signs in anew for each thing that they ask."""

    def shown(self) -> dict[str, str]:
        self.sign_in()
        return super().shown()

    def login_id(self) -> str:
        """One of their logins."""
        return str(self.get("/me/sessions")["items"][0]["id"])


class Existing:
    """What the member and the administrator of a city may name.

    Attributes:
        member, administrator: of Tourcoing.
        passer_by: somebody else, whose logins may end at any time.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._desk = Programme(network)
        self.member: Member = self._desk.hugo
        self.administrator: Member = self._desk.administrator
        password = demonstration.content()["password"]
        self.passer_by = PasserBy(network, city="marcq", email="camille@marcq.example.org", password=password)
        self._made: dict[str, Callable[[dict[str, Any], str], str]] = {
            "booking_id": self._booking,
            "series_id": self._series,
            "wait_id": self._wait,
            "quarter": lambda *_: "2031-Q2",
            "feed_id": lambda known, _: str(self._feed(known)["id"]),
            "secret": lambda known, _: str(self._feed(known)["url"]).rpartition("/")[2].partition(".")[0],
            "special_id": self._closure,
            "login_id": lambda *_: self.passer_by.login_id(),
            "notice_id": self._notice,
            "attestation_id": lambda *_: self._told("administrator", "/attestations", {
                "member_id": self.member.id, "kind": "reduced_rate",
            })["id"],
            "application_id": self._application,
            "member_id": lambda known, asked: self._helped() if asked == "show_helped" else str(known["member_id"]),
            "minor_id": lambda *_: self._told("member", "/me/wards", {
                "name": "Lou", "born_on": f"{clock.now().year - 9}-06-01", "consent": True, "adult": True,
            })["id"],
            "guardian_id": lambda *_: str(self._desk.reception.id),
            "organisation_id": lambda *_: self._told("member", "/organisations", {
                "name": "Les Fileuses", "kind": "nonprofit",
            })["id"],
            **ExistingActivities(self._desk, self.member).made,
        }  # fmt: skip

    def known_to(self, operation: str, names: list[str]) -> dict[str, Any]:
        """What exists for an operation whose path has these names, and what its body and query may say of it."""
        desk = self._desk
        desk.place_id = f"desk-{ids.new()[:8]}"
        assert desk.publish_place().status_code == 200
        rules = {**RULES, "approval": operation in ("approve", "deny")}
        wish = desk.wish(desk.space(rules=rules), day=3, hour=9 if operation == "join_waiting_list" else 14)
        known = {
            **wish,
            "place_id": desk.place_id,
            "member_id": self._desk.reception.id if operation in _OF_ROLES else self.member.id,
            "role": "facilitator",
            "purpose": "newsletter",
            "notice_version": NOTICE_VERSION,
            "query": "Hugo",
            "beneficiary": {"member_id": self.member.id, "city": "tourcoing"},
            "persons": 2,
            "from": wish["starts_at"],
            "to": wish["ends_at"],
            "rule": "FREQ=WEEKLY;COUNT=3",
            "starts_local": f"{wish['starts_at'][:10]}T18:00:00",
            "ends_local": f"{wish['starts_at'][:10]}T19:00:00",
            "month": wish["starts_at"][:7],
            "calendar": CALENDAR.format(day=wish["starts_at"][:10].replace("-", "")),
            "city": "tourcoing",
            "opening_hours": "24/7",
            "zone": "Europe/Paris",
            "parent_id": None,
        }
        if operation == "refresh_session":
            self.passer_by.sign_in()
            known["refresh_token"] = self.passer_by.refresh_token
        if operation == "join_waiting_list":
            desk.booked(desk.amina, known["space_id"], day=3)
        if operation in ("suspend_member", "reinstate_member", "rectify_member", "give_address"):
            known["member_id"] = self._stranger.id
        return {**known, **{name: self._made[name](known, operation) for name in names if name in self._made}}

    def caller(self, operation: str) -> Member:
        """The member who asks: what changes who they are, or how they are told things, is asked by somebody else."""
        return self._stranger if operation in ("rectify", "choose_notice_preferences") else self.member

    @cached_property
    def _stranger(self) -> Member:
        """A member of whom nobody else makes use: what becomes of them is of no matter."""
        return Member(self.network, city="tourcoing", name="Odile Lefebvre", email="odile.lefebvre@example.org").join()

    def _application(self, known: dict[str, Any], operation: str) -> str:
        """The member's own to withdraw; to decide on, that of somebody whose category nobody counts on."""
        who = self.member if operation == "withdraw_application" else self._stranger
        for earlier in who.get("/me/applications")["items"]:
            if earlier["status"] == "open":
                return str(earlier["id"])
        reply = who.ask("POST", "/me/applications", {"category": "partner"})
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])

    def _booking(self, known: dict[str, Any], operation: str) -> str:
        tentative = operation == "confirm_booking"
        booking = self._desk.booked(self.member, known["space_id"], day=3, tentative=tentative)
        if operation == "check_out":
            assert self.administrator.ask("POST", f"/bookings/{booking['id']}/check-in").status_code == 200
        return str(booking["id"])

    def _series(self, known: dict[str, Any], _: str) -> str:
        day = known["starts_local"][:10]
        wish = {"space_id": known["space_id"], "rule": known["rule"]}
        times = {"starts_local": f"{day}T09:00:00", "ends_local": f"{day}T10:00:00"}
        return str(self._told("member", "/series", {**wish, **times})["id"])

    def _wait(self, known: dict[str, Any], _: str) -> str:
        self._gone("/waits")
        self._desk.booked(self._desk.amina, known["space_id"], day=3)
        return str(self._told("member", "/waits", self._desk.wish(known["space_id"], day=3))["id"])

    def _notice(self, known: dict[str, Any], operation: str) -> str:
        self._booking(known, operation)
        told = waiting.until(lambda: self.member.get("/me/notices")["items"], "a notice", seconds=20)
        return str(told[0]["notice_id"])

    def _feed(self, known: dict[str, Any]) -> Any:
        self._gone("/feeds")
        return self._told("member", "/feeds", {})

    def _closure(self, known: dict[str, Any], _: str) -> str:
        closure = {**self._desk.wish(known["space_id"], day=5), "reason": "Inventaire"}
        return str(self._told("administrator", f"/places/{known['place_id']}/closures", closure)["closure"]["id"])

    def _helped(self) -> str:
        return str(self._told("administrator", "/members/helped", {"name": "Odette", "heard": ["account"]})["id"])

    def _gone(self, path: str) -> None:
        """A member has only so many of them: what earlier tests left makes room."""
        for one in self.member.get(path)["items"]:
            assert self.member.ask("DELETE", f"{path}/{one['id']}").status_code == 200

    def _told(self, who: str, path: str, wish: dict[str, Any]) -> Any:
        reply = getattr(self, who).ask("POST", path, wish)
        assert reply.status_code == 201, reply.text
        return reply.json()
