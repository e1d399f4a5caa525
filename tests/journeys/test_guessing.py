"""Somebody guesses passwords at twenty a second: they are held up, the member is not, and nothing grows without end."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, func, select

from services.members.tables import throttles
from tests import waiting
from tests.network import Member, Network, Visitor

A_SECOND = 20
OF_ONE_ACCOUNT, OF_ONE_ADDRESS = 40, 75
ATTACKER, OFFICE = "198.51.100.9", "203.0.113.7"
WITHIN_SECONDS = 3.0
GROWS_MOST_KIB = 16 * 1024  # less than one more thread that hashes
PAIRS = 9
TURN_SECONDS = 60.0


@pytest.fixture(scope="module")
def blanche(network: Network) -> Member:
    """A member of Roubaix."""
    return Member(network, name="Blanche Delannoy", email="blanche.delannoy@example.org").join()


def sign_in(network: Network, email: str, password: str, client: str) -> requests.Response:
    """As somebody who names no city, from a network address."""
    asked = {"email": email, "password": password}
    return Visitor(network).ask("POST", "/sessions", asked, X_Forwarded_For=client)


@contextmanager
def guessing(network: Network, times: int, email: Callable[[int], str]) -> Iterator[list[Future[requests.Response]]]:
    """So many wrong passwords from the attacker's address, twenty a second, in the background; ended at the end."""

    def guess(number: int, at: float) -> requests.Response:
        waiting.until(lambda: time.monotonic() >= at, "its turn", TURN_SECONDS)
        return sign_in(network, email(number), f"Guess number {number} of many", ATTACKER)

    with ThreadPoolExecutor(A_SECOND) as pool:
        began = time.monotonic()
        yield [pool.submit(guess, number, began + number / A_SECOND) for number in range(times)]


def outcomes(guesses: list[Future[requests.Response]]) -> Counter[str]:
    return Counter(guess.result().json()["code"] for guess in guesses)


def signs_in_at_once(member: Member, client: str) -> bool:
    began = time.monotonic()
    reply = sign_in(member.network, member.email, member.password, client)
    return reply.status_code == 201 and time.monotonic() - began < WITHIN_SECONDS


def resident_kib(network: Network) -> int:
    """What the members of Roubaix take of the memory."""
    status = Path(f"/proc/{network.part_of('members_roubaix').process.pid}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1])


def rows(network: Network) -> int:
    """How many throttles Roubaix keeps."""
    engine = create_engine(network.substrate.database_url.replace("{database}", "members_roubaix"))
    with engine.connect() as connection:
        counted: int = connection.execute(select(func.count()).select_from(throttles)).scalar_one()
    engine.dispose()
    return counted


def hashes(network: Network) -> float:
    """How many wrong passwords all cities together have hashed."""
    parts = {network.part_of(f"members_{city}").admin for city in ("roubaix", "tourcoing", "marcq")}
    text = "".join(requests.get(f"{admin}/metrics", timeout=5).text for admin in parts)
    return sum(float(n) for n in re.findall(r'champlibre_sign_ins_total\{outcome="wrong",.*\} (\S+)', text))


def test_an_unknown_address_takes_as_long_as_a_wrong_password(network: Network, blanche: Member) -> None:
    took: dict[str, list[float]] = {blanche.email: [], "nobody.at.all@example.org": []}
    before = hashes(network)
    for number in range(PAIRS):
        for email, seconds in took.items():
            began = time.monotonic()
            reply = sign_in(network, email, "Not the password 1", f"192.0.2.{number}")
            seconds.append(time.monotonic() - began)
            assert (reply.status_code, reply.json()["code"]) == (401, "wrong_credentials")
    assert hashes(network) - before == 2 * PAIRS
    known, unknown = (statistics.median(seconds) for seconds in took.values())
    assert 0.6 < known / unknown < 1.6, took


def test_whoever_guesses_is_held_up_and_the_member_is_not(network: Network, blanche: Member) -> None:
    assert signs_in_at_once(blanche, OFFICE)
    with guessing(network, OF_ONE_ACCOUNT, lambda _: blanche.email) as guesses:
        waiting.until(lambda: sum(guess.done() for guess in guesses) > A_SECOND, "guesses", 20)
        assert signs_in_at_once(blanche, OFFICE)
        assert signs_in_at_once(blanche, "203.0.113.8")
    assert outcomes(guesses)["wrong_credentials"] == 10
    assert outcomes(guesses)["too_many_tries"] == OF_ONE_ACCOUNT - 10
    memory, kept = resident_kib(network), rows(network)

    with guessing(network, OF_ONE_ADDRESS, lambda number: f"guessed{number}@example.org") as guesses:
        assert signs_in_at_once(blanche, OFFICE)
    assert outcomes(guesses)["too_many_tries"] > 5
    assert resident_kib(network) - memory < GROWS_MOST_KIB
    assert rows(network) - kept <= 2 * outcomes(guesses)["wrong_credentials"]

    part = network.part_of("members_roubaix")
    part.process.stop()
    part.process.start()
    network.wait_until_ready()
    held_up = sign_in(network, blanche.email, "Not the password 1", ATTACKER)
    assert (held_up.status_code, held_up.json()["code"]) == (429, "too_many_tries")
    assert int(held_up.headers["Retry-After"]) > 0
    assert signs_in_at_once(blanche, OFFICE)
