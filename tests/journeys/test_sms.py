"""Who has a telephone and no e-mail is told of what is booked for them; with every process running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import MetaData, NullPool, create_engine, select

from chassis import clock
from tests import waiting
from tests.network import Member, Network, running
from tests.network.desk import Desk, known
from tests.network.people import body_of
from tests.notifications.sms_gateway import Gateway, sms_gateway
from tests.substrates import substrate_of

HEARD_SECONDS = 20.0
ODETTE = "+33199001200"


def zone_of_noon() -> str:
    """A zone in which it is noon: where it is night no telephone rings, whenever this is run."""
    return f"Etc/GMT{clock.now().hour - 12:+}"  # as POSIX has it: +1 is an hour west of Greenwich


@pytest.fixture(scope="module")
def gateway() -> Iterator[Gateway]:
    with sms_gateway() as running_one:
        yield running_one


@pytest.fixture(scope="module", params=["embedded", "servers"])
def network(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, gateway: Gateway
) -> Iterator[Network]:
    """A network whose cities have an SMS gateway."""
    folder: Path = tmp_path_factory.mktemp("sms")
    sms = f'\n[sms]\nurl = "{gateway.url}"\ntoken = "s3cret"\n'
    at_noon = f'zone = "{zone_of_noon()}"'
    with substrate_of(request, folder) as substrate, running(substrate, folder, sms, of_a_city=at_noon) as started:
        yield started


@pytest.fixture(scope="module")
def desk(network: Network) -> Desk:
    return Desk(network)


@pytest.fixture(scope="module")
def fatou(network: Network) -> Member:
    """Who helps people of Tourcoing."""
    return known(network, "fatou@tourcoing.example.org")


@pytest.fixture(scope="module")
def odette(fatou: Member) -> dict[str, Any]:
    """Whom Fatou registered: without an address, with a telephone."""
    person = {"name": "Odette Vingtquatrain", "phone": ODETTE, "heard": ["account"]}
    reply = fatou.ask("POST", "/members/helped", person)
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


def booked_for(desk: Desk, odette: dict[str, Any], space: str) -> dict[str, Any]:
    """What the front desk books for her, once the hub has heard of her."""
    wish = desk.wish(desk.space(space), beneficiary={"member_id": odette["id"], "city": "tourcoing"})

    def booked() -> requests.Response | None:
        reply = desk.reception.ask("POST", "/bookings", wish)
        return reply if reply.status_code == 201 else None

    return dict(waiting.until(booked, "member that the hub heard of", HEARD_SECONDS).json())


def about(texts: list[str], space: str) -> list[str]:
    return [text for text in texts if space in text]


def test_a_booking_made_for_her_reaches_her_telephone_and_her_helpers_mailbox(
    desk: Desk, gateway: Gateway, fatou: Member, odette: dict[str, Any]
) -> None:
    booking = booked_for(desk, odette, "salon")
    [text] = waiting.until(lambda: about(gateway.texts(ODETTE), "salon"), "SMS", HEARD_SECONDS)
    assert text.startswith("Champ Libre - Tourcoing : Réservé : salon, le ")
    assert "Odette" not in text
    assert "://" not in text, "she has no account, and nothing to sign in with"
    assert "Accueil, 1 rue de l'Essai" in text

    def letters() -> list[str]:
        return [body for letter in fatou.letters() if booking["id"] in (body := body_of(letter))]

    [letter, *_] = waiting.until(letters, "letter to the helper", HEARD_SECONDS)
    assert "Odette Vingtquatrain" in letter


def test_without_her_helper_her_telephone_alone_is_told(
    desk: Desk, gateway: Gateway, fatou: Member, odette: dict[str, Any]
) -> None:
    withdrawn = desk.administrator.ask("DELETE", f"/members/{fatou.id}/roles/facilitator")
    assert withdrawn.status_code == 200, withdrawn.text
    booking = booked_for(desk, odette, "verriere")
    waiting.until(lambda: about(gateway.texts(ODETTE), "verriere"), "SMS", HEARD_SECONDS)
    assert desk.reception.ask("DELETE", f"/bookings/{booking['id']}").status_code == 200
    texts = waiting.until(
        lambda: found if len(found := about(gateway.texts(ODETTE), "verriere")) == 2 else None, "SMS", HEARD_SECONDS
    )
    assert [text.split(" : ")[1] for text in texts] == ["Réservé", "Annulé"]
    assert not [letter for letter in fatou.letters() if booking["id"] in body_of(letter)]


def test_her_number_is_in_no_log_and_in_no_database_but_that_of_her_citys_members(
    network: Network, gateway: Gateway, odette: dict[str, Any]
) -> None:
    assert gateway.texts(ODETTE)
    engine = create_engine(network.substrate.make_database("notifications_tourcoing"), poolclass=NullPool)
    tables = MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        rows = [tuple(row) for table in tables.sorted_tables for row in connection.execute(select(table))]
    assert odette["id"] in repr(rows)
    for kept in (repr(rows), network.said()):
        assert ODETTE[1:] not in kept
        assert "Vingtquatrain" not in kept
