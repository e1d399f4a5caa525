"""The form of an activity for its staff: all that it asks, row by row, and nothing of what there is gets lost."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from werkzeug.test import TestResponse

from chassis.errors import Invalid
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.sheets import sheet

NEW, EDIT = "/desk/activities/new", "/desk/activities/repair/edit"
QUESTION: dict[str, Any] = {
    "name": "object",
    "label": {"fr": "Quel appareil ?", "nl": "Welk toestel?"},
    "kind": "choice",
    "required": True,
    "choices": ["Lampe", "Radio"],
    "keep_days": 7,
}
EVERYTHING: dict[str, Any] = {
    "title": {"fr": "Réparer", "nl": "Herstellen", "en": "Repair"},
    "description": {"fr": "Premier.\n\nSecond.", "nl": "Eerste."},
    "easy_to_read": {"fr": "On répare.", "nl": "We herstellen.", "en": "We repair."},
    "theme": "réparation",
    "cycle": "Faire durer",
    "languages": ["fr", "nl", "fsl", "br"],
    "publics": ["families", "of_tomorrow"],
    "min_age": 0,
    "max_age": 99,
    "organiser_id": "organisation-1",
    "organiser_name": "Les Bricoleurs",
    "prices": [
        {"label": "Plein tarif", "cents": 450, "condition": "matériel compris"},
        {"label": "Réduit", "cents": 0, "condition": None},
    ],
    "image": {"url": "https://elsewhere.example.org/a.jpg", "alt": "Une table", "credit": "Marie"},
    "accessibility": ["hi", "mi"],
    "attendance": "both",
    "online_url": "https://elsewhere.example.org/" + "a" * 300,
    "place_id": None,
    "venue": {
        "name": "École Jules-Ferry",
        "kind": "school",
        "address": "1 rue des Écoles",
        "postcode": "59100",
        "commune": "Roubaix",
        "insee": "59512",
        "latitude": 50.69,
        "longitude": 3.17,
    },
    "recipe": "https://recettes.example.org/reparer",
}
TERMS: dict[str, Any] = {
    "opens_at": "2026-11-20T08:00:00+00:00",
    "attestation": "laser_training",
    "most_seats": 3,
    "promotion": "manual",
    "form": [QUESTION, {**QUESTION, "name": "q2", "label": {"fr": "Et\u00a0?"}, "kind": "text", "choices": []}],
}


@pytest.fixture
def staff(browser: Browser) -> Browser:
    """A browser whose member makes the programme."""
    browser.network.roles = ("member", "programme")
    browser.sign_in()
    return browser


def save(staff: Browser, path: str = EDIT, **typed: str | list[str]) -> TestResponse:
    """Send the form of a page as it is, but for what is typed."""
    return staff.client.post(path, data={**sheet(staff.open(path), path), **typed})


def repair(staff: Browser) -> dict[str, Any]:
    return staff.network.activities["repair"]


def test_nothing_of_an_activity_is_lost_when_its_form_is_saved_as_it_is(staff: Browser) -> None:
    known = repair(staff)
    known |= {**EVERYTHING, "terms": {**known["terms"], **TERMS}}
    before = deepcopy(known)
    assert save(staff).headers["Location"] == "/desk/activities/repair?done=edited"
    assert repair(staff) == before


def test_an_activity_of_which_little_is_said_stays_so(staff: Browser) -> None:
    before = deepcopy(repair(staff))
    assert save(staff).status_code == 303
    assert repair(staff) == before


def test_what_is_typed_is_changed_and_the_rest_is_not(staff: Browser) -> None:
    repair(staff).update({**EVERYTHING, "terms": {**repair(staff)["terms"], **TERMS}})
    before = deepcopy(repair(staff))
    save(staff, prices_0_euros="5", questions_0_label_en="Which device?", image_alt="Deux tables")
    after = repair(staff)
    assert after["prices"][0] == {"label": "Plein tarif", "cents": 500, "condition": "matériel compris"}
    assert after["terms"]["form"][0]["label"]["en"] == "Which device?"
    assert after["terms"]["form"][0]["name"] == "object", "its answers are kept by that name"
    assert after["image"]["alt"] == "Deux tables"
    changed = {"prices", "terms", "image", "sequence"}
    assert {name: after[name] for name in after if name not in changed} == {
        name: before[name] for name in before if name not in changed
    }


def test_coordinates_go_with_the_address_that_they_are_of(staff: Browser) -> None:
    repair(staff).update({"venue": EVERYTHING["venue"], "place_id": None})
    save(staff, venue_name="École Jules Ferry")
    assert repair(staff)["venue"]["latitude"] == 50.69
    save(staff, venue_address="2 rue des Écoles")
    assert "latitude" not in repair(staff)["venue"]


def test_a_place_that_is_not_known_now_stays_the_place(staff: Browser) -> None:
    repair(staff)["place_id"] = "elsewhere"
    save(staff)
    assert repair(staff)["place_id"] == "elsewhere"


def test_where_it_is_online_is_not_lost_by_who_may_not_see_it(staff: Browser) -> None:
    save(staff)
    assert "online_url" not in calls(staff.network, "edit_activity")[-1]


def test_what_is_emptied_is_taken_away(staff: Browser) -> None:
    terms = {**repair(staff)["terms"], **TERMS, "external_url": "https://elsewhere.example.org"}
    repair(staff).update({**EVERYTHING, "terms": terms})
    empty = dict.fromkeys(("image_url", "image_alt", "image_credit", "training", "external_url", "venue_name"), "")
    empty |= dict.fromkeys(("prices_0_label", "prices_0_euros", "prices_0_condition"), "")
    empty |= dict.fromkeys(("questions_0_label_fr", "questions_0_label_nl", "questions_0_choices"), "")
    assert save(staff, **empty).status_code == 303
    after = repair(staff)
    assert after["image"] is after["venue"] is None
    assert [one["label"] for one in after["prices"]] == ["Réduit"]
    assert [one["name"] for one in after["terms"]["form"]] == ["q2"]
    assert after["terms"]["attestation"] is after["terms"]["external_url"] is None
    assert after["terms"]["opens_at"] == TERMS["opens_at"]


def test_a_new_activity_has_prices_and_questions_with_names_of_their_own(staff: Browser) -> None:
    page = save(
        staff, NEW, title_fr="Coudre", summary_fr="Un sac à soi.", attestation="adult",
        prices_0_label="Tous", prices_0_euros="4,5 €",
        questions_0_label_fr="Votre machine à coudre ?", questions_0_keep_days="10", questions_0_required="yes",
    )  # fmt: skip
    assert page.headers["Location"] == "/desk/activities/new?done=drafted"
    made = staff.network.activities["new"]
    assert made["prices"] == [{"label": "Tous", "cents": 450, "condition": None}]
    assert made["terms"]["attestation"] == "adult"
    assert made["terms"]["form"] == [
        {
            "name": "votre_machine_a_coudre",
            "label": {"fr": "Votre machine à coudre ?"},
            "kind": "text",
            "required": True,
            "choices": [],
            "keep_days": 10,
        }
    ]


def test_two_questions_of_the_same_words_have_two_names(staff: Browser) -> None:
    repair(staff)["terms"] = {**repair(staff)["terms"], "form": [QUESTION]}
    save(staff, questions_1_label_fr="Object")
    assert [one["name"] for one in repair(staff)["terms"]["form"]] == ["object", "object_2"]


@pytest.mark.parametrize("path", [NEW, EDIT])
def test_a_row_more_comes_without_a_script_and_saves_nothing(staff: Browser, path: str) -> None:
    typed = {"title_fr": "Autre titre", "prices_0_label": "Tous", "questions_0_label_fr": "Une ?"}
    page = save(staff, path, **typed, more="prices")
    assert page.status_code == 200
    assert not calls(staff.network, "edit_activity") + calls(staff.network, "draft_activity")
    back = sheet(page, path)
    assert (back["title_fr"], back["prices_0_label"], back["questions_0_label_fr"]) == (
        ["Autre titre"], ["Tous"], ["Une ?"],
    )  # fmt: skip
    assert "prices_1_label" in back
    assert "questions_1_label_fr" in back
    more = staff.client.post(path, data={**back, "more": "questions"})
    assert "questions_2_label_fr" in sheet(more, path)
    assert f'formaction="{path}#prices_2"' in page.text
    assert 'id="prices_2"' in staff.client.post(path, data={**back, "more": "prices"}).text


def test_there_are_never_more_rows_than_may_be(staff: Browser) -> None:
    repair(staff)["prices"] = [{"label": str(number), "cents": 0, "condition": None} for number in range(10)]
    page = staff.open(EDIT)
    assert "prices_9_label" in page.text
    assert "prices_10_label" not in page.text
    assert "Ajouter un prix" not in words(page)


def test_a_row_more_does_not_hide_that_somebody_else_changed_it(staff: Browser) -> None:
    page = save(staff, more="prices")
    repair(staff)["sequence"] += 1
    late = staff.client.post(EDIT, data=sheet(page, EDIT))
    assert late.status_code == 400
    assert "Quelqu’un d’autre l’a changée entre-temps" in words(late)
    again = staff.client.post(EDIT, data=sheet(late, EDIT))
    assert again.status_code == 400, "not even when it is sent a second time"


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({"prices_0_label": "Tous", "prices_0_euros": "cinq"}, "prices_0_euros", "Écrivez un prix"),
        ({"prices_0_euros": "5"}, "prices_0_label", "Dites pour qui est ce prix."),
        ({"questions_0_label_nl": "Welk?"}, "questions_0_label_fr", "Écrivez la question en français."),
        ({"questions_0_label_fr": "Quoi ?", "questions_0_kind": "choice"}, "questions_0_choices", "au moins deux"),
        ({"questions_0_label_fr": "Quoi ?", "questions_0_keep_days": "x"}, "questions_0_keep_days", "nombre entier"),
        ({"image_url": "https://example.org/a.jpg"}, "image_alt", "Dites ce que montre l’image"),
        ({"image_credit": "Marie"}, "image_url", "Écrivez l’adresse de l’image"),
        ({"attestation": "adult", "training": "laser"}, "training", "Choisissez l’un ou l’autre."),
        ({"publics": []}, "publics", "Cochez au moins une case."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(staff: Browser, typed: dict[str, Any], name: str, said: str) -> None:
    page = save(staff, **typed)
    assert page.status_code == 400
    assert said in words(page)
    assert f'href="#{name}"' in page.text
    assert f'id="{name}"' in page.text
    assert f'id="{name}-wrong"' in page.text


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/prices/1/cents", "prices_1_euros"),
        ("/terms/form/0/label/fr/value", "questions_0_label_fr"),
        ("/terms/form/0/name", "questions_0_label_fr"),
        ("/terms/form", "questions_0_label_fr"),
        ("/title/fr/value", "title_fr"),
        ("/image/url", "image_url"),
        ("/venue/postcode", "venue_postcode"),
        ("/venue", "venue_name"),
        ("/languages/0", "languages"),
        ("/terms/most_seats", "most_seats"),
        ("/organiser_id", "organiser_id"),
        ("/unheard_of", "title_fr"),
    ],
)
def test_what_bookings_refuses_stands_beside_its_field(staff: Browser, pointer: str, name: str) -> None:
    staff.network.refuses["edit_activity"] = Invalid("activity_invalid", detail={"errors": [{"pointer": pointer}]})
    assert f'<a href="#{name}">' in save(staff).text


def test_an_activity_of_another_city_is_copied_into_a_draft_of_ones_own(staff: Browser) -> None:
    repair(staff)["city"] = "tourcoing"
    assert "/desk/activities/repair/copy" in staff.open("/activities/repair").text
    page = staff.open("/desk/activities/repair/copy")
    assert "sans les dates" in words(page)
    reply = staff.send("/desk/activities/repair/copy")
    assert reply.location == "/desk/activities/copy/edit"
    assert staff.network.activities["copy"]["city"] == "roubaix"


def test_a_visitor_is_offered_no_copy(browser: Browser) -> None:
    assert "/copy" not in browser.open("/activities/repair").text
