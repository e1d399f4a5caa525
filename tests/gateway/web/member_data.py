"""A member's own data, as the services have it, in a small network."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict, Unauthenticated
from tests.gateway.web.facts import PASSWORD

RECENT = {
    "code": "booking_recent", "keeps_back": True, "count": 1, "until": "2026-12-24T09:00:00+00:00",
}  # fmt: skip
TO_COME = {"code": "booking_to_come", "keeps_back": False, "count": 2, "until": None}


class OwnData:
    """Nadia's.

    Attributes:
        met: what her erasure meets.
        status: of her account.
        is_erased: she is gone.
    """

    def __init__(self) -> None:
        self.met: list[dict[str, Any]] = []
        self.status = "active"
        self.is_erased = False

    def preview_erasure(self, city: str, token: str) -> dict[str, Any]:
        return {"can_erase": not any(reason["keeps_back"] for reason in self.met), "reasons": self.met}

    def erase(self, city: str, token: str, password: str, code: str | None) -> dict[str, Any]:
        if password != PASSWORD:
            raise Unauthenticated("wrong_credentials")
        if not self.preview_erasure(city, token)["can_erase"]:
            raise Conflict("erasure_kept_back")
        self.is_erased = True
        return {"erased_at": "2026-11-23T07:00:00+00:00"}

    def standing(self) -> dict[str, Any]:
        return {"status": self.status, "roles": ["member"]}

    def limit(self, city: str, token: str, wished: bool) -> dict[str, Any]:
        self.status = "limited" if wished else "active"
        return {"limited": wished}

    def export(self, city: str, token: str) -> dict[str, Any]:
        section = {"name": "members", "rows": [{"name": "Nadia"}], "is_complete": True}
        return {"member_id": "nadia", "sections": [section], "until": "later", "proof": "p"}

    def export_ward(self, city: str, token: str, minor_id: str) -> dict[str, Any]:
        return {**self.export(city, token), "member_id": minor_id}

    def notices_of(self, city: str, member_id: str, until: str, proof: str) -> dict[str, Any]:
        return {"sections": []}

    def gather(self, actor: dict[str, Any]) -> dict[str, Any]:
        return {"bookings": [], "next": None, "sections": []}

    def credits_of(self, actor: dict[str, Any]) -> dict[str, Any]:
        return {"items": [{"organisation_id": None}], "next": None}
