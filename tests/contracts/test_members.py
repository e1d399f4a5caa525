"""The messages of members: the emitter makes exactly the samples, which hold nothing of a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import addresses, envelope
from chassis.database import Store
from chassis.tables import outbox
from services.members import commands, domain, queries, reactions
from services.members.commands import standing
from services.members.events import MemberSuspended
from services.members.tables import metadata
from tests.members.people import CAMILLE, CAMILLE_ID, EMAIL, KEYS, NOW, OTHER_ID, PASSWORD, ROUBAIX, signed_up, staff

SAMPLES = Path(__file__).parent / "samples"
OF_MEMBERS = (
    "member.registered", "member.registered_again", "member.approved", "member.changed", "member.suspended",
    "member.membership_ending", "member.membership_ended", "member.reinstated", "member.erased", "member.rights_ending",
    "member.inactive", "application.decided", "city.keys_published", "attestation.issued",
    "attestation.revoked", "organisation.joined", "organisation.left", "guardianship.began", "guardianship.ended",
    "member.reset_requested", "member.password_changed", "member.address_change_requested", "member.address_changed",
    "member.second_factor_changed", "member.signed_in_anew", "member.registration_wished",
    "form.answered",
)  # fmt: skip
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
DESK = staff(domain.Role.FRONT_DESK)
UNSEEN_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a0f"
GONE_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a0e"
ATTESTATION_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a03"
FILEUSES = domain.Organisation(
    "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a04", "Les Fileuses de l'Union", domain.OrganisationKind.NONPROFIT, NOW,
    verified_at=NOW,
)  # fmt: skip
ADMINISTRATOR = staff(domain.Role.CITY_ADMINISTRATOR)
JORIS_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a05"
APPLICATION_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a06"
APPLICANT_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a07"
WHY = "Un atelier de vélos"
LINA_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a0d"
LINA = domain.Person("Lina Vandamme", None, "fr")
WISH_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a10"
ZOE_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a11"
OCCURRENCE_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1b01"
REGISTRATION_ID = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c64"
WORKSHOP_ID = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c51"
ABOUT = domain.About(
    {"fr": "Réparer un vélo", "nl": "Een fiets herstellen"}, datetime(2026, 12, 5, 13, tzinfo=UTC), "Europe/Paris",
    "La Condition publique",
)  # fmt: skip
OF_AGE = NOW + timedelta(days=8 * 366)
LATER = NOW + timedelta(days=1)
NEXT_YEAR = NOW + timedelta(days=365)


def live(session: Session) -> None:
    """Everything that members ever tells, in the order of a life."""
    commands.publish_keys(session, ROUBAIX, KEYS, NOW)
    join_and_go(session)
    joris = domain.Person("Joris", "joris@example.org", "fr")
    desk = domain.Grant(domain.Role.FRONT_DESK, "champ-libre")
    category, kind = domain.Category.PARTNER, domain.OrganisationKind.PUBLIC_BODY
    commands.enrol(session, ROUBAIX, JORIS_ID, joris, None, category, kind, (desk,), NOW)
    commands.end_rights(session, ROUBAIX, JORIS_ID, NOW + timedelta(days=351))
    long_ago, unseen = NOW - timedelta(days=700), domain.Person("Paul", "paul@example.org", "fr")
    individual, guest = domain.OrganisationKind.INDIVIDUAL, domain.Category.GUEST
    commands.enrol(session, ROUBAIX, UNSEEN_ID, unseen, None, guest, individual, (), long_ago)
    commands.retention.end_inactive(session, ROUBAIX, UNSEEN_ID, "nobody", NOW)
    commands.sign_up(session, ROUBAIX, signed_up(), NOW)
    commands.contact(session, CAMILLE_ID, domain.Purpose.CONFIRMATION, "a-token", NOW)
    commands.confirm(session, ROUBAIX, domain.digest("a-token"), NOW)
    commands.sign_up(session, ROUBAIX, signed_up(OTHER_ID), NOW)
    camille = domain.told(domain.acknowledge(queries.member(session, CAMILLE_ID)))
    changed = replace(camille, category=domain.Category.RESIDENT, handle="C. V.")
    standing.tell(session, ROUBAIX, changed, LATER)
    suspended = replace(domain.told(changed), status=domain.Status.SUSPENDED)
    standing.tell(session, ROUBAIX, suspended, LATER, MemberSuspended)
    commands.issue_attestation(session, ROUBAIX, ATTESTATION_ID, DESK, CAMILLE_ID, "reduced_rate", NEXT_YEAR, NOW)
    commands.revoke_attestation(session, ROUBAIX, ATTESTATION_ID, DESK, LATER)
    camille = domain.acknowledge(queries.member(session, CAMILLE_ID))
    commands.found_organisation(session, ROUBAIX, FILEUSES, camille, NOW)
    commands.leave_organisation(session, ROUBAIX, FILEUSES.organisation_id, camille, CAMILLE_ID, LATER)
    gone = domain.Person("Lise", "lise@example.org", "fr")
    commands.enrol(session, ROUBAIX, GONE_ID, gone, None, guest, individual, (), NOW)
    commands.erase_oneself(session, ROUBAIX, GONE_ID, "nobody", LATER)
    register(session)


def register(session: Session) -> None:
    """Somebody without an account, who comes to an activity."""
    zoe = domain.Person("Zoé Planquart", "zoe@example.org", "fr")
    wish = domain.RegistrationWish(WISH_ID, ZOE_ID, OCCURRENCE_ID, 2, accept_waiting=True, wished_at=NOW)
    commands.wish_registration(session, ROUBAIX, wish, zoe, ABOUT, NOW)
    camille = domain.acknowledge(queries.member(session, CAMILLE_ID))
    asked = domain.Form(REGISTRATION_ID, CAMILLE_ID, WORKSHOP_ID, LATER, complete=False, answered_at=NOW)
    questions = [domain.Field("allergies", required=True)]
    commands.answer_form(session, ROUBAIX, camille, asked, questions, {"allergies": "Arachides"})


def join_and_go(session: Session) -> None:
    """Another member, who is admitted, suspended, and told that all things end."""
    sofie = replace(CAMILLE, name="Sofie Planté", email="sofie@example.org")
    guest = (domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL)
    administers = (domain.Grant(domain.Role.CITY_ADMINISTRATOR),)
    ada = replace(CAMILLE, name="Ada", email="ada@example.org")
    commands.enrol(session, ROUBAIX, ADMINISTRATOR.id, ada, None, *guest, administers, NOW)
    commands.enrol(session, ROUBAIX, APPLICANT_ID, sofie, None, *guest, (), NOW)
    wish = domain.Wish(domain.Category.RESIDENT, guest[1], WHY)
    commands.apply_for(session, APPLICATION_ID, staff(id=APPLICANT_ID), wish, NOW)
    commands.admit(session, ROUBAIX, APPLICATION_ID, ADMINISTRATOR, WHY, NEXT_YEAR, LATER)
    commands.suspend_member(session, ROUBAIX, "s-1", ADMINISTRATOR, APPLICANT_ID, WHY, None, LATER)
    commands.reinstate_member(session, ROUBAIX, ADMINISTRATOR, APPLICANT_ID, LATER)
    commands.tell_of_endings(session, ROUBAIX, NEXT_YEAR - timedelta(days=30), 1)
    commands.end_memberships(session, ROUBAIX, NEXT_YEAR, 1)
    guardian, born_on = domain.acknowledge(queries.member(session, APPLICANT_ID)), date(2016, 11, 23)
    commands.register_minor(session, ROUBAIX, guardian, LINA_ID, LINA, born_on, "L. V.", NOW, says_adult=True)
    commands.end_come_of_age(session, ROUBAIX, OF_AGE)


def secure(session: Session) -> None:
    """What happens to how Camille shows who she is."""
    digest = domain.digest
    commands.ask_reset(session, ROUBAIX, addresses.digest(EMAIL), LATER)
    commands.contact(session, CAMILLE_ID, domain.Purpose.RESET, "a-reset", LATER)
    commands.reset_password(session, ROUBAIX, digest("a-reset"), "a-hash", LATER)
    commands.ask_address_change(session, ROUBAIX, CAMILLE_ID, "new@example.org", digest("unsent"), LATER)
    commands.contact(session, CAMILLE_ID, domain.Purpose.ADDRESS_CHANGE, "a-change", LATER)
    commands.change_address(session, ROUBAIX, digest("a-change"), digest("old"), LATER)
    commands.second_factors.set_up_first(session, CAMILLE_ID, SECRET, LATER)
    code = domain.second_factors.code_of(SECRET, domain.second_factors.step_at(LATER))
    commands.second_factors.confirm(session, ROUBAIX, CAMILLE_ID, code, ["a-recovery-code"], LATER)
    camille = domain.acknowledge(queries.member(session, CAMILLE_ID))
    where = {"device": "Firefox, Linux", "client": "a-network"}
    login = domain.begin_login("login", camille, domain.Method.PASSWORD, LATER, has_second_factor=True, **where)
    commands.logins.begin(session, login, digest("a-refresh-token"), LATER)
    commands.sightings.tell_if_new(session, ROUBAIX, replace(login, device="Safari, iOS"), LATER)


@pytest.fixture
def store(make_database: Callable[[str], str]) -> Iterator[Store]:
    store = Store(make_database("members_roubaix"), "members_roubaix", "roubaix")
    metadata.create_all(store.engine)
    yield store
    store.close()


@pytest.fixture
def emitted(store: Store) -> dict[str, Any]:
    """What was recorded, by type without prefix and version."""
    with store.transaction() as session:
        live(session)
        secure(session)
    with store.reading() as session:
        messages = [json.loads(body) for body in session.execute(select(outbox.c.body)).scalars()]
    return {message["type"].removeprefix("fr.champlibre.").removesuffix(".v1"): message for message in messages}


@pytest.mark.parametrize("name", OF_MEMBERS)
def test_members_emits_exactly_the_sample(emitted: dict[str, Any], name: str) -> None:
    sample = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    assert emitted[name] | {"id": sample["id"]} == sample


def test_members_emits_nothing_but_the_samples(emitted: dict[str, Any]) -> None:
    assert sorted(emitted) == sorted(OF_MEMBERS)


def test_no_event_of_members_holds_anything_of_a_person(emitted: dict[str, Any]) -> None:
    token = emitted["attestation.issued"]["data"]["token"]
    attested = jws.extract_compact(token.encode())
    said = json.dumps([emitted, attested.headers(), attested.payload.decode()], ensure_ascii=False).casefold()
    assert CAMILLE_ID in attested.payload.decode()
    secrets = [KEYS["sig"]["d"], KEYS["enc"]["d"], PASSWORD, "a-hash", "a-token", domain.digest("a-token")]
    secrets += ["Planquart", "Arachides", "allerg", FILEUSES.name, "Fileuses", DESK.id, WHY, "Planté", "Lina", "2016"]
    secrets += [SECRET, "recovery-code", "Firefox", "Safari", "a-network"]
    for personal in [CAMILLE.name, *CAMILLE.name.split(), CAMILLE.email, "example.org", *secrets]:
        assert personal.casefold() not in said


def test_members_hears_the_sample_of_who_left_the_digest(store: Store) -> None:
    told = envelope.parse((SAMPLES / "newsletter.left.json").read_bytes())
    with store.transaction() as session:
        guest = (domain.Category.GUEST, domain.OrganisationKind.INDIVIDUAL)
        commands.enrol(session, ROUBAIX, "m-1", CAMILLE, None, *guest, (), told.time)
        commands.choose_interests(session, "m-1", (), True, told.time)
    store.react(told, partial(reactions.on_newsletter_left, city=ROUBAIX))
    with store.reading() as session:
        given = queries.consents_of(session, "m-1")
    assert [one.withdrawn_at for one in given if one.purpose is domain.ConsentPurpose.NEWSLETTER] == [told.time]


@pytest.mark.parametrize(
    ("name", "reaction"),
    [
        ("issuer.keys_told", reactions.on_issuer_keys_told),
        ("issuer.attestation_revoked", reactions.on_issuer_attestation_revoked),
        ("registration.changed", reactions.on_registration),
        ("registration.cancelled", reactions.on_registration),
        ("registration.declined", reactions.on_registration),
        ("registration.lapsed", reactions.on_registration),
    ],
)
@pytest.mark.parametrize("city", ["tourcoing", ROUBAIX])
def test_members_of_every_city_hears_the_sample_of_bookings(
    store: Store, name: str, reaction: Callable[..., None], city: str
) -> None:
    store.react(envelope.parse((SAMPLES / f"{name}.json").read_bytes()), partial(reaction, city=city))
