"""What Nadia says of herself, the children for whom she answers and whom staff helps, as her city has it."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict, Forbidden, Invalid
from chassis.privacy import NOTICE_VERSION


def given(purpose: str, version: str = NOTICE_VERSION) -> dict[str, Any]:
    """A consent that stands, as the city tells it."""
    at = "2026-11-20T08:00:00+00:00"
    return {"purpose": purpose, "notice_version": version, "given_at": at, "withdrawn_at": None}


ENTRY = {"id": "zoe", "shown_name": "Zoé <3", "presentation": "Je répare des vélos.", "topics": ["velo", "origami"]}


def wrong(field: str) -> Invalid:
    """What the city says of a field that it cannot read."""
    return Invalid("invalid", detail={"errors": [{"pointer": f"/{field}", "detail": "no"}]})


class Persons:
    """Nadia, who is not in the directory and answers for nobody yet.

    Attributes:
        said: of her, by name.
        wards: for whom she answers, or is asked to.
    """

    def __init__(self) -> None:
        self.said: dict[str, Any] = {
            "name": "Nadia", "language": "fr", "phone": None, "handle": None, "code": "AE3F63",
            "interests": ["velo", "origami"], "directory_entry": None, "consents": [given("account")],
        }  # fmt: skip
        self.wards_of_nadia: list[dict[str, Any]] = []

    def standing(self) -> dict[str, Any]:
        """What she is to the city, beside what she says of herself."""
        return {}

    def profile(self, city: str, token: str) -> dict[str, Any]:
        organisation = {"id": "o1", "name": "Les Fileuses <3", "kind": "nonprofit"}
        return {**self.said, **self.standing(), "organisations": [organisation]}

    def rectify(self, city: str, token: str, **said: Any) -> dict[str, Any]:
        if said["phone"] == "12":
            raise wrong("phone")
        if said["handle"] == "Nadia":
            raise wrong("handle")
        self.said.update(said)
        return self.said

    def choose_interests(self, city: str, token: str, topics: list[str], newsletter: bool) -> dict[str, Any]:
        if len(topics) > 20:
            raise Conflict("too_many_topics")
        if "&" in topics:
            raise wrong(f"topics/{topics.index('&')}")
        wished = [given("newsletter")] if newsletter else []
        self.said.update(interests=topics, consents=[given("account"), *wished])
        return {"topics": topics, "newsletter": newsletter}

    def consents(self, city: str, token: str) -> dict[str, Any]:
        return {"notice_version": NOTICE_VERSION, "items": self.said["consents"]}

    def consent(self, city: str, token: str, purpose: str, notice_version: str) -> dict[str, Any]:
        if notice_version != NOTICE_VERSION:
            raise Conflict("notice_changed")
        self.said["consents"].append(given(purpose))
        return self.consents(city, token)

    def withdraw_consent(self, city: str, token: str, purpose: str) -> dict[str, Any]:
        if purpose == "account":
            raise Conflict("account_needs_consent")
        for one in self.said["consents"]:
            if one["purpose"] == purpose:
                one["withdrawn_at"] = "2026-11-23T07:00:00+00:00"
        return self.consents(city, token)

    def enter_directory(self, city: str, token: str, consent: bool, **shown: Any) -> dict[str, Any]:
        assert consent
        self.said["directory_entry"] = shown
        return shown

    def leave_directory(self, city: str, token: str) -> dict[str, Any]:
        self.said["directory_entry"] = None
        return {"listed": False}

    def topics(self, city: str, token: str) -> dict[str, Any]:
        items = [("bois", True, 0), ("origami", False, 1), ("velo", True, 1)]
        return {"items": [{"topic": topic, "is_own": own, "members": count} for topic, own, count in items]}

    def directory(self, city: str, token: str, topic: str = "", text: str = "", after: str = "") -> dict[str, Any]:
        if after == "by hand":
            raise wrong("after")
        found = [ENTRY] if topic in ("", *ENTRY["topics"]) and text in ENTRY["presentation"] else []
        return {"items": found, "next": None if after else "more"}

    def wards(self, city: str, token: str) -> dict[str, Any]:
        return {"items": self.wards_of_nadia}

    def register_minor(self, city: str, token: str, idempotency_key: str, **said: Any) -> dict[str, Any]:
        if said["born_on"] < "2008-11-24":
            raise Invalid("not_a_minor")
        ward = {**said, "id": "lina", "code": "B1C2D3", "status": "guarded", "guardians": 1}
        self.wards_of_nadia.append(ward)
        return ward

    def accept_ward(self, city: str, token: str, minor_id: str, adult: bool) -> dict[str, Any]:
        if not adult:
            raise Invalid("adult_not_said")
        self.wards_of_nadia[0].update(status="guarded", guardians=2)
        return {}

    def leave_ward(self, city: str, token: str, minor_id: str) -> dict[str, Any]:
        if self.wards_of_nadia[0]["guardians"] == 1:
            raise Conflict("last_guardian")
        self.wards_of_nadia.clear()
        return {}

    def ask_guardian(self, city: str, token: str, minor_id: str, guardian_id: str) -> dict[str, Any]:
        return {}

    def register_helped(self, city: str, token: str, idempotency_key: str, **said: Any) -> dict[str, Any]:
        if said["name"] == "Nobody":
            raise Forbidden("permission_missing")
        if said["phone"] == "12":
            raise wrong("phone")
        return {"id": "odette"}

    def give_address(self, city: str, token: str, member_id: str, email: str) -> dict[str, Any]:
        if "@" not in email:
            raise wrong("email")
        return {"status": "to_confirm"}

    def show_helped(self, city: str, token: str, member_id: str) -> dict[str, Any]:
        refused_since = self.said.get("address_refused_since")
        return {
            "id": member_id, "city": city, "name": "Odette", "phone": None, "language": "fr", "code": "C3D4E5",
            "address_refused_since": refused_since,
        }  # fmt: skip
