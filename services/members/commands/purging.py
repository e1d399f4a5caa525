"""What is over is forgotten: links that open nothing any more, sign-ups and wishes nobody confirmed, old answers
and registrations.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.members import domain
from services.members.commands.forms import forget_answers
from services.members.tables import heard_registrations, links, registration_wishes, sign_ups


def purge(session: Session, now: datetime) -> None:
    """Forget what ended long enough ago; an address that stands in a link as soon as the link is over."""
    over = links.c.expires_at <= now
    session.execute(delete(links).where(over, links.c.email.is_not(None)))
    session.execute(delete(links).where(links.c.expires_at <= now - domain.LINKS_KEPT))
    lasts = domain.LINK_LASTS[domain.Purpose.CONFIRMATION] + domain.LINKS_KEPT
    session.execute(delete(sign_ups).where(sign_ups.c.signed_up_at <= now - lasts))
    forget_answers(session, now)
    settled = heard_registrations.c.ends_at <= now - domain.CLAIMED_WITHIN
    session.execute(delete(heard_registrations).where(settled, heard_registrations.c.occurrence_status != "postponed"))
    session.execute(delete(registration_wishes).where(registration_wishes.c.wished_at <= now - lasts))
