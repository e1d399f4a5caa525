"""Wishing for seats without an account, and registering by the link in the letter. Holds nothing."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import addresses, outbox
from services.members import domain, queries
from services.members.commands import standing
from services.members.commands.membership import forget_sign_ups, keep, keep_sign_up
from services.members.events import MemberApproved, RegistrationWished
from services.members.tables import links, members, registration_wishes


def wish_registration(
    session: Session,
    city: str,
    wish: domain.RegistrationWish,
    person: domain.Person,
    about: domain.About,
    now: datetime,
) -> None:
    """Keep what somebody wishes, who is written to whether or not a member has the address already.

    Beyond a number of sign-ups with one address nothing is kept, and nobody is written to.

    Args:
        session: the transaction.
        city: code of the city.
        wish: its `member_id` is the id that somebody new will have.
        person: normalised.
        about: for the letter.
        now: the present instant.
    """
    email = str(person.email)
    if earlier := queries.lock_member_with_email(session, email):
        wish, language = replace(wish, member_id=earlier.id), earlier.language
    elif queries.sign_ups_of_address(session, email) < domain.MOST_OF_AN_ADDRESS:
        keep_sign_up(session, domain.SignUp(wish.member_id, person, None, domain.NOTICE_VERSION, now))
        language = person.language
    else:
        return
    session.execute(insert(registration_wishes).values(asdict(wish)))
    told = RegistrationWished(
        wish_id=wish.wish_id,
        member_id=wish.member_id,
        home_city=city,
        occurrence_id=wish.occurrence_id,
        language=language,
        wished_at=now,
        **vars(about),
    )
    outbox.record(session, told, now)


def confirm_wish(
    session: Session, city: str, token_digest: str, now: datetime
) -> tuple[domain.RegistrationWish, domain.Member]:
    """What was wished, by whoever opened the link: a member from now on. Harmless the second time, until it is over.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
        Forbidden: `member_not_active`.
    """
    link = domain.check_wish_link(queries.link(session, token_digest), now)
    wish = domain.known_wish(queries.registration_wish(session, link.about_id))
    if waiting := queries.lock_sign_up(session, wish.member_id):
        _enter(session, city, waiting, now)
    wish = domain.known_wish(queries.registration_wish(session, link.about_id))  # of whoever has the address now
    member = domain.registrant(queries.member(session, wish.member_id))
    this = (links.c.token_digest == token_digest) & links.c.used_at.is_(None)
    session.execute(update(links).where(this).values(used_at=now))
    session.execute(update(members).where(members.c.id == member.id).values(last_seen_at=now))
    return wish, domain.as_of(member, now)


def opened_wish(session: Session, token_digest: str, now: datetime) -> domain.RegistrationWish:
    """What was wished, to who has opened the link.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
        Forbidden: `member_not_active`.
    """
    link = domain.check_opened(queries.link(session, token_digest), now)
    wish = domain.known_wish(queries.registration_wish(session, link.about_id))
    domain.registrant(queries.member(session, wish.member_id))
    return wish


def _enter(session: Session, city: str, waiting: domain.SignUp, now: datetime) -> None:
    """Make who signed up a member, unless another one has the address, who then reads the letter too."""
    member = domain.become(waiting, now)
    if keep(session, member, waiting.password_hash, waiting.notice_version, now):
        standing.tell(session, city, member, now, MemberApproved)
    else:
        digest = addresses.digest(str(waiting.person.email))
        member = domain.registrant(queries.lock_member_with_digest(session, digest))
    forget_sign_ups(session, member)
