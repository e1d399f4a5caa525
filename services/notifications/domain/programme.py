"""What is on, as far as a digest tells it, and how a topic is found in it. Pure; knows no member."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

UNSAID = "fr"
"""The language in which everything that has a title has one."""
MOST_WORDS = 2000
"""How many characters are kept of what an activity says, to find topics in."""
DATES_KEPT_FOR = timedelta(days=7)
"""How long a date is known after it began: what is said late of it is no news by then."""
_ENDINGS = ("", "s", "x")
_NOT_SHOWN = frozenset({"cancelled", "postponed"})
_TOPICS_OF_KINDS: Mapping[str, tuple[str, ...]] = {
    "screening": ("cinema",),
    "concert": ("musique",),
    "workshop": ("atelier", "ateliers"),
    "talk": ("conference", "conferences"),
    "training": ("formation", "formations"),
    "visit": ("visite", "visites"),
}
"""What a kind of activity says of itself, whatever its title; the kinds are those of bookings."""


@dataclass(frozen=True)
class Activity:
    """An activity as the last event of it leaves it.

    Attributes:
        city: whose programme it is on.
        kind: `workshop`, `screening`, `concert`…
        title: by language; French is always there, but of one that is not shown.
        words: what it says, as a slug.
        is_shown: on the programme: published, neither withdrawn nor cancelled.
        sequence: of that event among those of the activity.
    """

    activity_id: str
    city: str
    kind: str
    title: Mapping[str, str]
    words: str
    is_shown: bool
    sequence: int


@dataclass(frozen=True)
class ProgrammeDate:
    """A date of an activity as the last event of it leaves it; it starts at a UTC instant, in an IANA zone.

    Attributes:
        place_name: empty when it is online only.
        is_shown: neither cancelled, nor postponed, nor over.
        is_full: no seat is left.
    """

    occurrence_id: str
    activity_id: str
    starts_at: datetime
    zone: str
    place_name: str
    is_shown: bool
    is_full: bool
    sequence: int


@dataclass(frozen=True)
class Showing:
    """A date on the programme and its activity, as far as a member may be told of it.

    Attributes:
        city: whose programme it is on.
        title: by language; French is always there.
        kind, words: by which topics are found; of what was told before they are not known.
    """

    occurrence_id: str
    activity_id: str
    city: str
    title: Mapping[str, str]
    starts_at: datetime
    zone: str
    place_name: str
    is_full: bool
    kind: str = ""
    words: str = ""

    def title_in(self, language: str) -> str:
        """The title in that language, or in French."""
        return self.title.get(language) or self.title[UNSAID]


def slug(*texts: str) -> str:
    """Small letters of a to z, digits and hyphens: `Réparer son vélo` is `reparer-son-velo`. Topics are written so."""
    return "-".join(word for text in texts for word in re.findall(r"[a-z0-9]+", _fold(text)))


def words(theme: str | None, cycle: str | None, title: Mapping[str, str], summary: Mapping[str, str]) -> str:
    """In what an activity's topics are found: whole words, up to `MOST_WORDS` characters."""
    said = slug(theme or "", cycle or "", *title.values(), *summary.values())
    return said if len(said) <= MOST_WORDS else said[: MOST_WORDS + 1].rpartition("-")[0]


def is_about(showing: Showing, topics: Collection[str]) -> bool:
    """Whether one of these topics stands in what it says, as whole words, or in its kind.

    A topic is found in its French plural too, an `s` or an `x` at its end: `velo` in `velos`, `jeu` in `jeux`. In no
    other form: `cheval` not in `chevaux`, `velos` not in `velo`.
    """
    said, of_kind = f"-{showing.words}-", _TOPICS_OF_KINDS.get(showing.kind, ())
    return any(topic in of_kind or any(f"-{topic}{ending}-" in said for ending in _ENDINGS) for topic in topics)


def is_date_shown(status: str, *, is_over: bool) -> bool:
    """Whether a date with that status is on the programme."""
    return not is_over and status not in _NOT_SHOWN


def of_interest(showings: Iterable[Showing], topics: Collection[str], city: str) -> list[Showing]:
    """What a member is told of: their own city's first, each by date. Who chose no topic is told all of their own.

    Args:
        showings: on the programme.
        topics: that the member chose; slugs.
        city: the member's.
    """
    found = [one for one in showings if (is_about(one, topics) if topics else one.city == city)]
    return sorted(found, key=lambda one: (one.city != city, one.starts_at, one.occurrence_id))


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
