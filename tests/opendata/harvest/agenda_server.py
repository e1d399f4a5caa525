"""An agenda of OpenAgenda as its API tells it, in memory: pages, cursors, what changed since, tombstones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.opendata.harvest.odd_server import Asked, OddServer, answer

KEY = "public-key"


def event(uid: int, **changes: Any) -> dict[str, Any]:
    """An event as the API tells it, with what is odd in real ones."""
    return {
        "uid": uid,
        "slug": f"bal-{uid}",
        "title": {"en": "Ball", "fr": f"Bal {uid}"},
        "description": {"fr": "Un soir"},
        "longDescription": {"fr": "Un **soir** d'hiver"},
        "conditions": {"fr": "Gratuit"},
        "keywords": {},
        "image": {"base": "https://cdn.example.org/", "filename": "bal.jpg", "size": {}, "variants": []},
        "accessibility": {"hi": True, "vi": False, "mi": True},
        "age": {"min": None, "max": None},
        "status": 1,
        "attendanceMode": 1,
        "state": 2,
        "categories": [17],
        "timezone": "Europe/Paris",
        "timings": [{"begin": "2026-12-04T20:00:00+01:00", "end": "2026-12-04T22:00:00+01:00"}],
        "location": {
            "uid": 7,
            "name": "La Piscine",
            "address": "23 rue de l'Espérance",
            "postalCode": "59100",
            "city": "Roubaix",
            "insee": "59512",
            "latitude": 50.69,
            "longitude": 3.16,
            "_agg": {},
        },
        "updatedAt": f"2026-11-{1 + uid // 1440 % 28:02}T{uid // 60 % 24:02}:{uid % 60:02}:00.000Z",
        "draft": False,
        "_agg": 3,
        **changes,
    }


@dataclass
class Agenda:
    """The agenda; `events` by uid, of which the server tells `size` a page."""

    server: OddServer
    events: dict[int, dict[str, Any]] = field(default_factory=dict)
    size: int = 300
    path: str = "/v2/agendas/1/events"

    def __post_init__(self) -> None:
        self.server.routes[self.path] = self._answer

    @property
    def url(self) -> str:
        return self.server.url(self.path)

    def put(self, *events: dict[str, Any]) -> None:
        self.events.update((each["uid"], each) for each in events)

    def _answer(self, asked: Asked) -> Iterable[bytes]:
        query = parse_qs(asked.query)
        if asked.headers.get("key") != KEY:
            return answer({"message": "unauthorized"}, "403 Forbidden")
        since, after = query.get("updatedAt[gte]", [""])[0], query.get("after[]", [])
        found = sorted(self.events.values(), key=lambda each: (each["updatedAt"], each["uid"]))
        found = [
            each for each in found if each["updatedAt"] >= since and ("removed" in query or not each.get("removed"))
        ]
        left = [each for each in found if not after or [each["updatedAt"], str(each["uid"])] > after]
        page = left[: self.size]
        cursor = [page[-1]["updatedAt"], str(page[-1]["uid"])] if len(left) > len(page) else None
        return answer({"total": len(found), "events": page, "sort": query["sort"], "after": cursor})
