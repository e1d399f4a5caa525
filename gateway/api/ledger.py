"""The ledger between cities: what the members of one used in another. Asks the home city, sealed; names nobody."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def of_home(asked: Asked) -> Any:
    """What the members of one's own city used in each city in a month."""
    caller = asked.member()
    return asked.members(caller.city, "ledger", token=caller.token, **asked.query)
