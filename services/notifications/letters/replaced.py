"""Which of our templates a city's folder replaces. Reads names, never a template."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from services.notifications.domain import LANGUAGES, Kind
from services.notifications.letters.environment import TEMPLATES

MOST_FILES = 2000
SHORT = "sms.txt"
"""What a telephone is told is in our words always."""


def replaced(folder: str, kind: Kind, language: str) -> tuple[str, ...]:
    """The city's files of which a letter of that kind in that language may be made, sorted."""
    of_others = {str(other) for other in Kind if other is not kind}
    return tuple(
        name
        for name in _names(folder)
        if name in _ours()
        and ("/" not in name or name.startswith(f"{language}/"))
        and Path(name).name.partition(".")[0] not in of_others
    )


def unknown(folder: str) -> tuple[str, ...]:
    """The files in a city's folder that replace none of ours: a slip in a name, perhaps."""
    return tuple(name for name in _names(folder) if name not in _ours())


def _names(folder: str) -> list[str]:
    if not folder:
        return []
    root = Path(folder)
    places = [root, *(root / language for language in LANGUAGES)]
    found = (path for place in places if place.is_dir() for path in place.iterdir())
    files = (path.relative_to(root).as_posix() for path in found if path.is_file() and not path.name.startswith("."))
    return sorted(name for name, _ in zip(files, range(MOST_FILES), strict=False))


@cache
def _ours() -> frozenset[str]:
    names = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))
    return frozenset(name for name in names if not name.endswith(f"/{SHORT}"))
