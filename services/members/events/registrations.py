"""What happens to registrations at home: a wish without an account, a form answered. No name, no answer, ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chassis.events import Event


@dataclass(frozen=True)
class _AtHome(Event):
    """Told to the member's own city and to the hub; `city` on the wire is the member's."""

    member_id: str
    home_city: str
    occurrence_id: str

    @property
    def city(self) -> str | None:
        """The member's city."""
        return self.home_city

    def data(self) -> dict[str, Any]:
        """The fields by name, with `city` for the home city."""
        data = super().data()
        data["city"] = data.pop("home_city")
        return data


@dataclass(frozen=True, kw_only=True)
class RegistrationWished(_AtHome):
    """Somebody without an account wishes for seats; the link of a letter registers them.

    `member_id` is of a member, or of who will be one. The title, the start and the place are for the letter, and known
    to everybody.
    """

    type: ClassVar[str] = "member.registration_wished"
    wish_id: str
    language: str
    title: dict[str, str]
    starts_at: datetime
    zone: str
    place_name: str
    wished_at: datetime

    @property
    def subject(self) -> str:
        """The wish."""
        return self.wish_id


@dataclass(frozen=True, kw_only=True)
class FormAnswered(_AtHome):
    """A form was answered, for the first time or anew; the answers stay in the city.

    `complete`: all that the form requires was answered.
    """

    type: ClassVar[str] = "form.answered"
    registration_id: str
    complete: bool
    answered_at: datetime
    number: int

    @property
    def subject(self) -> str:
        """The registration."""
        return self.registration_id

    @property
    def sequence(self) -> int:
        """How many times it was answered before."""
        return self.number

    def data(self) -> dict[str, Any]:
        """The fields by name; the number is the envelope's."""
        data = super().data()
        del data["number"]
        return data
