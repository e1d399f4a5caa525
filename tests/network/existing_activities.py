"""Activities, dates and registrations that exist, in the state in which an operation takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.network.people import Member
from tests.network.programme import Programme, told

_OF_A_REQUEST = ("approve_registration", "decline_registration")
_OF_WHO_WAITS = ("promote", "prioritise")
_OF_AN_OFFER = ("accept_offer", "refuse_offer")


class ExistingActivities:
    """What a member may name of a programme.

    Args:
        member: whose registrations they are.
    """

    def __init__(self, programme: Programme, member: Member) -> None:
        self.programme, self.member = programme, member
        self.made: dict[str, Callable[[dict[str, Any], str], str]] = {
            "activity_id": self._activity,
            "occurrence_id": lambda *_: str(self._on_programme()["id"]),
            "registration_id": self._registration,
        }

    def _activity(self, known: dict[str, Any], operation: str) -> str:
        if operation not in ("edit_activity", "propose_activity", "send_back_activity", "publish_activity"):
            return str(self._on_programme()["activity_id"])
        activity = self.programme.drafted()
        self.programme.scheduled(activity)
        if operation == "send_back_activity":
            told(self.programme.ines.ask("POST", f"/activities/{activity['id']}/proposal"))
        return str(activity["id"])

    def _registration(self, known: dict[str, Any], operation: str) -> str:
        """One that is confirmed, or whatever it must be."""
        programme = self.programme
        if operation in _OF_A_REQUEST:
            occurrence = self._on_programme({"mode": "moderated"})
        elif operation in _OF_WHO_WAITS:
            occurrence = self._on_programme(capacity=0, waiting_seats=5)
        elif operation in _OF_AN_OFFER:
            return self._offered()
        else:
            occurrence = self._on_programme(capacity=5)
        return str(programme.registered(self.member, occurrence, accept_waiting=True)["id"])

    def _offered(self) -> str:
        occurrence = self._on_programme(capacity=1, waiting_seats=1)
        seat = self.programme.registered(self.programme.amina, occurrence)
        waiting = self.programme.registered(self.member, occurrence, accept_waiting=True)
        told(self.programme.amina.ask("POST", f"/registrations/{seat['id']}/cancellation", {}))
        return str(waiting["id"])

    def _on_programme(self, terms: dict[str, Any] | None = None, **plan: Any) -> dict[str, Any]:
        return self.programme.on(terms, **{"day": 6, **plan})
