"""The refusals: how a part of the network says no, on purpose, with a code.

    ServiceError(code, message, detail)
    ├── Invalid          the request breaks a rule of form                 400
    ├── Unauthenticated  who is asking is not known                        401
    ├── Forbidden        the caller may not do this                        403
    ├── NotFound         the thing named does not exist                    404
    ├── Conflict         well formed, but no longer possible               409
    ├── Unprocessable    it contradicts what was asked under the same key  422
    ├── TooMany          asked too often                                   429
    └── Unavailable      a part we depend on does not answer               503, with Retry-After

The domain raises them and knows nothing of HTTP; only the gateway maps them to a status. They cross
RPC as themselves, registered by class. Anything else that is raised is a bug. Never does any IO.
"""

from __future__ import annotations

from typing import Any, ClassVar


class ServiceError(Exception):
    """A refusal.

    Attributes:
        code: snake case, states the fact (`unit_taken`); the contract with callers and translators.
        message: one English sentence for a log or a developer; holds no personal data.
        detail: JSON-able facts that help the caller to ask again, e.g. the next free periods.
    """

    registry: ClassVar[dict[str, type[ServiceError]]] = {}

    def __init_subclass__(cls) -> None:
        ServiceError.registry[cls.__name__] = cls

    def __init__(self, code: str, message: str = "", detail: dict[str, Any] | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message or code.replace("_", " ")
        self.detail = detail or {}

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

    def to_wire(self) -> dict[str, Any]:
        """The JSON-able form that crosses RPC."""
        return {"class": type(self).__name__, "code": self.code, "message": self.message, "detail": self.detail}


class Invalid(ServiceError):
    """The request breaks a rule of form."""


class Unauthenticated(ServiceError):
    """Who is asking is not known."""


class Forbidden(ServiceError):
    """The caller may not do this."""


class NotFound(ServiceError):
    """The thing named does not exist, or not for this caller."""


class Conflict(ServiceError):
    """Well formed, but no longer possible."""


class Unprocessable(ServiceError):
    """The request contradicts what was asked before under the same key."""


class TooMany(ServiceError):
    """Asked too often. `detail["retry_after_seconds"]` says when to come back."""


class Unavailable(ServiceError):
    """A part we depend on does not answer. `detail["retry_after_seconds"]` says when to come back."""

    def __init__(self, code: str, message: str = "", detail: dict[str, Any] | None = None) -> None:
        super().__init__(code, message, {"retry_after_seconds": 5, **(detail or {})})


class RemoteFailure(Exception):
    """The other side broke: not a refusal but a bug over there, logged there with its trace."""


def from_wire(wire: dict[str, Any]) -> Exception:
    """The refusal that the other side raised; an unknown class becomes `RemoteFailure`."""
    known = ServiceError.registry.get(str(wire.get("class")))
    if known is None:
        return RemoteFailure(str(wire.get("message") or "internal error"))
    detail = wire.get("detail")
    return known(str(wire.get("code")), str(wire.get("message") or ""), detail if isinstance(detail, dict) else None)
