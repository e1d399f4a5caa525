"""How a city's letters look, for its staff, on the bus. Of examples: nothing in them is of anybody."""

from __future__ import annotations

from typing import Any

from chassis.clock import now
from chassis.schema import read
from chassis.service import answers
from services.notifications import domain, previews, schemas
from services.notifications.service.home import OfACity


class Shows(OfACity):
    """The letters, as the city's staff looks at them."""

    @answers
    def letter_kinds(self, **asked: Any) -> dict[str, Any]:
        """Every kind of letter: `{"kinds": [{kind, family, is_required}]}`.

        Takes `actor`. Refuses: `permission_missing`.
        """
        self._require(read(schemas.LettersAsked, asked)["actor"])
        return {"kinds": schemas.letter_kinds()}

    @answers
    def preview_letter(self, **asked: Any) -> dict[str, Any]:
        """A letter of an example: `{subject, text, html, sms, replaced, fault}`.

        `replaced` names the city's own templates that it is made of, `fault` says why it is made of ours all the same.
        Takes `actor`, `kind` and `language`. Refuses: `permission_missing`.
        """
        said = read(schemas.PreviewAsked, asked)
        self._require(said["actor"])
        return schemas.shown(previews.preview(said["kind"], said["language"], self.letterhead, now()))

    def _require(self, viewer: dict[str, Any]) -> None:
        domain.may_see_letters(viewer["roles"], viewer["city"], self.city)
