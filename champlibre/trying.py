"""`champlibre mail test` and `sms test`: one letter, or one short message, by the way that the node's file names.

Says step by step what happened. Never logs, never stores to whom.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from champlibre.mail_advice.tags import shown
from chassis import clock, ids
from chassis.config import ConfigError, Settings

SHORT = {
    "fr": "Champ Libre - {city} : message d’essai. Il est arrivé.",
    "nl": "Champ Libre - {city}: testbericht. Het is aangekomen.",
    "en": "Champ Libre - {city}: test message. It has arrived.",
}
Told = Callable[[str], None]
LONGEST_STEP = 400
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
SUBJECT = {"fr": "Lettre d’essai", "nl": "Testbrief", "en": "Test letter"}
TEXT = {
    "fr": "Bonjour,\n\nvoici une lettre d’essai de Champ Libre – {city}. Elle est arrivée : il n’y a rien à faire.\n",
    "nl": "Dag,\n\ndit is een testbrief van Champ Libre – {city}. Hij is aangekomen: alles is in orde.\n",
    "en": "Hello,\n\nthis is a test letter of Champ Libre – {city}. It has arrived: there is nothing to do.\n",
}


def mail(settings: Settings, address: str, city: str | None, language: str | None, told: Told) -> bool:
    """Send a test letter in the name of a city of this node; gives whether it was taken.

    Args:
        address: whom it goes to.
        city: its code; None: the first of the node.
        language: of the letter; None: that of the city.
        told: is given each step.

    Raises:
        ConfigError: no mail goes out of this node, it has no such city, or that is no address.
    """
    from services.notifications import channels  # only where letters go out
    from services.notifications.domain import Channel

    code = _city(settings, city)
    letter = _letter(settings, address, code, language)
    if settings.mail.smtp is None:
        told(f"a file in {settings.mail.folder}: no mail server is set")
        return _handed_over(channels.open_channels(settings, code)[Channel.MAIL], letter, told)
    watched = channels.Smtp(settings.mail.smtp, told=lambda step: told(shown(step, LONGEST_STEP)))
    return _handed_over(watched, letter, told)


def sms(settings: Settings, number: str, city: str | None, language: str | None, told: Told) -> bool:
    """Send a short message, otherwise as `mail`.

    Args:
        number: with its country, `+33…`.

    Raises:
        ConfigError: also when the node's file names no gateway.
    """
    from services.notifications import channels
    from services.notifications.short import ShortMessage, in_alphabet

    code = _city(settings, city)
    if settings.sms is None:
        raise ConfigError(["there is no gateway for short messages: [sms] is missing"])
    if not _NUMBER.fullmatch(number):
        raise ConfigError(["that is no telephone number with its country, as +33199001234"])
    home = settings.cities[code]
    text = in_alphabet(SHORT[language or home.language].format(city=home.name))
    told(f"to the gateway {settings.sms.url}")
    return _handed_over(channels.Sms(settings.sms), ShortMessage(number, text), told)


def _handed_over(route: Any, letter: Any, told: Told) -> bool:
    """Whether a route takes a letter of its kind."""
    from services.notifications.domain import Deferred, Undeliverable

    try:
        with route.open() as way:
            way.send(letter, ids.new())
    except (Deferred, Undeliverable) as reason:
        told(f"not taken: {reason}")
        return False
    told("taken")
    return True


def _city(settings: Settings, city: str | None) -> str:
    if "notifications" not in settings.services:
        raise ConfigError(["nothing goes out of this node: its services are without notifications"])
    if city is not None and city not in settings.hosted:
        raise ConfigError([f"{city}: not a city of this node ({', '.join(settings.hosted)})"])
    return city or settings.hosted[0]


def _letter(settings: Settings, address: str, code: str, language: str | None) -> EmailMessage:
    city = settings.cities[code]
    spoken = language or city.language
    letter = EmailMessage(policy=SMTP)
    letter.set_content(TEXT[spoken].format(city=city.name), cte="8bit")
    letter["Subject"] = SUBJECT[spoken]
    letter["From"] = Address(f"Champ Libre – {city.name}", addr_spec=city.sender)
    letter["To"] = _recipient(address)
    letter["Date"] = clock.now()
    letter["Message-ID"] = f"<{ids.new()}@{city.sender.rpartition('@')[2]}>"
    letter["Content-Language"] = spoken
    letter["Auto-Submitted"] = "auto-generated"
    return letter


def _recipient(address: str) -> Address:
    try:
        found = Address(addr_spec=address)
    except (ValueError, IndexError, MessageError):
        found = Address()
    if not found.domain or not address.isascii() or address.split() != [address]:
        raise ConfigError(["that is no e-mail address"])
    return found
