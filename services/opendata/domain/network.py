"""The network as its publications name it. Never does IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Commune:
    """A city of the network.

    Attributes:
        insee: the commune's code (COG).
        siren: its legal unit (Sirene).
        siret: its head office.
    """

    code: str
    name: str
    insee: str
    siren: str
    siret: str


@dataclass(frozen=True)
class Network:
    """What a published record may need to know beside its own facts.

    Attributes:
        cities: by their codes.
        data_url: where the open data is, without a slash at its end.
        pages_url: where the front end is, without a slash at its end.
    """

    cities: Mapping[str, Commune]
    data_url: str
    pages_url: str

    def siren(self, city: str) -> str:
        """The SIREN of a city; empty of one that is not of the network any more."""
        return self.cities[city].siren if city in self.cities else ""

    def siret(self, city: str) -> str:
        """The SIRET of a city's head office; empty of one that is not of the network any more."""
        return self.cities[city].siret if city in self.cities else ""

    def authority(self, city: str) -> str:
        """What a city is called as an organiser; one that is not of the network any more by its code."""
        return f"Ville de {self.cities[city].name if city in self.cities else city}"
