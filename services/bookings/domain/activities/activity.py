"""Activities: what a city puts on its programme, and how one registers for it. Names no person.

    draft ──propose──▶ proposed ──publish──▶ published ──▶ cancelled
      ▲                   │                     (done when all its occurrences are over)
      └──────send back────┘

Texts are by language, `{"fr": "…"}`; French is always there. An activity that is published and under the embargo of
its programme is seen by staff alone, until `visible_from`.

Source: OpenAgenda's event (attendance, accessibility), product decision 0019 for the life.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS = (
    "workshop",
    "co_design",
    "round_table",
    "screening",
    "concert",
    "talk",
    "training",
    "visit",
    "awareness",
)
PUBLICS = (
    "everyone",
    "children",
    "teenagers",
    "families",
    "adults",
    "seniors",
    "students",
    "jobseekers",
    "professionals",
    "disabled",
)
ACCESSIBILITY = ("hi", "vi", "pi", "mi", "ii")
"""Hearing, visual, psychic, motor, intellectual impairment. Source: OpenAgenda."""
ATTENDANCE = ("on_site", "online", "both")
VENUE_KINDS = ("school", "care_home", "social_centre", "library", "third_place", "outdoors", "other")
LANGUAGES = ("fr", "nl", "en")
"""In which a text may be written."""
MODES = ("open", "moderated", "external", "none")
FIELD_KINDS = ("text", "choice", "choices", "yes_no", "number")

Texts = dict[str, str]
"""A text by language, ISO 639-1."""


@dataclass(frozen=True)
class Price:
    """What some pay. `cents`: 0 is free."""

    label: str
    cents: int
    condition: str | None = None


@dataclass(frozen=True)
class Image:
    """A picture elsewhere: its address, what it shows for who does not see it, and whose it is."""

    url: str
    alt: str
    credit: str | None = None


@dataclass(frozen=True)
class Venue:
    """A place that the network does not own: a school, a care home. There is nothing to be booked in it.

    Attributes:
        kind: one of `VENUE_KINDS`.
        insee: code of the commune; None abroad.
        latitude, longitude: degrees, WGS 84; None when nobody knows.
    """

    name: str
    kind: str
    address: str
    postcode: str
    commune: str
    insee: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Field:
    """A question of the form. The answers stay in the city of whoever gives them.

    Attributes:
        name: snake case; what it is called in answers.
        label: the question.
        kind: one of `FIELD_KINDS`.
        choices: of `choice` and `choices`.
        keep_days: how long after the occurrence the answer is kept.
    """

    name: str
    label: Texts
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    keep_days: int = 30


@dataclass(frozen=True)
class Terms:
    """How one registers for the occurrences of an activity.

    Attributes:
        mode: `open`; `moderated`: staff says yes or no to each; `external`: elsewhere, at `external_url`; `none`: one
            just comes.
        opens_at: None: at once.
        closes_minutes: before the start; then nobody registers, and nobody is offered anything.
        most_seats: of one registration.
        promotion: who waits is offered seats `automatic`ally, or by hand (`manual`).
        offer_hours: for which what is offered is held.
        decide_hours: before the start; then an occurrence with fewer than its minimum is cancelled.
        alert_hours: before the start; then its city is told that it is below its minimum.
        attestation: the kind that whoever registers must have; None: none.
        form: what is asked of who has a seat, never of who waits.
    """

    mode: str = "open"
    external_url: str | None = None
    opens_at: datetime | None = None
    closes_minutes: int = 0
    most_seats: int = 5
    promotion: str = "automatic"
    offer_hours: int = 48
    decide_hours: int = 24
    alert_hours: int = 72
    attestation: str | None = None
    form: tuple[Field, ...] = ()

    @classmethod
    def of(cls, said: dict[str, Any]) -> Terms:
        """As they are kept: JSON, with instants in RFC 3339."""
        opens_at, form = said["opens_at"], said["form"]
        questions = tuple(Field(**{**field, "choices": tuple(field["choices"])}) for field in form)
        return cls(**{**said, "opens_at": opens_at and datetime.fromisoformat(opens_at), "form": questions})


@dataclass(frozen=True)
class Activity:
    """What is on a city's programme, apart from when.

    Attributes:
        status: `draft`, `proposed`, `published`, `cancelled`.
        easy_to_read: the description for who reads little. Source: the European standards of easy-to-read (FALC).
        theme, cycle: free words by which activities belong together.
        languages: spoken there, ISO 639-1.
        publics: of `PUBLICS`.
        min_age, max_age: in years; None: no bound.
        organiser_id: an organisation; None: the city itself.
        prices: empty: free.
        accessibility: of `ACCESSIBILITY`.
        attendance: of `ATTENDANCE`.
        online_url: told to who has a seat only.
        place_id: of the network; or `venue`; neither when it is online only.
        recipe: the address, or the id, of what it was made from.
        copied_from_id, copied_from_city: the activity it was copied from; `attribution` says so in words.
        drafted_by_id, drafted_by_city: whose draft it is.
        visible_from: after the embargo of its programme; None: not published.
        announced_at: when the others were told that it is published.
        sequence: 0, then one more with each change.
    """

    activity_id: str
    city: str
    title: Texts
    summary: Texts
    kind: str
    drafted_by_id: str
    drafted_by_city: str
    drafted_at: datetime
    changed_at: datetime
    status: str = "draft"
    description: Texts | None = None
    easy_to_read: Texts | None = None
    theme: str | None = None
    cycle: str | None = None
    languages: tuple[str, ...] = ("fr",)
    publics: tuple[str, ...] = ("everyone",)
    min_age: int | None = None
    max_age: int | None = None
    organiser_id: str | None = None
    organiser_name: str | None = None
    prices: tuple[Price, ...] = ()
    image: Image | None = None
    accessibility: tuple[str, ...] = ()
    attendance: str = "on_site"
    online_url: str | None = None
    place_id: str | None = None
    venue: Venue | None = None
    recipe: str | None = None
    copied_from_id: str | None = None
    copied_from_city: str | None = None
    attribution: str | None = None
    terms: Terms = Terms()
    proposed_at: datetime | None = None
    published_at: datetime | None = None
    visible_from: datetime | None = None
    announced_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    sequence: int = 0


@dataclass(frozen=True)
class Programme:
    """What a city announces for a quarter.

    Attributes:
        quarter: `2026-Q4`, by the local calendar.
        introduction: what is said above it.
        embargo_until: before that nobody but staff sees what is published for the quarter.
    """

    city: str
    quarter: str
    introduction: Texts
    embargo_until: datetime
    changed_at: datetime
    sequence: int = 0
