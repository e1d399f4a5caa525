"""A figure that is left out is empty and says so; it is never zero."""

from __future__ import annotations

from services.opendata.domain.statistics.published import records
from services.opendata.domain.suppression import count


def published(**persons: int) -> dict[str, tuple[int | None, str]]:
    table = count(["a", "b"], ["x", "y"], {(key[0], key[1]): number for key, number in persons.items()})
    found = records("2026-11", table, ("row", "column"), {"persons": int}, lambda row: {"of": row.upper()})
    assert all(list(each) == ["id", "month", "row", "of", "column", "persons", "statut"] for each in found)
    return {each["id"].removeprefix("2026-11/"): (each["persons"], each["statut"]) for each in found}


def test_a_table_of_many_is_published_with_its_margins() -> None:
    found = published(ax=20, ay=30, bx=40, by=50)
    assert found["a/x"] == (20, "public")
    assert (found["a/total"], found["total/y"], found["total/total"]) == (
        (50, "public"),
        (80, "public"),
        (140, "public"),
    )
    assert len(found) == 9


def test_what_is_left_out_is_empty_and_secret_zero_too() -> None:
    found = published(ax=20, ay=30, bx=40)
    assert found["b/y"] == (None, "secret")
    assert {figure for figure, statut in found.values() if statut == "secret"} == {None}
