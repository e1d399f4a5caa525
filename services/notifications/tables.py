"""The tables of notifications. Knows no rule; there is no column for a person, and `data` holds none."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

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
    Column("cause", String(120), nullable=False),
    Column("data", JSON, nullable=False),
    Column("traceparent", String(55)),
    Column("not_after", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("member_id", "kind", "cause", name="notices_once"),
    Index("notices_of_subject", "subject"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("notice_id", String(36), nullable=False),
    # of the notice, for the order among the member's
    Column("member_id", String(36), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("is_prompt", Boolean, nullable=False),
    Column("status", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    # while a sender has it in hand: the end of its lease
    Column("next_attempt_at", UtcDateTime, nullable=False),
    # a mail server may have taken it, and nobody heard so; true as well while it is in hand
    Column("perhaps_out", Boolean, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("reason", String(60)),
    UniqueConstraint("notice_id", "channel", name="deliveries_once"),
)

_QUEUED = text("status = 'queued'")
Index(
    "deliveries_queued",
    deliveries.c.next_attempt_at,
    deliveries.c.number,
    sqlite_where=_QUEUED,
    postgresql_where=_QUEUED,
)
Index(
    "deliveries_of_member",
    deliveries.c.member_id,
    deliveries.c.channel,
    deliveries.c.is_prompt,
    deliveries.c.number,
    sqlite_where=_QUEUED,
    postgresql_where=_QUEUED,
)

preferences = Table(
    "preferences",
    metadata,
    Column("member_id", String(36), primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("channel", String(10), primary_key=True),
    Column("is_wanted", Boolean, nullable=False),
)

# When a member wishes to be written to: quiet hours as `HH:MM` by the clock of the city, reminders in minutes before.
habits = Table(
    "habits",
    metadata,
    Column("member_id", String(36), primary_key=True),
    Column("quiet_since", String(5)),
    Column("quiet_until", String(5)),
    Column("reminders", JSON, nullable=False),
)

# What members come to, as long as it is to come: a booking or a registration that stands.
appointments = Table(
    "appointments",
    metadata,
    Column("thing_id", String(36), primary_key=True),
    Column("member_id", String(36), nullable=False),
    Column("kind", String(40), nullable=False),  # of its reminder
    Column("starts_at", UtcDateTime, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Column("is_attended", Boolean, nullable=False),  # they are there: nothing to remind of
    Column("next_reminder_at", UtcDateTime),
    Index("appointments_of_member", "member_id"),
    Index("appointments_by_reminder", "next_reminder_at"),
    Index("appointments_by_start", "starts_at"),
)

# What is on, in every city: as far as a digest tells it.
programme_activities = Table(
    "programme_activities",
    metadata,
    Column("activity_id", String(36), primary_key=True),
    Column("city", String(31), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("title", JSON, nullable=False),
    Column("words", String(2000), nullable=False),  # of which topics are found: a slug of theme, cycle, title, summary
    Column("is_shown", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
)

programme_dates = Table(
    "programme_dates",
    metadata,
    Column("occurrence_id", String(36), primary_key=True),
    Column("activity_id", String(36), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("place_name", String(300), nullable=False),
    Column("is_shown", Boolean, nullable=False),
    Column("is_full", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
    Index("programme_dates_by_start", "starts_at"),
)

# How far the digest of a week has come among those who wish for it.
digests = Table(
    "digests",
    metadata,
    Column("week", String(8), primary_key=True),  # ISO 8601: 2026-W49
    Column("after_id", String(36)),
    Column("finished_at", UtcDateTime),
)

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
