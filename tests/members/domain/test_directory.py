from __future__ import annotations

from datetime import date

import pytest

from chassis.errors import Conflict, Forbidden, Invalid
from services.members.domain import TOPICS, Status, check_may_be_listed, check_topics, normalise_topic
from tests.members.people import NOW, active


def test_a_topic_is_a_word_for_addresses_whatever_was_typed() -> None:
    assert normalise_topic("  Vélo & ville ") == "velo-ville"
    assert [normalise_topic(topic) for topic in TOPICS] == list(TOPICS)
    assert len(normalise_topic("a" * 40)) == 40
    for typed in ("", " & ", "a" * 41, "…"):
        with pytest.raises(Invalid):
            normalise_topic(typed)


def test_a_member_names_each_topic_once_and_twenty_at_most() -> None:
    assert check_topics(["velo", "bois", "velo"]) == ("bois", "velo")
    with pytest.raises(Conflict, match="too_many_topics"):
        check_topics([f"topic-{number}" for number in range(21)])


def test_neither_a_minor_nor_who_is_not_active_is_shown_to_others() -> None:
    check_may_be_listed(active(), NOW)
    with pytest.raises(Forbidden, match="minors_not_listed"):
        check_may_be_listed(active(born_on=date(2012, 1, 1)), NOW)
    for status in (Status.SUSPENDED, Status.LIMITED):
        with pytest.raises(Forbidden, match="member_not_active"):
            check_may_be_listed(active(status=status), NOW)
