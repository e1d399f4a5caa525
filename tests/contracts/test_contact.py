"""The one question between services: what notifications asks of the members service of its city, and is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.errors import Invalid
from chassis.schema import read
from services.members import domain as of_members
from services.members import schemas as members
from services.notifications import domain, schemas
from services.notifications.domain import LINKED, Channel, Kind
from tests.notifications import given


def asked(kind: Kind, channel: Channel = Channel.MAIL) -> dict[str, Any]:
    question = domain.question(given.notice(kind), given.about(kind), channel)
    return read(members.Contact, {**schemas.asked(question), "proof": "p" * 64})


@pytest.mark.parametrize("kind", Kind)
def test_the_members_service_takes_the_question_of_every_letter(kind: Kind) -> None:
    said = asked(kind)
    assert (said["member_id"], str(said["purpose"])) == ("m-1", kind.purpose)
    leads_to_it = kind.is_of_registration and not kind.is_last
    assert (said["registration_id"], said["until"] is not None) == ("g-1" if leads_to_it else None, leads_to_it)
    assert said["channel"] is of_members.Channel.MAIL
    assert "channel" not in schemas.asked(domain.question(given.notice(kind), given.about(kind)))
    assert said["wish_id"] == ("w-1" if kind is Kind.REGISTRATION_WISH else None)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_sayable])
def test_the_members_service_takes_the_question_for_a_telephone_which_asks_for_no_pass(kind: Kind) -> None:
    said = asked(kind, Channel.SMS)
    assert (said["member_id"], str(said["purpose"]), said["channel"]) == ("m-1", kind.purpose, of_members.Channel.SMS)
    assert (said["registration_id"], said["until"], said["wish_id"]) == (None, None, None)
    assert domain.question(given.notice(kind), given.about(kind), Channel.SMS).named == ("m-1", kind.purpose, "sms")


def test_both_know_the_same_channels_and_say_of_the_same_letters_that_no_telephone_gets_them() -> None:
    assert [channel.value for channel in Channel] == [channel.value for channel in of_members.Channel]
    assert not any(kind.is_sayable for kind in Kind if kind.purpose in {str(one) for one in of_members.LINK_LASTS})


def test_both_know_the_same_letters_that_bring_a_link() -> None:
    assert {kind.purpose for kind in LINKED} == {str(purpose) for purpose in of_members.LINK_LASTS}


def test_notifications_takes_the_answer_with_what_the_letter_shows() -> None:
    recipient = of_members.Recipient("Zoé Planté", given.EMAIL, "nl", is_marked=True)
    told = schemas.contact(members.contact(recipient, "s3cret", None, "a.pass"))
    assert (told.name, told.email, told.language) == ("Zoé Planté", given.EMAIL, "nl")
    assert (told.link_token, told.registration_pass, told.for_name) == ("s3cret", "a.pass", None)
    assert told.is_marked
    assert not schemas.contact(members.contact(replace(recipient, is_marked=False), None)).is_marked
    assert not told.has_phone


def test_notifications_takes_the_answer_that_somebody_is_written_to_for_a_member_with_a_telephone() -> None:
    helper = of_members.Because.HELPER
    recipient = of_members.Recipient("Joris", "joris@example.org", "fr", given.NAME, helper, has_phone=True)
    told = schemas.contact(members.contact(recipient, None))
    assert (told.for_name, told.because, told.has_phone, told.phone) == (given.NAME, "helper", True, None)


def test_notifications_takes_the_answer_with_a_number_which_names_nobody() -> None:
    recipient = of_members.Recipient("Joris", None, "nl", because=of_members.Because.HELPER, phone="+33199001234")
    answer = members.phone(recipient, signs_in=True)
    assert answer == {"phone": "+33199001234", "language": "nl", "signs_in": True, "because": "helper"}
    told = schemas.contact(answer)
    assert (told.phone, told.language, told.signs_in, told.because) == ("+33199001234", "nl", True, "helper")
    assert (told.name, told.email) == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [{"language": "fr"}, {**given.ZOE, "phone": "+33199001234"}, {"language": "fr", "phone": "01 99 00 12 34"}],
)
def test_an_answer_that_says_neither_where_nor_to_whom_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="invalid"):
        schemas.contact(wrong)


def test_notifications_takes_a_page_of_those_who_wish_for_the_digest() -> None:
    told = members.subscribers([("m-1", ("velo", "bois")), ("m-2", ())], "m-2")
    page, after = schemas.subscribers(told)
    assert page == [domain.Subscriber("m-1", ("velo", "bois")), domain.Subscriber("m-2")]
    assert after == "m-2"
    assert schemas.subscribers(members.subscribers([], None)) == ([], None)
    assert schemas.digests.MOST_TOPICS >= of_members.directory.MOST_TOPICS


@pytest.mark.parametrize("text", [*of_members.TOPICS, "Vélo & ville", "L’électronique", "Straßenkunst", "3D"])
def test_both_write_a_topic_alike(text: str) -> None:
    assert domain.slug(text) == of_members.normalise_topic(text)
