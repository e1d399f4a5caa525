"""What a handler gets beside the request: the services to ask, the settings, and who is asking.

One is made for each request. Never reads the request itself: `gateway.app` does that once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from chassis.errors import Forbidden, ServiceError, Unauthenticated
from chassis.passes import Pass, is_pass

if TYPE_CHECKING:
    from chassis.config import Settings

LANGUAGES = ("fr", "nl", "en")  # French first: it is spoken when nothing else is asked for


class Asks(Protocol):
    """The RPC client, as the handlers see it."""

    def call(
        self, service: str, method: str, *, sealed: bool = False, deadline: float | None = None, **kwargs: Any
    ) -> Any:
        """The answer of a service; raises its refusal, or `Unavailable` when it is absent or silent."""


class Verifies(Protocol):
    """The tokens, as the handlers see them."""

    def verify(self, token: str, rpc: Asks) -> Caller:
        """Who the token speaks for; raises `Unauthenticated`. May ask for the cities' keys."""

    def verify_pass(self, token: str, rpc: Asks) -> Pass:
        """What the pass opens; raises `Unauthenticated`. May ask for the cities' keys."""


@dataclass(frozen=True)
class Caller:
    """The member who asks, as a city signed it. Holds no name and no address.

    Attributes:
        token: the token itself; sent back to the caller's own city only.
        city: the code of the city that signed it.
        login_id: the member's login to which the token was given.
        registration_id: of who holds a pass, and may do what it opens and nothing else.
    """

    token: str
    member_id: str
    city: str
    category: str
    organisation_kind: str
    language: str
    roles: tuple[str, ...] = ()
    login_id: str = ""
    registration_id: str | None = None

    def actor(self) -> dict[str, Any]:
        """The `actor` argument of the services' RPC methods."""
        return {
            "member_id": self.member_id,
            "city": self.city,
            "category": self.category,
            "organisation_kind": self.organisation_kind,
            "roles": list(self.roles),
        }


@dataclass(frozen=True)
class Context:
    """What a handler may use.

    Attributes:
        token: the bearer token (API) or the session cookie (pages), not yet verified; None without one.
        language: the best of `LANGUAGES` for this request.
        device: what the browser says it is, shortened: `Firefox, Linux`.
        client: the network address that asks. Never logged, never kept here.
        unrecognised: why the member who asks cannot be recognised now, e.g. because their city does not answer.
    """

    rpc: Asks
    settings: Settings
    tokens: Verifies
    token: str | None = None
    language: str = LANGUAGES[0]
    device: str = ""
    client: str = ""
    unrecognised: ServiceError | None = None

    @property
    def where(self) -> dict[str, str]:
        """From where somebody asks a city who is not known yet."""
        return {"device": self.device, "client": self.client}

    @cached_property
    def caller(self) -> Caller | None:
        """The member who asks; None for a visitor, and for a token that is not (or cannot be) accepted."""
        try:
            return self.require_caller()
        except ServiceError:
            return None

    def require_caller(self) -> Caller:
        """The member who asks.

        Raises:
            Unauthenticated: `token_missing`, `token_expired` or `token_invalid`.
            Unavailable: the keys of the cities are not known yet, or the member's city does not answer.
        """
        if self.unrecognised:
            raise self.unrecognised
        if not self.token:
            raise Unauthenticated("token_missing", "this needs a bearer token")
        return self.tokens.verify(self.token, self.rpc)

    def holder_of(self, registration_id: str) -> Caller:
        """Who asks about a registration: a member who is signed in, or who holds a pass for it (`chassis.passes`).

        Raises:
            Unauthenticated: as `require_caller`; `pass_invalid`, `pass_expired`.
            Forbidden: `pass_for_another`.
            Unavailable: as `require_caller`.
        """
        if not self.token or not is_pass(self.token):
            return self.require_caller()
        opens = self.tokens.verify_pass(self.token, self.rpc)
        if opens.registration_id != registration_id:
            raise Forbidden("pass_for_another", "the pass is for another registration")
        guest = ("guest", "individual", self.language)
        return Caller(self.token, opens.member_id, opens.city, *guest, registration_id=registration_id)
