"""What a front desk needs: parts of spaces, buffers, special hours, series, waits, feeds, credits, attestations.

Claims get their buffers: two exclusion constraints on PostgreSQL, on SQLite triggers with the same meaning.
"""

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0002"
down_revision = "0001"

_RULES = "{}"  # every rule as the code has it by default
_NO_OVERLAP = """
    ALTER TABLE claims
    ADD CONSTRAINT claims_keep_the_buffer_after
        EXCLUDE USING gist (unit_id WITH =, tstzrange(starts_at, held_until, '[)') WITH &&),
    ADD CONSTRAINT claims_keep_the_buffer_before
        EXCLUDE USING gist (unit_id WITH =, tstzrange(held_from, ends_at, '[)') WITH &&)
"""
_NO_OVERLAP_BY_TRIGGER = """
    CREATE TRIGGER claims_do_not_overlap_{when} BEFORE {event} ON claims
    WHEN EXISTS (
        SELECT 1 FROM claims
        WHERE unit_id = NEW.unit_id {others} AND (
            (starts_at < NEW.held_until AND held_until > NEW.starts_at)
            OR (held_from < NEW.ends_at AND ends_at > NEW.held_from)
        )
    )
    BEGIN SELECT {refuse}; END
"""


def upgrade() -> None:
    _places_and_spaces()
    _bookings()
    _claims()
    _series_and_waits()
    _accounts()
    _people()


def _places_and_spaces() -> None:
    op.add_column("places", sa.Column("school_zone", sa.String(1)))
    for table in ("places", "spaces"):
        op.add_column(table, sa.Column("valid_from", sa.Date))
        op.add_column(table, sa.Column("valid_until", sa.Date))
    op.add_column("spaces", sa.Column("opening_hours", sa.Text))
    for name in ("accessibility", "photos", "sharing", "tariffs"):
        op.add_column("spaces", sa.Column(name, sa.JSON, nullable=False, server_default="[]"))
    op.add_column("spaces", sa.Column("rules", sa.JSON, nullable=False, server_default=_RULES))
    op.execute("ALTER TABLE spaces ADD COLUMN parent_id VARCHAR(36) REFERENCES spaces (space_id)")
    op.create_table(
        "covers",
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id"), primary_key=True),
        sa.Column("covered_id", sa.String(36), sa.ForeignKey("spaces.space_id"), primary_key=True),
    )
    op.create_index("covers_of_covered", "covers", ["covered_id", "space_id"])
    op.execute("INSERT INTO covers (space_id, covered_id) SELECT space_id, space_id FROM spaces")
    op.create_table(
        "special_hours",
        sa.Column("special_id", sa.String(36), primary_key=True),
        sa.Column("place_id", sa.String(36), sa.ForeignKey("places.place_id"), nullable=False),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id")),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("uid", sa.String(255)),
        sa.CheckConstraint("ends_at > starts_at", name="special_hours_last"),
    )
    op.create_index("special_hours_of_place", "special_hours", ["place_id", "ends_at"])
    op.create_index("special_hours_of_calendar", "special_hours", ["place_id", "uid", "starts_at"], unique=True)


