"""A member stays signed in: an access token lasts minutes, a login goes on."""

from __future__ import annotations

from werkzeug.test import TestResponse

from chassis.errors import Forbidden, TooMany, Unauthenticated
from gateway.web import assets
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.network import Network


def kept(reply: TestResponse) -> dict[str, str]:
    """The cookies that a reply sets, each with its value."""
    pairs = (cookie.partition(";")[0].partition("=") for cookie in reply.headers.getlist("Set-Cookie"))
    return {name: value for name, _, value in pairs}


def test_an_ended_access_token_is_renewed_on_the_way_to_a_page(member: Browser, network: Network) -> None:
    network.end_access_tokens()
    page = member.open("/bookings")
    assert page.status_code == 200
    assert (kept(page)["session"], kept(page)["refresh"]) == ("token-of-nadia.1", "roubaix.2")
    assert "Max-Age=2592000" in next(c for c in page.headers.getlist("Set-Cookie") if c.startswith("refresh="))
    member.open("/bookings")
    assert calls(network, "refresh") == [{"refresh_token": "roubaix.1"}]


def test_a_form_that_was_opened_before_is_accepted_after(member: Browser, network: Network) -> None:
    form = member.hidden(member.open("/account/sessions"))
    network.end_access_tokens()
    reply = member.client.post("/account/sessions/phone/end", data=form)
    assert (reply.status_code, reply.location) == (303, "/account/sessions?done=one")
    assert kept(reply)["refresh"] == "roubaix.2"
    assert [asked["login_id"] for asked in calls(network, "end_login")] == ["phone"]


def test_a_browser_that_forgot_the_access_token_goes_on_too(member: Browser) -> None:
    member.client.delete_cookie("session")
    assert member.open("/bookings").status_code == 200


def test_a_refusal_takes_the_new_tokens_to_the_browser_as_well(member: Browser, network: Network) -> None:
    network.end_access_tokens()
    page = member.open("/bookings/none")
    assert page.status_code == 404
    assert kept(page)["refresh"] == "roubaix.2"


def test_who_was_signed_out_elsewhere_is_a_visitor(member: Browser, network: Network) -> None:
    network.end_access_tokens()
    for refusal in (Unauthenticated("login_ended"), Forbidden("member_not_active")):
        member.client.set_cookie("refresh", "roubaix.1")
        network.refuses_refresh = refusal
        page = member.open("/")
        assert "Se connecter" in words(page)
        assert kept(page)["session"] == kept(page)["refresh"] == ""
    asked = member.open("/bookings")
    assert (asked.status_code, asked.location) == (303, "/sessions/new?next=%2Fbookings")
    assert len(calls(network, "refresh")) == 2


def test_a_login_that_ended_while_its_access_token_is_good_leads_to_signing_in(
    member: Browser, network: Network
) -> None:
    network.logged_in.clear()
    reply = member.open("/account/sessions")
    assert reply.location == "/sessions/new?next=%2Faccount%2Fsessions"
    assert kept(reply)["session"] == kept(reply)["refresh"] == ""
    assert member.open(reply.location).status_code == 200


def test_while_their_city_is_away_nobody_is_signed_out(member: Browser, network: Network) -> None:
    network.end_access_tokens()
    form = member.hidden(member.open("/account"))
    network.end_access_tokens()
    network.down.add("members_roubaix")
    assert member.open("/").status_code == 200
    for reply in (member.open("/bookings"), member.client.post("/bookings/one/cancel", data=form)):
        assert reply.status_code == 503
        assert "Les comptes de Roubaix ne répondent pas" in words(reply)
        assert "refresh" not in kept(reply)
    network.down.clear()
    assert member.open("/bookings").status_code == 200


def test_who_is_held_up_keeps_the_login(member: Browser, network: Network) -> None:
    network.end_access_tokens()
    network.refuses_refresh = TooMany("too_many_tries", detail={"retry_after_seconds": 30})
    page = member.open("/bookings")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "30")
    assert "refresh" not in kept(page)


def test_a_static_file_renews_nothing(member: Browser, network: Network) -> None:
    network.end_access_tokens()
    assert kept(member.open(assets.url("app.js"))) == {}
    assert not calls(network, "refresh")


def test_signing_out_ends_the_login_at_home(member: Browser, network: Network) -> None:
    reply = member.send("/", to="/sessions/end")
    assert kept(reply)["session"] == kept(reply)["refresh"] == ""
    assert calls(network, "sign_out") == [{"token": "token-of-nadia.0"}]


def test_signing_out_with_an_ended_access_token_signs_out(member: Browser, network: Network) -> None:
    form = member.hidden(member.open("/"))
    network.end_access_tokens()
    reply = member.client.post("/sessions/end", data=form)
    assert kept(reply)["session"] == kept(reply)["refresh"] == ""
    assert calls(network, "sign_out") == [{"token": "token-of-nadia.1"}]


def test_who_signs_out_while_home_is_away_is_signed_out_here(member: Browser, network: Network) -> None:
    form = member.hidden(member.open("/"))
    network.down.add("members_roubaix")
    reply = member.client.post("/sessions/end", data=form)
    assert (reply.status_code, reply.location) == (303, "/")
    assert kept(reply)["session"] == kept(reply)["refresh"] == ""
