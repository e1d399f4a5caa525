"""A day of three cities; then all that each knows of its people is searched for everywhere: it is at home and in the
letters, nowhere else.
"""
from __future__ import annotations

from champlibre import demonstration
from tests.failures.conftest import Lived
from tests.network.leaks import CITIES, IN_COMMON, Sought, elsewhere, known_at_home, words_of


def test_what_a_city_knows_of_its_people_is_at_home_and_in_its_letters_and_nowhere_else(
    lived: Lived,
) -> None:
    network, sniffer, day = lived.network, lived.sniffer, lived.day
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
