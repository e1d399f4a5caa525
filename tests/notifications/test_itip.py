"""Every entry for a calendar that a letter brings, to the letter; and in a calendar program that is not ours."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from chassis.database import Store
from services.notifications import mail
from services.notifications.channels.smtp import in_seven_bits
from services.notifications.domain import LANGUAGES, Kind
from tests import khal
from tests.notifications import given, itip, lives

LINK = "https://meet.example.org/lampe?a=1,2;b=3"
# Two nights in which the clocks change, a zone that has other rules, one that is far.
NIGHTS: dict[str, dict[str, Any]] = {
    "spring": {"starts_at": "2027-03-28T00:30:00+00:00", "ends_at": "2027-03-28T01:30:00+00:00"},
    "autumn": {"starts_at": "2026-10-25T00:30:00+00:00", "ends_at": "2026-10-25T01:30:00+00:00"},
    "after": {"starts_at": "2026-10-25T01:30:00+00:00", "ends_at": "2026-10-25T02:30:00+00:00"},
    "lisbon": {"zone": "Europe/Lisbon"},
    "kiritimati": {"zone": "Pacific/Kiritimati"},
}
HOSTILE = 'A;B,C\\D:"E" \u2028 🎉👩‍👩‍👧‍👦 « é » ' * 6
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "mapped": {"latitude": 50.7123456789, "longitude": -3.17},
    "unmapped": {"latitude": None, "longitude": None},
    "hostile": {
        "title": {"fr": HOSTILE[:280], "nl": f"{HOSTILE[:200]} nl"}, "space_name": HOSTILE[:280],
        "unit_name": HOSTILE[:280], "place_name": HOSTILE[:280], "address": "1, rue ; de l'Exemple\\n " * 12,
    },
    "online": {"attendance": "online", "online_url": LINK},
    "moved_online": {"occurrence_status": "moved_online", "online_url": LINK},
    "unlinked": {"attendance": "online"},
    "both": {"attendance": "both", "online_url": LINK},
    "nameless": {"unit_name": None},
    **NIGHTS,
}  # fmt: skip
KINDS = [kind for kind in Kind if kind.is_for_calendar]
CASES = list(itertools.product(KINDS, LANGUAGES, VARIANTS))


def letter(kind: Kind, language: str = "fr", variant: str = "plain", email: str = given.EMAIL, **facts: Any) -> Any:
    """The letter of that kind; what it tells of has an id of its own for each variant and language."""
    own = f"{kind}-{language}-{variant}"[-36:]
    told = {**VARIANTS[variant], "booking_id": own, "registration_id": own, **facts}
    contact = given.contact(kind, language=language, email=email)
    return mail.compose(given.notice(kind), given.about(kind, **told), contact, given.LETTERHEAD, given.NOW)


def entry(*case: Any, **facts: Any) -> itip.Entry:
    found = itip.read(letter(*case, **facts))
    assert found is not None
    return found


@pytest.mark.parametrize(("kind", "language", "variant"), CASES)
def test_every_entry_is_as_the_rfcs_have_it(kind: Kind, language: str, variant: str) -> None:
    about = given.about(kind, **VARIANTS[variant])
    made = entry(kind, language, variant)
    is_over = kind.withdraws or getattr(about, "occurrence_status", "") == "postponed"
    assert made.method == ("CANCEL" if is_over else "REQUEST")
    assert (made.starts_at, made.ends_at) == (about.starts_at, about.ends_at)  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", [Kind.BOOKING_CONFIRMED, Kind.REGISTRATION_CANCELLED])
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_server_that_takes_seven_bits_gets_the_same_entry(kind: Kind, variant: str) -> None:
    whole = letter(kind, "fr", variant)
    raw = in_seven_bits(whole)
    assert raw.isascii()
    assert itip.read_bytes(raw) == itip.read(whole)


@pytest.mark.parametrize("email", ["o'brien+canal@example.org", "a%20b@example.org", "a?x=1&y#z@example.org"])
def test_an_address_stays_the_same_in_the_entry(email: str) -> None:
    assert b"ATTENDEE" in entry(Kind.BOOKING_CONFIRMED, email=email).ics


def test_a_calendar_program_takes_every_entry_without_a_word(tmp_path: Path) -> None:
    files, uids = [], set()
    for number, case in enumerate(CASES):
        made = entry(*case)
        uids.add(made.uid)
        files.append(tmp_path / f"{number}.ics")
        files[-1].write_bytes(made.ics)
    khal.take(tmp_path, *files)
    assert set(khal.listed(tmp_path, "2026-10-01", "2027-04-30")) == uids
    assert len(khal.entries(tmp_path)) == len(uids) == len(CASES)


def replayed(folder: Path, mails: list[itip.Entry]) -> list[str]:
    """What a calendar program shows after each mail of its one entry: id, start and status."""
    seen = []
    for number, mail_of in enumerate(mails):
        file = folder / f"{number}.ics"
        file.write_bytes(mail_of.ics)
        khal.take(folder, file)
        assert len(khal.entries(folder)) == 1
        seen += khal.listed(folder, "2026-11-01", "2027-01-31", "{uid} {start} {status}")
    return [line.strip() for line in seen]


def test_a_booking_that_moves_and_ends_is_one_entry_in_a_calendar_program(store: Store, tmp_path: Path) -> None:
    post, life = lives.Post(store), lives.booking("b-1")
    for event in (
        life.step("confirmed", **lives.at(0)),
        life.step("moved", 2, **lives.at(26), status="confirmed"),
        life.step("cancelled", reason="member"),
    ):
        post.hear(event)
        post.drain()
    assert [(each.method, each.sequence) for each in post.mails] == [("REQUEST", 0), ("REQUEST", 3), ("CANCEL", 4)]
    assert replayed(tmp_path, post.mails) == [
        f"{life.uid} 2026-12-14 13:00 CONFIRMED",
        f"{life.uid} 2026-12-15 15:00 CONFIRMED",
        f"{life.uid} 2026-12-15 15:00 CANCELLED",
    ]


def test_what_is_postponed_leaves_a_calendar_program_and_comes_back_at_its_new_date(
    store: Store, tmp_path: Path
) -> None:
    post, life = lives.Post(store), lives.registration("g-1")
    for event in (
        life.step("confirmed", **lives.at(0)),
        life.step("changed", what="postponed", occurrence_status="postponed"),
        life.step("changed", what="rescheduled", occurrence_status="rescheduled", **lives.at(50)),
        life.step("cancelled", was="confirmed", reason="occurrence", status="cancelled", other_dates=[]),
    ):
        post.hear(event)
        post.drain()
    found = [(each.method, each.sequence) for each in post.mails]
    assert found == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2), ("CANCEL", 3)]
    assert replayed(tmp_path, post.mails) == [
        f"{life.uid} 2026-12-14 13:00 CONFIRMED",
        f"{life.uid} 2026-12-14 13:00 CANCELLED",
        f"{life.uid} 2026-12-16 15:00 CONFIRMED",
        f"{life.uid} 2026-12-16 15:00 CANCELLED",
    ]
