"""The tables of notifications. Knows no rule; there is no column for a person, and `data` holds none."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table, UniqueConstraint, text

from chassis import tables as messaging
from chassis.sql import UtcDateTime

metadata = messaging.metadata()

notices = Table(
    "notices",
    metadata,
    # the order of creation, which is the order in which a member gets them
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("notice_id", String(36), nullable=False, unique=True),
    Column("member_id", String(36), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(36), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Column("traceparent", String(55)),
    Column("status", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    # while a sender has it in hand: the end of its lease
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("not_after", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("reason", String(60)),
    UniqueConstraint("member_id", "kind", "subject", "sequence", name="notices_once"),
)

_QUEUED = text("status = 'queued'")
Index("notices_queued", notices.c.number, sqlite_where=_QUEUED, postgresql_where=_QUEUED)
Index("notices_of_member", notices.c.member_id, notices.c.number, sqlite_where=_QUEUED, postgresql_where=_QUEUED)

bookings_heard = Table(
    "bookings_heard",
    metadata,
    # of a booking, a series of them, a registration or an occurrence
    Column("booking_id", String(36), primary_key=True),
    Column("sequence", Integer, nullable=False),
)

# Of who is gone the digest of their id, for a time: what is said late of them queues nothing.
erased = Table(
    "erased",
    metadata,
    Column("member_digest", String(64), primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
    Index("erased_in_order", "erased_at"),
)
