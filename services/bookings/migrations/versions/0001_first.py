"""The first shape: places, spaces, units, bookings, claims, members, issuer keys.

The rule that a unit is never held twice is here: an exclusion constraint on PostgreSQL, two triggers on SQLite.
"""

import sqlalchemy as sa
from alembic import op

from chassis.migrate import messaging_tables
from chassis.sql import UtcDateTime

revision = "0001"
down_revision = None

_NO_OVERLAP = """
    ALTER TABLE claims ADD CONSTRAINT claims_do_not_overlap
    EXCLUDE USING gist (unit_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
"""
_NO_OVERLAP_BY_TRIGGER = """
    CREATE TRIGGER claims_do_not_overlap_{when} BEFORE {event} ON claims
    WHEN EXISTS (
        SELECT 1 FROM claims
        WHERE unit_id = NEW.unit_id AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at {others}
    )
    BEGIN SELECT {refuse}; END
"""


def upgrade() -> None:
    messaging_tables(op)
    _places_and_spaces()
    _bookings()
    _heard()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(_NO_OVERLAP)
    else:
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


def _places_and_spaces() -> None:
    op.create_table(
        "places",
        sa.Column("place_id", sa.String(36), primary_key=True),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(10), nullable=False),
        sa.Column("insee", sa.String(5), nullable=False),
        sa.Column("commune", sa.String(100), nullable=False),
        sa.Column("latitude", sa.Float, nullable=False),
        sa.Column("longitude", sa.Float, nullable=False),
        sa.Column("opening_hours", sa.Text, nullable=False),
        sa.Column("zone", sa.String(50), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("website", sa.Text),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
    )
    op.create_index("places_in_order", "places", ["name", "place_id"])
    op.create_table(
        "spaces",
        sa.Column("space_id", sa.String(36), primary_key=True),
        sa.Column("place_id", sa.String(36), sa.ForeignKey("places.place_id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("area_m2", sa.Float),
        sa.Column("floor", sa.Integer),
        sa.Column("equipment", sa.JSON, nullable=False),
        sa.Column("accessible", sa.Boolean, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("hourly_price_cents", sa.Integer, nullable=False),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("place_name", sa.String(200), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("capacity >= 1 AND units >= 1 AND hourly_price_cents >= 0", name="space_in_range"),
    )
    op.create_index("spaces_in_order", "spaces", ["name", "space_id"])
    op.create_index("spaces_of_place", "spaces", ["place_id"])
    op.create_table(
        "units",
        sa.Column("unit_id", sa.String(50), primary_key=True),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("retired_at", UtcDateTime),
    )
    op.create_index("units_of_space", "units", ["space_id", "number"], unique=True)


def _bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("booking_id", sa.String(36), primary_key=True),
        sa.Column("space_id", sa.String(36), sa.ForeignKey("spaces.space_id"), nullable=False),
        sa.Column("space_name", sa.String(200), nullable=False),
        sa.Column("place_id", sa.String(36), sa.ForeignKey("places.place_id"), nullable=False),
        sa.Column("place_name", sa.String(200), nullable=False),
        sa.Column("address", sa.String(400), nullable=False),
        sa.Column("host_city", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.String(50), sa.ForeignKey("units.unit_id"), nullable=False),
        sa.Column("unit_name", sa.String(250), nullable=False),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("home_city", sa.String(40), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("zone", sa.String(50), nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("price_rule", sa.String(100), nullable=False),
        sa.Column("booked_at", UtcDateTime, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("cancelled_at", UtcDateTime),
        sa.Column("cancel_reason", sa.String(50)),
        sa.CheckConstraint("ends_at > starts_at", name="booking_lasts"),
    )
    op.create_index("bookings_of_member", "bookings", ["member_id", "starts_at", "booking_id"])
    booking = sa.ForeignKey("bookings.booking_id", deferrable=True, initially="DEFERRED")
    op.create_table(
        "claims",
        sa.Column("claim_id", sa.String(50), primary_key=True),
        sa.Column("booking_id", sa.String(36), booking, nullable=False),
        sa.Column("unit_id", sa.String(50), sa.ForeignKey("units.unit_id"), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="claim_lasts"),
    )
    op.create_index("claims_of_booking", "claims", ["booking_id"])
    op.create_index("claims_of_unit", "claims", ["unit_id", "ends_at", "starts_at"])


def _heard() -> None:
    op.create_table(
        "members",
        sa.Column("member_id", sa.String(36), primary_key=True),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("organisation_kind", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_table(
        "issuer_keys",
        sa.Column("city", sa.String(40), primary_key=True),
        sa.Column("keys", sa.JSON, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
    )
