"""What one looks for in the agenda."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Filters:
    """What is looked for; empty and None: anything.

    Attributes:
        attendance: what one may do: who wants to come finds what is `on_site` or `both`.
        free: nobody pays anything; False: somebody pays.
        text: words that are all said of it.
    """

    cities: Collection[str] = ()
    kinds: Collection[str] = ()
    themes: Collection[str] = ()
    publics: Collection[str] = ()
    languages: Collection[str] = ()
    accessibility: Collection[str] = ()
    attendance: str | None = None
    place_id: str | None = None
    free: bool | None = None
    text: str | None = None
