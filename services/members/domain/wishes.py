"""Wishing for seats without an account: kept at home until whoever reads the address has opened the link. Pure.

Nothing is held meanwhile. The link may be opened again until it is over: what was asked of bookings with it is asked
once, under the key of the wish.

Source: decision 0019.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Conflict, Forbidden, NotFound, Unauthenticated
from services.members.domain.links import LINK_LASTS, Link, Purpose, check_link
from services.members.domain.people import Member, recognise

MOST_SEATS = 50  # form only: how many of one registration is for bookings to say


@dataclass(frozen=True)
class RegistrationWish:
    """Seats that somebody wishes for.

    Attributes:
        member_id: whose wish it is: a member, or who signed up by it and will be one.
        accept_waiting: they wait when there are no seats left.
        wished_at: UTC.
    """

    wish_id: str
    member_id: str
    occurrence_id: str
    seats: int
    accept_waiting: bool
    wished_at: datetime


@dataclass(frozen=True)
class About:
    """What everybody may know of the occurrence, for the letter; kept by nobody here.

    Attributes:
        title: a text by language.
        starts_at: UTC.
        zone: of the place, IANA.
        place_name: empty when it is online only.
    """

    title: dict[str, str]
    starts_at: datetime
    zone: str
    place_name: str


def check_wish_link(link: Link | None, now: datetime) -> Link:
    """The link in the letter, which may be opened again as long as it is not over.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
    """
    known = check_link(link, Purpose.REGISTRATION_WISH, now)
    if now >= known.expires_at:
        hours = int(LINK_LASTS[known.purpose].total_seconds() // 3600)
        raise Conflict("link_expired", f"the link was to be opened within {hours} hours")
    return known


def check_opened(link: Link | None, now: datetime) -> Link:
    """The link in the letter, once it was opened: what follows is for who did.

    Raises:
        NotFound: `link_unknown`.
        Conflict: `link_expired`.
    """
    known = check_wish_link(link, now)
    if known.used_at is None:
        raise NotFound("link_unknown", "nobody opened this link yet")
    return known


def known_wish(wish: RegistrationWish | None) -> RegistrationWish:
    """The wish that a link is about.

    Raises:
        NotFound: `link_unknown`: it was forgotten, with whoever wished.
    """
    if wish is None:
        raise NotFound("link_unknown", "nobody wishes this any more")
    return wish


def check_pass(*, of_city: bool, of_registration: bool) -> None:
    """Refuse a pass, though a city signed it, for what it does not open.

    Raises:
        Unauthenticated: `pass_invalid`: of another city.
        Forbidden: `pass_for_another`.
    """
    if not of_city:
        raise Unauthenticated("pass_invalid", "the pass is of another city")
    if not of_registration:
        raise Forbidden("pass_for_another", "the pass is for another registration")


def registrant(member: Member | None) -> Member:
    """The member who registers by a link.

    Raises:
        NotFound: `link_unknown`.
        Forbidden: `member_not_active`.
    """
    if member is None:
        raise NotFound("link_unknown", "whoever wished this is gone")
    return recognise(member)
