"""What a city's staff looks up of its members, and what those see of it. Asks only the city of who asks, sealed."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def find(asked: Asked) -> Any:
    """The members with a beginning of a name, an address or a number: in the body, since an address is logged."""
    caller = asked.member()
    return asked.members(caller.city, "find_members", token=caller.token, **asked.body)


def file(asked: Asked) -> Any:
    """What the staff of the city sees of a member."""
    caller = asked.member()
    return asked.members(caller.city, "member_file", token=caller.token, **asked.path)


def own_views(asked: Asked) -> Any:
    """A page of what staff did with rights over oneself."""
    caller = asked.member()
    return asked.members(caller.city, "views_of", token=caller.token, **asked.query)


def views(asked: Asked) -> Any:
    """A page of what staff did with rights over a member, and who it was."""
    caller = asked.member()
    return asked.members(caller.city, "views_over", token=caller.token, **asked.query)
