"""The programme: activities, occurrences, registrations, waiting lists, the door."""

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0005"
down_revision = "0004"

_STANDING = sa.text("status IN ('waiting', 'requested', 'offered', 'confirmed')")


def upgrade() -> None:
    op.add_column("bookings", sa.Column("for_occurrence_id", sa.String(36)))
    _activities()
    _occurrences()
    _registrations()
    _door()


def _activities() -> None:
    op.create_table(
        "activities",
        sa.Column("activity_id", sa.String(36), primary_key=True),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.Column("description", sa.JSON, nullable=False),
        sa.Column("easy_to_read", sa.JSON, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("theme", sa.String(100)),
        sa.Column("cycle", sa.String(200)),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("publics", sa.JSON, nullable=False),
        sa.Column("min_age", sa.Integer),
        sa.Column("max_age", sa.Integer),
        sa.Column("organiser_id", sa.String(36)),
        sa.Column("organiser_name", sa.String(200)),
        sa.Column("prices", sa.JSON, nullable=False),
        sa.Column("image", sa.JSON),
        sa.Column("accessibility", sa.JSON, nullable=False),
        sa.Column("attendance", sa.String(20), nullable=False),
        sa.Column("online_url", sa.Text),
        sa.Column("place_id", sa.String(36), sa.ForeignKey("places.place_id")),
        sa.Column("venue", sa.JSON),
        sa.Column("recipe", sa.Text),
        sa.Column("copied_from_id", sa.String(36)),
        sa.Column("copied_from_city", sa.String(40)),
        sa.Column("attribution", sa.Text),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("drafted_by_id", sa.String(36), nullable=False),
        sa.Column("drafted_by_city", sa.String(40), nullable=False),
        sa.Column("drafted_at", UtcDateTime, nullable=False),
        sa.Column("proposed_at", UtcDateTime),
        sa.Column("published_at", UtcDateTime),
        sa.Column("visible_from", UtcDateTime),
        sa.Column("announced_at", UtcDateTime),
        sa.Column("cancelled_at", UtcDateTime),
        sa.Column("cancel_reason", sa.String(50)),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("place_id IS NULL OR venue IS NULL", name="activity_is_at_one_place"),
    )
    op.create_index("activities_of_city", "activities", ["city", "status", "changed_at", "activity_id"])
    op.create_index("activities_to_announce", "activities", ["status", "announced_at", "visible_from"])
    op.create_table(
        "programmes",
        sa.Column("city", sa.String(40), primary_key=True),
        sa.Column("quarter", sa.String(7), primary_key=True),
        sa.Column("introduction", sa.JSON, nullable=False),
        sa.Column("embargo_until", UtcDateTime, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
    )


def _occurrences() -> None:
    op.create_table(
        "occurrences",
        sa.Column("occurrence_id", sa.String(36), primary_key=True),
        sa.Column("activity_id", sa.String(36), sa.ForeignKey("activities.activity_id"), nullable=False),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("place_id", sa.String(36), sa.ForeignKey("places.place_id")),
        sa.Column("place_name", sa.String(200), nullable=False),
        sa.Column("address", sa.String(400), nullable=False),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("zone", sa.String(50), nullable=False),
        sa.Column("starts_local", sa.String(20), nullable=False),
        sa.Column("ends_local", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("min_persons", sa.Integer, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("waiting_seats", sa.Integer, nullable=False),
        sa.Column("kept_back", sa.JSON, nullable=False),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id")),
        sa.Column("booking_id", sa.String(36)),
        sa.Column("online_url", sa.Text),
        sa.Column("seats_taken", sa.Integer, nullable=False),
        sa.Column("seats_waiting", sa.Integer, nullable=False),
        sa.Column("last_number", sa.Integer, nullable=False),
        sa.Column("dated_at", UtcDateTime),
        sa.Column("alerted_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("cancelled_at", UtcDateTime),
        sa.Column("cancel_reason", sa.String(50)),
        sa.Column("previous_starts_at", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="occurrence_lasts"),
        sa.CheckConstraint("seats_taken >= 0 AND seats_taken <= capacity", name="seats_are_there"),
        sa.CheckConstraint("seats_waiting >= 0 AND seats_waiting <= waiting_seats", name="waiting_list_has_its_size"),
        sa.CheckConstraint("min_persons >= 0 AND min_persons <= capacity", name="occurrence_in_range"),
    )
    op.create_index("occurrences_of_activity", "occurrences", ["activity_id", "starts_at", "occurrence_id"])
    op.create_index("occurrences_in_order", "occurrences", ["starts_at", "occurrence_id"])
    op.create_index("occurrences_of_city", "occurrences", ["city", "starts_at", "occurrence_id"])
    op.create_index("occurrences_of_place", "occurrences", ["place_id", "starts_at", "occurrence_id"])
    op.create_index("occurrences_to_end", "occurrences", ["ended_at", "ends_at"])


def _registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("registration_id", sa.String(36), primary_key=True),
        sa.Column("occurrence_id", sa.String(36), sa.ForeignKey("occurrences.occurrence_id"), nullable=False),
        sa.Column("activity_id", sa.String(36), sa.ForeignKey("activities.activity_id"), nullable=False),
        sa.Column("host_city", sa.String(40), nullable=False),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("home_city", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.String(36)),
        sa.Column("seats", sa.Integer, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("registered_by_id", sa.String(36), nullable=False),
        sa.Column("registered_by_city", sa.String(40), nullable=False),
        sa.Column("registered_at", UtcDateTime, nullable=False),
        sa.Column("offered_at", UtcDateTime),
        sa.Column("lapses_at", UtcDateTime),
        sa.Column("confirmed_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("end_reason", sa.String(50)),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("checked_in_at", UtcDateTime),
        sa.Column("checked_in_seats", sa.Integer, nullable=False),
        sa.Column("absence_reason", sa.String(50)),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("seats >= 1", name="registration_has_seats"),
        sa.CheckConstraint("checked_in_seats >= 0", name="registration_came_in_range"),
    )
    op.create_index("registrations_of_occurrence", "registrations", ["occurrence_id", "status", "number"])
    op.create_index("registrations_of_member", "registrations", ["member_id", "registered_at", "registration_id"])
    op.create_index("registrations_that_lapse", "registrations", ["lapses_at"])
    op.create_index(
        "registrations_once",
        "registrations",
        ["occurrence_id", "member_id", "home_city"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("occurrence_id", sa.String(36), sa.ForeignKey("occurrences.occurrence_id"), nullable=False),
        sa.Column("registration_id", sa.String(36), sa.ForeignKey("registrations.registration_id")),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("decided_at", UtcDateTime, nullable=False),
        sa.Column("decided_by_id", sa.String(36)),
        sa.Column("decided_by_city", sa.String(40)),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("decisions_of_occurrence", "decisions", ["occurrence_id", "number"])
    op.create_index("decisions_of_registration", "decisions", ["registration_id", "number"])


def _door() -> None:
    op.create_table(
        "scans",
        sa.Column("occurrence_id", sa.String(36), sa.ForeignKey("occurrences.occurrence_id"), primary_key=True),
        sa.Column("nonce", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("registration_id", sa.String(36), sa.ForeignKey("registrations.registration_id")),
        sa.Column("seats", sa.Integer, nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("scanned_at", UtcDateTime, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("first_scanned_at", UtcDateTime),
        sa.Column("undone_by", sa.String(36)),
        sa.Column("scanned_by_id", sa.String(36), nullable=False),
        sa.Column("scanned_by_city", sa.String(40), nullable=False),
        sa.CheckConstraint("seats >= 0", name="scan_in_range"),
    )
    op.create_index("scans_of_registration", "scans", ["registration_id", "scanned_at"])
    op.create_table(
        "attendance_bands",
        sa.Column("occurrence_id", sa.String(36), sa.ForeignKey("occurrences.occurrence_id"), primary_key=True),
        sa.Column("band", sa.String(20), primary_key=True),
        sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("counted_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("persons >= 0", name="band_in_range"),
    )
