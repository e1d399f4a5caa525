"""A city's people in full: sign-ups, logins, links, second factors, memberships, guardians, the directory, views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them."""
    _members()
    _sign_ups_and_links()
    _consents_and_roles()
    _credentials()
    _logins()
    _attestations()
    _communities()
    _records()


def _members() -> None:
    with op.batch_alter_table("members") as table:
        table.alter_column("email", existing_type=sa.String(254), nullable=True)
        table.alter_column("email_digest", existing_type=sa.String(64), nullable=True)
        table.add_column(sa.Column("phone", sa.String(16)))
        table.add_column(sa.Column("born_on", sa.Date))
        table.add_column(sa.Column("handle", sa.String(12)))
        table.add_column(sa.Column("membership_ends_at", UtcDateTime))
        table.add_column(sa.Column("last_seen_at", UtcDateTime))
        for name in ("ending_told_at", "rights_ending_told_at", "inactivity_told_at", "inactivity_letter_at"):
            table.add_column(sa.Column(name, UtcDateTime))
        table.add_column(sa.Column("helper_id", sa.String(36)))
    op.execute("UPDATE members SET last_seen_at = COALESCE(confirmed_at, registered_at)")
    with op.batch_alter_table("members") as table:
        table.alter_column("last_seen_at", existing_type=UtcDateTime, nullable=False)
    for name in ("last_seen_at", "membership_ends_at"):
        op.create_index(f"ix_members_{name}", "members", [name])


def _sign_ups_and_links() -> None:
    """Who has not confirmed is no member any more, and keeps the link and the id."""
    op.create_table(
        "sign_ups",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_digest", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("notice_version", sa.String(20), nullable=False),
        sa.Column("signed_up_at", UtcDateTime, nullable=False),
    )
    for name in ("email_digest", "signed_up_at"):
        op.create_index(f"ix_sign_ups_{name}", "sign_ups", [name])
    op.create_table(
        "links",
        sa.Column("token_digest", sa.String(64), primary_key=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime),
    )
    for name in ("member_id", "expires_at"):
        op.create_index(f"ix_links_{name}", "links", [name])
    op.execute(
        "INSERT INTO links (token_digest, member_id, purpose, expires_at, used_at)"
        " SELECT token_digest, member_id, 'confirmation', expires_at, used_at FROM confirmations"
    )
    op.execute(
        "INSERT INTO sign_ups"
        " SELECT m.id, m.name, m.email, m.email_digest, m.language, c.password_hash, n.notice_version, m.registered_at"
        " FROM members m JOIN credentials c ON c.member_id = m.id"
        " JOIN consents n ON n.member_id = m.id WHERE m.status = 'to_confirm'"
    )
    op.drop_table("confirmations")
    op.execute("DELETE FROM consents WHERE member_id IN (SELECT id FROM members WHERE status = 'to_confirm')")
    op.execute("DELETE FROM credentials WHERE member_id IN (SELECT id FROM members WHERE status = 'to_confirm')")
    op.execute("DELETE FROM member_roles WHERE member_id IN (SELECT id FROM members WHERE status = 'to_confirm')")
    op.execute("DELETE FROM members WHERE status = 'to_confirm'")


def _consents_and_roles() -> None:
    """Their keys grow by a column, which neither database can change in place."""
    op.rename_table("consents", "old_consents")
    op.create_table(
        "consents",
        _of_a_member(primary_key=True),
        sa.Column("purpose", sa.String(20), primary_key=True),
        sa.Column("notice_version", sa.String(20), primary_key=True),
        sa.Column("given_at", UtcDateTime, primary_key=True),
        sa.Column("withdrawn_at", UtcDateTime),
        sa.Column("heard_by_id", sa.String(36)),
    )
    op.execute(
        "INSERT INTO consents (member_id, purpose, notice_version, given_at)"
        " SELECT member_id, 'account', notice_version, given_at FROM old_consents"
    )
    op.drop_table("old_consents")
    op.rename_table("member_roles", "old_roles")
    op.create_table(
        "member_roles",
        _of_a_member(primary_key=True),
        sa.Column("role", sa.String(30), primary_key=True),
        sa.Column("place_id", sa.String(36), primary_key=True, server_default=""),
        sa.Column("granted_at", UtcDateTime, nullable=False),
        sa.Column("granted_by_id", sa.String(36)),
    )
    op.execute(
        "INSERT INTO member_roles (member_id, role, granted_at) SELECT member_id, role, granted_at FROM old_roles"
    )
    op.drop_table("old_roles")


