"""How a two-way table becomes records: a record a figure, margins too, empty where it is left out. Never does IO."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.opendata.domain.dataset import Field, Record
from services.opendata.domain.suppression import Table, suppressed

TOTAL = "total"
PUBLIC, SECRET = "public", "secret"

STATUT = Field(
    "statut",
    "string",
    "« public », ou « secret » : la valeur n'est pas diffusée, parce qu'elle vient de trop peu de personnes ou qu'on "
    "en déduirait une autre ; ce n'est pas zéro.",
    PUBLIC,
    {"required": True, "enum": [PUBLIC, SECRET]},
)


def records(
    month: str,
    table: Table,
    keys: tuple[str, str],
    figures: Mapping[str, Callable[[int], Any]],
    of_row: Callable[[str], Mapping[str, Any]] = lambda _row: {},
) -> list[Record]:
    """The records of a table, row by row, the margins behind.

    Args:
        keys: the columns in which rows and columns of the table are named.
        figures: the column of each measure, in their order, and what is written of a figure.
        of_row: what else a record tells of its row.
    """
    hidden = suppressed(table)
    rows, columns = (*table.rows, TOTAL), (*table.columns, TOTAL)
    found: list[Record] = []
    for row, column in table.shape.places:
        is_hidden = (row, column) in hidden
        values: Sequence[int] = table.cells[row, column].figures
        found.append(
            {
                "id": f"{month}/{rows[row]}/{columns[column]}",
                "month": month,
                keys[0]: rows[row],
                **of_row(rows[row]),
                keys[1]: columns[column],
                **{
                    name: None if is_hidden else written(value)
                    for (name, written), value in zip(figures.items(), values, strict=True)
                },
                "statut": SECRET if is_hidden else PUBLIC,
            }
        )
    return found
