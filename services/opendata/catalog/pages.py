"""The catalogue in pages, should it be long. Pure.

Source: Hydra's PartialCollectionView (https://www.hydra-cg.com/spec/latest/core/), which CKAN and data.gouv.fr follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.opendata.domain import DATASETS, Dataset

PAGE = 100  # datasets: a response well under the 50 MB that harvesters take


@dataclass(frozen=True)
class Page:
    """Some of the datasets.

    Attributes:
        number: from 1.
        last: the number of the last page.
        every: the datasets of all pages.
    """

    number: int
    last: int
    datasets: tuple[Dataset, ...]
    every: tuple[Dataset, ...]

    def address(self, path: str, number: int | None = None) -> str:
        """Where a page is (this one, if none is named); the first page has the path alone."""
        number = number or self.number
        return path if number == 1 else f"{path}?page={number}"


def page(number: int, size: int = PAGE, datasets: Sequence[Dataset] | None = None) -> Page | None:
    """A page by its number; None when there is no such page."""
    every = tuple(DATASETS.values() if datasets is None else datasets)
    last = max(1, -(-len(every) // size))
    if not 1 <= number <= last:
        return None
    return Page(number, last, every[(number - 1) * size : number * size], every)
