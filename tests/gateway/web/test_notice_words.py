"""Every kind of notice has a name on the pages, and no two the same."""

from __future__ import annotations

from gateway.web import notice_words
from services.notifications.domain import Family, Kind


def test_every_kind_and_every_family_has_a_name_of_its_own() -> None:
    assert {str(kind) for kind in Kind} <= set(notice_words.KINDS)
    assert {str(family) for family in Family} == set(notice_words.FAMILIES)
    for names in (notice_words.KINDS, notice_words.FAMILIES):
        assert len(set(names.values())) == len(names)


def test_what_came_later_than_the_page_keeps_its_code() -> None:
    assert notice_words.kind("booking_confirmed") == "Réservation confirmée"
    assert notice_words.kind("letter_of_tomorrow") == "letter_of_tomorrow"
    assert notice_words.family("of_tomorrow") == "of_tomorrow"
