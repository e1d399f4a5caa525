"""Who writes to whom. A contact lives as long as one letter needs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """Whom a letter goes to: asked for at sending, never stored.

    Attributes:
        link_token: the secret of the confirmation link, for a `confirmation` only.
    """

    name: str
    email: str
    language: str
    link_token: str | None = None


@dataclass(frozen=True)
class Letterhead:
    """In whose name a letter is written.

    Attributes:
        sender: the city's e-mail address.
        public_url: of the front end, without a slash at its end.
    """

    city: str
    city_name: str
    sender: str
    public_url: str

    @property
    def display_name(self) -> str:
        """The name beside the sender's address."""
        return f"Champ Libre – {self.city_name}"
