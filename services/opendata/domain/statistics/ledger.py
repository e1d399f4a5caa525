"""The dataset of who uses whose spaces: hours and bookings by home city and host city. Of persons. Never does IO.

How long the spaces of a host city were booked can be added up from `occupancy-months`, whoever booked them: those
totals are published, and whatever else is left out is chosen knowing them (decision 0024).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.opendata.domain.dataset import Dataset, Field, Record
from services.opendata.domain.network import Network
from services.opendata.domain.statistics.published import STATUT, records
from services.opendata.domain.statistics.uses import Use, hours
from services.opendata.domain.suppression import BOOKINGS, MINUTES, Contribution, Table, tabulate

_REQUIRED = {"required": True}

FIELDS = (
    Field(
        "id",
        "string",
        "Mois, ville des membres, ville d'accueil.",
        "2026-11/marcq/roubaix",
        _REQUIRED | {"unique": True},
    ),
    Field("month", "yearmonth", "Mois où la réservation commence, à l'heure locale.", "2026-11", _REQUIRED),
    Field("home_city", "string", "Code de la ville des membres ; « total » : toutes.", "marcq", _REQUIRED),
    Field("host_city", "string", "Code de la ville des espaces ; « total » : toutes.", "roubaix", _REQUIRED),
    Field("hours", "number", "Heures réservées ; vide si la valeur est secrète.", "312.5", {"minimum": 0}),
    Field("bookings", "integer", "Réservations ; vide si la valeur est secrète.", "140", {"minimum": 0}),
    STATUT,
)


def table(cities: Sequence[str], uses: Iterable[Use]) -> Table:
    """Who used what in a month. What is held by no member (an occurrence) is not in it.

    Args:
        cities: of the network.
        uses: the bookings that count in the month.
    """
    towns = sorted(cities)
    contributions = (
        Contribution(use.home_city, use.city, use.person, (use.booked // timedelta(minutes=1), 1))
        for use in uses
        if use.home_city is not None
    )
    known = [(len(towns), column) for column in range(len(towns) + 1)]
    return tabulate(towns, towns, (MINUTES, BOOKINGS), contributions, known)


def of_month(month: str, cities: Sequence[str], uses: Iterable[Use]) -> list[Record]:
    """The records of a month."""
    written: Mapping[str, Callable[[int], Any]] = {
        "hours": lambda minutes: hours(timedelta(minutes=minutes)),
        "bookings": int,
    }
    return records(month, table(cities, uses), ("home_city", "host_city"), written)


def record(content: Mapping[str, Any], _network: Network) -> Record:
    """A figure, as it was counted."""
    return dict(content)


LEDGER = Dataset(
    name="ledger",
    title="Échanges entre villes du réseau Champ Libre",
    description=(
        "Les heures que les membres de chaque ville ont réservées dans les espaces de chaque ville, et le nombre de "
        "réservations, par mois, avec les totaux. Mêmes règles que les comptes entre villes : réservations confirmées "
        "ou manquées. Comptées une seule fois, à la clôture du mois. Secret statistique : n'est pas diffusée une "
        "valeur qui vient de moins de 11 personnes, zéro compris, ou pour plus de 85 % d'une seule, ni celles dont on "
        "la déduirait ; les totaux par ville d'accueil, qui se déduisent de l'occupation des espaces, le sont toujours."
    ),
    keywords=("mutualisation", "échanges", "fréquentation", "statistiques"),
    themes=("SOCI", "GOVE"),
    fields=FIELDS,
    record=record,
    frequency="MONTHLY",
)
