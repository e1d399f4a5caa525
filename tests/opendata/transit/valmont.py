"""An invented town, Valmont, and its network, as a GTFS archive that each test changes where it matters to it.

Metro M1 runs through the town, every day until late: Gare ─ Théâtre ─ Marché ─ Hauts-Champs, 1.1 km from one to the
next. Bus 7 goes from the theatre to the Bois, on working days. All stops lie on one parallel.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from services.opendata.domain.points import Point
from services.opendata.transit import Contents, Refusals, read

TODAY = date(2026, 12, 1)  # a Tuesday
LATITUDE = 50.7
GARE, THEATRE, MARCHE, CHAMPS, BOIS = (Point(LATITUDE, 3.15 + 0.0157 * step) for step in range(5))  # 1.1 km apart

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

WRITTEN = (2026, 11, 20, 8, 0, 0)  # whenever an archive is made here: its bytes are those of its files

Files = dict[str, list[list[str]]]


def point_east_of(point: Point, metres: float) -> Point:
    """So many metres east of a point of Valmont."""
    return Point(point.latitude, point.longitude + metres / 70_430)


def trip(
    trip_id: str, times: Sequence[str], stops: Sequence[str] = ("gare-1", "theatre-1", "marche-1", "champs-1")
) -> list[list[str]]:
    """The rows of stop_times.txt of a trip that calls at stops at times."""
    called = zip(times, stops, strict=True)
    return [[trip_id, time, time, stop, str(place)] for place, (time, stop) in enumerate(called, 1)]


def valmont() -> Files:
    """The files of the archive, each as rows; the first has the names of the columns."""
    back = ("champs-2", "marche-2", "theatre-2", "gare-2")
    return {
        "agency.txt": [["agency_id", "agency_name", "agency_timezone"], ["vt", "Valmont Transports", "Europe/Paris"]],
        "stops.txt": [
            ["stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "parent_station"],
            ["gare", "Gare", *at(GARE), "1", ""],
            ["gare-1", "Gare quai 1", *at(GARE), "0", "gare"],
            ["gare-2", "Gare quai 2", *at(GARE), "0", "gare"],
            ["theatre-1", "Théâtre", *at(THEATRE), "", ""],
            ["theatre-2", "Théâtre", *at(point_east_of(THEATRE, 20)), "", ""],
            ["marche-1", "Marché", *at(MARCHE), "", ""],
            ["marche-2", "Marché", *at(MARCHE), "", ""],
            ["champs-1", "Hauts-Champs", *at(CHAMPS), "", ""],
            ["champs-2", "Hauts-Champs", *at(CHAMPS), "", ""],
            ["bois", "Bois", *at(BOIS), "", ""],
        ],
        "routes.txt": [
            ["route_id", "route_short_name", "route_long_name", "route_type", "route_color", "route_text_color"],
            ["m1", "M1", "Gare - Hauts-Champs", "1", "FFCC00", "000000"],
            ["b7", "7", "Théâtre - Bois", "3", "", ""],
        ],
        "calendar.txt": [
            ["service_id", *WEEK, "start_date", "end_date"],
            ["daily", *"1111111", "20261101", "20270331"],
            ["working", *"1111100", "20261101", "20270331"],
        ],
        "trips.txt": [
            ["route_id", "service_id", "trip_id", "trip_headsign", "direction_id"],
            ["m1", "daily", "m1-evening", "Hauts-Champs", "0"],
            ["m1", "daily", "m1-last", "Hauts-Champs", "0"],
            ["m1", "daily", "m1-back-evening", "Gare", "1"],
            ["m1", "daily", "m1-back-last", "Gare", "1"],
            ["b7", "working", "b7-evening", "", ""],
        ],
        "stop_times.txt": [
            ["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"],
            *trip("m1-evening", ("20:00:00", "20:02:00", "20:04:00", "20:06:00")),
            *trip("m1-last", ("24:30:00", "24:32:00", "24:34:00", "24:36:00")),
            *trip("m1-back-evening", ("20:10:00", "20:12:00", "20:14:00", "20:16:00"), back),
            *trip("m1-back-last", ("24:10:00", "24:12:00", "24:14:00", "24:16:00"), back),
            *trip("b7-evening", ("21:00:00", "21:12:00"), ("theatre-2", "bois")),
        ],
    }


def at(point: Point) -> tuple[str, str]:
    """A point as stops.txt has it."""
    return f"{point.latitude:.6f}", f"{point.longitude:.6f}"


def archive(files: Mapping[str, Iterable[Sequence[str]] | bytes]) -> bytes:
    """The files as a ZIP archive; those that are bytes as they are."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name, rows in files.items():
            entry = zipfile.ZipInfo(name, WRITTEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, rows if isinstance(rows, bytes) else text(rows))
    return packed.getvalue()


def text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV."""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue()


def taken(files: Mapping[str, Iterable[Sequence[str]] | bytes], today: date = TODAY) -> tuple[Contents, Refusals]:
    """What is read of an archive of these files."""
    return read(io.BytesIO(archive(files)), today, lambda: None)


def reasons(refusals: Refusals) -> dict[tuple[str, str], int]:
    """How many rows were refused, by file and reason."""
    return dict(refusals.counted)


def put(folder: Path, files: Mapping[str, Iterable[Sequence[str]] | bytes], name: str = "valmont.zip") -> Path:
    """An archive of these files, in a folder, in one moment."""
    (folder / f"{name}.new").write_bytes(archive(files))
    return (folder / f"{name}.new").rename(folder / name)
