"""Letters as they will be, of examples: for who runs a city's node, and for its staff. Never sends, never queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path

from services.notifications import letters, short
from services.notifications.domain import LANGUAGES, Kind, Letterhead
from services.notifications.letters import Fault, Letter
from services.notifications.samples import sample


@dataclass(frozen=True)
class Preview:
    """A letter of an example.

    Attributes:
        replaced: the city's own templates that it may be made of.
        fault: why it is made of ours all the same.
        sms: what is said to a telephone instead; None: nothing is.
    """

    letter: Letter
    replaced: tuple[str, ...] = ()
    fault: Fault | None = None
    sms: str | None = None


def preview(kind: Kind, language: str, letterhead: Letterhead, now: datetime) -> Preview:
    """The letter of that kind in one of `LANGUAGES`, in the city's name."""
    one = sample(kind, language, now)
    said = kind, one.contact, letterhead, one.about, kind.is_for_calendar
    own, names = letters.try_own(*said), letters.replaced(letterhead.templates, kind, language)
    sms = short.text_of(kind, one.about, one.contact, letterhead) if kind.is_sayable else None
    if isinstance(own, Letter):
        return Preview(own, names, sms=sms)
    return Preview(letters.write_ours(*said), names, own, sms)


def faults(letterhead: Letterhead, now: datetime) -> list[str]:
    """What is wrong in a city's folder of templates, a line each; every letter is tried in every language."""
    if not Path(letterhead.templates).is_dir():
        return ["the folder is not there"]
    found = list(dict.fromkeys(_broken(letterhead, now)))
    return found + [f"{name}: replaces no template" for name in letters.unknown(letterhead.templates)]


def _broken(letterhead: Letterhead, now: datetime) -> Iterator[str]:
    for kind, language in product(Kind, LANGUAGES):
        one = sample(kind, language, now)
        own = letters.try_own(kind, one.contact, letterhead, one.about, kind.is_for_calendar)
        if isinstance(own, Fault):
            yield str(own)
