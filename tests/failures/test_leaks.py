"""A day of three cities; then all that each knows of its people is searched for everywhere: it is at home and in the
letters, nowhere else.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from champlibre import demonstration
from chassis import clock
from tests.network import Network, running
from tests.network.day import Day
from tests.network.desk import PARIS
from tests.network.leaks import CITIES, IN_COMMON, Sniffer, Sought, elsewhere, known_at_home, words_of
from tests.network.post import post
from tests.notifications.sms_gateway import sms_gateway
from tests.substrates import substrate_of

SEED = 20261130


@pytest.fixture(params=["embedded", "servers"])
def network(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Network]:
    """A network of its own: elsewhere the same invented person joins several cities.

    Its letters go to a mail server, its short messages to a gateway; a digest is due in every city.
    """
    due = (clock.now() - timedelta(hours=1)).astimezone(PARIS)
    with substrate_of(request, tmp_path) as made, post(tmp_path) as mail, sms_gateway() as gateway:
        sms = f'\n[sms]\nurl = "{gateway.url}"\ntoken = "s3cret"\n'
        with running(made, tmp_path, sms, mail, f'digest = "{due:%A %H:%M}"'.lower()) as started:
            yield started


@pytest.fixture
def sniffer(network: Network, request: pytest.FixtureRequest) -> Iterator[Sniffer | None]:
    """Listens on a broker that lets us; the embedded one keeps its messages in a file, which is read instead."""
    if network.substrate.name == "embedded":
        yield None
        return
    listening = Sniffer(request.getfixturevalue("rabbitmq"), network.substrate.broker_uri)
    yield listening
    listening.close()


@pytest.fixture
def day(network: Network, sniffer: Sniffer | None) -> Day:
    """A day, lived to its end."""
    day = Day(network, SEED)
    day.live()
    return day


def test_what_a_city_knows_of_its_people_is_at_home_and_in_its_letters_and_nowhere_else(
    network: Network, sniffer: Sniffer | None, day: Day
) -> None:
    for home in CITIES:
        own = known_at_home(network, home)
        [city] = [city for city in day.cities if city.code == home]
        assert city.neighbour.email in own, "we know how to find it"
        said = [*city.planted, demonstration.content()["password"], *words_of(city.names)]
        sought = Sought({**own, **dict.fromkeys(said, "said today")})
        for where, content in elsewhere(network, home):
            assert sought.found_in(content, IN_COMMON if "members_" in where else ()) == set(), where
        if sniffer:
            assert city.neighbour.id.encode() in sniffer.heard, "we did listen"
            assert f"members_{home}.register".encode() in sniffer.heard, "to questions too"
            assert sought.found_in(sniffer.heard) == set(), "messages"
