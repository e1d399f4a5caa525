"""By what a stop is found: its name as somebody types it. Never does IO."""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """A name without accents, capitals and marks: `Gare Jean-Lebas` as `gare jean lebas`."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE")).casefold()
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())
