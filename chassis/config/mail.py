"""The tables of mail and SMS in a node's file, and when a city's digest goes out. Reads nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from chassis.config.providers import Reader, is_protected
from chassis.config.settings import TLS, WEEKDAYS, City, Mail, Sms, Smtp

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DIGEST = re.compile(rf"({'|'.join(WEEKDAYS)}) ([01]\d|2[0-3]):[0-5]\d")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")


def read(reader: Reader, needed: bool) -> Mail:
    """Where mail goes: a folder or a server.

    Args:
        reader: of the file.
        needed: whether notifications run on this node.
    """
    folder, host = reader.value("mail.folder"), reader.value("mail.smtp.host")
    smtp = Smtp(
        host=host or "",
        port=int(reader.number("mail.smtp.port", 587, 1, 65535)),
        username=reader.value("mail.smtp.username"),
        password=reader.value("mail.smtp.password"),
        tls=reader.value("mail.smtp.tls", TLS[0]),
        per_domain_per_minute=int(reader.number("mail.smtp.per_domain_per_minute", 60, 1, 100_000)),
        dkim_selector=reader.value("mail.smtp.dkim_selector", ""),
    )
    if smtp.tls not in TLS:
        reader.errors.append(f"mail.smtp.tls must be one of {', '.join(TLS)}")
    if smtp.password and smtp.tls == "none":
        reader.errors.append("mail.smtp.tls must not be none when there is a password")
    if needed and bool(folder) == bool(host):
        reader.errors.append("mail needs either mail.folder or mail.smtp.host")
    return Mail(Path(folder) if folder else None, smtp if host else None)


def read_sms(reader: Reader) -> Sms | None:
    """The gateway for short messages, or None."""
    url = reader.value("sms.url")
    found = Sms(
        url=url or "",
        token=reader.value("sms.token", ""),
        sender=reader.value("sms.sender", ""),
        to_field=reader.value("sms.to_field", Sms.to_field),
        text_field=reader.value("sms.text_field", Sms.text_field),
        sender_field=reader.value("sms.sender_field", Sms.sender_field),
    )
    if not url:
        return None
    if not is_protected(found.url):
        reader.errors.append("sms.url must begin with https:// (http:// on the loopback only)")
    fields = (found.to_field, found.text_field, found.sender_field)
    if any(not _FIELD.fullmatch(field) for field in fields) or len(set(fields)) < len(fields):
        reader.errors.append("sms.to_field, sms.text_field and sms.sender_field must be three different names")
    return found


def look(reader: Reader, code: str) -> tuple[str, Path | None, str]:
    """How a city's letters look and when its digest goes out: colour, folder of templates, day and hour."""
    where = f"cities.{code}"
    colour = reader.value(f"{where}.colour", City.colour)
    templates = reader.value(f"{where}.templates")
    digest = reader.value(f"{where}.digest", City.digest)
    if not _COLOUR.fullmatch(colour):
        reader.errors.append(f"{where}.colour must be # and six hexadecimal digits, e.g. {City.colour}")
    if not _DIGEST.fullmatch(digest):
        reader.errors.append(f"{where}.digest must be a day and an hour, e.g. {City.digest}")
    return colour, Path(templates) if templates else None, digest
