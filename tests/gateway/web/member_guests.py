"""Who registers without an account, as the members service of a city has it, in a small network."""

from __future__ import annotations

import base64
import json
from typing import Any

from chassis.errors import Conflict, Forbidden, NotFound, Unauthenticated
from chassis.passes import TYPE, Pass
from gateway.context import Asks


def _b64(told: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def pass_for(registration_id: str, member_id: str = "guest", city: str = "marcq") -> str:
    """A pass as a letter brings it; this network believes every pass but an old one."""
    return f"{_b64({'alg': 'EdDSA', 'typ': TYPE})}.{_b64({'of': [city, member_id, registration_id]})}.c2ln"


OLD_PASS = f"{_b64({'alg': 'EdDSA', 'typ': TYPE})}.{_b64({'of': 'old'})}.c2ln"


class Guests:
    """What somebody wished by a link, and what members answered.

    Attributes:
        wishes: what was asked for, in turn; the link of the first is "wish-1".
        answers: by registration; `answered_by`: in which city.
        closed_to: registrations whose answers are not for who asks.
    """

    def __init__(self) -> None:
        self.wishes: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.answered_by: dict[str, str] = {}
        self.closed_to: set[str] = set()

    def register_guest_for(self, city: str, **asked: Any) -> dict[str, Any]:
        self.wishes.append({"city": city, **asked})
        return {"id": f"wish-{len(self.wishes)}", "city": city, "status": "to_confirm"}

    def confirm_wish(self, city: str, token: str) -> dict[str, Any]:
        if token == "old":
            raise Conflict("link_expired")
        number = int(token.removeprefix("wish-")) if token.startswith("wish-") else 0
        if not 0 < number <= len(self.wishes):
            raise NotFound("link_unknown")
        wish = self.wishes[number - 1]
        who = {"member_id": "guest", "city": city, "category": "guest", "organisation_kind": "individual"}
        return {
            "wish_id": token,
            **who,
            **{name: wish[name] for name in ("occurrence_id", "seats", "accept_waiting")},
        }

    def make_pass(self, city: str, token: str, registration_id: str, until: str) -> dict[str, Any]:
        self.confirm_wish(city, token)
        return {"pass": pass_for(registration_id, city=city)}

    def verify_pass(self, token: str, rpc: Asks) -> Pass:
        content = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)))["of"]
        if told == "old":
            raise Unauthenticated("pass_expired")
        return Pass(*told)

    def answers_of(self, city: str, token: str, registration_id: str, member_id: str) -> dict[str, Any]:
        if registration_id in self.closed_to:
            raise Forbidden("permission_missing")
        return {"answers": self.answers.get(registration_id, {})}

    def answer_form(self, city: str, registration_id: str, answers: dict[str, Any], **asked: Any) -> dict[str, Any]:
        assert set(asked) == {"token", "member_id", "occurrence_id", "ends_at", "questions"}
        if answers.get("object") == "trop tard":
            raise Conflict("form_closed")
        self.answers[registration_id], self.answered_by[registration_id] = answers, city
        return {"complete": True}