def _bookings() -> None:
    for name in ("latitude", "longitude"):
        op.add_column("bookings", sa.Column(name, sa.Float, nullable=False, server_default="0"))
        place = f"SELECT {name} FROM places WHERE places.place_id = bookings.place_id"  # noqa: S608  two names of ours
        op.execute(f"UPDATE bookings SET {name} = ({place})")  # noqa: S608
    op.add_column("bookings", sa.Column("persons", sa.Integer, nullable=False, server_default="1"))
    for name in ("credit_cents", "prepaid_minutes"):
        op.add_column("bookings", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.add_column("bookings", sa.Column("booked_by_id", sa.String(36), nullable=False, server_default=""))
    op.add_column("bookings", sa.Column("booked_by_city", sa.String(40), nullable=False, server_default=""))
    op.execute("UPDATE bookings SET booked_by_id = member_id, booked_by_city = home_city")
    op.add_column("bookings", sa.Column("went_past", sa.JSON, nullable=False, server_default="[]"))
    for name, length in (
        ("organisation_id", 36),
        ("category", 40),
        ("tariff", 40),
        ("series_id", 36),
        ("occurrence", 20),
    ):
        op.add_column("bookings", sa.Column(name, sa.String(length)))
    op.add_column("bookings", sa.Column("replaces_id", sa.String(36)))
    for name in ("lapses_at", "checked_in_at", "checked_out_at", "changed_at"):
        op.add_column("bookings", sa.Column(name, UtcDateTime))
    op.create_index("bookings_of_organisation", "bookings", ["organisation_id", "starts_at"])
    op.create_index("bookings_of_space", "bookings", ["space_id", "starts_at"])
    op.create_index("bookings_of_place", "bookings", ["place_id", "starts_at", "booking_id"])
    op.create_index("bookings_of_host", "bookings", ["host_city", "starts_at", "booking_id"])
    op.create_index("bookings_of_home", "bookings", ["home_city", "starts_at"])
    op.create_index("bookings_of_series", "bookings", ["series_id", "starts_at"])
    op.create_index("bookings_that_lapse", "bookings", ["lapses_at"])
    op.create_table("holders", sa.Column("holder", sa.String(100), primary_key=True))


def _claims() -> None:
    op.execute("CREATE TABLE claims_before AS SELECT * FROM claims")
    op.drop_table("claims")
    booking = sa.ForeignKey("bookings.booking_id", deferrable=True, initially="DEFERRED")
    op.create_table(
        "claims",
        sa.Column("claim_id", sa.String(100), primary_key=True),
        sa.Column("booking_id", sa.String(36), booking, nullable=False),
        sa.Column("unit_id", sa.String(50), sa.ForeignKey("units.unit_id"), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("held_from", UtcDateTime, nullable=False),
        sa.Column("held_until", UtcDateTime, nullable=False),
        sa.Column("lapses_at", UtcDateTime),
        sa.CheckConstraint(
            "held_from <= starts_at AND starts_at < ends_at AND ends_at <= held_until", name="claim_lasts"
        ),
    )
    op.create_index("claims_of_booking", "claims", ["booking_id"])
    op.create_index("claims_of_unit", "claims", ["unit_id", "held_until", "held_from"])
    _no_overlap()  # before there are rows: PostgreSQL changes no table whose rows it has still to look at
    op.execute(
        "INSERT INTO claims (claim_id, booking_id, unit_id, starts_at, ends_at, held_from, held_until)"
        " SELECT booking_id || '/' || unit_id, booking_id, unit_id, starts_at, ends_at, starts_at, ends_at"
        " FROM claims_before"
    )
    op.drop_table("claims_before")


def _no_overlap() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_NO_OVERLAP)
        return
    # RAISE(IGNORE) skips the row as ON CONFLICT DO NOTHING would: the writer looks at what came back.
    insert = {"when": "on_insert", "event": "INSERT", "others": "", "refuse": "RAISE(IGNORE)"}
    update = {
        "when": "on_update",
        "event": "UPDATE",
        "others": "AND claim_id <> OLD.claim_id",
        "refuse": "RAISE(ABORT, 'claims_do_not_overlap')",
    }
    for trigger in (insert, update):
        op.execute(_NO_OVERLAP_BY_TRIGGER.format(**trigger))


def _series_and_waits() -> None:
    op.create_table(
        "series",
        sa.Column("series_id", sa.String(36), primary_key=True),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id"), nullable=False),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("home_city", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.String(36)),
        sa.Column("booked_by_id", sa.String(36), nullable=False),
        sa.Column("booked_by_city", sa.String(40), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("starts_local", sa.String(20), nullable=False),
        sa.Column("ends_local", sa.String(20), nullable=False),
        sa.Column("zone", sa.String(50), nullable=False),
        sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("past", sa.JSON, nullable=False),
        sa.Column("booked_at", UtcDateTime, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_index("series_of_member", "series", ["member_id", "booked_at", "series_id"])
    op.create_table(
        "refused_occurrences",
        sa.Column("series_id", sa.String(36), sa.ForeignKey("series.series_id"), primary_key=True),
        sa.Column("occurrence", sa.String(20), primary_key=True),
        sa.Column("starts_at", UtcDateTime),
        sa.Column("ends_at", UtcDateTime),
        sa.Column("codes", sa.JSON, nullable=False),
        sa.Column("refused_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "waits",
        sa.Column("wait_id", sa.String(36), primary_key=True),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id"), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("home_city", sa.String(40), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("organisation_kind", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.String(36)),
        sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("offered_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("refusal", sa.String(40)),
        sa.CheckConstraint("ends_at > starts_at", name="wait_lasts"),
    )
    op.create_index("waits_of_space", "waits", ["space_id", "status", "asked_at", "wait_id"])
    op.create_index("waits_of_member", "waits", ["member_id", "starts_at", "wait_id"])
    op.create_index("waits_that_begin", "waits", ["status", "starts_at"])


def _accounts() -> None:
    op.create_table(
        "feeds",
        sa.Column("feed_id", sa.String(36), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("home_city", sa.String(40), nullable=False),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id")),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("revoked_at", UtcDateTime),
    )
    op.create_index("feeds_of_member", "feeds", ["member_id", "made_at"])
    op.create_table(
        "credit_grants",
        sa.Column("credit_id", sa.String(36), primary_key=True),
        sa.Column("holder", sa.String(100), nullable=False),
        sa.Column("host_city", sa.String(40), nullable=False),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id")),
        sa.Column("unit", sa.String(10), nullable=False),
        sa.Column("granted", sa.Integer, nullable=False),
        sa.Column("remaining", sa.Integer, nullable=False),
        sa.Column("valid_until", UtcDateTime),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("granted_by_id", sa.String(36), nullable=False),
        sa.Column("granted_by_city", sa.String(40), nullable=False),
        sa.Column("granted_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("unit IN ('cents', 'minutes')", name="credit_unit"),
        sa.CheckConstraint("remaining >= 0 AND remaining <= granted", name="credit_in_range"),
    )
    op.create_index("credits_of_holder", "credit_grants", ["holder", "host_city"])
    booking = sa.ForeignKey("bookings.booking_id", deferrable=True, initially="DEFERRED")
    op.create_table(
        "credit_uses",
        sa.Column("booking_id", sa.String(36), booking, primary_key=True),
        sa.Column("credit_id", sa.String(36), sa.ForeignKey("credit_grants.credit_id"), primary_key=True),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.CheckConstraint("amount > 0", name="credit_use_counts"),
    )


def _people() -> None:
    op.create_table(
        "attestations",
        sa.Column("attestation_id", sa.String(36), primary_key=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("valid_until", UtcDateTime),
        sa.Column("revoked_at", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_index("attestations_of_member", "attestations", ["member_id", "city"])
    op.create_table(
        "member_organisations",
        sa.Column("member_id", sa.String(36), primary_key=True),
        sa.Column("organisation_id", sa.String(36), primary_key=True),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("left_at", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
