"""From where a member signs in, and when that is worth a letter. Pure; says nothing of where it is."""

from __future__ import annotations

from collections.abc import Iterable

from services.members.domain.logins import Login


def is_from_elsewhere(login: Login, earlier: Iterable[Login]) -> bool:
    """Whether a login is from a device or a network from which none of the earlier ones was; the first is not told."""
    known = list(earlier)
    devices, clients = {one.device for one in known}, {one.client for one in known}
    return bool(known) and (login.device not in devices or login.client not in clients)
