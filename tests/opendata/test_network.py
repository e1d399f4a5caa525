from __future__ import annotations

from chassis.config import Settings
from services.opendata.network import network_of


def test_a_network_is_what_the_settings_say(settings: Settings) -> None:
    network = network_of(settings)
    assert list(network.cities) == ["roubaix", "tourcoing", "marcq"]
    assert (network.data_url, network.pages_url) == ("https://data.example.org", "https://lab.example.org")
    assert network.siren("marcq") == "215903782"
    assert network.siren("lens") == ""
