"""What the staff of a city asks of the small network: drafts, dates, the programme of a quarter. In memory."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.clock import rfc3339
from chassis.errors import Conflict
from tests.gateway.web.programme import TERMS, activity, occurrence


class Planning:
    """Answers as the bookings service does to who may."""

    now: datetime
    activities: dict[str, dict[str, Any]]
    occurrences: dict[str, dict[str, Any]]
    introduced: list[dict[str, Any]]

    def draft_activity(
        self, actor: dict[str, Any], city: str, idempotency_key: str | None, **facts: Any
    ) -> dict[str, Any]:
        terms = {**TERMS, **facts.pop("terms")}
        made = activity("new", city, "", online_url=None, published_at=None, visible_from=None)
        self.activities["new"] = {**made, "status": "draft", **facts, "terms": terms}
        return self.activities["new"]

    def edit_activity(
        self, activity_id: str, actor: dict[str, Any], sequence: int | None, **facts: Any
    ) -> dict[str, Any]:
        """As bookings: what is said is so, and of the terms what is said of them."""
        before = self.activities[activity_id]
        if sequence not in (None, before["sequence"]):
            raise Conflict("changed_meanwhile", detail={"sequence": before["sequence"]})
        terms = {**before["terms"], **facts.pop("terms", {})}
        after = {**before, **facts, "terms": terms}
        if after != before:
            after["sequence"] += 1
        self.activities[activity_id] = after
        return after

    def copy_activity(self, activity_id: str, actor: dict[str, Any], city: str) -> dict[str, Any]:
        of = self.activities[activity_id]
        self.activities["copy"] = {**of, "id": "copy", "city": city, "status": "draft", "copied_from_id": activity_id}
        return self.activities["copy"]

    def activities_of(self, actor: dict[str, Any], city: str, status: str | None, limit: int) -> dict[str, Any]:
        own = [one for one in self.activities.values() if one["city"] == city and status in (None, one["status"])]
        return {"items": own, "next": None}

    def schedule(
        self,
        activity_id: str,
        actor: dict[str, Any],
        starts_local: str,
        ends_local: str,
        idempotency_key: str | None = None,
        rule: str | None = None,
        **size: Any,
    ) -> dict[str, Any]:
        date_id = f"{activity_id}-{len(self.occurrences)}"
        made = occurrence(date_id, self.activities[activity_id], starts_local[:10], **size)
        self.occurrences[date_id] = made
        return {"occurrences": [made], "refused": []}

    def resize(self, occurrence_id: str, actor: dict[str, Any], **size: Any) -> dict[str, Any]:
        self.occurrences[occurrence_id] |= size
        return self.occurrences[occurrence_id]

    def set_programme(
        self, city: str, quarter: str, embargo_until: str, introduction: dict[str, str], actor: dict[str, Any]
    ) -> dict[str, Any]:
        said = {"city": city, "quarter": quarter, "introduction": introduction, "embargo_until": embargo_until}
        self.introduced = [one for one in self.introduced if (one["city"], one["quarter"]) != (city, quarter)]
        self.introduced.append({**said, "changed_at": rfc3339(self.now), "sequence": 0})
        return said
