"""What bookings keeps of what a city attests of its members, and of whom they act for."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis import envelope, signatures
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, Invalid, Unavailable
from services.bookings import domain, queries, reactions
from tests.bookings.signing import KEYS, keys_data, signed

SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"
REACTIONS: dict[str, Callable[..., None]] = {
    "member.approved": reactions.on_member_told,
    "city.keys_published": reactions.on_city_keys_published,
    "attestation.issued": reactions.on_attestation_issued,
    "attestation.revoked": reactions.on_attestation_revoked,
    "organisation.joined": reactions.on_organisation_joined,
    "organisation.left": reactions.on_organisation_left,
}


def sample(name: str, sequence: int = 0, city: str = "roubaix", **changes: Any) -> Envelope:
    """The message that a city's members service promises, with some facts changed."""
    told = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    source = f"/{city}/members_{city}"
    data = {**told.data, "city": city, **changes}
    if name == "attestation.issued" and "token" not in changes:
        data["token"] = signed(data, KEYS[city])
    return replace(told, id=f"{name}-{city}-{sequence}", source=source, sequence=sequence, data=data)


def keys_of(city: str, *keys: dict[str, Any], **changes: Any) -> Envelope:
    """A city tells its keys."""
    told = keys_data(city, "2026-11-23T09:00:00+00:00", *keys)
    return sample("city.keys_published", 0, **{**told, **changes})


MEMBER = sample("member.approved", 1)
ISSUED, REVOKED = sample("attestation.issued", 0), sample("attestation.revoked", 1)
JOINED, LEFT, BACK = (
    sample("organisation.joined", 0),
    sample("organisation.left", 1),
    sample("organisation.joined", 2),
)
REDUCED = domain.Attestation(
    ISSUED.data["attestation_id"], "reduced_rate", datetime.fromisoformat(ISSUED.data["valid_until"])
)
FILEUSES = domain.Organisation(JOINED.data["organisation_id"], "nonprofit")


def hear(store: Store, *told: Envelope) -> None:
    for one in told:
        store.react(one, REACTIONS[one.name])


def known(store: Store, member_id: str = MEMBER.data["member_id"], city: str = "roubaix") -> domain.Member:
    with store.reading() as session:
        found = queries.member(session, member_id, city)
    assert found is not None
    return found


@pytest.fixture
def empty_store(empty_store: Store) -> Store:
    """A database in which the cities have told their keys."""
    hear(empty_store, keys_of("roubaix"), keys_of("tourcoing"))
    return empty_store


@pytest.fixture
def told(empty_store: Store) -> Store:
    """The same, in which the city has told of its member."""
    hear(empty_store, MEMBER)
    return empty_store


def test_what_a_city_attests_of_its_member_proves_until_it_ends(told: Store) -> None:
    hear(told, ISSUED)
    assert known(told).attestations == (REDUCED,)


def test_what_is_attested_before_the_member_is_told_of_counts_from_then_on(empty_store: Store) -> None:
    hear(empty_store, ISSUED, JOINED, MEMBER)
    member = known(empty_store)
    assert (member.attestations, member.organisations) == ((REDUCED,), (FILEUSES,))


@pytest.mark.parametrize("order", [*itertools.permutations([ISSUED, REVOKED])])
def test_what_is_revoked_proves_nothing_in_whatever_order_it_is_heard(told: Store, order: Sequence[Envelope]) -> None:
    hear(told, *order)
    assert known(told).attestations == ()


def test_who_acts_for_an_organisation_is_known_by_its_id_and_its_kind(told: Store) -> None:
    hear(told, JOINED)
    assert known(told).organisations == (FILEUSES,)


@pytest.mark.parametrize("order", [*itertools.permutations([JOINED, LEFT])])
def test_who_has_left_acts_no_longer_in_whatever_order_it_is_heard(told: Store, order: Sequence[Envelope]) -> None:
    hear(told, *order)
    assert known(told).organisations == ()


@pytest.mark.parametrize("order", [*itertools.permutations([JOINED, LEFT, BACK])])
def test_who_has_come_back_acts_for_it_in_whatever_order_it_is_heard(told: Store, order: Sequence[Envelope]) -> None:
    hear(told, *order)
    assert known(told).organisations == (FILEUSES,)


