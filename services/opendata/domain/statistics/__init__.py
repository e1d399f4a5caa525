"""The monthly statistics: what is counted of a month when it is closed, and published for good (decision 0024)."""

from __future__ import annotations

from services.opendata.domain.statistics import ledger, membership, occupancy_months, occupancy_profile, participation
from services.opendata.domain.statistics.ledger import LEDGER
from services.opendata.domain.statistics.membership import MEMBERSHIP
from services.opendata.domain.statistics.occupancy_months import OCCUPANCY_MONTHS
from services.opendata.domain.statistics.occupancy_profile import OCCUPANCY_PROFILE
from services.opendata.domain.statistics.participation import PARTICIPATION
from services.opendata.domain.statistics.uses import COUNTED, Attendance, Use, of_month, status_after

DATASETS = (OCCUPANCY_MONTHS, OCCUPANCY_PROFILE, PARTICIPATION, MEMBERSHIP, LEDGER)

__all__ = [
    "COUNTED",
    "DATASETS",
    "LEDGER",
    "MEMBERSHIP",
    "OCCUPANCY_MONTHS",
    "OCCUPANCY_PROFILE",
    "PARTICIPATION",
    "Attendance",
    "Use",
    "ledger",
    "membership",
    "occupancy_months",
    "occupancy_profile",
    "of_month",
    "participation",
    "status_after",
]
