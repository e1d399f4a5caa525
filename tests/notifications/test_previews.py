"""What a letter will look like, and what is wrong with a city's own templates."""

from __future__ import annotations

from pathlib import Path

from services.notifications import previews
from services.notifications.domain import Kind
from tests.notifications import given

KIND = Kind.BOOKING_CONFIRMED


def test_a_folder_without_faults_has_none_and_a_slip_in_a_name_is_told(own_templates: Path) -> None:
    (own_templates / "fr" / "footer.txt").write_text("À la mairie de {{ city_name }}.")
    assert previews.faults(given.letterhead(own_templates), given.NOW) == []
    (own_templates / "fr" / "foooter.txt").write_text("À la mairie.")
    assert previews.faults(given.letterhead(own_templates), given.NOW) == ["fr/foooter.txt: replaces no template"]
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
