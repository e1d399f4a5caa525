"""Which outings are the same one, announced by several: each group is told once. Never does IO.

Two are the same when different sources announce them under one title, at one place, on one day, within minutes. A
group has at most one of each source (who announces two dates knows why), and all in it are the same as each other:
what is close to what is close is not the same yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from services.opendata.domain.happenings import OWN
from services.opendata.domain.outings.outing import folded, wealth
from services.opendata.domain.points import Point, metres

WITHIN = timedelta(minutes=10)
SAME_PLACE_METRES = 150
SAME_NAME_METRES = 1000  # geocoders put one house here and there; two towns have a media library each
MOST = 200  # of one title and one day; where there are more nothing is merged


@dataclass(frozen=True)
class Announced:
    """What an outing is told from others by.

    Attributes:
        alike: as in `Outing`.
        point: where, if known; `place` and `commune` are folded names, empty when unknown.
        online: nobody goes anywhere.
        wealth: how much is said of it.
    """

    id: str
    source: str
    alike: str | None
    starts_at: datetime
    point: Point | None
    place: str
    commune: str
    online: bool
    wealth: int

    @property
    def rank(self) -> tuple[bool, int, str, str]:
        """Who is listened to first: we, who says most, then by name, so that it never depends on who came first."""
        return self.source != OWN, -self.wealth, self.source, self.id


def announced(
    outing_id: str, source: str, alike: str | None, starts_at: datetime, content: Mapping[str, Any]
) -> Announced:
    """An outing as it is told from others."""
    where = content["where"] or {}
    latitude, longitude = where.get("latitude"), where.get("longitude")
    return Announced(
        id=outing_id,
        source=source,
        alike=alike,
        starts_at=starts_at,
        point=None if latitude is None or longitude is None else Point(latitude, longitude),
        place=folded(where.get("name") or ""),
        commune=folded(where.get("commune") or ""),
        online=content["attendance"] == "online",
        wealth=wealth(content),
    )


def is_same(one: Announced, other: Announced) -> bool:
    """Whether two announcements are of the same outing; the same whichever is asked first."""
    return (
        one.source != other.source
        and one.alike is not None
        and one.alike == other.alike
        and abs(one.starts_at - other.starts_at) <= WITHIN
        and _is_there(one, other)
    )


def tellers(found: Iterable[Announced]) -> dict[str, str]:
    """Of every outing that somebody tells better, the id of that one; the same in whatever order they are given."""
    ranked = sorted(found, key=lambda each: each.rank)
    if len(ranked) > MOST:
        return {}
    groups = {each.id: [each] for each in ranked}
    pairs = [pair for pair in combinations(ranked, 2) if is_same(*pair)]
    for one, other in sorted(pairs, key=_closeness):
        mine, theirs = groups[one.id], groups[other.id]
        if mine is not theirs and all(is_same(left, right) for left in mine for right in theirs):
            mine.extend(theirs)
            groups |= {each.id: mine for each in theirs}
    best = {each.id: min(groups[each.id], key=lambda member: member.rank).id for each in ranked}
    return {own: teller for own, teller in best.items() if teller != own}


def _closeness(pair: tuple[Announced, Announced]) -> Any:
    one, other = pair
    return abs(one.starts_at - other.starts_at), one.rank, other.rank


def _is_there(one: Announced, other: Announced) -> bool:
    """Whether they are at the same place, or both online; of what nobody says where it is nobody knows."""
    if one.online and other.online:
        return True
    has_name = bool(one.place) and one.place == other.place
    if one.point and other.point:
        return metres(one.point, other.point) <= (SAME_NAME_METRES if has_name else SAME_PLACE_METRES)
    return has_name and (one.commune == other.commune or not (one.commune and other.commune))
