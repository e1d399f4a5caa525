"""Choosing another period for a booking, without a script."""

from __future__ import annotations

import re

import pytest

from chassis.errors import Conflict
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.network import Network

SALON = "/bookings/new?space_id=salon&starts_at=2026-11-24T09:00:00Z&ends_at=2026-11-24T10:00:00Z"
LATER = "/bookings/new?space_id=salon&starts_at=2026-11-24T09:30:00Z&ends_at=2026-11-24T10:30:00Z&moving=booking-1"


@pytest.fixture
def booked(member: Browser) -> Browser:
    member.send(SALON, persons="2")
    return member


def test_the_page_of_a_booking_leads_to_its_space_to_choose_anew(booked: Browser) -> None:
    page = booked.open("/bookings/booking-1")
    assert '<form class="jump" method="get" action="/spaces/salon#choose">' in page.text
    assert '<input type="hidden" name="moving" value="booking-1">' in page.text
    assert 'name="day" value="2026-11-24"' in page.text


def test_each_way_on_from_the_space_keeps_what_is_moved(booked: Browser) -> None:
    page = booked.open("/spaces/salon?day=2026-11-24&moving=booking-1")
    assert "Vous changez votre réservation du mardi 24 novembre 2026, 10:00 – 11:00." in words(page)
    ways = re.findall(r'href="(\?day=[^"]*)"', page.text)
    assert ways and all("&amp;moving=booking-1" in way for way in ways)
    chosen = booked.open("/spaces/salon?day=2026-11-24&start=2026-11-24T09:30:00Z&moving=booking-1")
    ends = re.findall(r'href="(/bookings/new[^"]*)"', chosen.text)
    assert ends and all(end.endswith("&amp;moving=booking-1") for end in ends)


def test_the_time_that_the_booking_holds_itself_can_be_chosen(booked: Browser) -> None:
    assert "start=2026-11-24T09:30:00Z" not in booked.open("/spaces/salon?day=2026-11-24").text
    assert "start=2026-11-24T09:30:00Z" in booked.open("/spaces/salon?day=2026-11-24&moving=booking-1").text


def test_a_member_moves_a_booking_to_a_time_that_it_overlaps(booked: Browser) -> None:
    page = booked.open(LATER)
    assert "Vérifier et changer" in words(page)
    assert "vient d’être prise" not in words(page)
    assert "Vous avez déjà une réservation" not in words(page)
    assert 'value="2"' in page.text, "as many come as before"
    reply = booked.send(LATER, persons="3")
    assert reply.location == "/bookings/booking-1?done=moved"
    assert "C’est changé." in words(booked.open(reply.location))
    (asked,) = calls(booked.network, "move")
    assert (asked["booking_id"], asked["space_id"], asked["persons"]) == ("booking-1", "salon", 3)
    assert asked["starts_at"] == "2026-11-24T09:30:00+00:00"
    assert len(booked.network.bookings) == 1


def test_a_booking_moves_to_another_space(booked: Browser) -> None:
    reply = booked.send(LATER.replace("space_id=salon", "space_id=agora"), persons="2")
    assert reply.status_code == 303
    assert booked.network.bookings["booking-1"]["space_id"] == "agora"


def test_what_one_holds_already_does_not_keep_one_from_moving_it(booked: Browser, network: Network) -> None:
    network.same_unit_until = network.now
    assert "Changer la réservation" in words(booked.open(LATER))
    elsewhere = booked.open(LATER.replace("2026-11-24", "2026-11-25"))
    assert "vient d’être prise" in words(elsewhere)


def test_a_period_that_is_taken_meanwhile_shows_others_for_the_same_booking(booked: Browser) -> None:
    hidden = booked.hidden(booked.open(LATER))
    booked.network.refuses["move"] = Conflict("unit_taken")
    reply = booked.client.post(LATER, data={**hidden, "persons": "2"})
    assert reply.status_code == 409
    proposed = re.findall(r'<a class="chip chip--row" href="([^"]*)"', reply.text)
    assert proposed and all(way.endswith("&amp;moving=booking-1") for way in proposed)


def test_who_moves_too_late_is_told_so_and_offered_nothing(booked: Browser) -> None:
    hidden = booked.hidden(booked.open(LATER))
    booked.network.refuses["move"] = Conflict("moved_too_late")
    reply = booked.client.post(LATER, data={**hidden, "persons": "2"})
    assert "Il est trop tard pour changer cette réservation" in words(reply)
    assert "chip--row" not in reply.text


def test_what_cannot_be_moved_any_more_offers_no_other_day(booked: Browser) -> None:
    booked.network.rules["salon"] = {"move_until_minutes": 60 * 48}
    assert "moving" not in booked.open("/bookings/booking-1").text


def test_nobody_else_s_booking_is_moved(booked: Browser) -> None:
    booked.network.bookings["booking-1"]["member_id"] = "other"
    assert booked.open(LATER).status_code == 404
    assert booked.open("/spaces/salon?moving=booking-1").status_code == 404


def test_who_is_not_signed_in_any_more_comes_back_to_moving(browser: Browser) -> None:
    reply = browser.open(LATER)
    assert (reply.status_code, reply.location.partition("?")[0]) == (303, "/sessions/new")
