"""Places as facilities: numbered once, by the order of the log, and called by that number for ever."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.opendata import queries
from services.opendata.domain import Entry, facilities
from services.opendata.projections.keeping import put
from services.opendata.tables import subjects

_KIND = "facility"


def put_facility(session: Session, entry: Entry) -> None:
    """Have a place be among the facilities, as place.published describes it from now on."""
    if numbered := _numbered(session, entry):
        content = facilities.content(entry.facts, numbered)
        put(session, "equipements", entry.subject, content, entry, segment=entry.facts["city"], sort=numbered.uid)


def _numbered(session: Session, entry: Entry) -> facilities.Numbered | None:
    """What the facility is called by; None when its commune has more of its family than the standard can number."""
    if known := queries.facts(session, _KIND, entry.subject):
        return facilities.Numbered(**known)
    insee, family = entry.facts["insee"], facilities.family_of(entry.facts["kind"])
    group = facilities.Numbered(insee, family, 0).group
    turn = len(queries.children(session, _KIND, group)) + 1
    if turn > facilities.MOST:
        return None
    facts = {"insee": insee, "family": family, "turn": turn}
    session.execute(insert(subjects).values(kind=_KIND, id=entry.subject, parent_id=group, sequence=0, facts=facts))
    return facilities.Numbered(**facts)
