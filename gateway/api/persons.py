"""What a member says of themselves, and those who have no account of their own. Asks only the member's city, sealed."""

from __future__ import annotations

from typing import Any

from gateway.api.membership import take_city
from gateway.api.operation import Asked


def rectify(asked: Asked) -> Any:
    """Put right what the city has wrong of the caller, or of the member named in the path."""
    return _ask(asked, "rectify", **asked.path, **asked.body)


def choose_interests(asked: Asked) -> Any:
    """What the member is curious about."""
    return _ask(asked, "choose_interests", **asked.body)


def enter_directory(asked: Asked) -> Any:
    """Show the member to the others of the city."""
    return _ask(asked, "enter_directory", **asked.body)


def leave_directory(asked: Asked) -> Any:
    """Show the member no longer; harmless the second time."""
    return _ask(asked, "leave_directory")


def directory(asked: Asked) -> Any:
    """A page of the directory of the member's city."""
    return _ask(asked, "directory", **asked.query)


def topics(asked: Asked) -> Any:
    """What one may be curious about."""
    return _ask(asked, "topics")


def register_guest(asked: Asked) -> Any:
    """Leave a name and an address with a city, which then writes to it."""
    client, key = asked.context.client, asked.idempotency_key
    return asked.members(take_city(asked), "register_guest", **asked.body, client=client, idempotency_key=key)


def register_helped(asked: Asked) -> Any:
    """Enter somebody who has no e-mail."""
    return _ask(asked, "register_helped", **asked.body, idempotency_key=asked.idempotency_key)


def show_helped(asked: Asked) -> Any:
    """Somebody whom staff entered."""
    return _ask(asked, "show_helped", **asked.path)


def give_address(asked: Asked) -> Any:
    """Have a link written to the address of somebody who has none."""
    return _ask(asked, "give_address", **asked.path, **asked.body)


def _ask(asked: Asked, method: str, **said: Any) -> Any:
    return asked.members(asked.member().city, method, token=asked.member().token, **said)
