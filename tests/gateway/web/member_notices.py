"""What a member was told, as the services have it, in a small network."""

from __future__ import annotations

from typing import Any

from chassis.errors import Forbidden, NotFound

AT = "2026-11-20T08:00:00+00:00"
SENT = {"channel": "mail", "status": "sent", "sent_at": "2026-11-20T08:00:02+00:00", "reason": None}
SHOWN = {"member_id": "nadia", "until": "2026-11-23T07:05:00+00:00", "proof": "p"}


def told(notice_id: str, kind: str = "booking_confirmed", **facts: Any) -> dict[str, Any]:
    """A notice of Nadia's."""
    notice = {
        "notice_id": notice_id,
        "kind": kind,
        "family": "bookings",
        "subject": "Réservé : Salle du canal",
        "at": AT,
        "about": {"booking": "b-1"},
        "deliveries": [SENT],
        "text": "Bonjour Nadia,\n\nvoyez https://champlibre.example.org/bookings/b-1.\n",
    }
    return notice | facts


class Notices:
    """Nadia's.

    Attributes:
        notices: the newest first.
        channels: that the node has.
        chosen: what was chosen last, as it was said.
    """

    def __init__(self) -> None:
        self.notices: list[dict[str, Any]] = []
        self.channels = ["mail"]
        self.chosen: dict[str, Any] = {"wanted": [], "quiet": None, "reminders": [1440]}

    def notices_key(self, city: str, token: str) -> dict[str, Any]:
        return {**SHOWN, "language": "fr", "name": "Nadia"}

    def my_notices(
        self, city: str, language: str, limit: int, after: str | None = None, **shown: str
    ) -> dict[str, Any]:
        self._prove(shown)
        ids = [notice["notice_id"] for notice in self.notices]
        begin = ids.index(after) + 1 if after else 0
        page = self.notices[begin : begin + limit]
        is_last = begin + limit >= len(ids)
        return {"items": [dict(one) for one in page], "next": None if is_last else page[-1]["notice_id"]}

    def my_notice(self, city: str, notice_id: str, language: str, name: str, **shown: str) -> dict[str, Any]:
        self._prove(shown)
        for notice in self.notices:
            if notice["notice_id"] == notice_id:
                return dict(notice)
        raise NotFound("notice_not_found")

    def preferences_of(self, city: str, **shown: str) -> dict[str, Any]:
        self._prove(shown)
        families = {
            "bookings": ["booking_confirmed", "booking_lapsed", "booking_cancelled"],
            "digest": ["digest"],
            "security": ["password_changed"],
            "work": ["occurrence_short"],
        }
        return {
            "channels": self.channels,
            "families": [
                {"family": family, "kinds": [self._kind(kind) for kind in kinds]} for family, kinds in families.items()
            ],
            "quiet": self.chosen["quiet"],
            "zone": "Europe/Paris",
            "reminders": self.chosen["reminders"],
            "reminders_offered": [60, 120, 180, 1440, 2880, 10080],
            "most_reminders": 3,
        }

    def choose(
        self, city: str, wanted: list[dict[str, Any]], quiet: Any, reminders: list[int], **shown: str
    ) -> dict[str, Any]:
        self._prove(shown)
        self.chosen = {"wanted": wanted, "quiet": quiet, "reminders": reminders}
        return self.preferences_of(city, **shown)

    def _kind(self, kind: str) -> dict[str, Any]:
        is_required = kind in ("booking_cancelled", "password_changed")
        said = {(one["kind"], one["channel"]): one["is_wanted"] for one in self.chosen["wanted"]}
        return {
            "kind": kind,
            "is_required": is_required,
            "is_by_consent": kind == "digest",
            "channels": [
                {
                    "channel": channel,
                    "is_wanted": said.get((kind, channel), channel == "mail"),
                    "is_fixed": is_required and channel == "mail",
                }
                for channel in self.channels
                if channel == "mail" or kind != "password_changed"
            ],
        }

    def _prove(self, shown: dict[str, str]) -> None:
        if shown != SHOWN:
            raise Forbidden("proof_invalid")
