"""Being signed in, as the members service of Roubaix has it, in a small network."""

from __future__ import annotations

from typing import Any

from chassis.errors import ServiceError, Unauthenticated
from chassis.passes import Pass
from gateway.context import Asks, Caller

LOGINS: dict[str, tuple[str, str, str]] = {
    "here": ("Firefox, Linux", "2026-11-20T08:00:00+00:00", "2026-11-23T06:00:00+00:00"),
    "phone": ("Safari, iPhone", "2026-11-01T08:00:00+00:00", "2026-11-22T17:30:00+00:00"),
    "unnamed": ("", "2026-11-02T08:00:00+00:00", "2026-11-02T08:00:00+00:00"),
}


VIEWS = [
    ("2026-11-22T17:30:00+00:00", "front_desk", "see_members", "member_file"),
    ("2026-11-21T08:00:00+00:00", "city_administrator", "grant_roles", "grant_role"),
    ("2026-11-20T08:00:00+00:00", "data_officer", "change_members", "something_of_tomorrow"),
    ("2026-11-19T08:00:00+00:00", "herald", "blow_the_horn", "something_else"),
]


class Logins:
    """Nadia's, once she signed in.

    Attributes:
        logged_in: those that go on, by id; she is asked for by "here".
        refuses_refresh: instead of new tokens.
        roles: hers, which her access tokens say.
    """

    def __init__(self) -> None:
        self.logged_in = set(LOGINS)
        self.refuses_refresh: ServiceError | None = None
        self.roles: tuple[str, ...] = ()
        self._renewed = self._least = 0

    def end_access_tokens(self) -> None:
        """From now on the access tokens given so far are too old."""
        self._least = self._renewed + 1

    def tokens(self) -> dict[str, Any]:
        access = {"access_token": f"token-of-nadia.{self._renewed}", "token_type": "Bearer", "expires_in": 900}
        return {**access, "refresh_token": f"roubaix.{self._renewed + 1}", "refresh_expires_in": 2_592_000}

    def verify(self, token: str, rpc: Asks) -> Caller:
        member_id, _, number = token.removeprefix("token-of-").partition(".")
        if not token.startswith("token-of-"):
            raise Unauthenticated("token_invalid")
        if int(number or 0) < self._least:
            raise Unauthenticated("token_expired")
        return Caller(token, member_id, "roubaix", "guest", "individual", "fr", self.roles, login_id="here")

    def verify_pass(self, token: str, rpc: Asks) -> Pass:
        """Nobody made one."""
        raise Unauthenticated("pass_invalid")

    def refresh(self, city: str, refresh_token: str) -> dict[str, Any]:
        if self.refuses_refresh:
            raise self.refuses_refresh
        if refresh_token != f"{city}.{self._renewed + 1}":
            raise Unauthenticated("login_ended")
        self._renewed += 1
        return self.tokens()

    def sign_out(self, city: str, token: str) -> dict[str, Any]:
        return self.end_login(city, token, "here")

    def logins(self, city: str, token: str) -> dict[str, Any]:
        self._check_login()
        return {
            "items": [
                {
                    "id": name, "device": device, "method": "password", "has_second_factor": False,
                    "began_at": began_at, "last_used_at": last_used_at, "expires_at": last_used_at,
                    "is_current": name == "here",
                }
                for name, (device, began_at, last_used_at) in LOGINS.items() if name in self.logged_in
            ]
        }  # fmt: skip

    def end_login(self, city: str, token: str, login_id: str) -> dict[str, Any]:
        self._check_login()
        self.logged_in.discard(login_id)
        return {"ended": 1}

    def end_every_login(self, city: str, token: str) -> dict[str, Any]:
        self._check_login()
        self.logged_in &= {"here"}
        return {"ended": 2}

    def views_of(self, city: str, token: str, limit: int, after: str | None = None) -> dict[str, Any]:
        """Two a page; the cursor is how many came before."""
        self._check_login()
        assert limit > 1
        begin = int(after or 0)
        names = ("viewed_at", "role", "permission", "operation")
        items = [dict(zip(names, view, strict=True)) for view in VIEWS[begin : begin + 2]]
        return {"items": items, "next": str(begin + 2) if begin + 2 < len(VIEWS) else None}

    def _check_login(self) -> None:
        if "here" not in self.logged_in:
            raise Unauthenticated("login_ended")
