"""What bookings does when it hears of something. Each is harmless the second time, and in the wrong order.

A city speaks for itself alone: what is said of another's members, organisations or keys is refused, and kept with the
dead letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Table, and_, update
from sqlalchemy.orm import Session

from chassis.attestations import Statement
from chassis.database import insert_ignoring
from chassis.envelope import Envelope
from chassis.errors import Forbidden
from chassis.schema import read
from services.bookings import commands, domain, queries, schemas
from services.bookings.tables import attestations, guardianships, issuer_keys, member_organisations, members

_ACTING = ("member_id", "organisation_id")
_GUARDING = ("member_id", "guardian_id")
_UNHEARD = ""  # the kind of what ended before we heard that it began


def on_member_told(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep where a member stands, without a name; what is older than what we know changes nothing.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.MemberTold, envelope.data)
    _check_speaker(envelope, heard["city"])
    if not commands.may_be_heard_of(session, heard["member_id"], heard["city"]):
        return
    if insert_ignoring(session, members, heard):
        return
    known = queries.lock_member(session, heard["member_id"])
    _check_speaker(envelope, known.city)
    if heard["sequence"] > known.sequence:
        session.execute(update(members).where(members.c.member_id == known.member_id).values(heard))


def on_member_erased(session: Session, envelope: Envelope, now: datetime, *, fresh_id: str) -> None:
    """Forget a member who is gone; what is said of them later changes nothing, and what they still show opens nothing.

    Args:
        fresh_id: what stands for them from then on where only a number is needed.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.MemberErased, envelope.data)
    _check_speaker(envelope, heard["city"])
    if (told_by := queries.city_of(session, heard["member_id"])) is not None:
        _check_speaker(envelope, told_by)
    for attested in queries.attested_of(session, heard["member_id"], heard["city"]):
        commands.tell_revocation(session, {**attested, "revoked_at": now}, now)
    commands.erase(session, heard["member_id"], heard["city"], fresh_id, now)


def on_attestation_issued(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep what a city attests of a member, if it signed it.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`, `attestation_invalid`.
        Unavailable: `keys_unknown`: we may hear of the key by which it is signed.
    """
    heard = read(schemas.AttestationIssued, envelope.data)
    _check_speaker(envelope, heard["city"])
    token = heard.pop("token")
    known = queries.issuer(session, heard["city"])
    keys, told_at = ({heard["city"]: known.keys}, known.published_at) if known else ({}, None)
    domain.check_signed(Statement(**heard), token, keys, told_at)
    del heard["issued_at"]
    _keep(session, envelope, attestations, ("attestation_id",), heard | {"revoked_at": None})


def on_attestation_revoked(session: Session, envelope: Envelope, now: datetime) -> None:
    """Keep that a city attests it no longer, and tell every city; also when it is the first we hear of it.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.AttestationRevoked, envelope.data)
    if _keep(session, envelope, attestations, ("attestation_id",), heard, unheard={"kind": _UNHEARD}):
        commands.tell_revocation(session, heard, now)


def on_organisation_joined(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep that a member may act for an organisation.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.OrganisationJoined, envelope.data)
    _check_of_city(session, heard)
    _keep(session, envelope, member_organisations, _ACTING, heard | {"left_at": None})


def on_organisation_left(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep that a member acts for an organisation no longer; also when it is the first we hear of it.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.OrganisationLeft, envelope.data)
    _check_of_city(session, heard)
    _keep(session, envelope, member_organisations, _ACTING, heard, unheard={"kind": _UNHEARD})


def on_guardianship_began(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep that somebody books for another member of their city, unless one of the two is gone.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.GuardianshipBegan, envelope.data)
    _check_speaker(envelope, heard["city"])
    both = sorted(heard[name] for name in _GUARDING)
    if not all(commands.may_be_heard_of(session, member_id, heard["city"]) for member_id in both):
        return
    _keep(session, envelope, guardianships, _GUARDING, heard | {"ended_at": None})


def on_guardianship_ended(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep that they do so no longer; also when it is the first we hear of it.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.GuardianshipEnded, envelope.data)
    _check_speaker(envelope, heard["city"])
    both = sorted(heard[name] for name in _GUARDING)
    if not all(commands.may_be_heard_of(session, member_id, heard["city"]) for member_id in both):
        return
    _keep(session, envelope, guardianships, _GUARDING, heard)


def on_form_answered(session: Session, envelope: Envelope, now: datetime) -> None:
    """Note that a member gave all the answers that the form of an activity requires; their city keeps them.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.FormAnswered, envelope.data)
    _check_speaker(envelope, heard["city"])
    if heard.pop("complete"):
        commands.activities.note_answered(session, now=now, **heard)


def on_city_keys_published(session: Session, envelope: Envelope, now: datetime) -> None:
    """Keep the public keys by which what a city signs is verified, and tell every city; older ones change nothing.

    A city that is new is told what it has missed.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.CityKeysPublished, envelope.data)
    _check_speaker(envelope, heard["city"])
    if insert_ignoring(session, issuer_keys, heard):
        commands.tell_everything(session, now)
    elif heard["published_at"] > queries.lock_keys_published_at(session, heard["city"]):
        session.execute(update(issuer_keys).where(issuer_keys.c.city == heard["city"]).values(heard))
        commands.tell_keys(session, heard, now)


def _keep(
    session: Session,
    envelope: Envelope,
    table: Table,
    key: tuple[str, ...],
    heard: Mapping[str, Any],
    unheard: Mapping[str, Any] = MappingProxyType({}),
) -> bool:
    """Keep what is heard in a row of its own, unless we know something newer.

    Args:
        key: the columns that say which row.
        unheard: what stands in a new row where this event says nothing.

    Returns:
        Whether it was news.
    """
    _check_speaker(envelope, heard["city"])
    if not commands.may_be_heard_of(session, heard["member_id"], heard["city"]):
        return False
    row = {**heard, "sequence": envelope.sequence}
    if insert_ignoring(session, table, {**unheard, **row}):
        return True
    ours = and_(*(table.c[name] == heard[name] for name in key))
    city, sequence = queries.lock_told(session, table, ours)
    _check_speaker(envelope, city)
    if envelope.sequence <= sequence:
        return False
    session.execute(update(table).where(ours).values(row))
    return True


def _check_of_city(session: Session, heard: Mapping[str, Any]) -> None:
    """Nobody lends an organisation of another city, with its credits, to members of their own."""
    if queries.is_elsewhere(session, heard["organisation_id"], heard["city"]):
        raise Forbidden("not_its_city", "the organisation is another city's")


def _check_speaker(envelope: Envelope, city: str) -> None:
    speaker = envelope.source.rpartition("/")[2]
    if speaker != f"members_{city}":
        raise Forbidden("not_its_city", f"{speaker} may not speak for {city}")