def test_hearing_it_twice_is_harmless(told: Store) -> None:
    for one in (ISSUED, JOINED):
        hear(told, one, one, replace(one, id="said-again"))
    member = known(told)
    assert (member.attestations, member.organisations) == ((REDUCED,), (FILEUSES,))


@pytest.mark.parametrize("word", [ISSUED, REVOKED, JOINED, LEFT], ids=lambda word: word.name)
def test_a_city_speaks_for_itself_alone(told: Store, word: Envelope) -> None:
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(told, replace(word, source="/tourcoing/members_tourcoing"))


@pytest.mark.parametrize("word", [REVOKED, sample("attestation.issued", 7)], ids=lambda word: word.name)
def test_no_city_changes_what_another_attests(told: Store, word: Envelope) -> None:
    hear(told, ISSUED)
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(told, sample(word.name, 7, "tourcoing"))
    assert known(told).attestations == (REDUCED,)


@pytest.mark.parametrize("name", ["organisation.joined", "organisation.left"])
def test_no_city_lets_its_members_act_for_the_organisation_of_another(told: Store, name: str) -> None:
    hear(told, JOINED, sample("member.approved", 1, "tourcoing", member_id="of-tourcoing"))
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(told, sample(name, 7, "tourcoing", member_id="of-tourcoing"))
    assert known(told, "of-tourcoing", "tourcoing").organisations == ()
    assert known(told).organisations == (FILEUSES,)


def test_what_a_city_attests_of_another_s_member_is_nothing_to_them(told: Store) -> None:
    hear(told, sample("attestation.issued", 0, "tourcoing"))
    assert known(told).attestations == ()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("attestation.issued", {"kind": "Reduced rate"}),
        ("attestation.issued", {"valid_until": "tomorrow"}),
        ("attestation.revoked", {"revoked_at": None}),
        ("organisation.joined", {"kind": "Les Fileuses"}),
        ("organisation.left", {"left_at": None}),
    ],
)
def test_what_is_not_understood_goes_to_the_dead_letters(told: Store, name: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        hear(told, sample(name, **wrong))


@pytest.mark.parametrize(
    "token",
    [
        "", "a.b.c", signed(ISSUED.data, KEYS["tourcoing"] | {"kid": "roubaix-1"}),
        signed(ISSUED.data | {"member_id": "another"}, KEYS["roubaix"]),
        signed(ISSUED.data | {"kind": "adult"}, KEYS["roubaix"]),
        signed(ISSUED.data, signatures.new_key("retired")),
    ],
    ids=["missing", "none", "another city's", "of another member", "of something else", "a key that is gone"],
)  # fmt: skip
def test_what_the_city_did_not_sign_goes_to_the_dead_letters(told: Store, token: str) -> None:
    later = (datetime.fromisoformat(ISSUED.data["issued_at"]) + timedelta(hours=1)).isoformat()
    hear(told, replace(keys_of("roubaix", published_at=later), id="later"))
    with pytest.raises(Forbidden, match="attestation_invalid"):
        hear(told, replace(ISSUED, data=ISSUED.data | {"token": token}))
    assert known(told).attestations == ()


def test_an_event_without_a_token_at_all_goes_there_too(told: Store) -> None:
    without = {name: said for name, said in ISSUED.data.items() if name != "token"}
    with pytest.raises(Forbidden, match="attestation_invalid"):
        hear(told, replace(ISSUED, data=without))


def test_what_is_signed_by_a_key_that_was_not_heard_of_yet_is_believed_once_it_is(told: Store) -> None:
    fresh = signatures.new_key("roubaix-2")
    ahead = replace(ISSUED, data=ISSUED.data | {"issued_at": "2026-11-23T10:00:00+00:00"})
    ahead = replace(ahead, data=ahead.data | {"token": signed(ahead.data, fresh)})
    with pytest.raises(Unavailable, match="keys_unknown"):
        hear(told, ahead)
    told_at = "2026-11-23T09:30:00+00:00"
    hear(told, replace(keys_of("roubaix", fresh, KEYS["roubaix"], published_at=told_at), id="later"), ahead)
    assert known(told).attestations == (REDUCED,)


def test_a_name_that_slips_into_an_event_is_not_kept(told: Store) -> None:
    hear(
        told,
        sample("organisation.joined", organisation_name="Les Planteuses"),
        sample("attestation.issued", email="planted"),
    )
    with told.engine.connect() as connection:
        for table in ("attestations", "member_organisations"):
            assert "lant" not in str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
