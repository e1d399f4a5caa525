"""How an answer is made of what was found."""

from __future__ import annotations

from functools import cache
from typing import Any

from chassis.schema import Schema

Json = dict[str, Any]


def shown(schema: type[Schema], thing: object) -> Json:
    """The thing as the schema shows it."""
    return dict(_made(schema).dump(thing))


@cache
def _made(schema: type[Schema]) -> Schema:
    return schema()  # making one copies all its fields
