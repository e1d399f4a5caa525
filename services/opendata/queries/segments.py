"""What is published: the parts of each document and their bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.orm import Session

from services.opendata import domain
from services.opendata.tables import bodies, segments, stale


def snapshot(session: Session) -> Session:
    """The same session, all of whose reads see one state of the database. To be called before the first."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite's transactions are so by themselves
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session


def is_stale(session: Session) -> bool:
    """Whether something is still to be written."""
    return session.execute(select(stale.c.dataset).limit(1)).first() is not None


def stale_segments(session: Session) -> dict[str, list[str]]:
    """The names of the segments that are still to be written, by dataset."""
    found: dict[str, list[str]] = {}
    for dataset, segment in sorted(tuple(row) for row in session.execute(select(stale))):
        found.setdefault(dataset, []).append(segment)
    return found


def published_segments(session: Session) -> list[tuple[str, str]]:
    """The dataset and the name of every segment that is published."""
    found = select(segments.c.dataset, segments.c.segment).distinct()
    return [(dataset, segment) for dataset, segment in session.execute(found)]


def published_parts(session: Session) -> Mapping[str, set[tuple[str, str, str]]]:
    """The format, the segment and the digest of every part that is published, by dataset."""
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    columns = (segments.c.dataset, segments.c.format, segments.c.segment, segments.c.digest)
    for dataset, written, segment, digest in session.execute(select(*columns)):
        found[dataset].add((written, segment, digest))
    return found


def part(session: Session, dataset: str, written: str, segment: str) -> domain.Part | None:
    """A segment as it is published in a format."""
    row = session.execute(_parts(dataset, written).where(segments.c.segment == segment)).mappings().one_or_none()
    return None if row is None else _part(row)


def manifest(session: Session, dataset: str, written: str) -> list[domain.Part]:
    """The parts of a document in their order."""
    found = [_part(row) for row in session.execute(_parts(dataset, written)).mappings()]
    return sorted(found, key=lambda each: each.segment)


def packed_size(session: Session, digest: str) -> int | None:
    """The compressed size of bytes that are stored already."""
    return session.scalar(select(func.length(bodies.c.packed)).where(bodies.c.digest == digest))


def bodies_of(session: Session, digests: Sequence[str], *, packed: bool = False) -> dict[str, bytes]:
    """The bytes of parts by their digests; those that were swept away are not there."""
    column = bodies.c.packed if packed else bodies.c.body
    found = select(bodies.c.digest, column).where(bodies.c.digest.in_(digests))
    return {digest: bytes(body) for digest, body in session.execute(found)}


def _parts(dataset: str, written: str) -> Select[Any]:
    return select(segments).where(segments.c.dataset == dataset, segments.c.format == written)


def _part(row: RowMapping) -> domain.Part:
    return domain.Part(row["segment"], row["digest"], row["rows"], row["size"], row["packed_size"], row["crc"])
