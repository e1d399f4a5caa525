"""People who use a network: over HTTP, and by reading their mail."""
from __future__ import annotations

import email
import email.policy
import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode

import requests

from champlibre import demonstration
from chassis import clock
from services.members.domain.second_factors import STEP_SECONDS, code_of, step_at
from tests import waiting
from tests.network.nodes import Network

PASSWORD = "Quatre-saisons-au-canal-1889"
TIMEOUT_SECONDS = 20
DELIVERY_SECONDS = 30.0
RENEWED_AFTER_SECONDS = 600.0


@dataclass
class Visitor:
    """Somebody without an account."""

    network: Network
    token: str | None = None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """Call the API: `ask("GET", "/spaces?city=roubaix")`. Headers with underscores: `Idempotency_Key="1"`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.request(
            method, f"{self.network.url}/api/v1{path}", json=body, headers={**self.shown(), **sent},
            timeout=TIMEOUT_SECONDS,
        )

    def shown(self) -> dict[str, str]:
        """The header fields by which the API knows who asks."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str) -> Any:
        """What the API shows there; anything but 200 is an error."""
        reply = self.ask("GET", path)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def spaces(self, city: str) -> list[dict[str, Any]]:
        """The spaces of a city, as soon as there are some."""
        return waiting.until(lambda: self.get(f"/spaces?city={city}")["items"], f"space in {city}", DELIVERY_SECONDS)

    def free_hours(self, city: str, hours: int, units: int = 1) -> tuple[dict[str, Any], dict[str, str]]:
        """A space of a city with so many units, and so many hours of the coming fortnight in which all are free."""
        first = clock.now() + timedelta(days=1)
        span = urlencode({"from": first.isoformat(), "to": (first + timedelta(days=14)).isoformat()})
        for space in self.spaces(city):
            if space["units"] != units or not is_for_anybody(space):
                continue
            for free in self.get(f"/spaces/{space['id']}/availability?{span}")["free"]:
                starts_at = on_the_hour(datetime.fromisoformat(free["starts_at"]))
                ends_at = starts_at + timedelta(hours=hours)
                if free["units"] == units and ends_at <= datetime.fromisoformat(free["ends_at"]):
                    return space, {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
        raise AssertionError(f"no space of {city} is free for {hours} h")


def is_for_anybody(space: dict[str, Any]) -> bool:
    """Whether it is one of the demonstration's: other tests publish spaces with all sorts of rules."""
    return space["id"] in {shown["id"] for place in demonstration.content()["places"] for shown in place["spaces"]}


def on_the_hour(instant: datetime) -> datetime:
    """The instant, or the next full hour."""
    return datetime.fromtimestamp(math.ceil(instant.timestamp() / 3600) * 3600, UTC)


@dataclass
class Member(Visitor):
    """Somebody with an account, or about to have one."""

    city: str = "roubaix"
    name: str = "Ondine Delattre"
    email: str = "ondine.delattre@example.org"
    password: str = PASSWORD
    second_factor: str | None = None
    id: str = field(default="", init=False)
    refresh_token: str = field(default="", init=False)
    _renewed_at: float = field(default=0.0, init=False)

    def join(self) -> Member:
        """Register, follow the link in the mail, sign in."""
        self.register()
        self.confirm()
        self.sign_in()
        return self

    def register(self) -> None:
        reply = self.ask("POST", "/members", {
            "city": self.city, "name": self.name, "email": self.email, "password": self.password, "consent": True,
        })
        assert reply.status_code == 201, reply.text
        self.id = reply.json()["id"]

    def confirm(self) -> None:
        """Follow the link as a mail program would."""
        link = re.search(r"https?://\S+/members/confirm\?\S+", body_of(self.letter()))
        assert link, "no link in the letter"
        assert requests.get(link[0], timeout=TIMEOUT_SECONDS).status_code == 200

    def sign_in(self) -> None:
        asked = {"email": self.email, "password": self.password, "city": self.city}
        if self.second_factor:
            asked["code"] = self.next_code(self.second_factor)
        reply = Visitor(self.network).ask("POST", "/sessions", asked)
        assert reply.status_code == 201, reply.text
        self._keep(reply.json())

    def renew(self) -> requests.Response:
        """Go on being signed in, if the city lets me."""
        reply = Visitor(self.network).ask("POST", "/sessions/refresh", {"refresh_token": self.refresh_token})
        if reply.status_code == 200:
            self._keep(reply.json())
        return reply

    def shown(self) -> dict[str, str]:
        """My access token, renewed before it ends."""
        if self.refresh_token and self.token and clock.monotonic() > self._renewed_at + RENEWED_AFTER_SECONDS:
            self.renew()
        return super().shown()

    def _keep(self, tokens: dict[str, Any]) -> None:
        self.token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]
        self._renewed_at = clock.monotonic()

    def protect(self) -> None:
        """Set up a second factor, without which staff has no rights, and sign in with it."""
        begun = self.ask("POST", "/me/second-factor", {"password": self.password})
        assert begun.status_code == 201, begun.text
        secret = begun.json()["secret"]
        confirmed = self.ask("POST", "/me/second-factor/confirmation", {"code": self.next_code(secret)})
        assert confirmed.status_code == 200, confirmed.text
        self.second_factor = secret
        self.sign_in()

    def next_code(self, secret: str) -> str:
        """A code that this network has not taken from me yet, as soon as there is one: of now, or of the next step."""
        taken = self.network.last_steps

        def step() -> int | None:
            now = step_at(clock.now())
            wanted = max(now, taken.get(self.email, 0) + 1)
            return wanted if wanted <= now + 1 else None

        taken[self.email] = waiting.until(step, f"code of {self.email} that was not taken", 2.0 * STEP_SECONDS)
        return code_of(secret, taken[self.email])

    def book(self, space_id: str, period: dict[str, Any], **headers: str) -> requests.Response:
        wish = {"space_id": space_id, "starts_at": period["starts_at"], "ends_at": period["ends_at"]}
        return self.ask("POST", "/bookings", wish, **headers)

    def letters(self) -> list[EmailMessage]:
        """What my city sent me, oldest first."""
        files = sorted((self.network.mail / self.city).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        found = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        return [letter for letter in found if self.email in str(letter["To"])]

    def letter(self, number: int = 1) -> EmailMessage:
        """The letter of that number, as soon as it is there."""
        what = f"letter number {number} to {self.email}"
        return waiting.until(lambda: self.letters()[number - 1 : number], what, DELIVERY_SECONDS)[0]


def body_of(letter: EmailMessage) -> str:
    """The readable text of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text


def calendar_of(letter: EmailMessage) -> str:
    """The calendar entry that came with a letter, unfolded; nothing if there is none."""
    for part in letter.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_content()
            return re.sub(r"\r?\n[ \t]", "", content if isinstance(content, str) else content.decode())
    return ""
