"""The dataset of the hours of a week: when the spaces of a place are open and booked, over a quarter. Of things.

Of a calendar quarter, all three months of which are closed: windows that overlap would give away a single month by
their difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chassis.periods import Period, clip
from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.months import span
from services.opendata.domain.network import Network
from services.opendata.domain.statistics.openings import Facts, opened, special_of
from services.opendata.domain.statistics.uses import COUNTED, Use

_REQUIRED = {"required": True}
_SHARE = {"required": True, "minimum": 0}
_HOUR = 3600

FIELDS = (
    Field("id", "string", "Dernier mois, lieu, jour, heure.", "2026-12/0f6d…/1/9", {"required": True, "unique": True}),
    Field("from_month", "yearmonth", "Premier mois du trimestre.", "2026-10", _REQUIRED),
    Field("to_month", "yearmonth", "Dernier mois du trimestre.", "2026-12", _REQUIRED),
    Field("place_id", "string", "Identifiant du lieu, voir le jeu « places ».", "0f6d…", _REQUIRED),
    Field("place_name", "string", "Nom du lieu à la clôture du trimestre.", "Le Champ Libre", _REQUIRED),
    Field("weekday", "integer", "Jour de la semaine, de 1 (lundi) à 7.", "1", _REQUIRED | {"minimum": 1, "maximum": 7}),
    Field("hour", "integer", "Heure locale, de 0 à 23.", "9", _REQUIRED | {"minimum": 0, "maximum": 23}),
    Field(
        "open_share",
        "number",
        "Part de cette heure pendant laquelle les espaces du lieu étaient ouverts, pondérée par leurs exemplaires, "
        "de 0 à 1.",
        "0.9231",
        _SHARE | {"maximum": 1},
    ),
    Field(
        "booked_share",
        "number",
        "Part de cette heure pendant laquelle les exemplaires des espaces du lieu étaient réservés.",
        "0.3077",
        _SHARE,
    ),
)

Slot = tuple[int, int]


def of_quarter(
    months: Sequence[str],
    places: Mapping[str, Facts],
    spaces: Mapping[str, Facts],
    special: Mapping[str, list[Facts]],
    uses: Iterable[Use],
) -> list[Record]:
    """The records of a quarter: 168 for each place that has spaces.

    Args:
        months: the three of the quarter.
        uses: all bookings that may touch it.
    """
    booked: dict[str, list[Use]] = {}
    for use in uses:
        if use.status in COUNTED:
            booked.setdefault(use.place_id, []).append(use)
    records: list[Record] = []
    for place in sorted(places.values(), key=lambda each: str(each["id"])):
        theirs = {space["id"]: space for space in spaces.values() if space["place_id"] == place["id"]}
        if theirs:
            within = Period(span(months[0], place["zone"]).starts_at, span(months[-1], place["zone"]).ends_at)
            records += _of_place(
                months, place, theirs, special.get(place["id"], []), booked.get(place["id"], []), within
            )
    return records


def slots(period: Period, zone: ZoneInfo) -> Iterator[tuple[Slot, int]]:
    """The hours of the week that a period touches, each with how many seconds of it, as they really pass.

    The hour that a night in autumn has twice is met twice; the one that a night in spring lacks is not met.
    """
    at = period.starts_at
    while at < period.ends_at:
        local = at.astimezone(zone)
        left = _HOUR - local.minute * 60 - local.second
        until = min(at + timedelta(seconds=left, microseconds=-local.microsecond), period.ends_at)
        yield (local.isoweekday(), local.hour), round((until - at).total_seconds())
        at = until


def _of_place(
    months: Sequence[str],
    place: Facts,
    spaces: Mapping[str, Facts],
    special: list[Facts],
    uses: list[Use],
    within: Period,
) -> Iterator[Record]:
    zone = ZoneInfo(place["zone"])
    units = sum(space["units"] for space in spaces.values())
    there, opening, taken = Counter[Slot](), Counter[Slot](), Counter[Slot]()
    _add(there, [within], zone, units)
    for space in spaces.values():
        _add(opening, opened(place, space, special_of(space, spaces, special), within), zone, space["units"])
    for use in uses:
        if use.space_id in spaces and use.starts_at < use.ends_at:
            _add(taken, clip([Period(use.starts_at, use.ends_at)], within), zone)
    for weekday in range(1, 8):
        for hour in range(24):
            slot = (weekday, hour)
            yield {
                "id": f"{months[-1]}/{place['id']}/{weekday}/{hour}",
                "from_month": months[0],
                "to_month": months[-1],
                "place_id": place["id"],
                "place_name": place["name"],
                "weekday": weekday,
                "hour": hour,
                "open_share": round(opening[slot] / there[slot], 4),
                "booked_share": round(taken[slot] / there[slot], 4),
            }


def _add(seconds: Counter[Slot], periods: Iterable[Period], zone: ZoneInfo, times: int = 1) -> None:
    for period in periods:
        for slot, passed in slots(period, zone):
            seconds[slot] += passed * times


def record(content: Mapping[str, Any], _network: Network) -> Record:
    """An hour of the week of a place, as it was counted."""
    return dict(content)


OCCUPANCY_PROFILE = Dataset(
    name="occupancy-profile",
    title="Semaine type des lieux du réseau Champ Libre",
    description=(
        "Pour chaque lieu et chaque heure de la semaine : la part du temps pendant laquelle ses espaces étaient "
        "ouverts, et réservés, en moyenne sur un trimestre civil entier. 168 lignes par lieu et par trimestre, "
        "comptées quand ses trois mois le sont, et pour de bon. Aucune personne."
    ),
    keywords=("fréquentation", "occupation", "statistiques", "horaires"),
    themes=("SOCI", "GOVE"),
    fields=FIELDS,
    record=record,
    frequency="QUARTERLY",
)
