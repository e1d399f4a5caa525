"""Where the three tables of every service name somebody: in answers that were given, and in events yet to be said.
Knows no table of a service, and nobody.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Text, cast, delete, func, update
from sqlalchemy.orm import Session

from chassis.tables import answers, outbox


def forget_answers(session: Session, identifier: str) -> None:
    """Forget what was answered to whoever has this id, or of them: the same request would be answered anew."""
    session.execute(
        delete(answers).where(_names(answers.c.scope, identifier) | _names(cast(answers.c.answer, Text), identifier))
    )


def forget_events(session: Session, identifier: str) -> None:
    """Do not say what names this id and has not been said yet."""
    session.execute(delete(outbox).where(_names(outbox.c.body, identifier)))


def rename_in_events(session: Session, identifier: str, another: str) -> None:
    """Say what has not been said yet of another id instead."""
    named = {outbox.c.body: func.replace(outbox.c.body, identifier, another)}
    session.execute(update(outbox).where(_names(outbox.c.body, identifier)).values(named))


def _names(column: ColumnElement[str], identifier: str) -> ColumnElement[bool]:
    """An opaque id is nowhere a part of another word."""
    return column.contains(identifier, autoescape=True)
