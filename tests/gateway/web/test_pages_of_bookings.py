"""Booking, the member's own bookings, cancelling."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.network import Network

PERIOD = "starts_at=2026-11-24T09:00:00Z&ends_at=2026-11-24T10:00:00Z"
SALON = f"/bookings/new?space_id=salon&{PERIOD}"
LAPSES_AT = "2026-11-23T17:00:00+00:00"
ENDED = ("cancelled", "denied", "lapsed", "missed")


def somebody_else_books(network: Network) -> None:
    other = {"member_id": "other", "city": "marcq"}
    network.book("salon", "2026-11-24T09:30:00Z", "2026-11-24T11:00:00Z", other)


def test_who_goes_back_after_booking_is_told_that_it_is_theirs(member: Browser) -> None:
    member.send(SALON)
    page = member.open(SALON)
    assert "Vous avez déjà une réservation ici à ce moment." in words(page)
    assert 'href="/bookings/booking-1"' in page.text
    assert "vient d’être prise" not in words(page)
    assert '<button class="button button--wide">' not in page.text


def test_a_period_taken_meanwhile_shows_what_is_free_near_it_to_a_visitor_too(browser: Browser) -> None:
    somebody_else_books(browser.network)
    page = browser.open(SALON)
    said = words(page)
    assert "Voici ce qui est libre ici, au plus près : mardi 24 novembre 2026, 09:00 – 10:00" in said
    assert page.text.count('<a class="chip chip--row" href="/bookings/new?space_id=salon&') == 5
    assert "Au même moment, ailleurs : Salle Agora, Atelier des Arts , Roubaix" in said
    assert "/bookings/new?space_id=agora&amp;starts_at=2026-11-24T09%3A00%3A00Z" in page.text


def test_a_booking_on_paper_says_where_and_how_to_cancel(member: Browser) -> None:
    page = member.open(member.send(SALON).location)
    assert "677 avenue de la République, 59700 Marcq-en-Barœul" in words(page)
    assert "http://localhost/bookings/booking-1" in words(page)


def test_a_form_that_was_open_too_long_can_be_taken_up_again(member: Browser) -> None:
    reply = member.client.post(SALON, data={"csrf_token": "of yesterday"})
    assert reply.status_code == 403
    assert 'href="/bookings/new?space_id=salon&amp;starts_at=' in reply.text


def test_a_member_books_and_finds_the_booking(member: Browser) -> None:
    reply = member.send(SALON)
    assert reply.status_code == 303
    page = member.open(reply.location)
    assert "C’est réservé." in words(page)
    assert "9,00" in words(page)
    assert "Le salon" in words(member.open("/bookings"))


def test_a_form_sent_twice_books_once(member: Browser) -> None:
    form = member.hidden(member.open(SALON))
    first, second = (member.client.post(SALON, data=form) for _ in range(2))
    assert first.location == second.location
    assert len(member.network.bookings) == 1


def test_a_taken_period_shows_what_is_free_near_it(member: Browser) -> None:
    form = member.hidden(member.open(SALON))
    somebody_else_books(member.network)
    reply = member.client.post(SALON, data=form)
    assert reply.status_code == 409
    assert "vient d’être prise" in words(reply)
    assert reply.text.count('<a class="chip chip--row" href="/bookings/new?space_id=salon&') == 5


def test_a_period_that_cannot_be_booked_is_told_before(member: Browser) -> None:
    page = member.open(SALON.replace("2026-11-24", "2026-11-20"))
    assert "a déjà commencé" in words(page)
    assert '<button class="button button--wide">' not in page.text


@pytest.mark.parametrize("query", ["", "?space_id=salon", "?space_id=salon&starts_at=2026-11-24T09:00&ends_at=x"])
def test_a_period_without_offset_is_unclear(member: Browser, query: str) -> None:
    assert member.open(f"/bookings/new{query}").status_code == 400


def test_looking_at_the_cancel_page_cancels_nothing(member: Browser) -> None:
    path = member.send(SALON).location.partition("?")[0]
    assert "Annuler cette réservation ?" in words(member.open(f"{path}/cancel"))
    assert member.network.bookings["booking-1"]["status"] == "confirmed"


def test_a_member_cancels(member: Browser) -> None:
    path = member.send(SALON).location.partition("?")[0]
    reply = member.send(f"{path}/cancel")
    assert "C’est annulé." in words(member.open(reply.location))
    assert member.network.bookings["booking-1"]["status"] == "cancelled"


def test_somebody_else_s_booking_is_not_there(member: Browser) -> None:
    somebody_else_books(member.network)
    assert member.open("/bookings/booking-1").status_code == 404


def holds(member: Browser, **facts: Any) -> str:
    """The address of a booking of the member that came about elsewhere."""
    nadia = {"member_id": "nadia", "city": "roubaix"}
    booking = member.network.book("salon", "2026-11-24T09:00:00+00:00", "2026-11-24T10:00:00+00:00", nadia, **facts)
    return f"/bookings/{booking['id']}"


def test_what_is_held_for_a_member_is_confirmed_on_its_page(member: Browser) -> None:
    path = holds(member, status="held", lapses_at=LAPSES_AT)
    page = member.open(path)
    assert "Une place est gardée pour vous" in words(page)
    assert "Jusqu’au 23 nov. 2026, 18:00" in words(page)
    assert "moving" not in page.text
    reply = member.send(path, to=f"{path}/confirm")
    assert calls(member.network, "confirm")[0]["booking_id"] == "booking-1"
    assert "C’est réservé." in words(member.open(reply.location))


def test_looking_where_a_confirmation_is_sent_confirms_nothing(member: Browser) -> None:
    path = holds(member, status="held", lapses_at=LAPSES_AT)
    assert member.open(f"{path}/confirm").status_code == 200
    assert not calls(member.network, "confirm")


def test_a_proposal_leads_to_what_it_would_replace(member: Browser) -> None:
    path = holds(member, status="held", lapses_at=LAPSES_AT, replaces_id="booking-0")
    page = member.open(path)
    assert "Une proposition pour vous" in words(page)
    assert 'href="/bookings/booking-0"' in page.text


def test_who_confirms_too_late_is_told_why_and_led_on(member: Browser) -> None:
    path = holds(member, status="held", lapses_at=LAPSES_AT)
    member.network.refuses["confirm"] = Conflict("booking_lapsed")
    reply = member.send(path, to=f"{path}/confirm")
    assert reply.status_code == 409
    assert "la place n’est plus gardée" in words(reply)
    assert 'href="/bookings"' in reply.text


def test_where_the_city_has_its_say_a_booking_is_a_request(member: Browser) -> None:
    member.network.rules["salon"] = {"approval": True}
    page = member.open(SALON)
    assert "c’est d’abord une demande" in words(page)
    assert "Envoyer la demande" in words(page)
    page = member.open(member.send(SALON).location)
    assert "C’est demandé." in words(page)
    assert "Retirer cette demande" in words(page)


@pytest.mark.parametrize("status", ENDED)
def test_what_has_ended_has_no_button(member: Browser, status: str) -> None:
    page = member.open(holds(member, status=status))
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert "<button" not in main
    assert "/cancel" not in main
    assert "Choisir une autre période" in words(page)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("fr", ["Option", "Demandée", "Annulée", "Refusée", "Délai passé", "Rendue"]),
        ("nl", ["Optie", "Aangevraagd", "Geannuleerd", "Geweigerd", "Verlopen", "Vrijgegeven"]),
        ("en", ["On hold", "Requested", "Cancelled", "Not granted", "Expired", "Released"]),
    ],
)
def test_a_booking_says_how_it_stands_in_the_list_and_on_its_page(member: Browser, code: str, said: list[str]) -> None:
    for status, word in zip(("held", "requested", *ENDED), said, strict=True):
        path = holds(member, status=status, lapses_at=None if status in ENDED else LAPSES_AT)
        assert f"</svg>{word}</p>" in member.open(f"{path}?lang={code}").text
        assert f"</svg>{word}</p>" in member.open(f"/bookings?lang={code}").text
        member.network.bookings.clear()


def test_what_stands_is_to_come_and_what_ended_is_not(member: Browser) -> None:
    holds(member, status="held", lapses_at=LAPSES_AT)
    page = words(member.open("/bookings"))
    assert "À venir" in page and "À confirmer avant le 23 nov. 2026, 18:00" in page
    member.network.bookings["booking-1"]["status"] = "lapsed"
    assert "À venir" not in words(member.open("/bookings"))


def test_until_when_one_can_cancel_and_must_be_there_is_said_before(member: Browser) -> None:
    member.network.rules["salon"] = {"cancel_until_minutes": 90, "release_after_minutes": 20}
    page = " ".join(words(member.open(SALON)).split())
    assert "jusqu’à 1 h 30 min avant le début" in page
    assert "au plus tard 20 min après le début" in page


def test_what_cannot_be_cancelled_any_more_says_whom_to_ask(member: Browser) -> None:
    member.network.rules["salon"] = {"cancel_until_minutes": 60 * 48}
    path = holds(member)
    page = member.open(path)
    assert "Il est trop tard pour annuler en ligne" in words(page)
    assert f'href="{path}/cancel"' not in page.text
    assert "Oui, annuler" not in words(member.open(f"{path}/cancel"))


def test_a_booking_that_must_be_checked_in_says_by_when(member: Browser) -> None:
    assert "avant le 24 nov. 2026, 10:15" in words(member.open(holds(member, lapses_at="2026-11-24T09:15:00+00:00")))


def test_a_booking_says_that_somebody_made_it_for_the_member(member: Browser) -> None:
    said = "Faite pour vous par l’équipe de la ville"
    assert said in words(member.open(holds(member, booked_by_id="helper")))
    member.network.bookings.clear()
    assert said not in words(member.open(holds(member)))


def test_who_was_there_and_left_has_nothing_to_cancel(member: Browser) -> None:
    there = {"checked_in_at": "2026-11-24T09:02:00+00:00", "checked_out_at": "2026-11-24T09:40:00+00:00"}
    page = member.open(holds(member, **there))
    assert "10:02 (départ à 10:40)" in words(page)
    assert "/cancel" not in page.text


def test_where_no_other_period_would_help_none_is_proposed(member: Browser) -> None:
    form = member.hidden(member.open(SALON))
    member.network.refuses["book"] = Forbidden("category_not_admitted")
    reply = member.client.post(SALON, data={**form, "persons": "1"})
    assert reply.status_code == 403
    assert "Cet espace est réservé à d’autres membres." in words(reply)
    assert "chip--row" not in reply.text
    assert 'href="/spaces?kind=meeting_room"' in reply.text
