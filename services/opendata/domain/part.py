"""A part of a published document, as it is stored. Never does IO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Part:
    """A segment of a document.

    Attributes:
        digest: SHA-256 of its bytes.
        rows: how many records are in it.
        size: of its bytes.
        packed_size: of its bytes compressed.
        crc: CRC-32 of its bytes.
    """

    segment: str
    digest: str
    rows: int
    size: int
    packed_size: int
    crc: int


@dataclass(frozen=True)
class SegmentRecords:
    """What is in a segment of a dataset.

    Attributes:
        contents: as the projections put them down, in the order of the document.
        modified_at: when any of them last changed, those that are gone included (UTC).
    """

    contents: Sequence[Mapping[str, Any]]
    modified_at: datetime | None
