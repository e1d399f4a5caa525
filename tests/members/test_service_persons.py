"""Guests, children, the helped and the directory, asked over the bus on both substrates."""

from __future__ import annotations

import pytest

from chassis import proofs
from chassis.errors import Conflict, Forbidden, Invalid, Unauthenticated, Unprocessable
from services.members import domain
from tests.members.asker import HOME_SECRET, Asker
from tests.members.people import PASSWORD

GUEST = {"name": "Zoé", "email": "zoe@example.org", "consent": True, "client": "192.0.2.7"}
LINA = {"name": "Lina", "born_on": "2015-03-21", "consent": True, "adult": True, "handle": "l."}


def test_a_guest_leaves_a_name_and_an_address_and_has_no_password(roubaix: Asker) -> None:
    with pytest.raises(Invalid, match="consent_missing"):
        roubaix.ask("register_guest", **GUEST | {"consent": False})
    first, second = (roubaix.ask("register_guest", **GUEST) for _ in "12")
    assert {first["status"], second["status"]} == {"to_confirm"}
    link = roubaix.link(second["id"])
    assert roubaix.ask("confirm", token=link)["member_id"] == second["id"]
    assert roubaix.ask("register_guest", **GUEST).keys() == first.keys()
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.sign_in("zoe@example.org")


def test_a_guardian_registers_a_minor_once_and_their_letters_come_to_the_guardian(roubaix: Asker) -> None:
    _, lise = roubaix.enrol("Lise")
    noor_id, noor = roubaix.enrol("Noor")
    lina, again = (roubaix.ask("register_minor", token=lise, **LINA, idempotency_key="k") for _ in "12")
    assert lina == again
    assert (lina["handle"], lina["status"], lina["born_on"], lina["guardians"]) == ("L.", "guarded", "2015-03-21", 1)
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        roubaix.ask("register_minor", token=lise, **LINA | {"name": "Lou"}, idempotency_key="k")
    written = roubaix.contact(lina["id"])
    expected = {"email": "lise@example.org", "for_name": "Lina", "because": "guardian"}
    assert {name: written[name] for name in expected} == expected

    assert roubaix.ask("ask_guardian", token=lise, minor_id=lina["id"], guardian_id=noor_id)["began_at"] is None
    [asked] = roubaix.ask("wards", token=noor)["items"]
    assert (asked["name"], asked["status"], asked["born_on"]) == ("Lina", "asked", None)
    assert roubaix.ask("accept_ward", token=noor, minor_id=lina["id"], adult=True)["began_at"]
    assert roubaix.ask("rectify", token=noor, member_id=lina["id"], handle=None)["handle"] is None
    assert roubaix.ask("leave_ward", token=lise, minor_id=lina["id"])["ended_at"]
    assert roubaix.ask("wards", token=lise) == {"items": []}
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.ask("erase_ward", token=noor, minor_id=lina["id"], password="not hers")
    assert roubaix.ask("erase_ward", token=noor, minor_id=lina["id"], password=PASSWORD)["erased_at"]
    assert roubaix.ask("wards", token=noor) == {"items": []}


def test_a_member_reads_their_consents_and_takes_one_back(roubaix: Asker) -> None:
    _, lise = roubaix.enrol("Lise")
    version = domain.NOTICE_VERSION
    given = roubaix.ask("consent", token=lise, purpose="newsletter", notice_version=version)
    assert given == roubaix.ask("consents", token=lise)
    assert given["notice_version"] == version
    assert {one["purpose"]: one["withdrawn_at"] for one in given["items"]} == {"account": None, "newsletter": None}
    taken_back = roubaix.ask("withdraw_consent", token=lise, purpose="newsletter")["items"]
    assert [one["purpose"] for one in taken_back if one["withdrawn_at"]] == ["newsletter"]
    with pytest.raises(Invalid, match="invalid"):
        roubaix.ask("withdraw_consent", token=lise, purpose="weather")


def test_an_sms_is_told_a_number_and_a_language_and_nothing_else_of_anybody(roubaix: Asker) -> None:
    _, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    lise_id, lise = roubaix.enrol("Lise")
    asked = {"name": "Odette", "phone": "01 99 00 12 34", "heard": ["account"], "idempotency_key": "k"}
    odette_id = roubaix.ask("register_helped", token=desk, **asked)["id"]
    told = roubaix.contact(odette_id, "registration", registration_id="g-1", channel="sms")
    assert told == {"phone": "+33199001234", "language": "fr", "signs_in": False}
    with pytest.raises(Conflict, match="no_phone"):
        roubaix.contact(lise_id, channel="sms")
    lina_id = roubaix.ask("register_minor", token=lise, **LINA, idempotency_key="k")["id"]
    roubaix.ask("rectify", token=lise, phone="01 99 00 56 78")
    told = roubaix.contact(lina_id, channel="sms")
    assert told == {"phone": "+33199005678", "language": "fr", "signs_in": True, "because": "guardian"}
    assert roubaix.contact(lise_id, channel="sms")["signs_in"]


