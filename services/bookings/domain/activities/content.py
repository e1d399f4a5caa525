"""What an activity says: what contradicts itself, what is missing before it can be announced, how it is found.

The form of each fact, its bounds included, is looked at before (`schemas.activities.drafts`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from chassis.errors import Conflict, Invalid
from services.bookings.domain.activities.activity import Activity, Field, Texts
from services.bookings.domain.activities.state import WITH_SEATS
from services.bookings.domain.occurrences import EARLIEST, LATEST

Fault = tuple[str, str]
"""The JSON pointer of a fact, and what is wrong with it."""
ONLINE = ("online", "both")
ON_SITE = ("on_site", "both")
_LISTS = ("languages", "publics", "accessibility")


def check(activity: Activity) -> None:
    """Refuse what contradicts itself.

    Raises:
        Invalid: `activity_invalid`, with `errors`: a `pointer` and a `detail` each.
    """
    if faults := list(_contradictions(activity)):
        raise Invalid("activity_invalid", "What is said of the activity contradicts itself.", _told(faults))


def check_complete(activity: Activity) -> None:
    """Refuse what cannot be announced yet.

    Raises:
        Conflict: `activity_incomplete`, with `errors`: a `pointer` and a `detail` each.
    """
    if faults := list(_gaps(activity)):
        raise Conflict("activity_incomplete", "Something is missing before it can be announced.", _told(faults))


def words(activity: Activity) -> str:
    """All by which it is found: small letters without accents."""
    texts = (activity.title, activity.summary, activity.description, activity.easy_to_read)
    said = [text for one in texts if one for text in one.values()]
    named = [activity.theme, activity.cycle, activity.organiser_name]
    if activity.venue is not None:
        named += [activity.venue.name, activity.venue.commune]
    return folded(" ".join([*said, *(name for name in named if name)]))


def folded(text: str) -> str:
    """The text in small letters without accents: `Épée` is found by `epee`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def _contradictions(activity: Activity) -> Iterator[Fault]:
    for name in ("title", "summary", "description", "easy_to_read"):
        said: Texts | None = getattr(activity, name)
        if said is not None and not said.get("fr"):
            yield f"/{name}/fr", "French is always there."
    for name in _LISTS:
        if len(set(getattr(activity, name))) != len(getattr(activity, name)):
            yield f"/{name}", "Something is said twice."
    if not activity.languages:
        yield "/languages", "Some language is spoken."
    if activity.min_age is not None and activity.max_age is not None and activity.min_age > activity.max_age:
        yield "/max_age", "Nobody is old enough and young enough."
    if activity.place_id is not None and activity.venue is not None:
        yield "/venue", "It is at a place of the network, or at a venue."
    if activity.organiser_id is not None and not activity.organiser_name:
        yield "/organiser_name", "An organiser has a name."
    if activity.online_url is not None and activity.attendance not in ONLINE:
        yield "/online_url", "Nobody attends it online."
    yield from _contradictions_of_terms(activity)


def _contradictions_of_terms(activity: Activity) -> Iterator[Fault]:
    terms = activity.terms
    if terms.external_url is not None and terms.mode != "external":
        yield "/terms/external_url", "One does not register elsewhere."
    if terms.opens_at is not None and not EARLIEST <= terms.opens_at.year <= LATEST:
        yield "/terms/opens_at", f"It lies in the years {EARLIEST} to {LATEST}."
    if terms.alert_hours < terms.decide_hours:
        yield "/terms/alert_hours", "The alert comes before the decision."
    if terms.form and terms.mode not in WITH_SEATS:
        yield "/terms/form", "Nobody registers here, so nobody is asked."
    names = [field.name for field in terms.form]
    for number, field in enumerate(terms.form):
        if names.index(field.name) != number:
            yield f"/terms/form/{number}/name", "Another question has that name."
        for fault in _contradictions_of_field(field):
            yield f"/terms/form/{number}{fault[0]}", fault[1]


def _contradictions_of_field(field: Field) -> Iterator[Fault]:
    if not field.label.get("fr"):
        yield "/label/fr", "French is always there."
    is_chosen = field.kind in ("choice", "choices")
    if is_chosen and len(field.choices) < 2:
        yield "/choices", "There are two or more to choose from."
    if not is_chosen and field.choices:
        yield "/choices", "There is nothing to choose."
    if len(set(field.choices)) != len(field.choices):
        yield "/choices", "Something is said twice."


def _gaps(activity: Activity) -> Iterator[Fault]:
    if not activity.summary.get("fr"):
        yield "/summary/fr", "A summary in French."
    if activity.attendance in ON_SITE and activity.place_id is None and activity.venue is None:
        yield "/place_id", "A place, or a venue."
    if activity.attendance in ONLINE and activity.online_url is None:
        yield "/online_url", "Where one attends it online."
    if activity.terms.mode == "external" and activity.terms.external_url is None:
        yield "/terms/external_url", "Where one registers."


def _told(faults: list[Fault]) -> dict[str, list[dict[str, str]]]:
    return {"errors": [{"pointer": pointer, "detail": detail} for pointer, detail in faults]}
