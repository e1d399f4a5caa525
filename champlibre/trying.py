"""`champlibre mail test` and `sms test`: one letter, or one short message, by the way that the node's file names.

Says step by step what happened. Never logs, never stores to whom.
"""

from __future__ import annotations

from collections.abc import Callable
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from champlibre.mail_advice.tags import shown
from chassis import clock, ids
from chassis.config import ConfigError, Settings

Told = Callable[[str], None]
LONGEST_STEP = 400
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
    from services.notifications.domain import Channel, Deferred, Undeliverable

    code = _city(settings, city)
    letter_id, letter = ids.new(), _letter(settings, address, code, language)
    if settings.mail.smtp is None:
        way: channels.MailChannel = channels.open_channels(settings, code)[Channel.MAIL]
        told(f"a file in {settings.mail.folder}: no mail server is set")
    else:
        way = channels.Smtp(settings.mail.smtp, told=lambda step: told(shown(step, LONGEST_STEP)))
    try:
        with way.open() as line:
            line.send(letter, letter_id)
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
