"""From rows to the domain's dataclasses, one at a time or by pages. Knows no table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Column, Row, Select, Tuple, literal, tuple_
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from services.bookings import domain

Cursor = tuple[Any, ...]
Thing = TypeVar("Thing")


def thing(row: Row[Any], shape: type[Thing]) -> Thing:
    """The row as its dataclass: columns and fields have the same names; a JSON list is a tuple."""
    return shape(**{name: _value(name, getattr(row, name)) for name in _columns(cast(Hashable, shape))})


def first(session: Session, query: Select[Any], shape: type[Thing]) -> Thing | None:
    """The only row that there may be."""
    row = session.execute(query).one_or_none()
    return None if row is None else thing(row, shape)


def one(session: Session, query: Select[Any], shape: type[Thing], code: str) -> Thing:
    """The only row.

    Raises:
        NotFound: with the code.
    """
    found = first(session, query, shape)
    if found is None:
        raise NotFound(code)
    return found


def every(session: Session, query: Select[Any], shape: type[Thing]) -> list[Thing]:
    """All rows."""
    return [thing(row, shape) for row in session.execute(query)]


def after(order: Sequence[Column[Any]], cursor: Cursor) -> Tuple:
    """The cursor, to be compared with the columns of the order."""
    return tuple_(*(literal(value, column.type) for column, value in zip(order, cursor, strict=True)))


def page(found: list[Thing], limit: int, order: Sequence[Column[Any]]) -> tuple[list[Thing], Cursor | None]:
    """Of one row more than asked for: the page, and the sort key of its last row if there is more."""
    shown = found[:limit]
    return shown, tuple(getattr(shown[-1], column.name) for column in order) if len(found) > limit else None


@cache
def _columns(shape: Hashable) -> tuple[str, ...]:
    """The fields of a dataclass that are columns: the others are of another table."""
    beside = {"attestations", "guardians", "organisations"} if shape is domain.Member else set()
    return tuple(field.name for field in fields(cast(Any, shape)) if field.name not in beside)


def _value(name: str, value: Any) -> Any:
    if value is not None and (made := _MADE.get(name)):
        return made(value)
    if name in _EACH_MADE:
        return tuple(_EACH_MADE[name](found) for found in value)
    return tuple(value) if isinstance(value, list) else value


# What a column of JSON holds, and what each of its list does.
_MADE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "rules": domain.Rules.of,
    "terms": domain.activities.Terms.of,
    "venue": lambda said: domain.activities.Venue(**said),
    "image": lambda said: domain.activities.Image(**said),
}
_EACH_MADE: dict[str, Callable[[dict[str, Any]], Any]] = {
    "tariffs": domain.Tariff.of,
    "prices": lambda said: domain.activities.Price(**said),
    "kept_back": lambda said: domain.activities.Kept(**said),
}
