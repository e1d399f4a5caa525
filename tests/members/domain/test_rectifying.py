from __future__ import annotations

from services.members.domain import rectify
from tests.members.people import active


def test_what_is_not_named_stays() -> None:
    before = active(phone="+33199001234", handle="C. V.")
    after = rectify(before, {"name": "Camille V.", "phone": None})
    assert (after.name, after.phone, after.handle, after.language) == ("Camille V.", None, "C. V.", before.language)


def test_one_more_event_is_told_only_of_what_others_see() -> None:
    before = active(handle="C. V.")
    assert rectify(before, {"name": "Camille V.", "language": "nl", "phone": None}).sequence == before.sequence
    assert rectify(before, {"handle": "C. V."}).sequence == before.sequence
    assert rectify(before, {"handle": None}).sequence == before.sequence + 1
