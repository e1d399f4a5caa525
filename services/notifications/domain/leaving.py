"""The link by which somebody is written to no longer: what it names, and who can make one. Pure; kept nowhere.

A token is `<city>.<member id>.<family>.<proof>`: whoever has the letter may use it, whoever has not cannot make one.
It never ends, as the letter may be opened any time later.

Source: RFC 8058, section 3.1: an opaque identifier, and a component that is hard to forge.
"""

from __future__ import annotations

from dataclasses import dataclass

from chassis import proofs
from chassis.errors import NotFound
from services.notifications.domain.kinds import Family, Kind

PATH = "/unsubscribe"
LEFT_BY_LINK = (Family.DIGEST, Family.REMINDERS)
"""What a letter of shows a link to be written to no longer: what nobody needs and many get."""


@dataclass(frozen=True)
class Leave:
    """That a member wishes to be mailed no longer what is of a family."""

    city: str
    member_id: str
    family: Family

    @property
    def facts(self) -> tuple[str, ...]:
        """What the proof is of."""
        return ("leave", self.city, self.member_id, self.family)


def token(leave: Leave, secret: str) -> str:
    """The token in a link; only who has the city's secret makes it."""
    return ".".join((leave.city, leave.member_id, leave.family, proofs.make(secret, *leave.facts)))


def leave(token: str, city: str, secret: str) -> Leave:
    """What a token was made for.

    Raises:
        NotFound: `link_unknown`: this city did not make it.
    """
    parts = token.split(".")
    known = {family.value: family for family in LEFT_BY_LINK}
    if len(parts) == 4 and parts[0] == city and parts[2] in known:
        found = Leave(city, parts[1], known[parts[2]])
        if proofs.holds(parts[3], secret, *found.facts):
            return found
    raise NotFound("link_unknown", "no such link was sent")


def leave_url(kind: Kind, member_id: str, city: str, public_url: str, secret: str) -> str | None:
    """The address by which a reader leaves what a letter is of; None: it is of nothing that one leaves by a link."""
    if kind.family not in LEFT_BY_LINK:
        return None
    return f"{public_url}{PATH}/{token(Leave(city, member_id, kind.family), secret)}"


def kinds_of(family: Family) -> tuple[Kind, ...]:
    """The kinds of a family."""
    return tuple(kind for kind in Kind if kind.family is family)
