"""E-mail addresses: their normal form, and the digest by which two parts ask for one without saying it. Pure.

Members keeps the digest beside the address, the gateway asks by it: both have to make the same one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from chassis.errors import Invalid

_MOST, _LOCAL_MOST = 254, 64  # RFC 5321, 4.5.3.1
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def normalise(text: str) -> str:
    """An address as it is written to: trimmed, local part as typed, domain in lower case and ASCII (IDNA).

    Quoted and non-ASCII local parts are refused: too few mail servers deliver to them.

    Raises:
        Invalid: `invalid`: it cannot be an address.

    Source: RFC 5321 4.5.3.1 (lengths), RFC 5322 3.2.3 (dot-atom), RFC 1035 (labels).
    """
    local, _, domain = unicodedata.normalize("NFC", text.strip()[: _MOST + 1]).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    well_formed = (
        _LOCAL.fullmatch(local)
        and len(local) <= _LOCAL_MOST
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
        and len(local) + 1 + len(domain) <= _MOST
    )
    if not well_formed:
        raise Invalid("invalid", "This is not an e-mail address.")
    return f"{local}@{domain}"


def digest(address: str) -> str:
    """What stands for a normalised address: SHA-256 in 64 hexadecimal digits, the same whatever the letter case.

    Telephones add capitals: they make no other person. It hides an address only from who does not guess it.
    """
    return hashlib.sha256(address.lower().encode()).hexdigest()
