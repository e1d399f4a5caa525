"""What is on is known as the last event of it says, whatever comes first, and however often it comes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis import envelope
from chassis.database import Store
from chassis.envelope import Envelope
from services.notifications import commands, queries, reactions
from services.notifications.domain import Showing

SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"
STARTS = datetime(2026, 12, 10, 17, tzinfo=UTC)
REACTION = {
    "activity.published": reactions.on_activity_published,
    "activity.withdrawn": reactions.on_activity_gone,
    "activity.cancelled": reactions.on_activity_gone,
}


def sample(name: str, sequence: int, **changes: Any) -> Envelope:
    """The message that bookings promises, of the one activity and its one date."""
    told = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    ids = {"activity_id": "a-1"} | ({"occurrence_id": "o-1"} if name.startswith("occurrence") else {})
    return replace(told, id=f"{name}-{sequence}", sequence=sequence, data=told.data | ids | changes)


ACTIVITY, DATE = sample("activity.published", 1), sample("occurrence.scheduled", 0)


def of_another(told: Envelope, number: int) -> Envelope:
    """The same of another activity and its date."""
    ids = {"activity_id": f"a-{number}", "occurrence_id": f"o-{number}"}
    return replace(told, data=told.data | {name: ids[name] for name in ids if name in told.data})


def hear(store: Store, *told: Envelope) -> None:
    for one in told:
        with store.transaction() as session:
            REACTION.get(one.name, reactions.on_programme_date)(session, one, STARTS)


def shown(store: Store) -> list[Showing]:
    with store.reading() as session:
        return queries.showings(session, STARTS - timedelta(days=90), STARTS + timedelta(days=90))


def seen(store: Store) -> Sequence[tuple[str, datetime, bool]]:
    return [(one.title["fr"], one.starts_at, one.is_full) for one in shown(store)]


def test_a_date_is_shown_when_it_and_its_activity_are_known_whichever_comes_first(store: Store) -> None:
    for number, order in enumerate([(ACTIVITY, DATE), (DATE, ACTIVITY)]):
        first, second = (of_another(one, number) for one in order)
        hear(store, first, first)
        assert len(shown(store)) == number
        hear(store, second, first, second)
    [one, _] = shown(store)
    assert (one.occurrence_id, one.activity_id, one.city, one.kind) == ("o-0", "a-0", "tourcoing", "workshop")
    assert (one.starts_at, one.zone, one.place_name, one.is_full) == (STARTS, "Europe/Paris", "Le Champ Libre", False)
    assert one.words.startswith("fabrication-les-jeudis-du-lab-fabriquer-sa-lampe-maak-je-lamp-un-soir")


LATER = STARTS + timedelta(days=1)
LIFE = (
    ACTIVITY,
    DATE,
    sample("occurrence.filled", 1, is_full=True),
    sample("occurrence.rescheduled", 2, starts_at=LATER.isoformat(), status="rescheduled", is_full=True),
    sample("activity.published", 2, title={"fr": "Fabriquer une lampe"}),
)


def test_the_last_word_counts_in_whatever_order_they_come(store: Store) -> None:
    orders = list(itertools.permutations(LIFE))
    for number, order in enumerate(orders):
        hear(store, *(of_another(one, number) for one in order))
    assert seen(store) == [("Fabriquer une lampe", LATER, True)] * len(orders)


@pytest.mark.parametrize(
    ("told", "is_shown"),
    [
        (sample("occurrence.cancelled", 3), False),
        (sample("occurrence.postponed", 3), False),
        (sample("occurrence.ended", 3), False),
        (sample("occurrence.moved_online", 3), True),
        (sample("occurrence.reopened", 3), True),
        (sample("activity.withdrawn", 3), False),
        (sample("activity.cancelled", 3), False),
    ],
    ids=lambda told: getattr(told, "name", None),
)
@pytest.mark.parametrize("is_late", [False, True])
def test_what_is_not_to_come_is_not_shown(store: Store, told: Envelope, is_shown: bool, is_late: bool) -> None:
    order = [told, *LIFE, told] if is_late else [*LIFE, told, told]
    hear(store, *order)
    assert bool(shown(store)) is is_shown


def test_what_was_withdrawn_and_is_published_again_is_shown(store: Store) -> None:
    hear(store, DATE, sample("activity.withdrawn", 2), ACTIVITY, sample("activity.published", 3))
    assert len(shown(store)) == 1


def test_what_nobody_comes_to_names_no_place(store: Store) -> None:
    hear(store, ACTIVITY, sample("occurrence.moved_online", 1))
    assert [one.place_name for one in shown(store)] == [""]


def test_a_date_is_known_until_a_week_after_it_began(store: Store) -> None:
    hear(store, ACTIVITY, DATE)
    for now, forgotten in ((STARTS + timedelta(days=7, seconds=-1), 0), (STARTS + timedelta(days=7), 1)):
        with store.transaction() as session:
            assert commands.forget_dates(session, now) == forgotten
    assert shown(store) == []
