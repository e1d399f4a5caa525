"""Text without what keyboards and hurried people leave out. Pure."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
