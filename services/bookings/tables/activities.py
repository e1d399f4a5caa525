"""The programme: activities, their occurrences, and the quarters in which a city announces them."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from chassis.sql import UtcDateTime
from services.bookings.tables.catalogue import metadata

activities = Table(
    "activities",
    metadata,
    Column("activity_id", String(36), primary_key=True),
    Column("city", String(40), nullable=False),
    Column("status", String(20), nullable=False),
    # texts by language: {"fr": …, "nl": …}
    Column("title", JSON, nullable=False),
    Column("summary", JSON, nullable=False),
    Column("description", JSON, nullable=False),
    Column("easy_to_read", JSON, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("theme", String(100)),
    Column("cycle", String(200)),
    Column("languages", JSON, nullable=False),
    Column("publics", JSON, nullable=False),
    Column("min_age", Integer),
    Column("max_age", Integer),
    Column("organiser_id", String(36)),
    Column("organiser_name", String(200)),
    Column("prices", JSON, nullable=False),
    Column("image", JSON(none_as_null=True)),
    Column("accessibility", JSON, nullable=False),
    Column("attendance", String(20), nullable=False),
    Column("online_url", Text),
    Column("place_id", ForeignKey("places.place_id")),
    Column("venue", JSON(none_as_null=True)),
    Column("recipe", Text),
    Column("copied_from_id", String(36)),
    Column("copied_from_city", String(40)),
    Column("attribution", Text),
    # all by which it is found, folded
    Column("words", Text, nullable=False),
    Column("terms", JSON, nullable=False),
    Column("drafted_by_id", String(36), nullable=False),
    Column("drafted_by_city", String(40), nullable=False),
    Column("drafted_at", UtcDateTime, nullable=False),
    Column("proposed_at", UtcDateTime),
    Column("published_at", UtcDateTime),
    # when everybody may see it: after the embargo of its programme; None: not published
    Column("visible_from", UtcDateTime),
    # when the others were told; None: not yet
    Column("announced_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("cancel_reason", String(50)),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("activities_of_city", "city", "status", "changed_at", "activity_id"),
    Index("activities_to_announce", "status", "announced_at", "visible_from"),
    CheckConstraint("place_id IS NULL OR venue IS NULL", name="activity_is_at_one_place"),
)

programmes = Table(
    "programmes",
    metadata,
    Column("city", String(40), primary_key=True),
    Column("quarter", String(7), primary_key=True),  # 2026-Q4
    Column("introduction", JSON, nullable=False),
    Column("embargo_until", UtcDateTime, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# The database keeps the seats: none is given that there is not, whoever counts.
occurrences = Table(
    "occurrences",
    metadata,
    Column("occurrence_id", String(36), primary_key=True),
    Column("activity_id", ForeignKey("activities.activity_id"), nullable=False),
    Column("city", String(40), nullable=False),
    Column("place_id", ForeignKey("places.place_id")),
    Column("place_name", String(200), nullable=False),
    Column("address", String(400), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("zone", String(50), nullable=False),
    # the wall times that were meant, from which the instants are computed
    Column("starts_local", String(20), nullable=False),
    Column("ends_local", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("min_persons", Integer, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("waiting_seats", Integer, nullable=False),
    Column("kept_back", JSON, nullable=False),
    Column("space_id", ForeignKey("spaces.space_id")),
    Column("booking_id", String(36)),
    Column("online_url", Text),
    Column("seats_taken", Integer, nullable=False),
    Column("seats_waiting", Integer, nullable=False),
    Column("last_number", Integer, nullable=False),
    Column("dated_at", UtcDateTime),
    Column("alerted_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("cancelled_at", UtcDateTime),
    Column("cancel_reason", String(50)),
    Column("previous_starts_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("occurrences_of_activity", "activity_id", "starts_at", "occurrence_id"),
    Index("occurrences_in_order", "starts_at", "occurrence_id"),
    Index("occurrences_of_city", "city", "starts_at", "occurrence_id"),
    Index("occurrences_of_place", "place_id", "starts_at", "occurrence_id"),
    Index("occurrences_to_end", "ended_at", "ends_at"),
    CheckConstraint("ends_at > starts_at", name="occurrence_lasts"),
    CheckConstraint("seats_taken >= 0 AND seats_taken <= capacity", name="seats_are_there"),
    CheckConstraint("seats_waiting >= 0 AND seats_waiting <= waiting_seats", name="waiting_list_has_its_size"),
    CheckConstraint("min_persons >= 0 AND min_persons <= capacity", name="occurrence_in_range"),
)
