"""Links to somebody's journey planner, by a template of the configuration. Never does IO."""

from __future__ import annotations

from datetime import datetime
from string import Formatter
from urllib.parse import quote
from zoneinfo import ZoneInfo

from services.opendata.domain.points import Point

_FROM, _TO = ("from_lat", "from_lon"), ("to_lat", "to_lon")


def link(
    template: str, origin: Point | None, destination: Point | None, at: datetime, zone: ZoneInfo, arrives: bool
) -> str | None:
    """A link to the way between two points; None without a template, or when it names a point that is not known.

    Args:
        template: a URL with `{from_lat}`, `{from_lon}`, `{to_lat}`, `{to_lon}`, `{datetime}` (ISO 8601 with its
            offset), `{date}`, `{time}` (by the clocks of the zone) and `{mode}` in it, or some of them.
        origin: where one sets off.
        destination: where one goes.
        at: when one is there (`arrives`), or sets off.
        zone: of the clocks.
        arrives: `{mode}` is `arrival` then, else `departure`.
    """
    named = {name for _, name, _, _ in Formatter().parse(template) if name}
    if not template or (origin is None and named & set(_FROM)) or (destination is None and named & set(_TO)):
        return None
    local = at.astimezone(zone)
    values = {
        "datetime": local.isoformat(timespec="seconds"),
        "date": local.date().isoformat(),
        "time": local.strftime("%H:%M"),
        "mode": "arrival" if arrives else "departure",
        **_degrees(_FROM, origin),
        **_degrees(_TO, destination),
    }
    return template.format(**{name: quote(value, safe="") for name, value in values.items()})


def _degrees(names: tuple[str, str], point: Point | None) -> dict[str, str]:
    found = ("", "") if point is None else (f"{point.latitude:.5f}", f"{point.longitude:.5f}")
    return dict(zip(names, found, strict=True))
