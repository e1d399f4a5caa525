"""When something is wrong or missing: a page that says what to do next, and the rest stands."""

from __future__ import annotations

import pytest

from chassis.errors import Unavailable
from gateway import refusals as mapping
from gateway.web import languages, refusals
from tests.gateway.web.conftest import Browser, words
from tests.gateway.web.network import PASSWORD, Network

OF_BOOKINGS = (
    "in_the_past",
    "unit_taken",
    "outside_opening_hours",
    "too_short",
    "too_long",
    "off_grid",
    "off_step",
    "notice_too_short",
    "too_far_ahead",
    "category_not_admitted",
    "city_not_admitted",
    "attestation_missing",
    "not_of_organisation",
    "permission_missing",
    "member_not_found",
    "member_not_active",
    "too_few_persons",
    "too_many_persons",
    "too_many_bookings",
    "too_many_hours",
    "too_many_holds",
    "cancelled_too_late",
    "moved_too_late",
    "booking_over",
    "booking_lapsed",
    "booking_not_held",
    "booking_not_requested",
    "booking_not_confirmed",
    "booking_not_checked_in",
    "check_in_too_early",
)


@pytest.fixture
def cut(network: Network) -> Network:
    network.down.add("bookings")
    return network


@pytest.mark.parametrize("path", ["/", "/places", "/spaces"])
def test_a_page_stands_without_the_service_and_says_what_is_missing(browser: Browser, cut: Network, path: str) -> None:
    page = browser.open(path)
    assert page.status_code == 200
    assert "le service des réservations ne répond pas" in words(page)


def test_the_service_that_is_missing_is_asked_once(browser: Browser, cut: Network) -> None:
    browser.open("/")
    assert len(cut.asked) == 1


def test_a_page_about_what_is_missing_says_when_to_come_back(browser: Browser, cut: Network) -> None:
    page = browser.open("/spaces/desks")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "Il manque le service des réservations" in words(page)


def test_a_city_that_is_down_is_named(browser: Browser, network: Network) -> None:
    network.down.add("members_roubaix")
    page = browser.open("/members/confirm?city=roubaix&token=good")
    assert page.status_code == 503
    assert "Les comptes de Roubaix ne répondent pas" in words(page)


def test_who_cannot_sign_in_because_a_city_is_down_is_told_what_still_works(browser: Browser, network: Network) -> None:
    network.down.add("members_roubaix")
    page = browser.send("/sessions/new", email="nadia@example.org", password=PASSWORD, city="roubaix")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Les comptes de Roubaix ne répondent pas" in words(page)
    assert "réserver aussi pour qui s’est connecté il y a peu" in words(page)


@pytest.mark.parametrize("down", ["members_roubaix", "members_marcq"])
def test_who_names_no_city_while_one_is_down_is_asked_to(browser: Browser, network: Network, down: str) -> None:
    network.down.add(down)
    page = browser.send("/sessions/new", email="nadia@example.org", password="not hers")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Une ville du réseau ne répond pas. Choisissez la vôtre" in words(page)
    assert 'value="nadia@example.org"' in page.text


def test_availability_that_cannot_be_read_leaves_the_rest_of_the_space(
    browser: Browser, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "availability", lambda **_: _absent())
    page = browser.open("/spaces/desks")
    assert page.status_code == 200
    assert "Le plateau" in words(page)
    assert "ne peuvent pas être lues" in words(page)


def test_an_unknown_address_leads_on(browser: Browser) -> None:
    page = browser.open("/nowhere")
    assert page.status_code == 404
    assert 'href="/spaces"' in page.text


def test_a_method_that_a_page_does_not_know_is_told_which_it_knows(browser: Browser) -> None:
    reply = browser.client.delete("/spaces")
    assert reply.status_code == 405
    assert "GET" in reply.headers["Allow"]


def test_what_breaks_gives_a_reference_and_nothing_of_the_inside(
    browser: Browser, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "places", lambda **_: {"items": [{"inside": "secret"}]})
    page = browser.open("/places")
    assert page.status_code == 500
    assert "inside" not in page.text
    assert "secret" not in page.text


def test_every_status_of_a_refusal_has_its_page() -> None:
    assert set(mapping.STATUS.values()) | {405, 413, 500} <= set(refusals.BY_STATUS)


@pytest.mark.parametrize("code", sorted(languages.LOCALES))
def test_whatever_stands_against_a_booking_is_said_in_words(code: str) -> None:
    refusal = languages.language(code).templates.filters["refusal"]
    said = [refusal(refused) for refused in OF_BOOKINGS]
    assert [
        refused for refused, words in zip(OF_BOOKINGS, said, strict=True) if words == refused.replace("_", " ")
    ] == []
    assert len(set(said)) == len(OF_BOOKINGS)


def _absent() -> None:
    raise Unavailable("service_absent")
