"""The answers to the forms of activities."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import form_answers, forms, members


def form(session: Session, registration_id: str) -> domain.Form | None:
    """That a form was answered, or None."""
    return _form(session, select(forms).where(forms.c.registration_id == registration_id))


def lock_form(session: Session, registration_id: str) -> domain.Form | None:
    """That a form was answered, which nobody answers anew meanwhile; or None."""
    return _form(session, select(forms).where(forms.c.registration_id == registration_id).with_for_update())


def answers_to(session: Session, registration_ids: list[str]) -> list[domain.Answer]:
    """What was answered for these registrations, by registration and field."""
    theirs = form_answers.c.registration_id.in_(registration_ids)
    wanted = select(form_answers).where(theirs).order_by(form_answers.c.registration_id, form_answers.c.field)
    return [domain.Answer(**row) for row in session.execute(wanted).mappings()]


def forms_at(
    session: Session, occurrence_id: str, limit: int, after: str | None, *, limited: bool
) -> list[domain.Form]:
    """The forms that were answered for an occurrence, by registration.

    Args:
        session: to read with.
        occurrence_id: of which.
        limit: how many at most.
        after: only those of later registration ids; None: from the first on.
        limited: also of those who asked for a limitation.
    """
    wanted = select(forms).join(members, members.c.id == forms.c.member_id)
    wanted = wanted.where(forms.c.occurrence_id == occurrence_id, forms.c.registration_id > (after or ""))
    if not limited:
        wanted = wanted.where(members.c.status != str(domain.Status.LIMITED))
    found = session.execute(wanted.order_by(forms.c.registration_id).limit(limit)).mappings()
    return [domain.Form(**row) for row in found]


def answers_at(session: Session, occurrence_id: str) -> list[domain.Answer]:
    """What was answered to the closed questions of an occurrence, for its totals."""
    wanted = select(form_answers).join(forms, forms.c.registration_id == form_answers.c.registration_id)
    closed = form_answers.c.kind.in_(domain.CLOSED)
    found = session.execute(wanted.where(forms.c.occurrence_id == occurrence_id, closed)).mappings()
    return [domain.Answer(**row) for row in found]


def _form(session: Session, wanted: Select[tuple[object, ...]]) -> domain.Form | None:
    row = session.execute(wanted).mappings().one_or_none()
    return domain.Form(**row) if row else None
