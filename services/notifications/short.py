"""A notice as a short message: one sentence, and the address of the page that says more; for who cannot sign in there,
where it is instead. Pure; never sends.

It names nobody and brings no secret: whoever holds the telephone reads it. It is written in the alphabet of telephones,
in which two parts hold 306 characters; in any other they hold 134.

Source: 3GPP TS 23.038, section 6.2.1 (alphabet), and TS 23.040, section 9.2.3.24.1 (parts).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from services.notifications import letters
from services.notifications.domain import (
    About,
    Booking,
    Contact,
    Kind,
    Letterhead,
    Notice,
    Occurrence,
    Registration,
    Series,
    Undeliverable,
)

PARTS = 2
_SEPTETS_A_PART, _UNITS_A_PART = 153, 67
_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TAKE_TWO = frozenset("^{}\\[~]|€")
_LIKE = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe", "Œ": "OE"}
)


@dataclass(frozen=True)
class ShortMessage:
    """What is said to a telephone; `number` is E.164."""

    number: str = field(repr=False)
    text: str


def compose(
    notice: Notice, about: About | None, contact: Contact, letterhead: Letterhead, _now: datetime
) -> ShortMessage:
    """The short message that tells the member what the notice says.

    Args:
        notice: what is to be said, and why.
        about: what it tells of.
        contact: whose telephone.
        letterhead: in whose name.

    Raises:
        Undeliverable: `phone_invalid`, `unsayable`.
    """
    if not notice.kind.is_sayable:
        raise Undeliverable("unsayable")
    if contact.phone is None:
        raise Undeliverable("phone_invalid")
    return ShortMessage(contact.phone, text_of(notice.kind, about, contact, letterhead))


def text_of(kind: Kind, about: About | None, contact: Contact, letterhead: Letterhead) -> str:
    """What is said to a telephone, of a kind that can be said so; the arguments as of `compose`."""
    words = in_alphabet(letters.write_short(kind, contact, letterhead, about))
    page, place = f" {letterhead.public_url}{page_of(about)}", f" {in_alphabet(where(about))}".rstrip()
    if contact.signs_in:
        return shorten(words, page) + page
    return words + place if fits(words + place) else shorten(words, "")


def where(about: About | None) -> str:
    """The place to come to, with its address; empty of what happens at none."""
    match about:
        case Registration() if about.is_online_only:
            return ""
        case Booking() | Series() | Registration():
            return ", ".join(filter(None, (about.place_name, about.address)))
    return ""


def page_of(about: About | None) -> str:
    """The path of the page that says more; its reader signs in there."""
    match about:
        case Booking():
            return f"/bookings/{about.booking_id}"
        case Series():
            return "/bookings"
        case Registration():
            return f"/registrations/{about.registration_id}"
        case Occurrence():
            return f"/desk/occurrences/{about.occurrence_id}"
    return "/account"


def in_alphabet(text: str) -> str:
    """The text on one line, in the alphabet of telephones as far as it goes: `Fête – L’Union` is `Fete - L'Union`."""
    line = " ".join(unicodedata.normalize("NFC", text).translate(_LIKE).split())
    return "".join(map(_letter, line))


def fits(text: str) -> bool:
    """Whether a telephone gets it in `PARTS` parts."""
    if _ALPHABET.union(_TAKE_TWO).issuperset(text):
        return sum(1 + (letter in _TAKE_TWO) for letter in text) <= PARTS * _SEPTETS_A_PART
    return len(text.encode("utf-16-le")) // 2 <= PARTS * _UNITS_A_PART


def shorten(words: str, rest: str) -> str:
    """As many of the words as fit before the rest."""
    if fits(words + rest):
        return words
    kept = words
    while kept and not fits(f"{kept}...{rest}"):
        kept = kept[:-1]
    return f"{kept.rstrip()}..."


def _letter(letter: str) -> str:
    if letter in _ALPHABET or letter in _TAKE_TWO:
        return letter
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return plain if plain and _ALPHABET.issuperset(plain) else letter
