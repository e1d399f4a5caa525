"""The part of the small network that shows how a city writes: the letters are those of the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.notifications import domain, previews, schemas
from tests.notifications import given


class Letters:
    """Answers as notifications does.

    Attributes:
        templates: a folder with templates of the city's own; "" for none.
    """

    now: datetime
    templates: str = ""

    def letter_kinds(self, city: str, actor: dict[str, Any]) -> dict[str, Any]:
        domain.may_see_letters(actor["roles"], actor["city"], city)
        return {"kinds": schemas.letter_kinds()}

    def preview_letter(self, city: str, actor: dict[str, Any], kind: str, language: str) -> dict[str, Any]:
        domain.may_see_letters(actor["roles"], actor["city"], city)
        letterhead = replace(given.LETTERHEAD, templates=self.templates)
        return schemas.shown(previews.preview(domain.Kind(kind), language, letterhead, self.now))
