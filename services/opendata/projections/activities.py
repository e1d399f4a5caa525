"""Activities and their dates: what is on the programme, and when. The datasets `agenda` and `activities`.

What is cancelled or postponed stays and says so; what is withdrawn leaves, with all its dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.opendata import queries
from services.opendata.domain import Entry, activities, agenda, dates, told
from services.opendata.projections.keeping import learn, put, withdraw

_Facts = Mapping[str, Any]


def on_activity(session: Session, entry: Entry) -> None:
    """An activity is on the programme, or says something else; all of its dates do."""
    if learn(session, "activity", _stamped(entry), parent_id=entry.facts["place_id"]):
        _show(session, entry.subject, entry)


def on_activity_ended(session: Session, entry: Entry) -> None:
    """An activity is cancelled, or withdrawn."""
    if learn(session, entry.kind, _stamped(entry)):
        _show(session, entry.subject, entry)


def on_occurrence(session: Session, entry: Entry) -> None:
    """A date is new, or something about it is."""
    activity_id = entry.facts["activity_id"]
    stamped = _stamped(entry)
    moved = entry.kind == "occurrence.rescheduled" and learn(session, entry.kind, stamped, parent_id=activity_id)
    newest = learn(session, "occurrence", stamped, parent_id=activity_id)
    if newest:
        learn(session, "occurrence.placed", stamped, parent_id=entry.facts["place_id"])
    if newest or moved:
        _show(session, activity_id, entry, only=entry.subject)


def on_place(session: Session, entry: Entry) -> None:
    """What is said of a place is said of the dates in it; to be heard before the place is learnt.

    When nothing of it changed that they show, nothing happens: some places have ten thousand dates.
    """
    known = queries.subject(session, "place", entry.subject)
    if known and known["sequence"] >= entry.sequence:
        return
    if known and all(known["facts"][name] == entry.facts[name] for name in dates.OF_A_PLACE):
        return
    there = queries.children(session, "occurrence.placed", entry.subject)
    for activity_id in sorted({occurrence["activity_id"] for occurrence in there}):
        _show(session, activity_id, entry, places={entry.subject: entry.facts})


def _show(
    session: Session,
    activity_id: str,
    entry: Entry,
    only: str | None = None,
    places: dict[str, _Facts | None] | None = None,
) -> None:
    """Have the records of an activity and of its dates say what is known.

    Args:
        only: the id of the date that changed; None: any may have.
        places: what is known of some places; the others are asked for.
    """
    published = queries.subject(session, "activity", activity_id)
    withdrawn = queries.subject(session, "activity.withdrawn", activity_id)
    cancelled = queries.subject(session, "activity.cancelled", activity_id)
    known = queries.children(session, "occurrence", activity_id)
    is_on = published is not None and not dates.is_ended(published, withdrawn)
    withdrawn_at = withdrawn["facts"]["told_at"] if withdrawn else None
    standing = [it for it in known if is_on and dates.is_shown(it, withdrawn_at)]
    for gone in {it["id"] for it in known} - {it["id"] for it in standing}:
        withdraw(session, "agenda", gone, entry)
    if published is None or not standing:
        withdraw(session, "activities", activity_id, entry)
        return
    moved = {it["id"]: it for it in queries.children(session, "occurrence.rescheduled", activity_id)}
    there = dict(places or {})
    for place_id in {it["place_id"] for it in standing} - there.keys():
        there[place_id] = queries.facts(session, "place", place_id) if place_id else None
    activity = published["facts"]
    its = [dates.shown(activity, it, moved.get(it["id"]), there[it["place_id"]]) for it in standing]
    for date in its:
        if only in (None, date["id"]):
            agenda_content, where = agenda.content(activity, date), agenda.segment(date)
            put(session, "agenda", date["id"], agenda_content, entry, segment=where, sort=date["starts_at"])
    is_over = dates.is_ended(published, cancelled)
    whole = activities.content(activity, its, cancelled["facts"]["told_at"] if cancelled and is_over else None)
    segment = activities.segment(activity)
    put(session, "activities", activity_id, whole, entry, segment=segment, sort=activity["published_at"])


def _stamped(entry: Entry) -> Entry:
    """The same, with when it was told and its sequence among the facts, where what is shown needs them."""
    return replace(entry, facts={**entry.facts, "told_at": told(entry.at), "sequence": entry.sequence})


FOLLOWS = {
    "place.published": on_place,
    "activity.published": on_activity,
    "activity.cancelled": on_activity_ended,
    "activity.withdrawn": on_activity_ended,
    "occurrence.scheduled": on_occurrence,
    "occurrence.rescheduled": on_occurrence,
    "occurrence.moved_online": on_occurrence,
    "occurrence.postponed": on_occurrence,
    "occurrence.cancelled": on_occurrence,
    "occurrence.resized": on_occurrence,
    "occurrence.filled": on_occurrence,
    "occurrence.reopened": on_occurrence,
}
