"""The life of an activity: who may do what with it, and what it becomes. Never asks the time.

Staff drafts and publishes by their rights in its city, or at its place alone. Whoever is more than a guest drafts in
their own city, changes that until it is published, and proposes it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from chassis.errors import Conflict, NotFound
from services.bookings.domain.activities.activity import Activity
from services.bookings.domain.activities.content import check, check_complete
from services.bookings.domain.activities.occurrence import Occurrence
from services.bookings.domain.activities.quarters import visible_from
from services.bookings.domain.people import Actor
from services.bookings.domain.permissions import Permission, Where, may, missing, require

_OF_ITS_CITY: dict[str, Any] = {
    "place_id": None,
    "venue": None,
    "online_url": None,
    "organiser_id": None,
    "organiser_name": None,
}
"""What a copy for another city leaves behind."""


def where(activity: Activity) -> Where:
    """Of what a right over it is asked."""
    return Where((activity.city,), activity.place_id)


def is_drafter(activity: Activity, actor: Actor) -> bool:
    """Whether it is the actor's own draft."""
    return (activity.drafted_by_id, activity.drafted_by_city) == (actor.member_id, actor.city)


def is_staff(activity: Activity, actor: Actor | None) -> bool:
    """Whether a role shows the actor what only staff sees of it."""
    return actor is not None and may(actor, Permission.DRAFT_ACTIVITIES, where(activity))


def is_visible(activity: Activity, now: datetime) -> bool:
    """Whether everybody sees it: published, or cancelled since, and its embargo is over."""
    shown = activity.status in ("published", "cancelled")
    return shown and activity.visible_from is not None and activity.visible_from <= now


def sees_all(activity: Activity, actor: Actor | None) -> bool:
    """Whether the actor sees it whatever its status, with all that is kept of it."""
    return actor is not None and (is_drafter(activity, actor) or is_staff(activity, actor))


def check_visible(activity: Activity, actor: Actor | None, now: datetime) -> None:
    """Refuse who may not see it, as if it did not exist.

    Raises:
        NotFound: `activity_not_found`.
    """
    if not is_visible(activity, now) and not sees_all(activity, actor):
        raise NotFound("activity_not_found", "No activity that the caller may see has that id.")


def draft(activity: Activity, actor: Actor) -> Activity:
    """The draft, which the actor may make.

    Raises:
        Forbidden: `permission_missing`.
        Invalid: `activity_invalid`.
    """
    _check_may_draft(activity, actor)
    check(activity)
    return activity


def edit(
    activity: Activity, actor: Actor, facts: dict[str, Any], to_come: Collection[Occurrence], now: datetime
) -> Activity:
    """The activity, of which some facts are others.

    Args:
        facts: by the names of `Activity`; of its terms those that are others, by theirs.
        to_come: its occurrences, which keep the place that they were planned at.

    Raises:
        Forbidden: `permission_missing`.
        Invalid: `activity_invalid`.
        Conflict: `activity_over`, `activity_incomplete`; `activity_has_dates`: it cannot go elsewhere.
    """
    _check_may_edit(activity, actor)
    terms = replace(activity.terms, **facts.get("terms", {}))
    edited = replace(activity, **{**facts, "terms": terms})
    if edited == activity:
        return activity
    _check_may_edit(edited, actor)
    check(edited)
    if activity.status == "published":
        check_complete(edited)
    if to_come and (edited.place_id, edited.venue) != (activity.place_id, activity.venue):
        raise Conflict("activity_has_dates", "Its dates to come are where it is: cancel them first.")
    return _changed(edited, now)


def check_sequence(activity: Activity, sequence: int | None) -> None:
    """Refuse who saw another edition than there is.

    Args:
        sequence: None: whoever asks does not say what they saw.

    Raises:
        Conflict: `changed_meanwhile`, with the `sequence` that there is.
    """
    if sequence is not None and sequence != activity.sequence:
        raise Conflict("changed_meanwhile", "Somebody else changed it.", {"sequence": activity.sequence})


def propose(activity: Activity, actor: Actor, now: datetime) -> Activity:
    """The draft, proposed to those who publish.

    Raises:
        Forbidden: `permission_missing`.
        Conflict: `activity_not_draft`, `activity_incomplete`.
    """
    _check_may_edit(activity, actor)
    _check_is(activity, "draft")
    check_complete(activity)
    return _changed(replace(activity, status="proposed", proposed_at=now), now)


def send_back(activity: Activity, actor: Actor, now: datetime) -> Activity:
    """What was proposed, a draft again: by who publishes, or by who takes it back.

    Raises:
        Forbidden: `permission_missing`.
        Conflict: `activity_not_proposed`.
    """
    if not is_drafter(activity, actor):
        require(actor, Permission.PUBLISH_ACTIVITIES, where(activity))
    _check_is(activity, "proposed")
    return _changed(replace(activity, status="draft", proposed_at=None), now)


