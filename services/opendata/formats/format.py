"""What a format is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.opendata.domain import Dataset, Network, Record


def _every(_dataset: Dataset) -> bool:
    return True


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        extension: as in URLs.
        media_type: as registered with IANA.
        content_type: the media type with what a reader must know to decode it.
        file_type: the code in the European list of file types.
        label: for people.
        head: what comes before the first record.
        item: a record.
        tail: what comes after the last record.
        between: what stands between two records.
        is_for: whether a dataset has this format.
    """

    extension: str
    media_type: str
    content_type: str
    file_type: str
    label: str
    head: Callable[[Dataset, Network], str]
    item: Callable[[Dataset, Record, Network], str]
    tail: Callable[[Dataset, Network], str]
    between: str = ""
    is_for: Callable[[Dataset], bool] = _every

    def segment(self, dataset: Dataset, records: Iterable[Record], network: Network) -> str:
        """Some records, as they stand in the document."""
        return self.between.join(self.item(dataset, record, network) for record in records)
