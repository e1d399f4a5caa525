"""Handles: initials that a member chose, by which the door of another city may call them. Pure; never makes one up.

It is the one thing chosen by a person that leaves their city, so it holds too little to be a name.
"""

from __future__ import annotations

import re
import unicodedata

from chassis.errors import Invalid

_MOST_INITIALS = 3
_INITIAL = re.compile(r"(\s*-\s*|\s*)([^\W\d_])\s*\.")
_WHOLE_NAMES = ("CJK ", "HANGUL SYLLABLE")  # one of these characters is a family name already


def normalise_handle(text: str) -> str:
    """One to three initials, each with its full stop: `A.`, `A. B.`, `J.-P. D.`; in capitals, of any alphabet.

    Raises:
        Invalid: `invalid`: it is something else, or could be a name.
    """
    said, end, handle = unicodedata.normalize("NFC", text).strip(), 0, ""
    while found := _INITIAL.match(said, end):
        handle += _between(handle, found[1]) + _capital(found[2])
        end = found.end()
    if not said or end < len(said) or handle.startswith("-") or handle.count(".") > _MOST_INITIALS:
        raise Invalid("invalid", f"A handle has 1 to {_MOST_INITIALS} initials, each with a full stop: A. B.")
    return handle


def _between(before: str, said: str) -> str:
    if "-" in said:
        return "-"
    return " " if before else ""


def _capital(letter: str) -> str:
    """The capital with its full stop.

    Raises:
        Invalid: `invalid`: it stands for more than one letter.
    """
    capital = letter.upper()
    is_one = len(capital) == len(unicodedata.normalize("NFKC", capital)) == 1
    if not is_one or unicodedata.name(capital, "").startswith(_WHOLE_NAMES):
        raise Invalid("invalid", "An initial is one letter, and no name of its own.")
    return f"{capital}."
