"""What a member says of themselves, the directory, children, and whom staff registers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gateway.web.words import TOPICS
from services.members import domain
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.network import Network

PROFILE, WARDS, HELPED = "/account/profile", "/account/wards", "/members/helped/new"
LINA = {"name": "Lina", "born_on": "2015-03-21", "consent": "yes", "adult": "yes"}
WARD = {"id": "lina", "name": "Lina", "handle": None, "code": "B1C2D3", "status": "asked", "guardians": 1}


def asked(network: Network, method: str) -> dict[str, Any]:
    """What the city was asked last, without the keys."""
    return {name: said for name, said in calls(network, method)[-1].items() if name not in ("token", "idempotency_key")}


@pytest.mark.parametrize("path", [PROFILE, WARDS, "/directory", HELPED, "/members/helped/odette"])
def test_a_visitor_signs_in_first(browser: Browser, path: str) -> None:
    assert str(browser.open(path).location).startswith("/sessions/new?next=")


def test_a_member_puts_right_what_the_city_has_wrong(member: Browser, network: Network) -> None:
    wrong = member.send(PROFILE, name="Nadia B.", language="nl", phone="12", handle="n. b.")
    assert wrong.status_code == 400
    assert "Téléphone : Ce numéro de téléphone n’existe pas." in words(wrong).replace("\u00a0", " ")
    assert 'value="Nadia B."' in wrong.text
    sent = member.send(PROFILE, name="Nadia B.", language="nl", phone="", handle="n. b.")
    assert "C’est noté." in words(member.open(str(sent.location)))
    assert asked(network, "rectify") == {"name": "Nadia B.", "language": "nl", "phone": None, "handle": "n. b."}
    refused = member.send(PROFILE, name="", language="fr", handle="Nadia")
    assert "Écrivez votre nom." in words(refused)
    named = {"name": "Nadia", "language": "fr"}
    assert "Une à trois initiales" in words(member.send(PROFILE, **named, handle="Nadia"))


def test_a_member_without_initials_is_told_the_code_they_are_called_by(member: Browser) -> None:
    assert "par le code AE3F63" in words(member.open(PROFILE))


def test_a_member_says_what_makes_them_curious(member: Browser, network: Network) -> None:
    page = member.open(PROFILE).text
    assert 'value="velo" checked' in page and 'value="bois" checked' not in page
    assert re.search(r'id="others"[^>]*value="origami"', page)
    to = f"{PROFILE}/interests"
    member.send(PROFILE, topic="bois", others="Échecs, pliage", newsletter="yes", to=to)
    assert asked(network, "choose_interests") == {"topics": ["bois", "Échecs", " pliage"], "newsletter": True}
    assert 'name="newsletter" value="yes" checked' in member.open(PROFILE).text
    assert "40 lettres" in words(member.send(PROFILE, others="&", to=to))
    many = ", ".join(f"thème {number}" for number in range(21))
    assert "Choisissez 20 thèmes au plus." in words(member.send(PROFILE, others=many, to=to))


def test_the_topics_of_the_pages_are_those_of_the_network() -> None:
    assert tuple(TOPICS) == domain.TOPICS


def test_a_member_is_in_the_directory_once_they_agree_and_out_of_it_at_once(member: Browser, network: Network) -> None:
    to = f"{PROFILE}/directory"
    refused = member.send(PROFILE, shown_name="Nadia", presentation="Bonjour", to=to)
    assert refused.status_code == 400 and not calls(network, "enter_directory")
    member.send(PROFILE, shown_name="Nadia", presentation="Bonjour", consent="yes", to=to)
    assert asked(network, "enter_directory") == {"shown_name": "Nadia", "presentation": "Bonjour", "consent": True}
    left = member.send(PROFILE, to=f"{to}/leave")
    assert "Vous n’êtes plus dans l’annuaire." in words(member.open(str(left.location)))


def test_the_directory_shows_who_wishes_to_be_found_by_word_and_topic(member: Browser, network: Network) -> None:
    page = member.open("/directory?topic=velo&text=répare")
    assert "Zoé <3 Je répare des vélos. Vélo origami" in words(page)
    assert asked(network, "directory") == {"topic": "velo", "text": "répare"}
    assert 'value="velo" selected' in page.text and 'value="bois"' not in page.text
    assert "after=more" in page.text
    for nobody in ("/directory?topic=bois", "/directory?after=by+hand"):
        assert "Personne ici pour l’instant." in words(member.open(nobody))
    assert page.headers["Cache-Control"] == "no-store"


def test_an_adult_registers_a_child_for_whom_they_answer(member: Browser, network: Network) -> None:
    for missing, said in (("consent", "Dites que vous avez lu"), ("adult", "Dites que vous êtes majeur")):
        refused = member.send(WARDS, **{**LINA, missing: ""})
        assert said in words(refused) and not calls(network, "register_minor")
    assert "Cette personne est majeure" in words(member.send(WARDS, **{**LINA, "born_on": "2000-01-01"}))
    done = member.send(WARDS, **{**LINA, "handle": "L."})
    expected = {"name": "Lina", "born_on": "2015-03-21", "handle": "L.", "consent": True, "adult": True}
    assert asked(network, "register_minor") == expected
    assert "Lina À l’accueil, on l’appelle : L." in words(member.open(str(done.location))).replace("\u00a0", " ")


def test_a_second_adult_is_asked_by_the_identifier_that_their_page_shows(member: Browser, network: Network) -> None:
    assert "nadia" in words(member.open(WARDS))
    member.send(WARDS, **LINA)
    to = f"{WARDS}/guardians"
    assert "Écrivez l’identifiant" in words(member.send(WARDS, minor_id="lina", guardian_id="", to=to))
    member.send(WARDS, minor_id="lina", guardian_id="zoe", to=to)
    assert asked(network, "ask_guardian") == {"minor_id": "lina", "guardian_id": "zoe"}


def test_who_is_asked_says_yes_as_an_adult_or_no(member: Browser, network: Network) -> None:
    network.wards_of_nadia.append(dict(WARD))
    assert "Dites que vous êtes majeur" in words(member.send(WARDS, to=f"{WARDS}/lina/accept"))
    assert "Vous êtes le seul à répondre" in words(member.send(WARDS, to=f"{WARDS}/lina/leave"))
    member.send(WARDS, adult="yes", to=f"{WARDS}/lina/accept")
    assert "Ne plus en répondre" in words(member.open(WARDS))
    member.send(WARDS, to=f"{WARDS}/lina/leave")
    assert network.wards_of_nadia == []


@pytest.mark.parametrize("path", ["/interests", "/directory", "/directory/leave"])
def test_nothing_of_the_profile_changes_by_looking_at_an_address(member: Browser, network: Network, path: str) -> None:
    before = dict(network.said)
    assert member.open(PROFILE + path).status_code == 200
    assert network.said == before


@pytest.mark.parametrize("path", ["/guardians", "/lina/accept", "/lina/leave"])
def test_nothing_of_a_child_changes_by_looking_at_an_address(member: Browser, network: Network, path: str) -> None:
    network.wards_of_nadia.append(dict(WARD))
    assert member.open(WARDS + path).status_code == 200
    assert network.wards_of_nadia == [WARD]


def test_staff_registers_somebody_whom_they_heard_and_prints_a_slip(member: Browser, network: Network) -> None:
    unheard = member.send(HELPED, name="Odette", language="fr")
    assert "Sans avoir entendu son accord" in words(unheard) and not calls(network, "register_helped")
    odette = {"name": "Odette", "language": "fr", "account": "yes"}
    assert "n’existe pas" in words(member.send(HELPED, **{**odette, "phone": "12"}))
    done = member.send(HELPED, **{**odette, "newsletter": "yes"})
    said = {"name": "Odette", "phone": None, "language": "fr", "heard": ["account", "newsletter"]}
    assert asked(network, "register_helped") == said
    slip = member.open(str(done.location))
    assert "Code à dire à l’accueil C3D4E5" in words(slip)
    assert member.send(HELPED, **{**odette, "name": "Nobody"}).status_code == 403


def test_staff_gives_an_address_to_who_has_one_by_now(member: Browser, network: Network) -> None:
    slip = "/members/helped/odette"
    assert "Écrivez l’adresse e-mail" in words(member.send(slip, to=f"{slip}/address", email=""))
    assert "n’est pas complète" in words(member.send(slip, to=f"{slip}/address", email="odette"))
    sent = member.send(slip, to=f"{slip}/address", email="odette@example.org")
    assert "Un lien est parti" in words(member.open(str(sent.location)))
    assert asked(network, "give_address") == {"member_id": "odette", "email": "odette@example.org"}
    assert member.open(f"{slip}/address").status_code == 200


def test_a_guardian_takes_a_child_s_data_along(member: Browser, network: Network) -> None:
    member.send(WARDS, **LINA)
    assert 'href="/account/wards/lina/export"' in member.open(WARDS).text
    assert member.open("/account/wards/lina/export").mimetype == "application/zip"
    assert asked(network, "export_ward") == {"minor_id": "lina"}
