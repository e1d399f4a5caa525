"""The one question between services: what notifications asks of the members service of its city, and is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.schema import read
from services.members import domain as of_members
from services.members import schemas as members
from services.notifications import domain, schemas
from services.notifications.domain import LINKED, Kind
from tests.notifications import given


def asked(kind: Kind) -> dict[str, Any]:
    question = domain.question(given.notice(kind), given.about(kind))
    return read(members.Contact, {**schemas.asked(question), "proof": "p" * 64})


@pytest.mark.parametrize("kind", Kind)
def test_the_members_service_takes_the_question_of_every_letter(kind: Kind) -> None:
    said = asked(kind)
    assert (said["member_id"], str(said["purpose"])) == ("m-1", kind.purpose)
    leads_to_it = kind.is_of_registration and not kind.is_last
    assert (said["registration_id"], said["until"] is not None) == ("g-1" if leads_to_it else None, leads_to_it)
    assert said["wish_id"] == ("w-1" if kind is Kind.REGISTRATION_WISH else None)


def test_both_know_the_same_letters_that_bring_a_link() -> None:
    assert {kind.purpose for kind in LINKED} == {str(purpose) for purpose in of_members.LINK_LASTS}


def test_notifications_takes_the_answer_with_what_the_letter_shows() -> None:
    recipient = of_members.Recipient("Zoé Planté", given.EMAIL, "nl", is_marked=True)
    told = schemas.contact(members.contact(recipient, "s3cret", None, "a.pass"))
    assert (told.name, told.email, told.language) == ("Zoé Planté", given.EMAIL, "nl")
    assert (told.link_token, told.registration_pass, told.for_name) == ("s3cret", "a.pass", None)
    assert told.is_marked
    assert not schemas.contact(members.contact(replace(recipient, is_marked=False), None)).is_marked