def publish(activity: Activity, actor: Actor, to_come: Collection[Occurrence], now: datetime) -> Activity:
    """The activity, published; visible at once, unless `under_embargo` says from when.

    Args:
        to_come: its occurrences that take place.

    Raises:
        Forbidden: `permission_missing`.
        Conflict: `activity_published`, `activity_over`, `activity_incomplete`; `occurrence_missing`: it has no
            date to come.
    """
    require(actor, Permission.PUBLISH_ACTIVITIES, where(activity))
    _check_not_over(activity)
    if activity.status == "published":
        raise Conflict("activity_published", "It is published already.")
    check_complete(activity)
    if not to_come:
        raise Conflict("occurrence_missing", "It has no date to come.")
    return _changed(replace(activity, status="published", published_at=now, visible_from=visible_from(now, None)), now)


def check_may_withdraw(activity: Activity, actor: Actor) -> None:
    """Refuse who may not withdraw it, and what is not published.

    Raises:
        Forbidden: `permission_missing`.
        Conflict: `activity_not_published`.
    """
    require(actor, Permission.PUBLISH_ACTIVITIES, where(activity))
    _check_is(activity, "published")


def withdraw(activity: Activity, registered: int, now: datetime) -> Activity:
    """The activity, a draft again.

    Args:
        registered: how many ever registered for it.

    Raises:
        Conflict: `somebody_registered`: cancel it, so that they hear of it.
    """
    if registered:
        raise Conflict("somebody_registered", "Some have registered: cancel it instead.", {"registered": registered})
    again = replace(activity, status="draft", proposed_at=None, published_at=None, visible_from=None, announced_at=None)
    return _changed(again, now)


def cancel(activity: Activity, actor: Actor, reason: str, now: datetime) -> Activity:
    """The activity, which does not take place; one that is cancelled already stays as it is.

    Raises:
        Forbidden: `permission_missing`.
    """
    _check_may_edit(activity, actor, though_cancelled=True)
    if activity.status == "cancelled":
        return activity
    seen = activity.visible_from if is_visible(activity, now) else None
    return _changed(
        replace(activity, status="cancelled", cancelled_at=now, cancel_reason=reason, visible_from=seen), now
    )


def copy(activity: Activity, activity_id: str, city: str, city_named: str, actor: Actor, now: datetime) -> Activity:
    """A draft for a city after an activity: its words, without dates, places, addresses and who organised it.

    Args:
        city_named: how the city of the original is called, for its attribution.

    Raises:
        Forbidden: `permission_missing`.
    """
    left_behind = _OF_ITS_CITY if city != activity.city else {}
    if not sees_all(activity, actor):
        left_behind = {**left_behind, "online_url": None}  # who drafts the copy would see it
    terms = replace(activity.terms, opens_at=None, external_url=None)
    made = Activity(
        activity_id=activity_id,
        city=city,
        title=activity.title,
        summary=activity.summary,
        kind=activity.kind,
        drafted_by_id=actor.member_id,
        drafted_by_city=actor.city,
        drafted_at=now,
        changed_at=now,
        copied_from_id=activity.activity_id,
        copied_from_city=activity.city,
        attribution=f"« {activity.title['fr']} », {city_named}",
        terms=terms,
        **{name: getattr(activity, name) for name in _COPIED},
    )
    made = replace(made, **left_behind)
    _check_may_draft(made, actor)
    return made


_COPIED = (
    "description",
    "easy_to_read",
    "theme",
    "cycle",
    "languages",
    "publics",
    "min_age",
    "max_age",
    "organiser_id",
    "organiser_name",
    "prices",
    "image",
    "accessibility",
    "attendance",
    "online_url",
    "place_id",
    "venue",
    "recipe",
)


def _check_may_draft(activity: Activity, actor: Actor) -> None:
    """Staff of its city; or whoever is of that city and more than a guest."""
    if actor.city == activity.city and actor.category != "guest":
        return
    require(actor, Permission.DRAFT_ACTIVITIES, where(activity))


def _check_may_edit(activity: Activity, actor: Actor, *, though_cancelled: bool = False) -> None:
    if not though_cancelled:
        _check_not_over(activity)
    if activity.status in ("published", "cancelled"):
        require(actor, Permission.PUBLISH_ACTIVITIES, where(activity))
    elif not sees_all(activity, actor):
        raise missing(Permission.DRAFT_ACTIVITIES)


def _check_not_over(activity: Activity) -> None:
    if activity.status == "cancelled":
        raise Conflict("activity_over", "It does not take place.")


def _check_is(activity: Activity, status: str) -> None:
    if activity.status != status:
        raise Conflict(f"activity_not_{status}", f"It is not {status}.", {"status": activity.status})


def _changed(activity: Activity, now: datetime) -> Activity:
    return replace(activity, sequence=activity.sequence + 1, changed_at=now)
