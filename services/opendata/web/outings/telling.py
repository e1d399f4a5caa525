"""Outings as JSON tells them, and the page shows them. Never queries.

Instants are in UTC; what somebody reads in local time has its zone beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.opendata.domain import LICENCE_NAME, LICENCE_URL, Network, told
from services.opendata.domain.happenings import OWN
from services.opendata.domain.outings import Window
from services.opendata.domain.outings.looking import distance
from services.opendata.domain.points import Point

Row = Mapping[str, Any]

OK, LATE, OFF, NEVER = "ok", "late", "off", "never"


@dataclass(frozen=True)
class Announcer:
    """Where outings come from, as it is to be named, and whether it was heard of lately.

    Attributes:
        code: as in an outing's `source`.
        page: where people read the original; None when there is none.
        received_at: when it was last received whole; None: never.
        state: `ok`; `late`: it did not answer, or not in order, what is shown may have changed; `off`: it is not asked
            any more; `never`: nothing of it was ever received.
    """

    code: str
    name: str
    licence: str
    licence_url: str
    page: str | None
    received_at: datetime | None
    state: str


def own(network: Network, received_at: datetime | None) -> Announcer:
    """The network itself."""
    return Announcer(
        OWN, "Champ Libre", LICENCE_NAME, LICENCE_URL, network.pages_url, received_at, OK if received_at else NEVER
    )


def item(row: Row, others: Sequence[Row], network: Network, point: Point | None, at: datetime) -> dict[str, Any]:
    """An outing.

    Args:
        row: of the table.
        others: the rows of the same outing, as others announce it.
        point: from where its distance is told.
        at: the present instant.
    """
    content = row["content"]
    return {
        "id": row["id"],
        "happening_id": row["happening"],
        "address": f"{network.data_url}/outings/{row['id']}",
        **{name: content[name] for name in ("title", "summary", "image", "theme", "status", "attendance")},
        "url": announced_at(row, network),
        **{name: content[name] for name in ("publics", "accessibility", "min_age", "max_age", "prices", "is_free")},
        **{name: content[name] for name in ("starts_at", "ends_at", "zone")},
        "is_on": row["starts_at"] <= at < row["over_at"] and not row["off"],
        "place": content["where"],
        "distance_m": distance(point, row["latitude"], row["longitude"]),
        "source": row["source"],
        "also": [_also(other, network) for other in sorted(others, key=lambda other: (other["source"], other["id"]))],
    }


def page(window: Window, zone: str, items: Sequence[Mapping[str, Any]], following: str | None) -> dict[str, Any]:
    """A page of outings."""
    when = {"starts_at": told(window.starts_at), "ends_at": told(window.ends_at), "zone": zone}
    return {"window": when, "items": items, "next": following}


def date(row: Row, network: Network) -> dict[str, Any]:
    """Another date of the same happening."""
    address = f"{network.data_url}/outings/{row['id']}"
    return {"id": row["id"], "address": address, "starts_at": told(row["starts_at"]), "is_off": row["off"]}


def announcers(found: Iterable[Announcer]) -> list[dict[str, Any]]:
    """Where they come from; whoever shows them names it."""
    return [
        {
            "code": each.code,
            "name": each.name,
            "licence": {"name": each.licence, "url": each.licence_url},
            "page": each.page,
            "received_at": told(each.received_at) if each.received_at else None,
            "state": each.state,
        }
        for each in found
    ]


def announced_at(row: Row, network: Network) -> str | None:
    """Where an outing is announced; ours on our own pages."""
    if row["source"] == OWN:
        return f"{network.pages_url}/activities/{row['happening']}#date-{row['id']}"
    url: str | None = row["content"]["url"]
    return url


def _also(row: Row, network: Network) -> dict[str, Any]:
    return {"source": row["source"], "url": announced_at(row, network), "status": row["content"]["status"]}
