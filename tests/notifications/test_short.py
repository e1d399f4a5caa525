"""What a telephone is told: one sentence and an address, of every kind in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.notifications import short
from services.notifications.domain import LANGUAGES, LINKED, Contact, Kind, Letterhead, Undeliverable
from services.notifications.short import ShortMessage, fits, in_alphabet
from tests.notifications import given

NUMBER = "+33199001234"
SAYABLE = [kind for kind in Kind if kind.is_sayable]
LONG = replace(given.LETTERHEAD, city_name="Villeneuve-d’Ascq", public_url="https://champlibre.metropole.example.org")
AN_ID = "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a01"


def contact(language: str = "fr", because: str | None = None, **facts: object) -> Contact:
    return Contact("", "", language, because=because, **{"phone": NUMBER, "signs_in": True, **facts})  # type: ignore[arg-type]


def said(kind: Kind, to: Contact, letterhead: Letterhead = given.LETTERHEAD, **facts: object) -> str:
    message = short.compose(given.notice(kind), given.about(kind, **facts), to, letterhead, given.NOW)
    assert message == ShortMessage(NUMBER, message.text)
    return message.text


def test_it_is_a_sentence_and_the_address_of_the_page() -> None:
    told = said(Kind.BOOKING_CONFIRMED, contact())
    assert told == (
        "Champ Libre - Roubaix : Réservé : Salle du canal, le 23 novembre à 10:00."
        " https://champlibre.example.org/bookings/b-1"
    )
    told = said(Kind.REGISTRATION_QUEUED, contact("nl"))
    assert told == (
        "Champ Libre - Roubaix: Wachtlijst: Maak je lamp, 23 november om 10:00."
        " https://champlibre.example.org/registrations/g-1"
    )


def test_who_holds_anothers_telephone_is_told_for_whom_without_a_name() -> None:
    told = said(Kind.BOOKING_CANCELLED, contact("en", "helper"))
    assert told.startswith("Champ Libre - Roubaix, for somebody you help: Cancelled: Salle du canal, 23 November at")
    told = said(Kind.NEW_SIGN_IN, contact("fr", "guardian"))
    assert told.startswith(
        "pour l'enfant dont vous répondez : Nouvelle connexion à votre compte - Champ Libre - Roubaix."
    )


def test_who_cannot_sign_in_is_led_to_no_page_but_to_the_place() -> None:
    told = said(Kind.REGISTRATION_CONFIRMED, contact(signs_in=False))
    assert told == (
        "Champ Libre - Roubaix : Confirmé : Fabriquer sa lampe, le 23 novembre à 10:00."
        " L'Union, 1 rue de l'Exemple, 59200 Tourcoing"
    )
    for series in (Kind.SERIES_BOOKED, Kind.BOOKING_REMINDER):
        assert said(series, contact(signs_in=False)).endswith(" L'Union, 1 rue de l'Exemple, 59200 Tourcoing")
    afar = said(Kind.REGISTRATION_CONFIRMED, contact(signs_in=False), attendance="online")
    assert afar == "Champ Libre - Roubaix : Confirmé : Fabriquer sa lampe, le 23 novembre à 10:00."
    assert said(Kind.ADMITTED, contact(signs_in=False)) == "Champ Libre - Roubaix : Votre demande est acceptée."


def test_an_address_that_leaves_no_room_for_the_sentence_is_left_out() -> None:
    told = said(Kind.BOOKING_CONFIRMED, contact(signs_in=False), address="rue " * 120)
    assert told == "Champ Libre - Roubaix : Réservé : Salle du canal, le 23 novembre à 10:00."


@pytest.mark.parametrize("because", [None, "guardian", "helper"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SAYABLE)
def test_two_parts_hold_it_whatever_it_tells(kind: Kind, language: str, because: str | None) -> None:
    ids = ("booking_id", "registration_id", "occurrence_id")
    longest = {name: AN_ID for name in ids if name in given.facts_of(kind)} if not kind.is_of_account else {}
    names = {"space_name": "Grande salle d’exposition de l’ancienne filature, rez-de-chaussée côté canal"}
    names = {name: value for name, value in names.items() if name in given.facts_of(kind)} if longest else {}
    told = said(kind, contact(language, because), LONG, **longest, **names)
    assert len(told) <= 306
    assert fits(told)
    assert in_alphabet(told) == told
    page = told.rpartition(" ")[2]
    assert page.startswith(f"{LONG.public_url}/")
    assert "?" not in page
    assert "Champ Libre - Villeneuve-d'Ascq" in told
    assert "  " not in told
    assert told.count("Champ Libre") == 1
    assert not {given.NAME, "None"} & set(told.split())


@pytest.mark.parametrize("kind", LINKED)
def test_what_brings_a_secret_is_never_said(kind: Kind) -> None:
    assert not kind.is_sayable
    with pytest.raises(Undeliverable, match="unsayable"):
        said(kind, contact(link_token="s3cret"))


def test_nothing_is_said_without_a_number() -> None:
    with pytest.raises(Undeliverable, match="phone_invalid"):
        said(Kind.BOOKING_CONFIRMED, contact(phone=None))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Fête – L’Union…", "Fete - L'Union..."),
        ("à 10\u202fh\u00a000", "à 10 h 00"),
        ("Œuvre «\u00a0Çà\u00a0»", 'OEuvre " Çà "'),
        ("e\u0301te\u0301, été", "été, été"),
        ("une ligne\r\nune autre", "une ligne une autre"),
        ("12 € {1}", "12 € {1}"),
        ("ورشة", "ورشة"),
    ],
)
def test_it_is_written_as_telephones_write(written: str, kept: str) -> None:
    assert in_alphabet(written) == kept


def test_what_takes_two_counts_as_two_and_another_alphabet_holds_less() -> None:
    assert fits("a" * 306)
    assert not fits("a" * 307)
    assert fits("€" * 153)
    assert not fits("€" * 154)
    assert fits("و" * 134)
    assert not fits("و" * 135)
    assert not fits("\U0001f3a8" * 68)


def test_what_is_too_long_loses_words_and_keeps_its_page() -> None:
    title = {"fr": "ورشة " * 40}
    told = said(Kind.REGISTRATION_CONFIRMED, contact(), LONG, title=title, registration_id=AN_ID)
    assert fits(told)
    assert told.endswith(f"... {LONG.public_url}/registrations/{AN_ID}")
    assert told.startswith("Champ Libre - Villeneuve-d'Ascq : ")
