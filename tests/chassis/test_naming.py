from __future__ import annotations

from sqlalchemy import select

from chassis import idempotency, naming, outbox
from chassis.database import Store
from chassis.tables import answers
from chassis.tables import outbox as recorded
from tests.chassis.stores import NOW, Counted

PERCENT = "0191c5ae_%"  # what a pattern would take for a wildcard


def test_answers_to_somebody_and_of_somebody_are_forgotten_and_no_others(store: Store) -> None:
    with store.transaction() as session:
        idempotency.once(session, f"book {PERCENT}", "to", {}, NOW, dict)
        idempotency.once(session, "book staff", "of", {}, NOW, lambda: {"member": {"id": PERCENT}})
        idempotency.once(session, "book 0191c5aeXY", "other", {}, NOW, lambda: {"id": "somebody else"})
        naming.forget_answers(session, PERCENT)
        assert list(session.scalars(select(answers.c.key))) == ["other"]


def test_what_was_not_said_yet_is_said_of_another_or_not_at_all(store: Store) -> None:
    with store.transaction() as session:
        for subject in ("somebody", "nobody"):
            outbox.record(session, Counted(subject, 1), NOW)
        naming.rename_in_events(session, "somebody", "somebody-new")
        bodies = list(session.scalars(select(recorded.c.body).order_by(recorded.c.id)))
        assert ["somebody-new" in body for body in bodies] == [True, False]
        naming.forget_events(session, "somebody-new")
        assert list(session.scalars(select(recorded.c.body))) == bodies[1:]
