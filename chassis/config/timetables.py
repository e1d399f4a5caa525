"""Where timetables of transit networks are, in a node's file, and where a journey planner is. Reads nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from chassis.config.providers import Reader, is_protected
from chassis.config.settings import Timetable

WHERE = "opendata.timetables"
PLANNER = "opendata.journey_planner"
PLACEHOLDERS = ("from_lat", "from_lon", "to_lat", "to_lon", "datetime", "date", "time", "mode")

_CODE = re.compile(r"[a-z][a-z0-9]{1,30}")
_LONGEST = 100
_MOST = 10


def read(reader: Reader) -> dict[str, Timetable]:
    """The timetables by their codes.

    Args:
        reader: of the file.
    """
    found = reader.value(WHERE, {}, dict)
    if len(found) > _MOST:
        reader.errors.append(f"{WHERE}: at most {_MOST} timetables")
    timetables = {}
    for code, raw in found.items():
        where = f"{WHERE}.{code}"
        if not _CODE.fullmatch(code) or not isinstance(raw, dict):
            reader.errors.append(f"{where}: a timetable's code is lower-case letters and digits, its value a table")
            continue
        timetables[code] = _timetable(reader, where, code)
    return timetables


def journey_planner(reader: Reader) -> str:
    """The template of links to a journey planner; empty: there is none."""
    template: str = reader.value(PLANNER, "")
    if template and not (is_protected(template) and _names_what_we_know(template)):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        reader.errors.append(f"{PLANNER} must begin with https:// and hold nothing in braces but {known}")
    return template


def _timetable(reader: Reader, where: str, code: str) -> Timetable:
    found = Timetable(
        code=code,
        name=reader.value(f"{where}.name", "", required=True),
        licence=reader.value(f"{where}.licence", "", required=True),
        page=reader.value(f"{where}.page", ""),
        path=Path(reader.value(f"{where}.path", "", required=True)),
    )
    if any(len(text) > _LONGEST for text in (found.name, found.licence)):
        reader.errors.append(f"{where}.name, licence: at most {_LONGEST} characters")
    if found.page and not is_protected(found.page):
        reader.errors.append(f"{where}.page must begin with https://")
    return found


def _names_what_we_know(template: str) -> bool:
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return False
    return all(name is None or (name in PLACEHOLDERS and not (how or asked)) for _, name, asked, how in parts)
