"""The directory of a city: members who wish to be found by the others, and what they are curious about. Pure.

Nobody is in it who did not ask to be; who takes that back is gone at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Conflict, Forbidden, Invalid
from services.members.domain.ages import is_known_minor
from services.members.domain.folding import fold
from services.members.domain.people import Member, Status

MOST_PRESENTATION_CHARACTERS = 500
MOST_TOPICS = 20
MOST_TOPIC_CHARACTERS = 40
# The network's own list; whatever else a member is curious about is a topic too.
TOPICS = (
    "associations",
    "bois",
    "cinema",
    "climat",
    "couture",
    "cuisine",
    "donnees-ouvertes",
    "electronique",
    "emploi",
    "enfance",
    "impression-3d",
    "jardins",
    "jeux",
    "langues",
    "logiciel-libre",
    "mobilites",
    "musique",
    "patrimoine",
    "photographie",
    "radio",
    "reparation",
    "textile",
    "theatre",
    "urbanisme",
    "velo",
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Entry:
    """What the directory says of a member.

    Attributes:
        shown_name: as the member wishes to be called; in the form of `normalise_name`.
        presentation: up to 500 characters; may be empty.
        topics: by name.
        listed_at: UTC.
    """

    member_id: str
    shown_name: str
    presentation: str
    listed_at: datetime
    topics: tuple[str, ...] = ()


def normalise_topic(text: str) -> str:
    """A topic as it is kept: small letters of a to z, digits and hyphens, 1 to 40: `Vélo & ville` is `velo-ville`.

    Raises:
        Invalid: `invalid`: nothing is left of it, or too much.
    """
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(text)))
    if not _SLUG.fullmatch(slug) or len(slug) > MOST_TOPIC_CHARACTERS:
        raise Invalid("invalid", f"A topic has 1 to {MOST_TOPIC_CHARACTERS} letters, digits and hyphens.")
    return slug


def check_topics(topics: Collection[str]) -> tuple[str, ...]:
    """The topics, each once and by name.

    Raises:
        Conflict: `too_many_topics`.
    """
    if len(set(topics)) > MOST_TOPICS:
        raise Conflict("too_many_topics", f"a member names {MOST_TOPICS} topics at most", {"most": MOST_TOPICS})
    return tuple(sorted(set(topics)))


def check_may_be_listed(member: Member, now: datetime) -> None:
    """Refuse to show who is not to be shown.

    Raises:
        Forbidden: `member_not_active`: suspended, or kept without being used; `minors_not_listed`.
    """
    if member.status is not Status.ACTIVE:
        raise Forbidden("member_not_active", "who is not active is not shown to others")
    if is_known_minor(member, now):
        raise Forbidden("minors_not_listed", "no minor is shown to others")
