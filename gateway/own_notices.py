"""A member's own notices and preferences, asked of their city: for the API and for the pages.

Notifications knows no token: the city's members service recognises it, and proves for a few minutes who asks. Both
are asked sealed; neither the proof nor a name is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.context import LANGUAGES, Caller

Ask = Callable[..., Any]


def page(ask: Ask, caller: Caller, language: str | None = None, **asked: Any) -> Any:
    """A page of what the member was told, the newest first: `{"items", "next"}`.

    Args:
        ask: what asks the services.
        caller: the member.
        language: of the subjects; None: the member's.
        asked: `after`, `limit`.

    Raises:
        ServiceError: as the member's city refuses.
    """
    key = _key(ask, caller)
    return _ask(ask, caller, key, "my_notices", language=language or _language(key), **asked)


def notice(ask: Ask, caller: Caller, notice_id: str, language: str | None = None) -> Any:
    """One of them, with the text of its letter.

    Raises:
        ServiceError: as the member's city refuses.
        NotFound: `notice_not_found`.
    """
    key = _key(ask, caller)
    spoken = {"language": language or _language(key), "name": key["name"]}
    return _ask(ask, caller, key, "my_notice", notice_id=notice_id, **spoken)


def preferences(ask: Ask, caller: Caller) -> Any:
    """How the member wishes to be told, and what there is to choose.

    Raises:
        ServiceError: as the member's city refuses.
    """
    return _ask(ask, caller, _key(ask, caller), "preferences_of")


def choose(ask: Ask, caller: Caller, **chosen: Any) -> Any:
    """Put `wanted`, `quiet` and `reminders` in the place of what the member chose before.

    Raises:
        ServiceError: as the member's city refuses.
        Conflict: `notice_required`, `digest_is_a_consent`.
    """
    return _ask(ask, caller, _key(ask, caller), "choose", **chosen)


def _key(ask: Ask, caller: Caller) -> dict[str, Any]:
    key: dict[str, Any] = ask(f"members_{caller.city}", "notices_key", sealed=True, token=caller.token)
    return key


def _language(key: dict[str, Any]) -> str:
    return key["language"] if key["language"] in LANGUAGES else LANGUAGES[0]


def _ask(ask: Ask, caller: Caller, key: dict[str, Any], method: str, **asked: Any) -> Any:
    shown = {name: key[name] for name in ("member_id", "until", "proof")}
    return ask(f"notifications_{caller.city}", method, sealed=True, **shown, **asked)
