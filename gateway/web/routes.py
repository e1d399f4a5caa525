"""The addresses of the pages. `ROUTES` joins the router's one table; `refusals.refuse` renders what they refuse."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug import Response

from chassis.config import PROVIDER_CALLBACK
from gateway.routing import Route
from gateway.web import assets
from gateway.web.pages import (
    account,
    bookings,
    check_in,
    home,
    logins,
    mail,
    members,
    memberships,
    places,
    provider,
    quotes,
    sessions,
    spaces,
    texts,
    views,
)
from gateway.web.visit import handler

PAGES: list[tuple[str, str, Callable[..., Response]]] = [
    ("GET", "/", home.home),
    ("GET", "/places", places.places),
    ("GET", "/places/<id:place_id>", places.place),
    ("GET", "/spaces", spaces.spaces),
    ("GET", "/spaces/<id:space_id>", spaces.space),
    ("GET", "/bookings", bookings.bookings),
    ("GET", "/bookings/new", quotes.quote),
    ("POST", "/bookings/new", quotes.book),
    ("GET", "/bookings/<id:booking_id>", bookings.booking),
    ("GET", "/bookings/<id:booking_id>/confirm", bookings.booking),
    ("POST", "/bookings/<id:booking_id>/confirm", bookings.confirm),
    ("GET", "/bookings/<id:booking_id>/code.svg", check_in.code),
    ("GET", "/bookings/<id:booking_id>/check-in", check_in.look),
    ("POST", "/bookings/<id:booking_id>/check-in", check_in.check_in),
    ("GET", "/bookings/<id:booking_id>/check-out", check_in.look),
    ("POST", "/bookings/<id:booking_id>/check-out", check_in.check_out),
    ("GET", "/bookings/<id:booking_id>/cancel", bookings.ask_to_cancel),
    ("POST", "/bookings/<id:booking_id>/cancel", bookings.cancel),
    ("GET", "/members/new", members.ask_to_register),
    ("POST", "/members/new", members.register),
    ("GET", "/members/registered", members.registered),
    ("GET", "/members/confirm", members.confirm),
    ("GET", "/sessions/new", sessions.ask_to_sign_in),
    ("POST", "/sessions/new", sessions.sign_in),
    ("POST", "/sessions/end", sessions.sign_out),
    ("GET", "/account", account.account),
    ("GET", "/account/membership", memberships.membership),
    ("POST", "/account/membership", memberships.apply),
    ("GET", "/account/membership/<id:application_id>/withdraw", memberships.membership),
    ("POST", "/account/membership/<id:application_id>/withdraw", memberships.withdraw),
    ("GET", "/account/sessions", logins.logins),
    ("GET", "/account/sessions/end", logins.logins),
    ("POST", "/account/sessions/end", logins.end_others),
    ("GET", "/account/sessions/<id:login_id>/end", logins.logins),
    ("POST", "/account/sessions/<id:login_id>/end", logins.end),
    ("GET", "/account/views", views.views),
    ("GET", "/sessions/provider/<id:city>", provider.begin),
    ("GET", PROVIDER_CALLBACK, provider.come_back),
    ("GET", provider.CONSENT, provider.ask_to_join),
    ("POST", provider.CONSENT, provider.join),
    ("GET", "/mail", mail.letters),
    ("GET", "/mail/<id:city>/<id:name>", mail.letter),
    ("GET", "/about-data", texts.about_data),
    ("GET", "/accessibilite", texts.accessibility),
    ("GET", "/mentions-legales", texts.legal),
    ("GET", "/confidentialite", texts.privacy),
]

ROUTES = [Route(method, path, handler(page)) for method, path, page in PAGES]
ROUTES.append(Route("GET", assets.PREFIX + "<id:name>", assets.serve))
