"""A form: what was typed, and what is wrong with it, field by field. Pure; knows no service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from chassis.errors import ServiceError


@dataclass
class Form:
    """Values and errors of a form; a password is never given back to the page.

    Attributes:
        errors: field name to message id; the page shows a summary, linked to the fields.
    """

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def require(self, name: str, message: str) -> None:
        """Complain when a field is empty."""
        if not self[name]:
            self.errors[name] = message

    def refuse(self, refusal: ServiceError, by_code: dict[str, str], messages: dict[str, str]) -> None:
        """Put a service's refusal beside the fields it speaks of.

        Args:
            by_code: which field a refusal's code is about.
            messages: what the codes are called.

        Raises:
            ServiceError: the same, when it is about none of the fields.
        """
        pointed = [str(error.get("pointer", "")).strip("/") for error in refusal.detail.get("errors", [])]
        names = [name for name in pointed if name] or [name for code, name in by_code.items() if code == refusal.code]
        if not names:
            raise refusal
        for name in names:
            reason = str(refusal.detail.get("reason"))
            said = (f"{refusal.code}_{reason}", reason, f"{refusal.code}_{name}", refusal.code, "invalid")
            self.errors[name] = next(messages[code] for code in said if code in messages)


def read(sent: MultiDict[str, str], names: Iterable[str]) -> Form:
    """The fields of those names, without the white space around them; passwords as they are."""
    return Form({name: value if "password" in name else value.strip() for name in names if (value := sent.get(name))})


def persons(asked: str) -> int | None:
    """A number of persons, from 1 to 9999; None when it makes no sense."""
    return int(asked) or None if asked.isdecimal() and len(asked) < 5 else None
