"""The table of a city's OpenID Connect provider in a node's file. Reads nothing else."""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import urlsplit

from chassis.config.settings import CLIENT_AUTHENTICATIONS, Provider

PROVIDER_CALLBACK = "/sessions/provider/callback"
"""Where below `gateway.public_url` a provider sends people back to: a page of the gateway, told by members."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LONGEST_NAME = 60
_LONGEST_ISSUER = 255


class Reader(Protocol):
    """What takes values out of the file, and keeps every complaint."""

    errors: list[str]

    def value(self, name: str, default: Any = None, kind: type | tuple[type, ...] = str, required: bool = False) -> Any:
        """The value at a dotted name."""

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """The number at a dotted name, within bounds."""


def is_protected(url: str) -> bool:
    """Whether nobody on the way reads what is sent there: https, or a machine that talks to itself."""
    parts = urlsplit(url)
    if parts.scheme == "http":
        return parts.hostname in _LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def read(reader: Reader, city: str, runs_here: bool) -> Provider | None:
    """The provider of a city, or None.

    Args:
        reader: of the file.
        city: its code.
        runs_here: whether the city's members run on this node, which then needs to know all of it.
    """
    where = f"cities.{city}.provider"
    if not reader.value(where, {}, dict):
        return None
    found = Provider(
        name=reader.value(f"{where}.name", "", required=True),
        issuer=reader.value(f"{where}.issuer", "", required=runs_here),
        client_id=reader.value(f"{where}.client_id", "", required=runs_here),
        client_secret=reader.value(f"{where}.client_secret", "", required=runs_here),
        client_authentication=reader.value(f"{where}.client_authentication", CLIENT_AUTHENTICATIONS[0]),
        scopes=_words(reader, f"{where}.scopes", Provider.scopes),
        acr_values=(asked := _words(reader, f"{where}.acr_values", ())),
        accepted_acr=_words(reader, f"{where}.accepted_acr", asked),
        second_factor_acr=_words(reader, f"{where}.second_factor_acr", ()),
        second_factor_amr=_words(reader, f"{where}.second_factor_amr", ()),
        emails_are_verified=reader.value(f"{where}.emails_are_verified", False, bool),
        pkce=reader.value(f"{where}.pkce", True, bool),
    )
    _complain(reader, where, found, runs_here)
    return found


def _complain(reader: Reader, where: str, found: Provider, runs_here: bool) -> None:
    if not 1 <= len(found.name) <= _LONGEST_NAME:
        reader.errors.append(f"{where}.name must have 1 to {_LONGEST_NAME} characters: it is on a button")
    if runs_here and "" in (found.issuer, found.client_id, found.client_secret):
        reader.errors.append(f"{where}: issuer, client_id and client_secret must not be empty where members runs")
    issuer = urlsplit(found.issuer)
    if found.issuer and not is_protected(found.issuer):
        reader.errors.append(f"{where}.issuer must begin with https:// (http:// on the loopback only)")
    if issuer.query or issuer.fragment or len(found.issuer) > _LONGEST_ISSUER:
        reader.errors.append(f"{where}.issuer must have no query, no fragment and at most {_LONGEST_ISSUER} characters")
    if found.client_authentication not in CLIENT_AUTHENTICATIONS:
        reader.errors.append(f"{where}.client_authentication must be one of {', '.join(CLIENT_AUTHENTICATIONS)}")
    if "openid" not in found.scopes:
        reader.errors.append(f"{where}.scopes must hold openid")


def _words(reader: Reader, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """A list of words, which go into one parameter with spaces between them."""
    found = reader.value(name, list(default), list)
    if wrong := [item for item in found if not isinstance(item, str) or not item or len(item.split()) != 1]:
        reader.errors.append(f"{name}: {', '.join(map(repr, wrong))}: must be words without spaces")
        return default
    return tuple(found)
