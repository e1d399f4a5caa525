"""The page that a booking's QR code leads to: arrival and departure, with one button each."""

from __future__ import annotations

import pytest

from chassis.errors import Conflict, Forbidden
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.network import Network

SALON = "/bookings/new?space_id=salon&starts_at=2026-11-23T08:00:00Z&ends_at=2026-11-23T09:00:00Z"  # it is 07:00
PAGE = "/bookings/booking-1/check-in"
ARRIVE, LEAVE = "Signaler l’arrivée", "Signaler le départ"


def button(said: str) -> str:
    return f'<button class="button button--wide">{said}</button>'


@pytest.fixture
def booked(member: Browser) -> Browser:
    """A member with a booking that begins in an hour, when one may arrive already."""
    member.network.rules["salon"] = {"check_in_from_minutes": 60}
    member.send(SALON)
    return member


def test_a_member_arrives_and_leaves_with_one_button_each(booked: Browser) -> None:
    page = booked.open(PAGE)
    assert page.text.count("<form method=") == 2  # the other signs out
    assert button(ARRIVE) in page.text
    page = booked.open(booked.send(PAGE).location)
    assert "Arrivée signalée" in words(page) and "À 08:00." in words(page)
    assert button(LEAVE) in page.text and button(ARRIVE) not in page.text
    page = booked.open(booked.send(PAGE, to="/bookings/booking-1/check-out").location)
    assert "Départ signalé" in words(page)
    assert '<button class="button button--wide">' not in page.text


def test_a_booking_leads_to_its_check_in_also_on_paper(booked: Browser) -> None:
    page = booked.open("/bookings/booking-1")
    assert f'href="{PAGE}"' in page.text
    assert '<img class="paper-only" src="/bookings/booking-1/code.svg"' in page.text


def test_looking_at_an_address_tells_nothing(booked: Browser) -> None:
    for path in (PAGE, "/bookings/booking-1/check-out"):
        assert booked.open(path).status_code == 200
    assert not calls(booked.network, "check_in") and not calls(booked.network, "check_out")


def test_who_is_not_signed_in_signs_in_and_comes_back(booked: Browser) -> None:
    for cookie in ("session", "refresh"):
        booked.client.delete_cookie(cookie)
    for path in (PAGE, "/bookings/booking-1/code.svg"):
        assert booked.open(path).location.startswith("/sessions/new?next=%2Fbookings%2Fbooking-1%2F")


def test_too_early_the_page_says_from_when(booked: Browser) -> None:
    booked.network.rules["salon"] = {"check_in_from_minutes": 15}
    page = booked.open(PAGE)
    assert "L’arrivée se signale à partir du 23 nov. 2026, 08:45." in words(page)
    assert button(ARRIVE) not in page.text


def test_where_the_desk_does_it_the_member_shows_the_code(booked: Browser) -> None:
    booked.network.rules["salon"] = {"check_in_from_minutes": 60, "check_in_by_member": False}
    page = booked.open(PAGE)
    assert "Montrez ce code à l’accueil" in words(page)
    assert button(ARRIVE) not in page.text
    assert (
        '<img src="/bookings/booking-1/code.svg" width="220" height="220" alt="QR code de cette réservation">'
        in page.text
    )


def test_the_desk_checks_anothers_booking_in_and_sees_no_name(booked: Browser) -> None:
    booked.network.rules["salon"] = {"check_in_from_minutes": 60, "check_in_by_member": False}
    booked.network.bookings["booking-1"]["home_city"] = "tourcoing"
    page = booked.open(PAGE)
    assert "Membre de Tourcoing" in words(page)
    assert button(ARRIVE) in page.text
    assert "code.svg" not in page.text


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (Conflict("check_in_too_early"), 409, "Il est trop tôt pour signaler votre arrivée"),
        (Conflict("booking_not_confirmed"), 409, "Cette réservation n’est pas confirmée."),
        (Forbidden("permission_missing"), 403, "Seule l’équipe de la ville peut faire cela."),
    ],
)
def test_what_stands_against_it_is_said_in_words(booked: Browser, refusal: Exception, status: int, said: str) -> None:
    booked.network.refuses["check_in"] = refusal
    page = booked.send(PAGE)
    assert (page.status_code, said in words(page)) == (status, True)


@pytest.mark.parametrize("status", ["held", "requested", "cancelled", "missed"])
def test_only_who_has_a_confirmed_booking_arrives(booked: Browser, status: str) -> None:
    booked.network.bookings["booking-1"]["status"] = status
    page = booked.open(PAGE)
    assert "Cette réservation n’est pas confirmée." in words(page)
    assert button(ARRIVE) not in page.text


def test_nobody_arrives_after_the_end(booked: Browser) -> None:
    booked.network.bookings["booking-1"] |= {
        "starts_at": "2026-11-23T05:00:00+00:00", "ends_at": "2026-11-23T07:00:00+00:00",
    }  # fmt: skip
    page = booked.open(PAGE)
    assert "Cette réservation est finie" in words(page)
    assert button(ARRIVE) not in page.text


def test_the_code_holds_the_address_of_the_page_and_is_nobody_elses(booked: Browser, network: Network) -> None:
    square = booked.open("/bookings/booking-1/code.svg")
    assert (square.mimetype, square.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert "<title>http://localhost/bookings/booking-1/check-in</title>" in square.text
    network.bookings["booking-1"]["member_id"] = "other"
    assert booked.open("/bookings/booking-1/code.svg").status_code == 404
    assert booked.open(PAGE).status_code == 404


@pytest.mark.parametrize(("language", "said"), [("nl", "Aankomst melden"), ("en", "Check in")])
def test_the_page_is_in_the_language_of_its_reader(booked: Browser, language: str, said: str) -> None:
    assert button(said) in booked.open(f"{PAGE}?lang={language}").text
