"""The demonstration's mail on a page: only the letters that are there, and nothing in them runs."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from gateway.web import mailbox
from tests.gateway.web.conftest import Browser, browser_of, words
from tests.gateway.web.network import Network


def post(folder: Path, city: str, name: str, text: str, age: int = 0) -> None:
    """Put a letter in the folder, `age` seconds old."""
    letter = EmailMessage()
    letter["Subject"], letter["To"], letter["From"] = f"Réservation {name}", "nadia@example.org", "lab@example.org"
    letter["Date"] = "Mon, 23 Nov 2026 08:00:00 +0100"
    letter.set_content(text)
    letter.add_alternative(f"<p>{text}</p>", subtype="html")
    letter.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="invite.ics")
    path = folder / city / f"{name}.eml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(letter.as_bytes())
    os.utime(path, (1_000_000 - age, 1_000_000 - age))


@pytest.fixture
def browser(network: Network, mail_folder: Path) -> Browser:
    return browser_of(network, mail_folder=mail_folder)


def test_letters_are_listed_newest_first(browser: Browser, mail_folder: Path) -> None:
    post(mail_folder, "roubaix", "older", "Bonjour", age=60)
    post(mail_folder, "marcq", "newer", "Bonjour")
    said = words(browser.open("/mail"))
    assert said.index("Réservation newer") < said.index("Réservation older")
    assert "nadia@example.org" in said


def test_a_letter_shows_its_text_its_links_and_its_calendar(browser: Browser, mail_folder: Path) -> None:
    post(mail_folder, "roubaix", "one", "Voyez http://localhost/members/confirm?city=roubaix&token=abc.")
    page = browser.open("/mail/roubaix/one")
    assert 'href="http://localhost/members/confirm?city=roubaix&amp;token=abc"' in page.text
    assert "BEGIN:VCALENDAR" in page.text


def test_nothing_in_a_letter_is_markup(browser: Browser, mail_folder: Path) -> None:
    post(mail_folder, "roubaix", "one", "<script>alert(1)</script>")
    assert "<script>alert" not in browser.open("/mail/roubaix/one").text


@pytest.mark.parametrize(
    "path", ["/mail/roubaix/two", "/mail/../secret", "/mail/roubaix/..%2F..%2Fsecret", "/mail/%2e%2e/secret"]
)
def test_only_what_is_listed_can_be_opened(browser: Browser, mail_folder: Path, path: str) -> None:
    post(mail_folder, "roubaix", "one", "Bonjour")
    (mail_folder.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    assert browser.open(path).status_code == 404


def test_a_date_without_a_zone_is_utc(browser: Browser, mail_folder: Path) -> None:
    post(mail_folder, "roubaix", "one", "Bonjour")
    letter = mail_folder / "roubaix" / "one.eml"
    letter.write_bytes(letter.read_bytes().replace(b"08:00:00 +0100", b"08:00:00 -0000"))
    assert "09:00" in words(browser.open("/mail"))


def test_an_empty_or_absent_folder_has_no_letters(mail_folder: Path) -> None:
    assert mailbox.letters(mail_folder) == []


def test_a_file_that_is_no_letter_breaks_nothing(mail_folder: Path) -> None:
    (mail_folder / "roubaix").mkdir(parents=True)
    (mail_folder / "roubaix" / "odd.eml").write_bytes(b"\xff\xfe\x00 no letter")
    (mail_folder / "roubaix" / "date.eml").write_bytes(
        b"Date: Mon, 23 Nov 2026 08:00:00 -0000\nContent-Type: text/plain; charset=none\n\n\xe9"
    )
    (mail_folder / "roubaix" / "to.eml").write_bytes(b'To: "\nBcc:x" <a@example.org>\n\nBonjour')
    assert {letter.id for letter in mailbox.letters(mail_folder)} == {"odd", "date"}


def test_a_node_without_the_folder_shows_no_mail(network: Network) -> None:
    assert browser_of(network).open("/mail").status_code == 404
