"""The rights of members over their data. Asks their own city, sealed; of bookings only what has no name."""

from __future__ import annotations

from typing import Any

from chassis.errors import NotFound, Unavailable
from gateway import archive
from gateway.api.operation import Asked
from gateway.context import LANGUAGES
from gateway.web.languages import language


def preview_erasure(asked: Asked) -> Any:
    """What keeps one's data back, and what would end with it."""
    caller = asked.member()
    met = asked.members(caller.city, "preview_erasure", token=caller.token)
    return {**met, "reasons": [*met["reasons"], *_credits(asked)]}


def erase(asked: Asked) -> Any:
    """Be forgotten; the second time nothing happens."""
    caller = asked.member()
    return asked.members(caller.city, "erase", token=caller.token, **asked.body)


def export(asked: Asked) -> Any:
    """Everything that is known of oneself, as one file; in the language of the member."""
    return _archive(asked)


def export_ward(asked: Asked) -> Any:
    """Everything that is known of a minor for whom the member answers, as one file."""
    return _archive(asked, **asked.path)


def consents(asked: Asked) -> Any:
    """What the member consented to, and which notice they read."""
    return _ask(asked, "consents")


def consent(asked: Asked) -> Any:
    """Consent to something; harmless the second time."""
    return _ask(asked, "consent", **asked.path, **asked.body)


def withdraw_consent(asked: Asked) -> Any:
    """Consent to it no longer; harmless the second time."""
    return _ask(asked, "withdraw_consent", **asked.path)


def limit(asked: Asked) -> Any:
    """Have one's data kept and not used."""
    return _ask(asked, "limit", wished=True)


def lift_limitation(asked: Asked) -> Any:
    """Have them used again."""
    return _ask(asked, "limit", wished=False)


def processing_register(asked: Asked) -> Any:
    """What a city says that it does with data about persons.

    Raises:
        NotFound: `city_unknown`.
    """
    city = asked.path["city"]
    if city not in asked.context.settings.cities:
        raise NotFound("city_unknown", "no city of the network")
    return asked.context.rpc.call(f"members_{city}", "processing_register")


def _archive(asked: Asked, minor_id: str | None = None) -> bytes:
    caller = asked.member()
    gathered = archive.gather(asked.context.rpc, caller, minor_id)
    spoken = language(caller.language if caller.language in LANGUAGES else LANGUAGES[0])
    return archive.compose(gathered, spoken, asked.context.settings.cities[caller.city])


def _ask(asked: Asked, method: str, **said: Any) -> Any:
    return asked.members(asked.member().city, method, token=asked.member().token, **said)


def _credits(asked: Asked) -> list[dict[str, Any]]:
    """What was paid before and would be of no use any more, as far as bookings answers."""
    reason = {"code": "credits_left", "keeps_back": False, "until": None}
    try:
        left = asked.bookings("credits_of", actor=asked.actor(), limit=200)["items"]
    except Unavailable:
        return [{**reason, "code": "credits_unknown", "count": 0}]
    own = [credit for credit in left if not credit["organisation_id"]]
    return [{**reason, "count": len(own)}] if own else []
