"""Rows of a form, of which there may be several: `prices_0_label`, `prices_1_label`. Pure.

They work without a script: what is left empty counts for nothing, and the button `more` has the page come back with one
row more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from gateway.web.forms import Form

MORE = "more"


@dataclass(frozen=True)
class Rows:
    """Some rows of a form.

    Attributes:
        group: what their fields' names begin with.
        names: of the fields of a row.
        judged: those of them that make a row be one; the others have a value in an empty row too.
        most: how many rows there may be.
    """

    group: str
    names: tuple[str, ...]
    judged: tuple[str, ...]
    most: int

    def read(self, sent: MultiDict[str, str]) -> list[dict[str, str]]:
        """The rows that say something, in their order; line ends as they are kept elsewhere."""
        found = []
        for number in range(self.most):
            row = {name: _plain(sent.get(self.name(number, name), "")) for name in self.names}
            if any(row[name] for name in self.judged):
                found.append(row)
        return found

    def put(self, form: Form, rows: Iterable[dict[str, str]]) -> None:
        """Have the form show these rows, and no others."""
        for number, row in enumerate(rows):
            form.values |= {self.name(number, name): value for name, value in row.items()}

    def count(self, form: Form) -> int:
        """How many rows of a form say something: they come first."""
        return sum(any(form[self.name(number, name)] for name in self.judged) for number in range(self.most))

    def shown(self, rows: int, sent: MultiDict[str, str] | None = None) -> int:
        """How many rows a page shows: those that there are and an empty one; one more for who asked for it."""
        count = rows + 1
        if sent is not None and sent.get(MORE) == self.group:
            asked = sum(any(self.name(number, name) in sent for name in self.names) for number in range(self.most))
            count = max(count, asked + 1)
        return min(count, self.most)

    def name(self, number: int, name: str) -> str:
        """What a field of a row is called in the form."""
        return f"{self.group}_{number}_{name}"

    def labels(self, words: dict[str, str]) -> dict[str, str]:
        """What the fields of all rows are called; `words` is by the names of a row's fields."""
        return {self.name(number, name): word for number in range(self.most) for name, word in words.items()}


def _plain(value: str) -> str:
    return value.strip().replace("\r\n", "\n")
