"""Against a mail server that takes, refuses, falls silent and hangs up: each letter comes once, but in the stated case.

That case is decision 0021's: the server took the letter, and nobody here knows.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from chassis.database import Store
from services.notifications.domain import PAUSES, Kind, cause_of, notice_id
from services.notifications.sending import HELD_FOR
from services.notifications.tables import deliveries
from tests import waiting
from tests.notifications import given
from tests.notifications.mail_server import ROOT, MailServer, mail_server
from tests.notifications.office import Office
from tests.notifications.office import mail_server as way_to
from tests.servers.processes import Process

SECONDS = 2.5  # for a letter; what falls silent costs so long
# What becomes of the letters to members whom the server treats so, and how many there are.
TAKEN = {"zoe": 12, "twice": 4, "gone": 4, "tired": 4, "rude": 2}
FAILS = {
    "later": ("smtp_451", 3),
    "never": ("smtp_550", 3),
    "spam": ("smtp_data_554", 3),
    "drop": ("smtp_unanswered", 2),
    "hang": ("smtp_unanswered", 1),
    "slow": ("smtp_timeout", 1),
}
TWICE = {"unlucky": 3}


def members(counts: dict[str, int]) -> list[str]:
    return [f"{whim}+{number}" for whim, count in counts.items() for number in range(count)]


def message_id(member_id: str, booking_id: str) -> str:
    return f"<{notice_id(member_id, Kind.BOOKING_CONFIRMED, cause_of(booking_id, 0))}@roubaix.example.org>"


def came(server: MailServer) -> Counter[str]:
    """How often each letter was taken, by Message-ID."""
    return Counter(str(taken["Message-ID"]) for taken in server.taken())


def state(store: Store) -> dict[str, set[tuple[str, str | None]]]:
    """What became of the letters of the members of each kind."""
    found: dict[str, set[tuple[str, str | None]]] = {}
    with store.reading() as session:
        for member_id, status, reason in session.execute(
            select(deliveries.c.member_id, deliveries.c.status, deliveries.c.reason)
        ):
            found.setdefault(member_id.partition("+")[0], set()).add((status, reason))
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        yield running


def test_each_letter_comes_once_and_only_what_the_server_took_unheard_comes_twice(
    store: Store, server: MailServer
) -> None:
    clock = given.Clock()
    office = Office(store, way_to(server.port, SECONDS), clock)
    everybody = members(TAKEN) + members({whim: count for whim, (_, count) in FAILS.items()}) + members(TWICE)
    random.Random(6).shuffle(everybody)
    office.hear([(member, f"{member}/first") for member in everybody])
    office.hear([(member, f"{member}/again") for member in everybody])
    for hours in (0, 0, 16, 16, 16, 0):
        while office.send():
            pass
        clock.at += PAUSES[3]
        clock.pass_by(hours=hours)

    both = ("first", "again")
    once = [message_id(member, f"{member}/{which}") for member in members(TAKEN) for which in both]
    twice = [message_id(member, f"{member}/first") for member in members(TWICE)]
    then = [message_id(member, f"{member}/again") for member in members(TWICE)]
    assert came(server) == Counter(once + twice + twice + then)
    sent: dict[str, set[tuple[str, str | None]]] = {whim: {("sent", None)} for whim in [*TAKEN, *TWICE]}
    failed: dict[str, set[tuple[str, str | None]]] = {whim: {("failed", reason)} for whim, (reason, _) in FAILS.items()}
    assert state(store) == sent | failed
    places = {str(taken["Message-ID"]): place for place, taken in enumerate(server.taken())}
    for member in members(TAKEN) + members(TWICE):
        first, again = (places[message_id(member, f"{member}/{which}")] for which in both)
        assert first < again


def test_a_process_killed_between_the_servers_answer_and_the_commit_is_the_case_in_which_a_letter_comes_twice(
    store: Store, server: MailServer, tmp_path: Path
) -> None:
    clock = given.Clock()
    office = Office(store, way_to(server.port), clock)
    office.hear([("zoe+1", "b-1"), ("zoe+2", "b-2"), ("zoe+1", "b-3")])
    url = store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.notifications.office", "stuck", url, str(server.port)]
    process = Process(command, {"PYTHONPATH": str(ROOT)}, tmp_path / "office.log")
    process.start()
    waiting.until(lambda: "taken" in process.said() or not process.running, "letter taken", seconds=30)
    process.kill()
    letters = [message_id("zoe+1", "b-1"), message_id("zoe+2", "b-2"), message_id("zoe+1", "b-3")]
    assert came(server) == Counter(letters[:1]), process.said()

    assert office.send() == 0
    clock.at += HELD_FOR
    assert office.send() == 3
    assert came(server) == Counter([letters[0], *letters])
    assert state(store) == {"zoe": {("sent", None)}}
