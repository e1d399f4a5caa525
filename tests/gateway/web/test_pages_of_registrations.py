"""The member's registrations, and one of them: by its member, or by whoever holds its pass."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chassis.errors import Conflict
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.member_guests import OLD_PASS, pass_for

NADIA = {"member_id": "nadia", "city": "roubaix"}
GUEST = {"member_id": "guest", "city": "marcq"}
LAPSES_AT = "2026-11-23T17:00:00+00:00"
QUESTIONS: list[dict[str, Any]] = [
    {
        "name": name, "label": {"fr": label}, "kind": kind, "required": required,
        "choices": ["jaune", "bleu"] if kind.startswith("choice") else [], "keep_days": 30,
    }
    for name, label, kind, required in (
        ("object", "Quel appareil ?", "text", True),
        ("colour", "De quelle couleur ?", "choice", False),
        ("tools", "Quels outils ?", "choices", False),
        ("first", "Première fois ?", "yes_no", True),
        ("age", "De quel âge ?", "number", False),
    )
]  # fmt: skip


def holds(browser: Browser, who: dict[str, Any] = NADIA, **facts: Any) -> str:
    """The address of a registration that came about elsewhere."""
    return f"/registrations/{browser.network.registered('repair-1', who, **facts)['id']}"


def test_a_member_s_registrations_are_listed_as_they_stand(member: Browser) -> None:
    holds(member)
    holds(member, status="waiting", position=4)
    holds(member, status="offered", lapses_at=LAPSES_AT)
    holds(member, status="cancelled", end_reason="member")
    page = words(member.open("/registrations"))
    for said in ("À venir", "Confirmée", "Rang 4 dans la liste", "À accepter avant le 23 nov. 2026, 18:00", "Annulée"):
        assert said in page
    assert 'href="/registrations"' in member.open("/bookings").text


def test_who_has_nothing_is_led_to_the_agenda(member: Browser) -> None:
    assert "Rien de prévu pour l’instant." in words(member.open("/registrations"))


def test_the_place_in_the_list_is_seen(member: Browser) -> None:
    page = words(member.open(holds(member, status="waiting", position=4)))
    assert "4 C’est votre rang dans la liste d’attente." in page
    assert "Quitter la liste d’attente" in page


def test_an_offer_is_accepted(member: Browser) -> None:
    path = holds(member, status="offered", lapses_at=LAPSES_AT)
    page = member.open(path)
    assert "Une place est libre pour vous" in words(page)
    assert "jusqu’au 23 nov. 2026, 18:00" in words(page)
    reply = member.send(path, to=f"{path}/accept")
    assert "Vous êtes inscrit." in words(member.open(reply.location))


def test_an_offer_is_refused(member: Browser) -> None:
    path = holds(member, status="offered", lapses_at=LAPSES_AT)
    reply = member.send(path, to=f"{path}/refuse")
    assert "C’est refusé." in words(member.open(reply.location))


def test_an_offer_that_lapsed_meanwhile_is_told_on_the_page(member: Browser) -> None:
    path = holds(member, status="offered", lapses_at=LAPSES_AT)
    member.network.refuses["accept_offer"] = Conflict("offer_lapsed")
    reply = member.send(path, to=f"{path}/accept")
    assert reply.status_code == 409
    assert "Le délai pour accepter est passé" in words(reply)


@pytest.mark.parametrize("way", ["accept", "refuse", "cancel", "answers", "seats"])
def test_nothing_changes_by_looking_at_an_address(member: Browser, way: str) -> None:
    path = holds(member, status="offered", lapses_at=LAPSES_AT)
    assert member.open(f"{path}/{way}").status_code == 200
    assert member.network.registrations["registration-1"]["status"] == "offered"
    assert member.open(f"{path}/{way}?pass=a.b.c").location == path, "a pass stays in no address"


def test_a_registration_is_cancelled_after_a_question(member: Browser) -> None:
    path = holds(member)
    assert "Annuler cette inscription ?" in words(member.open(f"{path}/cancel"))
    reply = member.send(f"{path}/cancel")
    assert "C’est annulé." in words(member.open(reply.location))


def test_a_seat_comes_with_its_code_and_a_calendar_entry(member: Browser) -> None:
    path = holds(member)
    page = member.open(path).text
    assert f'src="{path}/code.svg"' in page
    assert f'href="{path}/calendar.ics"' in page
    assert "code.svg" not in member.open(holds(member, status="waiting")).text


def test_the_address_online_is_shown_to_who_has_a_seat(member: Browser) -> None:
    path = holds(member, attendance="online", online_url="https://visio.example.org/a")
    assert 'href="https://visio.example.org/a"' in member.open(path).text


def test_why_is_said_in_words(member: Browser) -> None:
    path = holds(member, status="waiting")
    member.network.decided["registration-1"] = [
        {"code": "queued", "decided_at": LAPSES_AT, "detail": {"free": 0, "seats": 1, "waiting": 2}},
        {"code": "passed_over", "decided_at": LAPSES_AT, "detail": {"free": 1, "seats": 3}},
    ]
    said = words(member.open(path))
    assert "vous êtes entré dans la liste d’attente. Il y en avait 0 pour vous ; vous en demandez 1." in said
    assert "vous gardez votre tour. Il y en avait 1 pour vous ; vous en demandez 3." in said


@pytest.mark.parametrize(
    ("reason", "said"),
    [("below_minimum", "Trop peu de personnes"), ("offer_lapsed", "Le délai pour accepter"), ("staff", "L’équipe")],
)
def test_what_ended_says_why(member: Browser, reason: str, said: str) -> None:
    page = member.open(holds(member, status="cancelled", end_reason=reason))
    assert said in words(page)
    assert "/cancel" not in page.text.partition("<main")[2]


def test_a_pass_leaves_the_address_and_opens_one_registration(browser: Browser) -> None:
    path = holds(browser, GUEST)
    reply = browser.open(f"{path}?pass={pass_for('registration-1')}")
    assert reply.location == path
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cache-Control"] == "no-store"
    page = browser.open(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Votre inscription" in words(page)
    other = browser.open(holds(browser, GUEST))
    assert other.location.startswith("/sessions/new")


def test_who_holds_a_pass_does_what_a_member_does(browser: Browser) -> None:
    path = holds(browser, GUEST, status="offered", lapses_at=LAPSES_AT)
    browser.open(f"{path}?pass={pass_for('registration-1')}")
    reply = browser.send(path, to=f"{path}/accept")
    assert "Vous êtes inscrit." in words(browser.open(reply.location))
    assert calls(browser.network, "accept_offer")[0]["actor"]["member_id"] == "guest"


@pytest.mark.parametrize("token", [OLD_PASS, "nonsense", pass_for("registration-9")])
def test_a_pass_that_opens_nothing_says_where_to_find_a_better_one(browser: Browser, token: str) -> None:
    path = holds(browser, GUEST)
    page = browser.open(browser.open(f"{path}?pass={token}").location)
    assert page.status_code == 403
    assert "Prenez celui du dernier courriel" in words(page)


def test_a_pass_that_opens_nothing_takes_the_place_of_no_other(browser: Browser) -> None:
    path = holds(browser, GUEST)
    browser.open(f"{path}?pass={pass_for('registration-1')}")
    browser.open(f"{path}?pass={pass_for('registration-9')}")
    assert "Votre inscription" in words(browser.open(path))


def test_a_member_with_an_old_pass_is_still_the_member(member: Browser) -> None:
    path = holds(member)
    member.open(f"{path}?pass={OLD_PASS}")
    assert member.open(path).status_code == 200


def asks(browser: Browser, **facts: Any) -> str:
    """The address of a registration whose activity has questions."""
    browser.network.activities["repair"]["terms"] = {**browser.network.activities["repair"]["terms"], "form": QUESTIONS}
    return holds(browser, **facts)


def test_the_questions_say_how_long_each_answer_is_kept(member: Browser) -> None:
    page = member.open(asks(member))
    said = words(page)
    assert said.count("Réponse gardée 30 jours après la fin.") == 5
    assert "restent dans votre ville" in said
    assert page.text.count("<fieldset") == 3


def test_answers_go_to_the_member_s_own_city(member: Browser) -> None:
    path = asks(member)
    sent = {"answer-object": "Un grille-pain", "answer-colour": "bleu", "answer-first": "no", "answer-age": "12"}
    form = member.hidden(member.open(path))
    reply = member.client.post(f"{path}/answers", data={**form, **sent, "answer-tools": ["jaune", "bleu"]})
    assert member.network.answers["registration-1"] == {
        "object": "Un grille-pain", "colour": "bleu", "first": False, "age": 12, "tools": ["jaune", "bleu"],
    }  # fmt: skip
    assert member.network.answered_by["registration-1"] == "roubaix"
    page = member.open(reply.location)
    assert "Vos réponses sont enregistrées" in words(page)
    assert "Un grille-pain</textarea>" in page.text
    of_bookings = [asked for service, _, asked in member.network.asked if service == "bookings"]
    assert "Un grille-pain" not in str(of_bookings)


def test_answers_that_are_missing_or_make_no_sense_are_told(member: Browser) -> None:
    path = asks(member)
    page = member.send(path, to=f"{path}/answers", **{"answer-colour": "vert", "answer-age": "vieux"})
    assert page.status_code == 400
    expected = ["answer-object", "answer-colour", "answer-first", "answer-age"]
    assert re.findall(r'<li><a href="#([^"]+)">', page.text) == expected
    assert not member.network.answers


@pytest.mark.parametrize("typed", ["--5", "-", "5-", "\u0665", "1" * 5000])
def test_what_looks_like_a_number_and_is_none_is_told(member: Browser, typed: str) -> None:
    path = asks(member)
    sent = {"answer-object": "Un grille-pain", "answer-first": "no", "answer-age": typed}
    page = member.send(path, to=f"{path}/answers", **sent)
    assert (page.status_code, re.findall(r'<li><a href="#([^"]+)">', page.text)) == (400, ["answer-age"])


def test_the_questions_are_asked_of_who_has_a_seat_and_of_nobody_who_waits(member: Browser) -> None:
    page = member.open(asks(member))
    assert "Quelques questions" in words(page)
    assert '<a href="#questions">Des questions attendent vos réponses</a>' in page.text
    assert "Quelques questions" not in words(member.open(asks(member, status="waiting")))


def test_the_answers_of_who_waits_go_nowhere(member: Browser) -> None:
    path = asks(member, status="waiting")
    reply = member.send(path, to=f"{path}/answers", **{"answer-object": "Un grille-pain", "answer-first": "no"})
    assert (reply.status_code, reply.location) == (303, path)
    assert not member.network.answers


def test_answers_that_come_too_late_are_told(member: Browser) -> None:
    path = asks(member)
    page = member.send(path, to=f"{path}/answers", **{"answer-object": "trop tard", "answer-first": "yes"})
    assert page.status_code == 409
    assert "les réponses ne changent plus" in words(page)


def test_who_may_not_read_the_answers_sees_no_question(member: Browser) -> None:
    path = asks(member)
    member.network.closed_to.add("registration-1")
    assert "Quelques questions" not in words(member.open(path))


def test_the_number_of_seats_is_changed(member: Browser) -> None:
    path = holds(member)
    reply = member.send(path, to=f"{path}/seats", seats="3")
    assert member.network.registrations["registration-1"]["seats"] == 3
    assert "Le nombre de places est changé." in words(member.open(reply.location))
    page = member.send(path, to=f"{path}/seats", seats="x")
    assert page.status_code == 400
    assert '<a href="#seats">' in page.text


def test_more_seats_than_there_are_is_told_on_the_page(member: Browser) -> None:
    path = holds(member)
    member.network.refuses["change_seats"] = Conflict("occurrence_full", detail={"seats_left": 0})
    reply = member.send(path, to=f"{path}/seats", seats="3")
    assert reply.status_code == 409
    assert "Il n’y a plus assez de places." in words(reply)


def test_a_registration_of_somebody_else_s_says_so(member: Browser) -> None:
    ward = {"member_id": "lina", "city": "roubaix"}
    path = holds(member, ward)
    said = "Pour une personne dont vous répondez"
    member.network.guarded.add("lina")
    assert said in words(member.open(path))
    page = member.open(f"{path}?done=registered")
    assert "L’inscription est faite." in words(page)
    assert "Vous êtes inscrit." not in words(page)
    assert said in words(member.open("/registrations"))
    assert said not in words(member.open(holds(member)))


def test_a_calendar_shows_one_entry_of_the_page_and_of_the_letter(browser: Browser) -> None:
    path = holds(browser, GUEST, sequence=2)
    browser.open(f"{path}?pass={pass_for('registration-1')}")
    file = browser.open(f"{path}/calendar.ics")
    for line in ("UID:registration-1@localhost", "SEQUENCE:2", "STATUS:CONFIRMED"):
        assert line in file.text
    assert "DTSTART;TZID=Europe/Paris:20261124T180000" in file.text
    assert file.headers["Cache-Control"] == "no-store"
    assert "pass" not in file.text
    browser.network.registrations["registration-1"]["status"] = "cancelled"
    assert "STATUS:CANCELLED" in browser.open(f"{path}/calendar.ics").text
