"""What a member is told of from where they sign in, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chassis.database import Store
from chassis.envelope import Envelope
from services.members import commands
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, ROUBAIX
from tests.members.securing import begin_login, do, enter

Said = Callable[[], list[Envelope]]


def test_a_member_is_told_of_a_place_where_they_never_were_and_what_it_is_is_not_said(store: Store, said: Said) -> None:
    enter(store)
    login = begin_login(store, "first")
    begin_login(store, "of-another", OTHER_ID, device="Safari, iOS", client="a-digest")
    for changes in ({}, {"device": "Safari, iOS"}, {"client": "a-digest"}):
        new = replace(login, login_id="next", **changes)  # type: ignore[arg-type]
        do(store, commands.sightings.tell_if_new, ROUBAIX, new, NOW)
    told = [(event.name, event.subject, event.sequence) for event in said()]
    assert told == [("member.signed_in_anew", CAMILLE_ID, 2), ("member.signed_in_anew", CAMILLE_ID, 3)]
    assert not [word for word in ("Safari", "Firefox", "a-digest") if word in repr([event.data for event in said()])]
