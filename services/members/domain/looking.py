"""Whom staff looks for and finds, and what is remembered of it. Pure; never asks for the right to look."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis import addresses
from chassis.errors import Invalid, NotFound
from services.members.domain.people import Member, Status, acknowledge
from services.members.domain.permissions import Permission, may
from services.members.domain.phones import normalise_phone

MOST_FOUND = 20
VIEWS_KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Search:
    """Who is looked for: by one of these.

    Attributes:
        beginning: of a name, or of a part of one.
        email_digest: of the whole address.
        phone: the whole number, E.164.
    """

    beginning: str | None = None
    email_digest: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class View:
    """That staff used a right over a member.

    Attributes:
        view_id: grows with time.
        viewer_id: who; the member is not told.
        role: by which they have the right.
        permission: the right.
        operation: what was done, as the bus calls it.
        viewed_at: UTC.
    """

    view_id: int
    member_id: str
    viewer_id: str
    role: str
    permission: str
    operation: str
    viewed_at: datetime


def search(text: str) -> Search:
    """Who is looked for by a text: an address, a telephone number, or else the beginning of a name."""
    try:
        return Search(email_digest=addresses.digest(addresses.normalise(text)))
    except Invalid:
        pass
    try:
        return Search(phone=normalise_phone(text))
    except Invalid:
        return Search(beginning=unicodedata.normalize("NFC", text).strip())


def finds_limited(staff: Member) -> bool:
    """Whether whoever asked for a limitation is found too: their data are kept, and nobody works with them."""
    return may(staff, Permission.SEE_LIMITED)


def shown(staff: Member, member: Member | None) -> Member:
    """The member at whom staff looks.

    Raises:
        NotFound: `member_not_found`, also of one who asked for a limitation.
    """
    found = acknowledge(member)
    if found.status is Status.LIMITED and not finds_limited(staff):
        raise NotFound("member_not_found", "nobody has this id")
    return found
