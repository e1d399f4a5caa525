"""Who writes to whom, and what is asked before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from services.notifications import domain, schemas
from services.notifications.domain import Kind, Question
from tests.notifications import given


def question(kind: Kind, **facts: object) -> Question:
    return domain.question(given.notice(kind), given.about(kind, **facts))


def test_a_letter_is_written_in_the_name_of_the_city() -> None:
    assert given.LETTERHEAD.display_name == "Champ Libre – Roubaix"


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.is_of_registration])
def test_of_most_letters_nothing_is_asked_but_whom_and_what_for(kind: Kind) -> None:
    if kind is not Kind.REGISTRATION_WISH:
        assert question(kind) == Question("m-1", kind.purpose)
        assert schemas.asked(question(kind)) == {"member_id": "m-1", "purpose": kind.purpose}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_of_registration and not kind.is_last])
def test_a_letter_that_leads_to_a_registration_asks_for_what_opens_it(kind: Kind) -> None:
    asked = question(kind, occurrence_status="scheduled")
    assert asked.named == ("m-1", "registration", "g-1")
    assert asked.until == datetime.fromisoformat(given.REGISTRATION["ends_at"])
    assert schemas.asked(asked) == {
        "member_id": "m-1",
        "purpose": "registration",
        "registration_id": "g-1",
        "until": "2026-11-23T11:00:00+00:00",
    }


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_of_registration and kind.is_last])
def test_a_letter_that_tells_an_end_opens_nothing(kind: Kind) -> None:
    assert question(kind).named == ("m-1", "registration")


def test_what_has_no_date_may_be_looked_at_for_as_long_as_a_pass_lasts() -> None:
    assert question(Kind.REGISTRATION_POSTPONED).until == given.NOW + timedelta(days=180)


def test_a_letter_about_a_wish_says_which() -> None:
    asked = question(Kind.REGISTRATION_WISH)
    assert asked.named == ("m-1", "registration_wish", "w-1")
    assert schemas.asked(asked) == {"member_id": "m-1", "purpose": "registration_wish", "wish_id": "w-1"}
