"""Closing a month: its figures are counted once, become a line of the log, and are published. Never commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis.periods import Period
from services.opendata import commands, counting, publishing, queries
from services.opendata.domain import Network, months, statistics

Records = dict[str, list[dict[str, Any]]]


def close_month(session: Session, network: Network, now: datetime) -> str | None:
    """Close the oldest month that is to be closed, publish it, and keep what is published of it under its name.

    One at a time, so that nobody waits long. Gives the month; None when there is none.
    """
    commands.catch_up(session)
    month = due_month(session, now)
    if month is None:
        return None
    commands.note(session, "month.closed", month, 0, now, {"records": _counted(session, network, month)})
    counting.forget_counted(session, month, months.around(month).ends_at)
    commands.publish(session, network, now)
    for dataset in statistics.DATASETS:
        publishing.keep(session, dataset.name, month)
    return month


def due_month(session: Session, now: datetime) -> str | None:
    """The oldest month that is not closed, if it is time to."""
    zones = {str(place["zone"]) for place in queries.every(session, "place").values()}
    month = _next(session, zones)
    heard_at = queries.heard_of_bookings_at(session)
    return month if month is not None and months.is_due(month, zones, heard_at, now) else None


def _next(session: Session, zones: set[str]) -> str | None:
    last = queries.last_closed(session)
    if last is not None:
        return months.after(last)
    began_at, is_whole = queries.began_at(session)
    if began_at is None:
        return None
    first = min((months.month_of(began_at, zone) for zone in zones), default=months.month_of(began_at, "UTC"))
    return first if is_whole else months.after(first)


def _counted(session: Session, network: Network, month: str) -> Records:
    """What is counted of a month, by dataset. Of cities, places and spaces that were told of before its end."""
    within = months.around(month)
    uses = statistics.of_month(queries.uses_touching(session, within), month)
    places = _known(session, "place", month, {})
    spaces = _known(session, "space", month, places)
    special: dict[str, list[Mapping[str, Any]]] = {}
    for announced in queries.every(session, "special").values():
        special.setdefault(announced["place_id"], []).append(announced)
    came = [
        each
        for each in queries.attended(session, within.ends_at).values()
        if months.month_of(each.starts_at, each.zone) == month
    ]
    cities = list(network.cities)
    records = {
        statistics.OCCUPANCY_MONTHS.name: statistics.occupancy_months.of_month(month, places, spaces, special, uses),
        statistics.PARTICIPATION.name: statistics.participation.of_month(month, places, came),
        statistics.MEMBERSHIP.name: statistics.membership.of_month(month, cities, queries.active_members(session)),
        statistics.LEDGER.name: statistics.ledger.of_month(month, cities, uses),
    }
    quarter = months.quarter(month)
    if quarter and {*quarter[:-1]} <= queries.closed(session):
        whole = Period(months.around(quarter[0]).starts_at, within.ends_at)
        touching = queries.uses_touching(session, whole)
        profile = statistics.occupancy_profile.of_quarter(quarter, places, spaces, special, touching)
        records[statistics.OCCUPANCY_PROFILE.name] = profile
    return records


def _known(
    session: Session, kind: str, month: str, places: Mapping[str, Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    """The places, or the spaces in them, that were told of before a month's end where they are."""
    told_at = queries.first_told(session, f"{kind}.published")
    found = {}
    for subject_id, facts in queries.every(session, kind).items():
        place = facts if kind == "place" else places.get(facts["place_id"])
        if place is not None and told_at[subject_id] < months.span(month, place["zone"]).ends_at:
            found[subject_id] = facts
    return found
