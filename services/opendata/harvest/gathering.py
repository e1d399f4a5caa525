"""Happenings as they are read out of a document, one by one. Others get their turn in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import eventlet

from chassis.errors import Invalid
from services.opendata.domain.happenings import Happening, checked
from services.opendata.domain.turns import Page, Refusal

_LONGEST = 255
_BREATHES_AFTER = 20
_BROKEN = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)


@dataclass
class Gathering:
    """Happenings as they are read one by one, each taken up or refused with a reason; none breaks the others."""

    happenings: list[Happening] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    _count: int = 0

    def take(self, external_id: object, read: Callable[[], Happening | None]) -> None:
        """Take up what `read` gives, or note why it cannot be.

        Args:
            external_id: by which a refusal is told.
            read: makes a happening, or None of what is over; what it raises of refusals and of broken values is about
                this one alone.
        """
        self._count += 1
        if self._count % _BREATHES_AFTER == 0:
            eventlet.sleep(0)
        try:
            if (found := read()) is not None:
                self.happenings.append(checked(found))
        except Invalid as refused:
            self.refuse(external_id, refused.code)
        except _BROKEN:
            self.refuse(external_id, "malformed")

    def refuse(self, external_id: object, reason: str) -> None:
        """Note that something is not taken up."""
        told = external_id if isinstance(external_id, str | int) else ""
        self.refusals.append(Refusal(str(told)[:_LONGEST], reason))

    def page(self, **more: Any) -> Page:
        """All of it; of two under one id the later one counts."""
        by_id = {each.external_id: each for each in self.happenings}
        return Page(tuple(by_id.values()), tuple(self.refusals), **more)
