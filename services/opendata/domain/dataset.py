"""What a dataset is: its name, its columns and their meaning, and its Table Schema. Never does IO.

Source: Table Schema v1 (https://specs.frictionlessdata.io/table-schema/), the version that
schema.data.gouv.fr and Validata read; Licence Ouverte 2.0 (https://github.com/etalab/licence-ouverte).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from typing import Any

from services.opendata.domain.network import Network

LICENCE_NAME = "Licence Ouverte / Open Licence version 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"

#: A published value is a JSON value; instants and days are text. What is nested is in no column.
Record = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A column.

    Attributes:
        name: snake case, at most 63 characters, no accent.
        type: a Table Schema type: string, number, integer, boolean, date, datetime, yearmonth.
        description: what it holds, in French; with its unit.
        example: a value as CSV writes it.
        constraints: Table Schema constraints: required, unique, pattern, minimum, maxLength, enum…
    """

    name: str
    type: str
    description: str
    example: str = ""
    constraints: Mapping[str, Any] = attribute(default_factory=dict)


@dataclass(frozen=True)
class Dataset:
    """A dataset.

    Attributes:
        name: its name in URLs; never changes.
        title: French, for people.
        description: French, for people: what a row is, and what is left out.
        keywords: French, 3 to 96 characters each.
        themes: codes of the European data themes, e.g. `EDUC`.
        fields: the columns, in order.
        record: makes a record out of what a projection put down, and the network; it has a value for each of `fields`,
            and what its other forms need beside them.
        key: the column that tells its records apart.
        frequency: how often it changes, a code of the European frequencies: `UPDATE_CONT`, `DAILY`, `MONTHLY`…
        has_geometry: records have a `longitude` and a `latitude` (WGS 84, degrees), each may be None.
        thing: what a record is in schema.org, JSON-able, with its `@id`; None for what is no thing.
        standard: URL of the schema that the columns follow, when it is not our own.
        nested: what records have beside their columns, that JSON tells too.
    """

    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    themes: tuple[str, ...]
    fields: tuple[Field, ...]
    record: Callable[[Mapping[str, Any], Network], Record]
    key: str = "id"
    frequency: str = "UPDATE_CONT"
    has_geometry: bool = False
    thing: Callable[[Record, Network], Mapping[str, Any]] | None = None
    standard: str | None = None
    nested: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True)
class Edition:
    """The state of a dataset: `version` grows by one with each change of its data.

    Attributes:
        modified_at: when the data last changed (UTC); None when there has never been any.
        rows: how many records there are.
        digest: of all its bytes, in all formats; the same bytes have the same.
        published_at: since when it is this version (UTC, whole seconds); no two versions have the same.
    """

    name: str
    version: int = 0
    modified_at: datetime | None = None
    rows: int = 0
    digest: str = ""
    published_at: datetime | None = None


def latest(editions: Iterable[Edition]) -> datetime | None:
    """When any of them last changed (UTC), if ever."""
    return max((edition.modified_at for edition in editions if edition.modified_at), default=None)


def table_schema(dataset: Dataset, url: str) -> dict[str, Any]:
    """The Table Schema of a dataset, JSON-able. `url` is where it will be found."""
    return {
        "$schema": "https://frictionlessdata.io/schemas/table-schema.json",
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.description,
        "countryCode": "FR",
        "licenses": [{"name": "etalab-2.0", "title": LICENCE_NAME, "path": LICENCE_URL}],
        "path": url,
        "primaryKey": dataset.key,
        "missingValues": [""],
        "fields": [_described(field) for field in dataset.fields],
    }


def _described(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type, "description": field.description}
    if field.example:
        described["example"] = field.example
    if field.constraints:
        described["constraints"] = dict(field.constraints)
    return described
