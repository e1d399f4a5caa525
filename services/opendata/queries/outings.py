"""What is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from chassis.database import UtcDateTime
from services.opendata.domain.happenings import OWN
from services.opendata.domain.outings import Wanted, Window
from services.opendata.domain.outings.looking import Among, Around
from services.opendata.domain.outings.outing import LASTING
from services.opendata.domain.points import box
from services.opendata.queries.records import facts_of
from services.opendata.tables import outings as _table

_c = _table.c
_shown = _c.told_by.is_(None)


def outings(session: Session, wanted: Wanted) -> list[dict[str, Any]]:
    """The outings that fit, in order: one more than the page has, when there are more.

    Each of four kinds (what is on and what is off, what lasts and what does not) is found along the index by time.
    """
    kinds = [(off, lasting) for off in (False, True) for lasting in (False, True)]
    if wanted.after and wanted.after.off:
        kinds = kinds[2:]
    found = union_all(*(select(_first(wanted, *kind).subquery()) for kind in kinds)).subquery()
    page = select(found).order_by(found.c.off, found.c.starts_at, found.c.id).limit(wanted.limit + 1)
    return [dict(row) for row in session.execute(page).mappings()]


def outing(session: Session, outing_id: str) -> dict[str, Any] | None:
    """An outing by its id; when another tells it, that other."""
    found = outings_by_id(session, [outing_id]).get(outing_id)
    if found and found["told_by"]:
        return outings_by_id(session, [found["told_by"]])[found["told_by"]]
    return found


def other_tellers(session: Session, ids: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """The outings that those of these ids tell, by their tellers."""
    return _grouped(session, select(_table).where(_c.told_by.in_(ids)), "told_by")


def outings_of(session: Session, happening_id: str) -> list[dict[str, Any]]:
    """Every date of a happening, in order."""
    found = select(_table).where(_c.happening == happening_id).order_by(_c.starts_at, _c.id)
    return [dict(row) for row in session.execute(found).mappings()]


def dates_after(session: Session, happening_id: str, at: datetime, limit: int) -> list[dict[str, Any]]:
    """The first dates of a happening that are not over at an instant: `id`, `starts_at`, `off`."""
    found = select(_c.id, _c.starts_at, _c.off).where(_c.happening == happening_id, _c.over_at > at, _shown)
    page = found.order_by(_c.starts_at, _c.id).limit(limit)
    return [dict(row) for row in session.execute(page).mappings()]


def outings_by_id(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The outings with these ids."""
    return {row["id"]: dict(row) for row in session.execute(select(_table).where(_c.id.in_(ids))).mappings()}


def outings_alike(session: Session, alike: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """Those that may be the same outing, by what they have in common."""
    return _grouped(session, select(_table).where(_c.alike.in_(alike)), "alike")


def themes(session: Session, since: datetime, until: datetime) -> dict[str, str]:
    """The themes of what begins in a time: as it is looked for, as it is written."""
    found = select(_c.theme, func.min(_c.label)).where(*_begins(since, until), _c.theme.is_not(None))
    return dict(tuple(row) for row in session.execute(found.group_by(_c.theme).order_by(_c.theme)))


def publics(session: Session, since: datetime, until: datetime) -> list[str]:
    """Whom what begins in a time is for, folded."""
    found = select(_c.publics).where(*_begins(since, until)).distinct()
    return sorted({word for words in session.scalars(found) for word in words.split("|") if word})


def happenings_in(session: Session, window: Window) -> list[str]:
    """The ids of the happenings that have a date in a time, as these begin."""
    dates = union_all(*(select(_c.happening, _c.starts_at).where(*_runs(window, lasting)) for lasting in (False, True)))
    found = dates.subquery()
    first = func.min(found.c.starts_at)
    ids = select(found.c.happening).group_by(found.c.happening).order_by(first, found.c.happening)
    return list(session.scalars(ids))


def dates_of(session: Session, happening_ids: Sequence[str], at: datetime) -> Mapping[str, list[dict[str, Any]]]:
    """The dates of some happenings that are not over at an instant, by their happening, in order.

    Of each no more than when it is: `has_end` tells whether somebody said when it ends.
    """
    here = (_shown, _c.happening.in_(happening_ids), _c.over_at > at)
    has_end = _c.content["ends_at"].as_string().is_not(None).label("has_end")
    found = select(_c.id, _c.happening, _c.source, _c.starts_at, _c.over_at, _c.off, has_end).where(*here)
    return _grouped(session, found.order_by(_c.starts_at, _c.id), "happening")


def descriptions(session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The long texts of the happenings of some outings, by happening: they are kept once for all dates."""
    ids = {own: [row["happening"] for row in rows if (row["source"] == OWN) is own] for own in (False, True)}
    ours, theirs = facts_of(session, "activity", ids[True]), facts_of(session, "happening", ids[False])
    found = {key: (facts["description"] or {}).get("fr") for key, facts in ours.items()}
    found |= {key: facts["description"] for key, facts in theirs.items()}
    return {key: text for key, text in found.items() if text}


def _first(wanted: Wanted, off: bool, lasting: bool) -> Select[Any]:
    """The first of one kind."""
    here = [*_runs(wanted.window, lasting, off), *_wishes(wanted)]
    if wanted.after and wanted.after.off is off:
        last = tuple_(literal(wanted.after.starts_at, UtcDateTime), literal(wanted.after.id))
        here.append(tuple_(_c.starts_at, _c.id) > last)
    return select(_table).where(*here).order_by(_c.starts_at, _c.id).limit(wanted.limit + 1)


def _runs(window: Window, lasting: bool, off: bool | None = None) -> Iterator[ColumnElement[bool]]:
    """That something runs in a time, said so that the index by time finds it."""
    yield _shown
    yield _c.off.in_((False, True)) if off is None else _c.off.is_(off)
    yield _c.lasting.is_(lasting)
    yield _c.starts_at < window.ends_at
    yield _c.over_at > window.starts_at
    if not lasting:
        yield _c.starts_at >= window.starts_at - LASTING


def _wishes(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.around:
        yield _is_around(wanted.around)
    if wanted.city:
        yield _is_of(wanted.city)
    if wanted.theme is not None:
        yield _c.theme == wanted.theme
    if wanted.public is not None:
        yield _c.publics.contains(f"|{wanted.public}|", autoescape=True)
    if wanted.free is not None:
        yield _c.is_free.is_(wanted.free)
    if wanted.max_price_cents is not None:
        yield _c.least_cents <= wanted.max_price_cents
    for code in wanted.accessibility:
        yield _c.accessibility.contains(f"|{code}|", autoescape=True)


def _is_around(around: Around) -> ColumnElement[bool]:
    """In the box around; what is in its corners is left out by who knows trigonometry."""
    edges = box(around.point, around.metres)
    return and_(
        _c.latitude.between(edges.south, edges.north), _c.longitude.between(edges.west, edges.east)
    )  # fmt: skip


def _is_of(city: Among) -> ColumnElement[bool]:
    return or_(_c.insee == city.insee, and_(_c.insee.is_(None), _c.city == city.code))


def _begins(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    kinds = (_c.off.in_((False, True)), _c.lasting.in_((False, True)))
    return _shown, *kinds, _c.starts_at >= since, _c.starts_at < until


def _grouped(session: Session, found: Select[Any], by: str) -> Mapping[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in session.execute(found).mappings():
        groups[row[by]].append(dict(row))
    return groups
