"""A city's own templates and its colour: what is there replaces ours, and what is broken stops no letter."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chassis import metrics
from services.notifications import letters, mail, previews
from services.notifications.domain import Kind, Letterhead, palette
from services.notifications.letters import Letter
from tests.notifications import given

KIND = Kind.BOOKING_CONFIRMED
BODY = '{% extends "layout.html" %}{% block letter %}<p>'
END = "</p>{% endblock %}"


def write(letterhead: Letterhead, kind: Kind = KIND, language: str = "fr", **facts: Any) -> Letter:
    return letters.write(kind, given.contact(kind, language=language, **facts), letterhead, given.about(kind))


def broken(kind: Kind = KIND) -> float:
    """How often it was counted."""
    return float(metrics.templates_broken.labels("notifications_roubaix", kind)._value.get())


def test_what_a_city_has_replaces_ours_file_by_file(own_templates: Path) -> None:
    ours = write(given.LETTERHEAD)
    (own_templates / "fr" / "booking_confirmed.subject.txt").write_text("C’est réservé, {{ name }} !\n")
    (own_templates / "fr" / "footer.txt").write_text("Écrivez à la mairie de {{ city_name }}.")
    own = write(given.letterhead(own_templates))
    assert own.subject == f"C’est réservé, {given.NAME} !"
    assert "Écrivez à la mairie de Roubaix." in own.text and "Écrivez à la mairie de Roubaix." in own.html
    assert own.text.split("-- ")[0] == ours.text.split("-- ")[0]
    assert write(given.letterhead(own_templates), language="nl") == write(given.LETTERHEAD, language="nl")
    said = given.notice(KIND), given.booking(), given.contact()
    sent = mail.compose(*said, given.letterhead(own_templates), given.NOW)
    assert sent["Subject"] == own.subject


def test_a_city_s_layout_is_that_of_all_its_letters(own_templates: Path) -> None:
    (own_templates / "layout.html").write_text("<h1>Mairie</h1>{% block letter %}{% endblock %}")
    for kind in (KIND, Kind.RESET):
        assert "<h1>Mairie</h1><p>Bonjour" in write(given.letterhead(own_templates), kind).html.replace("\n", "")
        assert write(given.letterhead(own_templates), kind).text == write(given.LETTERHEAD, kind).text


def test_what_a_city_changes_is_used_without_a_new_start(own_templates: Path) -> None:
    file = own_templates / "fr" / "footer.txt"
    ours = write(given.letterhead(own_templates))
    for said in ("Bonjour de la ville.", "Un autre mot, plus long que le premier."):
        file.write_text(said)
        os.utime(file, (len(said), len(said)))
        assert said in write(given.letterhead(own_templates)).text
    file.unlink()
    assert write(given.letterhead(own_templates)) == ours


BROKEN = {
    "fr/booking_confirmed.txt": [
        ("{% block", "fr/booking_confirmed.txt:1: "),
        ("un\n{{ nobody }}", "fr/booking_confirmed.txt:2: 'nobody' is undefined"),
        ("{{ booking.nothing }}", "'services.notifications.domain.bookings.Booking object' has no attribute 'nothing'"),
        ('{% extends "nowhere.txt" %}', "fr/booking_confirmed.txt:1: there is no nowhere.txt"),
        ("{{ ''.__class__.__mro__ }}", "fr/booking_confirmed.txt:1: access to attribute '__class__'"),
        ("{{ 1 / 0 }}", "fr/booking_confirmed.txt:1: ZeroDivisionError"),
        ("{% for one in range(100000) %}.{% endfor %}", "'range' is undefined"),
        (" \n", "fr/booking_confirmed.txt: it is empty"),
        ("x" * 65_537, "fr/booking_confirmed.txt:1: longer than 65536 bytes"),
        ("{{ 'x' * 300000 }}", "fr/booking_confirmed.txt: it makes more than 262144 characters"),
        ('{% include "fr/booking_confirmed.txt" %}', "RecursionError"),
    ],
    "fr/booking_confirmed.subject.txt": [
        ("Réservé\nBcc: all@example.org", "fr/booking_confirmed.subject.txt: a subject is one line"),
        ("", "fr/booking_confirmed.subject.txt: it is empty"),
    ],
    "fr/booking_confirmed.html": [
        ("{# nothing #}", "fr/booking_confirmed.html: it is empty"),
        (f"{BODY}<img alt='' src=https://pixel.example.org/1>{END}", "loads nothing and sends no form: <img"),
        (f"{BODY}<span style='background: url(//pixel.example.org)'></span>{END}", "loads nothing"),
        (f"{BODY}{{{{ name|safe }}}}{END}", "fr/booking_confirmed.html:1: No filter named 'safe'"),
    ],
    "fr/when.txt": [("{{ starts|dya }}", "fr/when.txt:1: No filter named 'dya'")],
    "layout.html": [("{% block letter %}", "layout.html:1: ")],
}


@pytest.mark.parametrize(("file", "written", "why"), [(file, *one) for file, each in BROKEN.items() for one in each])
def test_a_broken_template_stops_no_letter_and_is_told_and_counted(
    own_templates: Path, file: str, written: str, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    (own_templates / file).write_text(written)
    before = broken()
    with caplog.at_level(logging.ERROR):
        assert write(given.letterhead(own_templates)) == write(given.LETTERHEAD)
    assert broken() == before + 1
    assert "template broken" in caplog.text
    assert given.NAME not in caplog.text and given.EMAIL not in caplog.text
    faults = previews.faults(given.letterhead(own_templates), given.NOW)
    assert any(why in said for said in faults), faults


def test_a_file_that_is_no_text_stops_no_letter(own_templates: Path) -> None:
    (own_templates / "fr" / "footer.txt").write_bytes(b"\xff\xfe")
    assert write(given.letterhead(own_templates)) == write(given.LETTERHEAD)
    assert "fr/footer.txt:1: not UTF-8" in previews.faults(given.letterhead(own_templates), given.NOW)


def test_what_is_said_of_a_fault_holds_nothing_of_the_letter(own_templates: Path) -> None:
    (own_templates / "fr" / "booking_confirmed.txt").write_text(
        "{{ name|int(default=name.nothing) }}{{ {}[name] }}{{ name + 1 }}"
    )
    contact = given.contact(KIND)
    fault = letters.try_own(KIND, contact, given.letterhead(own_templates), given.about(KIND))
    assert not isinstance(fault, Letter)
    assert given.NAME not in str(fault)


def test_a_city_s_template_reads_no_other_file(own_templates: Path) -> None:
    (own_templates.parent / "secret.txt").write_text("hunter2")
    for name in ("../secret.txt", str(own_templates.parent / "secret.txt"), "fr/../../secret.txt"):
        (own_templates / "fr" / "footer.txt").write_text(f'{{% include "{name}" %}}')
        assert "hunter2" not in write(given.letterhead(own_templates)).text


@pytest.mark.parametrize(("colour", "ink"), [("#1f4e4a", "#ffffff"), ("#ffd400", "#000000")])
def test_a_letter_has_the_colour_of_its_city(colour: str, ink: str) -> None:
    html = write(replace(given.LETTERHEAD, colour=colour)).html
    assert f"background-color: {colour}; color: {ink}" in html
    assert palette(colour).day.link in html and palette(colour).night.link in html