def test_a_number_is_told_by_a_proof_that_names_the_channel_and_for_nothing_that_is_over(roubaix: Asker) -> None:
    lise_id, lise = roubaix.enrol("Lise")
    roubaix.ask("rectify", token=lise, phone="01 99 00 56 78")
    of_a_letter = proofs.make(HOME_SECRET, "contact", "roubaix", lise_id, "booking")
    with pytest.raises(Forbidden, match="proof_invalid"):
        roubaix.ask("contact", member_id=lise_id, purpose="booking", channel="sms", proof=of_a_letter)
    with pytest.raises(Conflict, match="not_suspended"):
        roubaix.contact(lise_id, "suspended", channel="sms")
    with pytest.raises(Conflict, match="no_phone"):
        roubaix.contact(lise_id, "reset", channel="sms")
    roubaix.ask("limit", token=lise, wished=True)
    with pytest.raises(Conflict, match="member_limited"):
        roubaix.contact(lise_id, channel="sms")


def test_a_helper_registers_somebody_and_is_written_to(roubaix: Asker) -> None:
    _, desk = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    _, lise = roubaix.enrol("Lise")
    asked = {"name": "Odette", "phone": "01 99 00 12 34", "heard": ["account"], "idempotency_key": "k"}
    odette, again = (roubaix.ask("register_helped", token=desk, **asked) for _ in "12")
    assert odette == again == roubaix.ask("show_helped", token=desk, member_id=odette["id"])
    assert (odette["phone"], odette["code"]) == ("+33199001234", odette["id"][-6:].upper())
    written = roubaix.contact(odette["id"])
    assert (written["because"], written["has_phone"], "phone" in written) == ("helper", True, False)
    given = {"member_id": odette["id"], "email": "odette@example.org"}
    assert roubaix.ask("give_address", token=desk, **given) == {"status": "to_confirm"}
    shown = {"member_id": odette["id"]}
    for method, said in (("register_helped", asked), ("show_helped", shown), ("give_address", given)):
        with pytest.raises(Forbidden, match="permission_missing"):
            roubaix.ask(method, token=lise, **said)


def test_a_member_is_found_as_they_wish_and_sees_all_that_they_said(roubaix: Asker) -> None:
    lise_id, lise = roubaix.enrol("Lise")
    _, noor = roubaix.enrol("Noor")
    chosen = roubaix.ask("choose_interests", token=lise, topics=["Vélo", "vélo"], newsletter=True)
    assert chosen == {"topics": ["velo"], "newsletter": True}
    with pytest.raises(Invalid, match="consent_missing"):
        roubaix.ask("enter_directory", token=lise, shown_name="Lise V.")
    entry = roubaix.ask("enter_directory", token=lise, shown_name="Lise V.", presentation="Bonjour", consent=True)
    roubaix.ask("enter_directory", token=noor, shown_name="Noor", consent=True)
    first = roubaix.ask("directory", token=noor, limit=1)
    second = roubaix.ask("directory", token=noor, limit=1, after=first["next"])
    assert (first["items"][0]["shown_name"], second["items"], second["next"]) == ("Noor", [entry], None)
    assert roubaix.ask("directory", token=noor, topic="velo", text="BONJOUR")["items"] == [entry]
    [velo] = [one for one in roubaix.ask("topics", token=noor)["items"] if one["topic"] == "velo"]
    assert velo == {"topic": "velo", "is_own": True, "members": 1}
    told = roubaix.ask("rectify", token=lise, phone="01 99 00 12 34", handle="l.v.")
    assert (told["id"], told["phone"], told["handle"]) == (lise_id, "+33199001234", "L. V.")
    profile = roubaix.ask("profile", token=lise)
    assert (profile["handle"], profile["interests"], profile["directory_entry"]) == ("L. V.", ["velo"], entry)
    assert {given["purpose"] for given in profile["consents"]} == {"account", "directory", "newsletter"}
    assert roubaix.ask("leave_directory", token=lise) == {"listed": False}
    assert roubaix.ask("directory", token=noor, text="bonjour")["items"] == []
