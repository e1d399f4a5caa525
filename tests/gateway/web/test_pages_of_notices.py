"""A member reads what they were told, whatever way it went, and chooses how they wish to be told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.member_notices import told
from tests.gateway.web.network import Network

PAGE = "/account/notices"
CHOICES = f"{PAGE}/preferences"


def ways(page: TestResponse) -> dict[str, bool]:
    """The boxes of kinds and ways, each with whether it is ticked."""
    boxes = re.findall(r'name="wanted" value="([^"]+)"( checked)?', page.text)
    return {value: bool(checked) for value, checked in boxes}


def send(member: Browser, **typed: Any) -> TestResponse:
    """The form with everything as typed; a list ticks several boxes of one name."""
    return member.client.post(CHOICES, data={**member.hidden(member.open(CHOICES)), **typed})


def failed(reason: str, status: str = "failed", channel: str = "mail") -> dict[str, Any]:
    return {"channel": channel, "status": status, "sent_at": None, "reason": reason}


def test_a_member_reads_what_they_were_told_and_goes_to_what_it_is_about(member: Browser, network: Network) -> None:
    network.notices = [
        told("n-3", "registration_changed", about={"registration": "g-1"}, subject="Lampe <déplacée>"),
        told("n-2", "series_booked", about={"series": "s-1"}),
        told("n-1"),
    ]
    page = member.open(PAGE)
    said = words(page)
    assert "Activité changée Lampe <déplacée> 20 nov. 2026, 09:00 Par courriel, le 20 nov. 2026, 09:00" in said
    for path in ("/registrations/g-1", "/bookings", "/bookings/b-1", f"{PAGE}/n-3", CHOICES):
        assert f'href="{path}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("deliveries", "said"),
    [
        ([failed("smtp_550")], "Non distribué par courriel : votre messagerie l’a refusé, ou ne répond pas"),
        ([failed("address_refused")], "Non distribué par courriel : votre adresse refuse nos courriels"),
        ([failed("members_unavailable")], "Non distribué par courriel : un service n’a pas répondu à temps"),
        ([failed("sms_timeout", channel="sms")], "Non distribué par SMS : l’opérateur l’a refusé, ou ne répond pas"),
        ([failed("overtaken", "dropped")], "Pas envoyé par courriel : la situation a changé entre-temps"),
        ([failed("paced", "queued")], "Par courriel : en route"),
        ([], "Sur cette page seulement"),
    ],
)
def test_a_member_is_told_in_words_what_did_not_go_out(
    member: Browser, network: Network, deliveries: list[dict[str, Any]], said: str
) -> None:
    network.notices = [told("n-1", deliveries=deliveries)]
    assert said in words(member.open(PAGE))
    assert said in words(member.open(f"{PAGE}/n-1"))


def test_a_long_list_has_pages(member: Browser, network: Network) -> None:
    network.notices = [told(f"n-{number}") for number in range(25)]
    first = member.open(PAGE)
    assert first.text.count("card__title") == 20
    assert f'href="{PAGE}?after=n-19"' in first.text
    rest = member.open(f"{PAGE}?after=n-19")
    assert rest.text.count("card__title") == 5
    assert "La suite" not in words(rest)
    assert member.open(f"{PAGE}?after=%27%3B--").text.count("card__title") == 20


def test_who_was_told_nothing_is_told_that(member: Browser) -> None:
    assert "Rien ne vous a encore été dit." in words(member.open(PAGE))


def test_a_message_is_read_with_its_links_and_nothing_in_it_is_a_mark(member: Browser, network: Network) -> None:
    network.notices = [told("n-1", text="Bonjour <b>,\nvoyez https://champlibre.example.org/bookings/b-1.\n")]
    page = member.open(f"{PAGE}/n-1")
    assert "<b>" not in page.text
    assert 'href="https://champlibre.example.org/bookings/b-1"' in page.text
    (asked,) = calls(network, "my_notice")
    assert (asked["name"], asked["language"]) == ("Nadia", "fr")


def test_messages_are_in_the_language_of_the_pages(member: Browser, network: Network) -> None:
    network.notices = [told("n-1")]
    assert "Booking confirmed" in words(member.open(f"{PAGE}?lang=en"))
    member.open(f"{PAGE}/n-1?lang=nl")
    assert calls(network, "my_notices")[-1]["language"] == "en"
    assert calls(network, "my_notice")[-1]["language"] == "nl"


def test_what_is_too_old_to_be_written_again_is_there_without_its_text(member: Browser, network: Network) -> None:
    network.notices = [told("n-1", subject=None, text=None, about=None)]
    assert "Réservation confirmée" in words(member.open(PAGE))
    assert "Ce message est trop ancien pour être relu." in words(member.open(f"{PAGE}/n-1"))


def test_somebody_else_s_message_is_not_there(member: Browser) -> None:
    assert member.open(f"{PAGE}/n-9").status_code == 404


def test_a_member_sees_what_can_be_chosen_and_what_cannot(member: Browser, network: Network) -> None:
    page = member.open(CHOICES)
    assert ways(page) == {"booking_confirmed:mail": True, "booking_lapsed:mail": True}  # the rest is always told
    assert words(page).count("Toujours") == 3  # the remark, the cancelled booking, the changed password
    assert 'href="/account/profile"' in page.text  # the digest is consented to there
    assert "Travail d’équipe" not in words(page)
    for name in ("Réservation confirmée, par courriel", "Du silence à partir de", "Jusqu’à", "un jour avant"):
        assert name in words(page)
    network.channels = ["mail", "sms"]
    page = member.open(CHOICES)
    assert ways(page)["booking_cancelled:sms"] is False
    assert "password_changed:sms" not in ways(page)
    assert "Mot de passe changé Toujours Jamais" in words(page)


def test_a_member_chooses_all_of_it_by_one_button(member: Browser, network: Network) -> None:
    reply = send(
        member, wanted=["booking_lapsed:mail"], reminder=["60", "10080"], quiet_since="21:30", quiet_until="08:00"
    )
    assert reply.location == f"{CHOICES}?done=saved"
    page = member.open(str(reply.location))
    assert "C’est noté." in words(page)
    assert ways(page) == {"booking_confirmed:mail": False, "booking_lapsed:mail": True}
    assert (network.chosen["quiet"], network.chosen["reminders"]) == ({"since": "21:30", "until": "08:00"}, [60, 10080])
    assert 'type="time" autocomplete="off" value="21:30"' in page.text
    assert not [one for one in network.chosen["wanted"] if one["kind"] in ("booking_cancelled", "digest")]


def test_what_a_member_does_not_see_stays_as_it_was(member: Browser, network: Network) -> None:
    network.chosen["wanted"] = [{"kind": "occurrence_short", "channel": "mail", "is_wanted": False}]
    send(member, wanted=["booking_confirmed:mail", "booking_lapsed:mail", "occurrence_short:mail"])
    (of_work,) = (one for one in network.chosen["wanted"] if one["kind"] == "occurrence_short")
    assert of_work["is_wanted"] is False


def test_no_hour_and_no_reminder_is_a_choice(member: Browser, network: Network) -> None:
    network.chosen["quiet"] = {"since": "21:30", "until": "08:00"}
    send(member, quiet_since="", quiet_until="")
    assert (network.chosen["quiet"], network.chosen["reminders"]) == (None, [])


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"quiet_since": "21:30"}, "quiet_until", "Écrivez les deux heures, ou aucune."),
        ({"quiet_since": "9 h", "quiet_until": "08:00"}, "quiet_since", "Écrivez une heure, par exemple 21:30."),
        ({"quiet_since": "25:00", "quiet_until": "08:00"}, "quiet_since", "Écrivez une heure, par exemple 21:30."),
        ({"quiet_since": "21:30", "quiet_until": "21:30"}, "quiet_until", "Écrivez une autre heure"),
        ({"reminder": ["60", "120", "180", "1440"]}, "reminders", "Choisissez-en trois au plus."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_ticked_stays(
    member: Browser, network: Network, typed: dict[str, Any], field: str, said: str
) -> None:
    page = send(member, wanted=["booking_lapsed:mail"], **typed)
    assert page.status_code == 400
    assert said in words(page)
    assert f'<a href="#{field}">' in page.text
    assert f'id="{field}-wrong"' in page.text
    assert ways(page) == {"booking_confirmed:mail": False, "booking_lapsed:mail": True}
    assert not calls(network, "choose")


def test_the_messages_are_for_who_is_signed_in(browser: Browser) -> None:
    for path in (PAGE, f"{PAGE}/n-1", CHOICES):
        assert browser.open(path).location == f"/sessions/new?next={path.replace('/', '%2F')}"


def test_while_the_notifications_do_not_answer_the_page_says_so(member: Browser, network: Network) -> None:
    network.down.add("notifications_roubaix")
    for path in (PAGE, CHOICES):
        assert member.open(path).status_code == 503
    assert member.open("/account").status_code == 200
