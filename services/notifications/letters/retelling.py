"""A letter, told again to its member on the page of their notices: its subject, its text, and no secret of it.

There is no contact: no link that opens something, no pass, no address, and not what the city's staff wrote.
"""

from __future__ import annotations

from services.notifications.domain import LINKED, About, Contact, Kind, Letterhead
from services.notifications.letters.environment import fill, templates
from services.notifications.letters.writing import Letter, write

_NO_TOKEN = "-"  # noqa: S105 - what a letter with a link is written with; its text is not shown


def subject_of(kind: Kind, language: str, letterhead: Letterhead, about: About | None) -> str:
    """The subject of a letter, in a language that we speak."""
    return _again(kind, language, "", letterhead, about).subject


def retell(kind: Kind, language: str, name: str, letterhead: Letterhead, about: About | None) -> str:
    """The text of a letter; of one that brings a link to open, instead of its text where that link went.

    Args:
        kind: what it says.
        language: one that we speak.
        name: of the member.
        letterhead: in whose name it was written.
        about: what it tells of.
    """
    if kind in LINKED:
        return fill(templates(language), f"{language}/linked.txt", {}) + "\n"
    return _again(kind, language, name, letterhead, about).text


def _again(kind: Kind, language: str, name: str, letterhead: Letterhead, about: About | None) -> Letter:
    return write(kind, Contact(name, "", language, link_token=_NO_TOKEN if kind in LINKED else None), letterhead, about)
