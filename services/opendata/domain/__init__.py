"""What is published: the datasets, their columns, how a row of a projection becomes a record. Never does IO."""

from __future__ import annotations

from services.opendata.domain import activities, agenda, facilities, occupancy, places, spaces, statistics, tariffs
from services.opendata.domain.dataset import (
    LICENCE_NAME,
    LICENCE_URL,
    Dataset,
    Edition,
    Field,
    Record,
    latest,
    table_schema,
)
from services.opendata.domain.entry import Entry, instant, plain, told
from services.opendata.domain.inventory import Days, Inventory, covered
from services.opendata.domain.network import Commune, Network
from services.opendata.domain.order import is_newer
from services.opendata.domain.part import Part, SegmentRecords

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        places.PLACES,
        facilities.FACILITIES,
        spaces.SPACES,
        tariffs.TARIFFS,
        agenda.AGENDA,
        activities.ACTIVITIES,
        occupancy.OCCUPANCY,
        *statistics.DATASETS,
    )
}

__all__ = [
    "DATASETS",
    "LICENCE_NAME",
    "LICENCE_URL",
    "Commune",
    "Dataset",
    "Days",
    "Edition",
    "Entry",
    "Field",
    "Inventory",
    "Network",
    "Part",
    "Record",
    "SegmentRecords",
    "covered",
    "instant",
    "is_newer",
    "latest",
    "plain",
    "table_schema",
    "told",
]
