"""Answering the form of an activity, reading the answers, forgetting them. Tells others that it is done, never what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.members import domain, queries
from services.members.commands import rights
from services.members.events import FormAnswered
from services.members.tables import form_answers, forms


def answer_form(
    session: Session,
    city: str,
    actor: domain.Member,
    asked: domain.Form,
    fields: Sequence[domain.Field],
    said: Mapping[str, Any],
) -> tuple[domain.Form, list[domain.Answer]]:
    """Keep the answers in place of those before, and tell whether all is answered that has to be.

    Args:
        session: the transaction.
        city: code of the city.
        actor: who answers: the member, who answers for them, or who helps them.
        asked: for which registration of which member, until when it may be answered, and now (`answered_at`).
        fields: the questions.
        said: the answers, by the name of the field.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `form_closed`.
        Invalid: `answers_invalid`.
    """
    queries.lock_member(session, asked.member_id)  # two first answers at one instant follow one another
    _check(session, actor, asked.member_id, "answer_form", asked.answered_at)
    form, kept = domain.answer(queries.lock_form(session, asked.registration_id), asked, fields, said)
    session.execute(delete(forms).where(forms.c.registration_id == form.registration_id))  # its answers go with it
    session.execute(insert(forms).values(asdict(form)))
    if kept:
        session.execute(insert(form_answers), [asdict(one) for one in kept])
    told = FormAnswered(
        registration_id=form.registration_id,
        member_id=form.member_id,
        home_city=city,
        occurrence_id=form.occurrence_id,
        complete=form.complete,
        number=form.sequence,
        answered_at=form.answered_at,
    )
    outbox.record(session, told, form.answered_at)
    return form, kept


def answers_of(
    session: Session, actor: domain.Member, member_id: str, registration_id: str, now: datetime
) -> tuple[domain.Form | None, list[domain.Answer]]:
    """What was answered for a registration, by whoever answers.

    Raises:
        NotFound: `registration_not_found`.
        Forbidden: `permission_missing`.
    """
    _check(session, actor, member_id, "answers_of", now)
    form = queries.form(session, registration_id)
    if form is None or form.member_id != member_id:
        return None, []
    return form, queries.answers_to(session, [registration_id])


def answers_at(
    session: Session, staff: domain.Member, occurrence_id: str, limit: int, after: str | None, now: datetime
) -> tuple[list[domain.Form], list[domain.Answer]]:
    """What the city's members answered for an occurrence; each one whose answers are read was looked at.

    Raises:
        Forbidden: `permission_missing`.
    """
    rights.use(session, staff, domain.Permission.SEE_ANSWERS, None, "answers_at", now)
    found = queries.forms_at(session, occurrence_id, limit, after, limited=domain.finds_limited(staff))
    for member_id in sorted({one.member_id for one in found}):
        rights.use(session, staff, domain.Permission.SEE_ANSWERS, member_id, "answers_at", now)
    return found, queries.answers_to(session, [one.registration_id for one in found])


def follow_registration(
    session: Session, registration_id: str, ends_at: datetime, sequence: int, *, stands: bool
) -> None:
    """Count the days of the answers from when the occurrence ends now; of a registration that is over keep none.

    Args:
        session: the transaction.
        registration_id: of which something was heard.
        ends_at: of its occurrence.
        sequence: of what was heard; an older one than before changes nothing.
        stands: whether they still come.
    """
    form = queries.lock_form(session, registration_id)
    if form is None or sequence <= form.heard_sequence:
        return
    this = forms.c.registration_id == registration_id
    if not stands:
        session.execute(delete(forms).where(this))
        return
    session.execute(update(forms).where(this).values(ends_at=ends_at, heard_sequence=sequence))
    for one in queries.answers_to(session, [registration_id]):
        until = domain.keep_until(ends_at, one.keep_days)
        answer = (form_answers.c.registration_id == registration_id) & (form_answers.c.field == one.field)
        session.execute(update(form_answers).where(answer).values(keep_until=until))


def forget_answers(session: Session, now: datetime) -> None:
    """Forget each answer when its time is over, and that somebody answered when nothing is left of it."""
    session.execute(delete(form_answers).where(form_answers.c.keep_until <= now))
    left = exists().where(form_answers.c.registration_id == forms.c.registration_id)
    session.execute(delete(forms).where(forms.c.ends_at <= now, ~left))


def _check(session: Session, actor: domain.Member, member_id: str, operation: str, now: datetime) -> None:
    guards = queries.is_guardian(session, actor.id, member_id)
    permission = domain.right_to_answer(actor, queries.member(session, member_id), is_guardian=guards)
    if permission is not None:
        rights.use(session, actor, permission, member_id, operation, now)
