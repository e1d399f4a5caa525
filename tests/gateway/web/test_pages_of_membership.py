"""What the member is to their city, what they ask to be, and the answer."""

from __future__ import annotations

import pytest

from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.network import Network

PATH = "/account/membership"


def test_a_member_sees_what_they_are_until_when_and_what_they_were_answered(member: Browser) -> None:
    page = member.open(PATH)
    said = words(page)
    assert "Vous êtes : nomade, jusqu’au jeudi 31 décembre 2026." in said
    assert "Votre adhésion finit bientôt" in said
    assert "résident Refusée" in said
    assert "Plus de place avant l’été. Revenez !" in said
    assert '<option value="nomad" selected>' in page.text
    assert "Les Fileuses &lt;3" in page.text


def test_a_member_asks_to_be_a_resident_for_their_association(member: Browser, network: Network) -> None:
    reply = member.send(PATH, category="resident", organisation_id="o1", motivation="Deux vélos\r\net un établi")
    assert "Votre ville vous répond par courriel." in words(member.open(str(reply.location)))
    [asked] = calls(network, "apply_for_membership")
    assert asked.pop("idempotency_key")
    assert asked == {
        "token": "token-of-nadia.0", "category": "resident", "organisation_id": "o1",
        "organisation_kind": "nonprofit", "motivation": "Deux vélos\net un établi",
    }  # fmt: skip


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(member: Browser) -> None:
    page = member.send(PATH, category="resident", organisation_id="o1", motivation=" ")
    assert page.status_code == 400
    assert "Pour être résident, dites en quelques phrases" in words(page)
    assert '<option value="o1" selected>' in page.text
    assert 'aria-describedby="motivation-hint motivation-wrong" aria-invalid="true"' in page.text


def test_only_what_a_city_grants_is_asked_for(member: Browser, network: Network) -> None:
    page = member.send(PATH, category="guest", motivation="")
    assert (page.status_code, "Choisissez ce que vous voulez être." in words(page)) == (400, True)
    assert not calls(network, "apply_for_membership")


def test_who_waits_for_an_answer_may_withdraw_and_asks_nothing_else(member: Browser) -> None:
    member.send(PATH, category="partner", motivation="")
    page = member.open(PATH)
    assert "<textarea" not in page.text
    assert "partenaire En attente" in words(page)
    reply = member.send(PATH, to=f"{PATH}/now/withdraw")
    after = member.open(str(reply.location))
    assert "Votre demande est retirée." in words(after)
    assert "<textarea" in after.text


def test_nothing_is_withdrawn_by_looking_at_an_address(member: Browser, network: Network) -> None:
    assert member.open(f"{PATH}/before/withdraw").status_code == 200
    assert not calls(network, "withdraw_application")


@pytest.mark.parametrize(("language", "said"), [("nl", "U bent: nomade"), ("en", "You are: nomad")])
def test_it_is_said_in_the_other_languages_too(member: Browser, language: str, said: str) -> None:
    assert said in words(member.open(f"{PATH}?lang={language}"))
