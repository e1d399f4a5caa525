"""What a letter will look like, and what is wrong with a city's own templates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from services.notifications import previews, short
from services.notifications.domain import Kind
from services.notifications.samples import sample
from tests.notifications import given

KIND = Kind.BOOKING_CONFIRMED


def test_a_folder_without_faults_has_none_and_a_slip_in_a_name_is_told(own_templates: Path) -> None:
    (own_templates / "fr" / "footer.txt").write_text("À la mairie de {{ city_name }}.")
    assert previews.faults(given.letterhead(own_templates), given.NOW) == []
    (own_templates / "fr" / "foooter.txt").write_text("À la mairie.")
    (own_templates / "nl" / "sms.txt").write_text("Dag {{ name }}.")
    said = [f"{name}: replaces no template" for name in ("fr/foooter.txt", "nl/sms.txt")]
    assert previews.faults(given.letterhead(own_templates), given.NOW) == said
    assert previews.faults(given.letterhead(own_templates / "nowhere"), given.NOW) == ["the folder is not there"]


def test_a_preview_names_what_the_city_replaces_and_what_is_broken(own_templates: Path) -> None:
    for name in ("fr/footer.txt", "nl/footer.txt", "layout.txt", "fr/reset.txt", "fr/booking_confirmed.html"):
        (own_templates / name).write_text("{% block letter %}{% endblock %}.")
    shown = previews.preview(KIND, "fr", given.letterhead(own_templates), given.NOW)
    assert shown.replaced == ("fr/booking_confirmed.html", "fr/footer.txt", "layout.txt")
    assert shown.fault is None
    (own_templates / "fr" / "footer.txt").write_text("{{ nobody }}")
    shown = previews.preview(KIND, "fr", given.letterhead(own_templates), given.NOW)
    assert str(shown.fault) == "fr/footer.txt:1: 'nobody' is undefined"
    assert shown.letter == previews.preview(KIND, "fr", given.LETTERHEAD, given.NOW).letter


def test_a_city_without_templates_of_its_own_replaces_nothing() -> None:
    shown = previews.preview(KIND, "nl", given.LETTERHEAD, given.NOW)
    assert (shown.replaced, shown.fault, shown.letter.language) == ((), None, "nl")


@pytest.mark.parametrize("kind", Kind)
def test_what_a_telephone_is_told_is_shown_with_the_page_that_says_more(kind: Kind) -> None:
    one = sample(kind, "fr", given.NOW)
    shown = previews.preview(kind, "fr", given.LETTERHEAD, given.NOW)
    assert (shown.sms is not None) is kind.is_sayable
    if shown.sms is not None:
        contact = replace(one.contact, phone="+33600000000")
        sent = short.compose(given.notice(kind), one.about, contact, given.LETTERHEAD, given.NOW)
        assert shown.sms == sent.text
        assert one.contact.name not in shown.sms
        assert f" {given.LETTERHEAD.public_url}/" in shown.sms
