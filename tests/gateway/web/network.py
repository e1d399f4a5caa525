"""A small network for the pages to ask: three cities, some spaces, and the rules that the pages can meet.

A fake, not a mock: it keeps bookings and members in memory, refuses as the services do, and can be cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chassis import addresses
from chassis.errors import Conflict, Invalid, NotFound, ServiceError, Unauthenticated, Unavailable
from tests.gateway.web.facts import CITIES, PASSWORD, PLACES, SPACES, at, settings
from tests.gateway.web.front_desk import FrontDesk
from tests.gateway.web.letters import Letters
from tests.gateway.web.member_applications import Applications
from tests.gateway.web.member_data import OwnData
from tests.gateway.web.member_guests import Guests
from tests.gateway.web.member_logins import Logins
from tests.gateway.web.member_notices import Notices
from tests.gateway.web.member_persons import Persons
from tests.gateway.web.member_security import Security
from tests.gateway.web.planning import Planning
from tests.gateway.web.programme import Programme

__all__ = ["CITIES", "PASSWORD", "PLACES", "SPACES", "Network", "at", "settings"]

Answer = Callable[..., Any]
OF_NOBODY = {"letter_kinds", "preview_letter"}
# the members services have methods of the same names
OF_BOOKINGS = {"confirm": "confirm_booking", "register": "register_for"}


class Network(
    FrontDesk, Programme, Planning, Guests, Logins, Applications, OwnData, Notices, Persons, Security, Letters
):
    """Answers as the services do.

    Attributes:
        down: the services that do not answer.
        asked: every call, as (service, method, arguments).
    """

    def __init__(self, now: datetime) -> None:
        FrontDesk.__init__(self)
        Programme.__init__(self)
        Guests.__init__(self)
        Logins.__init__(self)
        Applications.__init__(self)
        Persons.__init__(self)
        OwnData.__init__(self)
        Notices.__init__(self)
        self.now = now
        self.down: set[str] = set()
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.members = {"nadia@example.org": PASSWORD}
        self.confirmed = {"nadia@example.org"}

    def call(
        self, service: str, method: str, *, sealed: bool = False, deadline: float | None = None, **kwargs: Any
    ) -> Any:
        self.asked.append((service, method, kwargs))
        if service in self.down:
            raise Unavailable("service_absent", detail={"retry_after_seconds": 5})
        assert sealed == (service != "bookings" and method not in OF_NOBODY), "personal data travels sealed"
        if service != "bookings":
            return getattr(self, method)(city=service.partition("_")[2], **kwargs)
        if method in self.refuses:
            raise self.refuses[method]
        answer: Answer = getattr(self, OF_BOOKINGS.get(method, method))
        return answer(**kwargs)

    def register(self, city: str, email: str, password: str, consent: bool, **person: Any) -> dict[str, Any]:
        if len(password) < 12:
            raise Invalid("weak_password", detail={"reason": "too_simple"})
        if len(password) > 128:
            raise Invalid("weak_password", detail={"reason": "too_long"})
        self.members.setdefault(email, password)
        return {"id": "member-2", "city": city, "status": "to_confirm"}

    def confirm(self, city: str, token: str) -> dict[str, Any]:
        refusals: dict[str, ServiceError] = {"old": Conflict("link_expired"), "odd": NotFound("link_unknown")}
        if token in refusals:
            raise refusals[token]
        return {"member_id": "member-2", "city": city}

    def knows(self, city: str, email_digest: str, client: str) -> dict[str, Any]:
        return {"known": city == "roubaix" and email_digest in map(addresses.digest, self.members)}

    def sign_in(self, city: str, email_digest: str, password: str, code: str | None = None, **_: Any) -> dict[str, Any]:
        email = next((email for email in self.members if addresses.digest(email) == email_digest), "")
        if city != "roubaix" or self.members.get(email) != password:
            raise Unauthenticated("wrong_credentials")
        if email not in self.confirmed:
            raise Unauthenticated("wrong_credentials")
        if (left := self.left(code)) is not None:
            if isinstance(left, ServiceError):
                raise left
            return left
        member = {"id": "nadia", "name": "Nadia", "city": city}
        return {**self.tokens(), "member": member}
