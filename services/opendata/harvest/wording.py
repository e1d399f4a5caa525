"""Small facts as sources write them: prices, ages, points, places, themes. Pure; what says nothing is None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from services.opendata.domain.happenings import Price, Where

_POSTCODE = re.compile(r"\b(\d{5})\s+([^\d,;\n]{2,100})")
_AMOUNT = re.compile(r"(\d{1,6}(?:[.,]\d{1,2})?)\s*(?:€|euros?|EUR)?", re.IGNORECASE)
_FREE = re.compile(r"(entr[ée]e|acc[èe]s)?\s*(gratuite?|libre|free)\.?", re.IGNORECASE)


def cents(amount: Any) -> int | None:
    """An amount of euros in cents: `8`, `8.5`, `"8,50 €"`."""
    if isinstance(amount, bool) or amount is None:
        return None
    found = _AMOUNT.fullmatch(str(amount).strip())
    try:
        return int(Decimal(found[1].replace(",", ".")) * 100) if found else None
    except InvalidOperation:
        return None


def is_free(text: str | None) -> bool | None:
    """Whether words of a price say that there is none: True, or None since others may say so in other words."""
    return True if text and _FREE.fullmatch(text.strip()) else None


def free_of(prices: Iterable[Price]) -> bool | None:
    """Whether it is free by its prices; None when some are not known, or there are none."""
    known = [price.cents for price in prices]
    if any(known):
        return False
    return True if known and None not in known else None


def number(value: Any) -> float | None:
    """A number, or a text that is one; of a text with a decimal comma, too."""
    try:
        return None if isinstance(value, bool) or value is None else float(str(value).strip().replace(",", "."))
    except ValueError:
        return None


def age(value: Any) -> int | None:
    """A whole number of years."""
    found = number(value)
    return int(found) if found is not None and found.is_integer() else None


def where(text: str | None, latitude: Any = None, longitude: Any = None) -> Where | None:
    """The place that one text says: its name, then its address after a comma or on the next line."""
    name, address = (part.strip() for part in re.split(r"\s*[,\n]\s*|$", (text or "").strip(), maxsplit=1)[:2])
    postcode, commune = postal(address)
    found = Where(
        name or None, address or None, postcode, commune, latitude=number(latitude), longitude=number(longitude)
    )
    return found if found != Where() else None


def postal(address: str | None) -> tuple[str | None, str | None]:
    """The postcode and the commune in an address, when both are there: `59200 Tourcoing`."""
    found = _POSTCODE.search(address or "")
    return (found[1], found[2].strip()) if found else (None, None)


def theme(found: Iterable[Any], themes: Mapping[str, str], words: bool = True) -> str | None:
    """What the first category that has a name here is called; else the first category, when it is a word.

    Args:
        found: categories of the source: words, or numbers.
        themes: what they are called here, by their names in small letters.
        words: whether a category without a name here says something by itself.
    """
    categories = [str(each).strip() for each in found if isinstance(each, str | int) and str(each).strip()]
    for category in categories:
        if named := themes.get(category.casefold()):
            return named
    return categories[0] if words and categories else None


def several(value: Any) -> list[Any]:
    """A list of what may be a list, one thing, or nothing."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def text(value: Any) -> str | None:
    """A text, or a number as one; None of anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
