"""Staff sees how its city writes: every letter, in every language, of examples; nothing in it runs or loads."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from services.notifications.domain import Kind
from tests.gateway.web.conftest import Browser, calls, words

ONE = "/desk/letters/booking_confirmed"


@pytest.fixture
def staff(browser: Browser) -> Browser:
    """A browser whose member makes the programme."""
    browser.network.roles = ("member", "programme")
    browser.sign_in()
    return browser


def test_every_letter_is_listed_by_its_name(staff: Browser) -> None:
    page = staff.open("/desk/letters")
    assert page.status_code == 200
    for kind in Kind:
        assert f'href="/desk/letters/{kind}"' in page.text
    assert "Réservation confirmée" in words(page)
    assert "Nouveau mot de passe demandé (ne peut pas être refusé)" in words(page)
    assert page.text.index("f-bookings") < page.text.index("f-registrations") < page.text.index("f-security")
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("kind", Kind)
def test_a_letter_is_shown_with_its_subject_and_its_text(staff: Browser, kind: Kind) -> None:
    page = staff.open(f"/desk/letters/{kind}?language=nl")
    (asked,) = calls(staff.network, "preview_letter")
    assert (asked["kind"], asked["language"]) == (kind, "nl")
    letter = staff.network.preview_letter("roubaix", asked["actor"], kind, "nl")
    assert str(escape(letter["text"].splitlines()[2], quote=False)) in page.text
    assert f"({len(letter['subject'])} caractères sur 78)" in words(page)
    assert "aucun : tout vient du réseau" in words(page)


def test_what_a_telephone_is_told_is_shown_and_of_a_secret_that_it_goes_by_mail_alone(staff: Browser) -> None:
    assert "Le SMS Champ Libre - Roubaix : Réservé : Salle du canal" in words(staff.open(ONE))
    assert "Ce message ne part que par courriel." in words(staff.open("/desk/letters/reset"))


def test_the_language_is_that_of_the_page_until_another_is_chosen(staff: Browser) -> None:
    staff.open(ONE)
    staff.open(f"{ONE}?lang=en")
    staff.open(f"{ONE}?language=nl")
    staff.open(f"{ONE}?language=xx")
    assert [asked["language"] for asked in calls(staff.network, "preview_letter")] == ["fr", "en", "nl", "en"]


def test_the_html_is_a_page_in_a_frame_in_which_nothing_runs_or_loads(staff: Browser) -> None:
    assert f'sandbox title="Le courriel comme il s’affiche" src="{ONE}/html?language=fr"' in staff.open(ONE).text
    page = staff.open(f"{ONE}/html?language=fr")
    assert page.text.startswith("<!doctype html>\n<html lang=\"fr\">")
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "style-src 'unsafe-inline'", "sandbox", "frame-ancestors 'self'"} == set(policy)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" not in staff.open(ONE).headers


def test_what_the_city_replaces_and_what_is_broken_is_said(staff: Browser, tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    staff.network.templates = str(tmp_path)
    (tmp_path / "fr" / "footer.txt").write_text("À la mairie.")
    assert "Modèles de la ville fr/footer.txt" in words(staff.open(ONE))
    (tmp_path / "fr" / "footer.txt").write_text("{{ nobody }}")
    assert "fr/footer.txt:1: 'nobody' is undefined" in words(staff.open(ONE))


@pytest.mark.parametrize("path", ["/desk/letters", ONE, f"{ONE}/html"])
def test_it_is_for_staff_that_makes_the_programme(browser: Browser, path: str) -> None:
    assert browser.open(path).status_code == 303
    for roles in [("member",), ("member", "front_desk"), ("member", "programme@place-1")]:
        browser.network.roles = roles
        browser.sign_in()
        assert browser.open(path).status_code == 403


def test_there_is_no_other_letter(staff: Browser) -> None:
    for path in ("/desk/letters/nothing", "/desk/letters/nothing/html"):
        assert staff.open(path).status_code == 404


def test_without_the_service_the_page_says_so(staff: Browser) -> None:
    staff.network.down.add("notifications_roubaix")
    assert staff.open(ONE).status_code == 503
