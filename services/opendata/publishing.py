"""From records to documents: writes what changed, once, in every format, and a new edition of its dataset.

All of it in the caller's transaction, so that a version appears whole or not at all. The cost is that of the
segments that changed. The bytes of a segment are kept under their digest: who reads an older version still finds
them, until they are swept away. Never commits.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from services.opendata import queries
from services.opendata.domain import DATASETS, Edition, Network, Part
from services.opendata.formats import Format, formats_of, packing
from services.opendata.tables import bodies, datasets, segments, stale, versions

KEPT_FOR = timedelta(days=1)  # longer than the slowest download
_DIGESTS = 1 << 256
_NOTHING = f"{0:064x}"  # the digest of a dataset without a part
_ANEW = ""  # that of one which is written as if it never had been


def publish(session: Session, network: Network, now: datetime, only: Iterable[str] | None = None) -> list[Edition]:
    """Write all that is stale; gives the new editions of the datasets whose bytes changed.

    Args:
        only: names of datasets; the others stay as they are.
    """
    changed = []
    names = set(DATASETS if only is None else only)
    for name, stale_segments in queries.stale_segments(session).items():
        if name in DATASETS and name not in names:
            continue
        if name in DATASETS and (edition := _publish(session, name, stale_segments, network, now)):
            changed.append(edition)
        session.execute(delete(stale).where(stale.c.dataset == name))
    return changed


def publish_anew(session: Session, network: Network, now: datetime) -> list[Edition]:
    """Write everything, as if nothing had been published; gives the editions of the datasets that became others."""
    before, parts_before = queries.editions(session), queries.published_parts(session)
    mark_all(session)
    session.execute(update(bodies).values(unused_since=now))
    session.execute(delete(segments))
    session.execute(update(datasets).values(digest=_ANEW, rows=0, modified_at=None))
    publish(session, network, now)
    changed, parts = [], queries.published_parts(session)
    for name, edition in queries.editions(session).items():
        known = before[name]
        same = replace(edition, version=known.version, published_at=known.published_at) == known
        if same and parts[name] == parts_before[name]:
            edition = known
        else:
            edition = replace(edition, version=known.version + 1, published_at=_after(known.published_at, now))
            changed.append(edition)
        session.execute(update(datasets).where(datasets.c.name == name).values(**asdict(edition)))
    return changed


def date(session: Session, names: Iterable[str], now: datetime) -> None:
    """Have datasets be published now although no record changed: their documents may be others all the same."""
    for name, edition in queries.editions(session).items():
        if name in names:
            published_at = _after(edition.published_at, now)
            session.execute(update(datasets).where(datasets.c.name == name).values(published_at=published_at))


def keep(session: Session, name: str, version: str) -> None:
    """Keep what is published of a dataset as a past version under a name, e.g. `2026-11`."""
    session.execute(delete(versions).where(versions.c.dataset == name, versions.c.name == version))
    columns = ("dataset", "format", "segment", "digest", "rows", "size", "packed_size", "crc")
    published = select(literal(version).label("name"), *(segments.c[column] for column in columns))
    session.execute(insert(versions).from_select(["name", *columns], published.where(segments.c.dataset == name)))


def mark_all(session: Session) -> None:
    """Have everything written anew: what shapes the bytes changed, or what they show is made again."""
    for dataset, segment in {*queries.published_segments(session), *queries.recorded_segments(session)}:
        insert_ignoring(session, stale, {"dataset": dataset, "segment": segment})


def sweep(session: Session, now: datetime) -> int:
    """Throw away the bytes that are in no document and no kept version since a day; gives their number."""
    used = (select(segments.c.digest), select(versions.c.digest))
    old = delete(bodies).where(bodies.c.unused_since < now - KEPT_FOR, *(bodies.c.digest.not_in(each) for each in used))
    return int(session.connection().execute(old).rowcount)


def seal(network: Network) -> str:
    """A digest of what else shapes the bytes: the network and this code. Another one makes everything stale."""
    return hashlib.sha256("\0".join((str(asdict(network)), *_sources())).encode()).hexdigest()


@cache
def _sources() -> tuple[str, ...]:
    rooms = (files("services.opendata.domain"), files("services.opendata.formats"))
    found = {file.name: file.read_text("utf-8") for room in rooms for file in room.iterdir() if file.name[-3:] == ".py"}
    return tuple(found[name] for name in sorted(found))


def _publish(session: Session, name: str, names: list[str], network: Network, now: datetime) -> Edition | None:
    dataset, edition = DATASETS[name], queries.editions(session)[name]
    digest, rows, modified_at = int(edition.digest or "0", 16), edition.rows, edition.modified_at
    for segment in names:
        found = queries.segment_records(session, name, segment)
        modified_at = max((at for at in (modified_at, found.modified_at) if at), default=None)
        records = [dataset.record(content, network) for content in found.contents]
        for index, written in enumerate(formats_of(dataset)):
            text = written.segment(dataset, records, network)
            before = queries.part(session, name, written.extension, segment)
            after = _store(session, text, len(records), segment) if records else None
            if before != after:
                _replace(session, name, written, before, after, now)
                digest += _weight(written, after) - _weight(written, before)
                if index == 0:
                    rows += (after.rows if after else 0) - (before.rows if before else 0)
    published_at = _after(edition.published_at, now)
    made = Edition(name, edition.version + 1, modified_at, rows, f"{digest % _DIGESTS:064x}", published_at)
    if made.digest == (edition.digest or (_ANEW if edition.version else _NOTHING)):
        # What came went again before it was ever published, and leaves its instant.
        made = replace(made, version=edition.version, published_at=edition.published_at)
    values = asdict(made)
    if not insert_ignoring(session, datasets, values):
        session.execute(update(datasets).where(datasets.c.name == name).values(**values))
    return made if made.version > edition.version else None


def _after(published_at: datetime | None, now: datetime) -> datetime:
    """When a new version is published: whole seconds, as HTTP dates have them, and later than the one before."""
    told = now.replace(microsecond=0)
    return told if published_at is None else max(told, published_at + timedelta(seconds=1))


def _store(session: Session, text: str, rows: int, segment: str) -> Part:
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()
    if (packed_size := queries.packed_size(session, digest)) is None:
        packed = packing.pack(body)
        packed_size = len(packed)
        session.execute(insert(bodies).values(digest=digest, body=body, packed=packed, unused_since=None))
    return Part(segment, digest, rows, len(body), packed_size, zlib.crc32(body))


def _replace(
    session: Session, name: str, written: Format, before: Part | None, after: Part | None, now: datetime
) -> None:
    if before:
        here = (segments.c.dataset == name, segments.c.format == written.extension)
        session.execute(delete(segments).where(*here, segments.c.segment == before.segment))
        session.execute(update(bodies).where(bodies.c.digest == before.digest).values(unused_since=now))
    if after:
        session.execute(update(bodies).where(bodies.c.digest == after.digest).values(unused_since=None))
        session.execute(insert(segments).values(dataset=name, format=written.extension, **asdict(after)))


def _weight(written: Format, part: Part | None) -> int:
    """What a part adds to the digest of its dataset: a sum, so that a change costs no more than what changed."""
    if part is None:
        return 0
    return int(hashlib.sha256(f"{written.extension}\0{part.segment}\0{part.digest}".encode()).hexdigest(), 16)
