"""The colours of a city's letters, made from the one that it chose, so that everything in them can be read. Pure.

Source: WCAG 2.2, relative luminance and contrast ratio; success criterion 1.4.3 (4.5 to 1 for text).
"""

from __future__ import annotations

from dataclasses import dataclass

READABLE = 4.5
"""The least contrast between a text and what it stands on."""
DEFAULT = "#1f4e4a"
_STEPS = 50


@dataclass(frozen=True)
class Scheme:
    """The colours of a letter by day or by night, each `#rrggbb`.

    Attributes:
        page: behind the letter; `paper`: of the letter.
        text: on the paper; `quiet`: of what is small, on the page.
        link: of links, on paper and on page; `rule`: of thin lines, which say nothing.
    """

    page: str
    paper: str
    text: str
    quiet: str
    link: str
    rule: str


@dataclass(frozen=True)
class Palette:
    """All colours of a letter: `band` is the city's, of its head and its button; `ink` is what is written on it."""

    band: str
    ink: str
    day: Scheme
    night: Scheme

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each text with what it stands on."""
        schemes = (self.day, self.night)
        on_paper = ((one, scheme.paper) for scheme in schemes for one in (scheme.text, scheme.link))
        on_page = ((one, scheme.page) for scheme in schemes for one in (scheme.quiet, scheme.link))
        return ((self.ink, self.band), *on_paper, *on_page)


def palette(colour: str) -> Palette:
    """The palette of a city that chose `colour`, `#rrggbb`."""
    return Palette(
        band=colour,
        ink=ink_on(colour),
        day=_scheme(colour, page="#f3f4f2", paper="#ffffff", text="#1c2120", quiet="#535b58", rule="#d8dcd9"),
        night=_scheme(colour, page="#141716", paper="#1d2120", text="#e8ebe9", quiet="#a8b0ac", rule="#3a413e"),
    )


def ink_on(colour: str) -> str:
    """White or black, whichever reads better on it: one of the two always has a contrast of 4.5 and more."""
    return max("#ffffff", "#000000", key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black and white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, *grounds: str) -> str:
    """The colour, or the nearest to it on the way to white or to black, that can be read on all these grounds."""
    towards = ink_on(grounds[0])
    for step in range(_STEPS + 1):
        mixed = _mixed(colour, towards, step / _STEPS)
        if all(contrast(mixed, ground) >= READABLE for ground in grounds):
            return mixed
    return towards


def _scheme(colour: str, **fixed: str) -> Scheme:
    return Scheme(link=readable(colour, fixed["paper"], fixed["page"]), **fixed)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(colour: str, other: str, share: float) -> str:
    parts = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
