"""What a member asks their city to be, in the small network that the pages ask."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict, Invalid

DECLINED = {
    "id": "before", "category": "resident", "organisation_kind": "individual", "organisation_id": None,
    "is_renewal": False, "applied_at": "2026-03-02T09:00:00+00:00", "city": "roubaix", "motivation": "Un atelier",
    "status": "declined", "decided_at": "2026-03-09T09:00:00+00:00", "reason": "Plus de place avant l’été.\nRevenez !",
    "valid_until": None,
}  # fmt: skip


class Applications:
    """A nomad until the end of 2026, who was declined as a resident before, and acts for an association.

    Attributes:
        applications: the latest first.
    """

    def __init__(self) -> None:
        self.applications: list[dict[str, Any]] = [dict(DECLINED)]

    def own_applications(self, city: str, token: str) -> dict[str, Any]:
        return {
            "category": "nomad", "organisation_kind": "individual",
            "membership_ends_at": "2026-12-31T11:00:00+00:00", "renewable_from": "2026-11-01T11:00:00+00:00",
            "items": self.applications,
        }  # fmt: skip

    def apply_for_membership(self, city: str, token: str, idempotency_key: str, **wish: Any) -> dict[str, Any]:
        if any(one["status"] == "open" for one in self.applications):
            raise Conflict("application_open")
        if wish["category"] == "resident" and not wish["motivation"]:
            raise Invalid("motivation_missing")
        decided = {"status": "open", "decided_at": None, "reason": None}
        self.applications.insert(0, {**DECLINED, **wish, **decided, "id": "now", "is_renewal": False})
        return self.applications[0]

    def withdraw_application(self, city: str, token: str, application_id: str) -> dict[str, Any]:
        [found] = [one for one in self.applications if one["id"] == application_id]
        found["status"] = "withdrawn"
        return found
