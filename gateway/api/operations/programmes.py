"""The programmes of quarters."""

from __future__ import annotations

from gateway import programmes as made
from gateway.api import programmes, schemas
from gateway.api.operation import Media, Operation

_CALENDAR = Media(
    "text/calendar",
    "Un calendrier (RFC 5545), une date par entrée. Ce qui est annulé y reste et le dit.",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
)
_TABLE = Media(
    "text/csv",
    "Un tableau CSV (RFC 4180), en UTF-8, une date par ligne.",
    ",".join(made.COLUMNS) + "\r\n",
    filename="programme-{quarter}.csv",
)

OPERATIONS = [
    Operation(
        "GET",
        "/programmes",
        "programmes",
        "Les programmes des villes, trimestre par trimestre",
        programmes.every,
        schemas.Programmes,
        also_for_members=True,
        fresh_seconds=60,
    ),
    Operation(
        "GET",
        "/programmes/<id:quarter>.ics",
        "programme_calendar",
        "Le programme d’un trimestre, pour un agenda",
        programmes.calendar,
        _CALENDAR,
        query=schemas.ProgrammeCalendarAsked,
        refusals=("quarter_invalid",),
        also_for_members=True,
        fresh_seconds=300,
    ),
    Operation(
        "GET",
        "/programmes/<id:quarter>.csv",
        "programme_table",
        "Le programme d’un trimestre, en tableau",
        programmes.table,
        _TABLE,
        query=schemas.ProgrammeAsked,
        refusals=("quarter_invalid",),
        also_for_members=True,
        fresh_seconds=300,
    ),
    Operation(
        "GET",
        "/programmes/<id:quarter>",
        "programme",
        "Le programme d’un trimestre (`2027-Q1`)",
        programmes.programme,
        schemas.Programme,
        query=schemas.ProgrammeAsked,
        refusals=("quarter_invalid",),
        also_for_members=True,
        fresh_seconds=60,
    ),
    Operation(
        "PUT",
        "/programmes/<id:quarter>",
        "set_programme",
        "Pour l’équipe : présenter un trimestre, et dire jusqu’à quand il est sous embargo",
        programmes.set_programme,
        schemas.ProgrammeOfCity,
        body=schemas.ProgrammePlan,
        refusals=("quarter_invalid", "programme_invalid", "permission_missing"),
        for_members=True,
    ),
]
