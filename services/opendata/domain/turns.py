"""What a source says when it is read once: pages of happenings, refusals, what it has no more. Never does IO."""

from __future__ import annotations

from dataclasses import dataclass

from services.opendata.domain.happenings import Happening


@dataclass(frozen=True)
class Refusal:
    """What a source announces and is not taken up. `reason` is the code of a refusal; `external_id` may be empty."""

    external_id: str
    reason: str


@dataclass(frozen=True)
class Page:
    """A part of what a source says.

    Attributes:
        removed: external ids of what the source says it took back.
        watermark: up to when the source's changes are known with this page, in its own words.
        is_last_of_all: with this page everything that the source announces was told.
    """

    happenings: tuple[Happening, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    removed: tuple[str, ...] = ()
    watermark: str | None = None
    is_last_of_all: bool = False