def _credentials() -> None:
    op.create_table(
        "second_factors",
        _of_a_member(primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("confirmed_at", UtcDateTime),
        sa.Column("last_step", sa.Integer),
        sa.Column("next_secret", sa.String(64)),
    )
    op.create_table(
        "recovery_codes",
        _of_a_member(primary_key=True),
        sa.Column("code_digest", sa.String(64), primary_key=True),
        sa.Column("used_at", UtcDateTime),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(255), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        _of_a_member(),
        sa.Column("linked_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_identities_member_id", "identities", ["member_id"])


def _logins() -> None:
    op.create_table(
        "logins",
        sa.Column("login_id", sa.String(36), primary_key=True),
        _of_a_member(),
        sa.Column("device", sa.String(100), nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("has_second_factor", sa.Boolean, nullable=False),
        sa.Column("began_at", UtcDateTime, nullable=False),
        sa.Column("last_used_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("ended_because", sa.String(30)),
    )
    for name in ("member_id", "expires_at"):
        op.create_index(f"ix_logins_{name}", "logins", [name])
    op.create_table(
        "refresh_tokens",
        sa.Column("token_digest", sa.String(64), primary_key=True),
        sa.Column("login_id", sa.String(36), sa.ForeignKey("logins.login_id", ondelete="CASCADE"), nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime),
    )
    op.create_index("ix_refresh_tokens_login_id", "refresh_tokens", ["login_id"])
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("full_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_throttles_full_at", "throttles", ["full_at"])
    op.create_table(
        "provider_logins",
        sa.Column("state_digest", sa.String(64), primary_key=True),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("code_verifier", sa.String(128), nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_provider_logins_expires_at", "provider_logins", ["expires_at"])


def _attestations() -> None:
    op.add_column("city_keys", sa.Column("used_from", UtcDateTime))
    op.create_table(
        "issuers",
        sa.Column("city", sa.String(40), primary_key=True),
        sa.Column("keys", sa.JSON, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "revocations",
        sa.Column("city", sa.String(40), primary_key=True),
        sa.Column("attestation_id", sa.String(36), primary_key=True),
        sa.Column("revoked_at", UtcDateTime, nullable=False),
    )


def _communities() -> None:
    op.create_table(
        "applications",
        sa.Column("application_id", sa.String(36), primary_key=True),
        _of_a_member(),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("organisation_kind", sa.String(20), nullable=False),
        sa.Column("organisation_id", sa.String(36)),
        sa.Column("motivation", sa.Text, nullable=False),
        sa.Column("is_renewal", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("applied_at", UtcDateTime, nullable=False),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("decided_by_id", sa.String(36)),
        sa.Column("reason", sa.Text),
        sa.Column("valid_until", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    is_open = sa.text("status = 'open'")
    op.create_index(
        "one_open_application",
        "applications",
        ["member_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("applications_of_member", "applications", ["member_id", "applied_at"])
    op.create_table(
        "suspensions",
        sa.Column("suspension_id", sa.String(36), primary_key=True),
        _of_a_member(),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("suspended_at", UtcDateTime, nullable=False),
        sa.Column("suspended_by_id", sa.String(36), nullable=False),
        sa.Column("ends_at", UtcDateTime),
        sa.Column("status_before", sa.String(20), nullable=False),
        sa.Column("lifted_at", UtcDateTime),
        sa.Column("lifted_by_id", sa.String(36)),
    )
    stands = sa.text("lifted_at IS NULL")
    op.create_index(
        "one_standing_suspension",
        "suspensions",
        ["member_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index("suspensions_of_member", "suspensions", ["member_id", "suspended_at"])
    with op.batch_alter_table("organisations") as table:
        table.add_column(sa.Column("siret", sa.String(14)))
        table.add_column(sa.Column("verified_at", UtcDateTime))
        table.add_column(sa.Column("verified_by_id", sa.String(36)))
        table.create_unique_constraint("organisations_siret_key", ["siret"])
    op.create_table(
        "guardianships",
        _of_a_member("minor_id", primary_key=True),
        _of_a_member("guardian_id", primary_key=True),
        sa.Column("began_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_index("guardianships_of_guardian", "guardianships", ["guardian_id"])
    op.create_table(
        "directory_entries",
        _of_a_member(primary_key=True),
        sa.Column("shown_name", sa.String(200), nullable=False),
        sa.Column("presentation", sa.String(500), nullable=False),
        sa.Column("searched", sa.Text, nullable=False),
        sa.Column("listed_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "interests",
        _of_a_member(primary_key=True),
        sa.Column("topic", sa.String(40), primary_key=True),
    )


def _records() -> None:
    identity = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "views",
        sa.Column("view_id", identity, primary_key=True, autoincrement=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("viewer_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("permission", sa.String(40), nullable=False),
        sa.Column("operation", sa.String(40), nullable=False),
        sa.Column("viewed_at", UtcDateTime, nullable=False),
    )
    for name in ("member_id", "viewed_at"):
        op.create_index(f"ix_views_{name}", "views", [name])
    op.create_index("ix_heard_bookings_member_id", "heard_bookings", ["member_id"])
    op.create_table(
        "erased",
        sa.Column("member_digest", sa.String(64), primary_key=True),
        sa.Column("erased_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_erased_erased_at", "erased", ["erased_at"])


def _of_a_member(name: str = "member_id", *, primary_key: bool = False) -> sa.Column[str]:
    """The column that says whose row it is; the row goes when the member goes."""
    owner = sa.ForeignKey("members.id", ondelete="CASCADE")
    return sa.Column(name, sa.String(36), owner, primary_key=primary_key, nullable=False)
