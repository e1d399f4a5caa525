"""What the events of bookings have in common."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

from chassis.events import Event


@dataclass(frozen=True, kw_only=True)
class Told(Event):
    sequence: int = 0

    @classmethod
    def of(cls, thing: object, **more: Any) -> Self:
        """The event about a thing that calls its facts by the same names; `more` are those it does not."""
        names = {field.name for field in fields(cls)} - more.keys()
        return cls(**{name: getattr(thing, name) for name in names}, **more)


@dataclass(frozen=True, kw_only=True)
class Edition(Told):
    """What is published in editions. Everybody is told, so `host_city` is a fact in it and addresses nobody.

    On the wire the fact is called `city`, and the edition's number stands on the envelope alone.
    """

    host_city: str

    def data(self) -> dict[str, Any]:
        facts = super().data()
        return {"city": facts.pop("host_city")} | {name: facts[name] for name in facts if name != "sequence"}
