"""When a password is good enough to stand alone. Pure; never hashes, never keeps.

Three rules, any one of which gives the 80 bits asked for; and, whatever its form, neither a common password
nor one that holds the member's own name or address.

Source: CNIL, délibération 2022-100 of 21 July 2022 (password alone: 80 bits; a list of common passwords).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NoReturn

from chassis.errors import Invalid
from services.members.domain.common_passwords import COMMON_WORDS
from services.members.domain.folding import fold

_MOST = 200
_WORDS = 7
_RULES_SAID = (
    "12 characters with capitals, small letters, digits and symbols;"
    " or 14 with capitals, small letters and digits; or 7 different words"
)
_THREE_CLASSES = {"upper", "lower", "digit"}
_DIFFERENT = 6  # a password of fewer different characters is a repetition
_SHORTEST_PART = 4  # a shorter part of a name is found in too many innocent words
_LOOKALIKES = str.maketrans("@4$5031!7€", "aassoeiite")


def normalise_password(text: str) -> str:
    """The same password from every keyboard: NFC. Nothing is trimmed."""
    return unicodedata.normalize("NFC", text)


def check_password(password: str, name: str, email: str) -> None:
    """Refuse a password that is easily guessed.

    Args:
        password: normalised.
        name: of the member whose password it will be.
        email: of the same.

    Raises:
        Invalid: `weak_password`. `detail["reason"]` is `too_long`, `too_simple`, `too_common` or `personal`;
            when too simple, `detail["rules"]` says of each rule what is missing to satisfy it.
    """
    if len(password) > _MOST:
        _refuse("too_long", f"at most {_MOST} characters", most_characters=_MOST)
    rules = _missing(password)
    if all(rule["missing_characters"] or rule["missing"] or rule["missing_words"] for rule in rules):
        _refuse("too_simple", _RULES_SAID, rules=rules)
    folded = fold(password)
    if len(set(folded)) < _DIFFERENT or _is_common(folded):
        _refuse("too_common", "it is among the first that would be tried")
    if any(part in folded for part in _own_parts(name, email)):
        _refuse("personal", "it holds the member's name or address")


def _refuse(reason: str, message: str, **facts: Any) -> NoReturn:
    raise Invalid("weak_password", message, {"reason": reason, **facts})


def _missing(password: str) -> list[dict[str, Any]]:
    """What each of the three rules still asks for; nothing at all where it is satisfied."""
    present = {_class_of(character) for character in password}
    words = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", password)}
    return [
        _rule("twelve_of_four_classes", 12 - len(password), (_THREE_CLASSES | {"symbol"}) - present),
        _rule("fourteen_of_three_classes", 14 - len(password), _THREE_CLASSES - present),
        _rule("seven_words", 0, set(), _WORDS - len(words)),
    ]


def _rule(name: str, characters: int, classes: set[str], words: int = 0) -> dict[str, Any]:
    return {
        "rule": name,
        "missing_characters": max(0, characters),
        "missing": sorted(classes),
        "missing_words": max(0, words),
    }


def _class_of(character: str) -> str:
    if character.isupper():
        return "upper"
    if character.islower():
        return "lower"
    return "digit" if character.isdigit() else "symbol"


def _is_common(folded: str) -> bool:
    """Whether it is nothing but one common word or two (also as `p@ssw0rd`), with digits and symbols anywhere."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded).translate(_LOOKALIKES)
    letters = re.sub(r"[\W\d_]", "", core)
    pairs = ((letters[:cut], letters[cut:]) for cut in range(1, len(letters)))
    return letters in COMMON_WORDS or any(COMMON_WORDS.issuperset(pair) for pair in pairs)


def _own_parts(name: str, email: str) -> set[str]:
    """The parts of a name and of an address that are long enough to be looked for."""
    names, local = fold(name), fold(email).rpartition("@")[0]
    parts = {re.sub(r"\W", "", names), local, *re.split(r"\W+", names), *re.split(r"[\W_]+", local)}
    return {part for part in parts if len(part) >= _SHORTEST_PART}
