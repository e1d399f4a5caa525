"""The network of this node's settings, as its publications name it. Pure."""

from __future__ import annotations

from chassis.config import Settings
from services.opendata.domain import Commune, Network


def network_of(settings: Settings) -> Network:
    """The network that the settings describe."""
    cities = {
        code: Commune(code, city.name, city.insee, city.siren, city.siret) for code, city in settings.cities.items()
    }
    return Network(cities, settings.opendata.public_url, settings.gateway.public_url)
