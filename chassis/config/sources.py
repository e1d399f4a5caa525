"""The tables of the sources that the publisher takes up, in a node's file. Reads nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from chassis.config import providers
from chassis.config.settings import SOURCE_KINDS, City, Source

WHERE = "opendata.sources"

ZONES = frozenset(available_timezones())

_CODE = re.compile(r"[a-z][a-z0-9]{1,30}")
_OURS = "champlibre"  # the code of the network's own agenda
_LONGEST = 100
_MOST = 100
_WITH_KEY = ("openagenda",)


class Reader(providers.Reader, Protocol):
    """What takes values out of the file, and keeps every complaint."""

    whole: set[str]


def read(reader: Reader, cities: Mapping[str, City]) -> dict[str, Source]:
    """The sources by their codes.

    Args:
        reader: of the file.
        cities: of the network.
    """
    found = reader.value(WHERE, {}, dict)
    if len(found) > _MOST:
        reader.errors.append(f"{WHERE}: at most {_MOST} sources")
    sources = {}
    for code, raw in found.items():
        where = f"{WHERE}.{code}"
        if not _CODE.fullmatch(code) or code == _OURS or not isinstance(raw, dict):
            reader.errors.append(f"{where}: a source's code is lower-case letters and digits, its value a table")
            continue
        sources[code] = _source(reader, where, code, cities)
    return sources


def networks(reader: Reader) -> tuple[str, ...]:
    """The networks in which a source may be although they are no public ones."""
    name = "opendata.harvest_networks"
    found = reader.value(name, [], list)
    try:
        return tuple(str(ip_network(str(network))) for network in found)
    except ValueError:
        reader.errors.append(f'{name} must be networks: ["10.0.0.0/8"]')
        return ()


def _source(reader: Reader, where: str, code: str, cities: Mapping[str, City]) -> Source:
    city = reader.value(f"{where}.city", "", required=True)
    source = Source(
        code=code,
        city=city,
        kind=reader.value(f"{where}.kind", "", required=True),
        url=reader.value(f"{where}.url", "", required=True),
        name=reader.value(f"{where}.name", "", required=True),
        licence=reader.value(f"{where}.licence", "", required=True),
        licence_url=reader.value(f"{where}.licence_url", "", required=True),
        page=reader.value(f"{where}.page", ""),
        key=reader.value(f"{where}.key", ""),
        themes=_themes(reader, f"{where}.themes"),
        theme_field=reader.value(f"{where}.theme_field", ""),
        zone=reader.value(f"{where}.zone", cities[city].zone if city in cities else Source.zone),
        every_minutes=int(reader.number(f"{where}.every_minutes", 60, 5, 7 * 24 * 60)),
        enabled=reader.value(f"{where}.enabled", True, bool),
    )
    _complain(reader, where, source, cities)
    return source


def _complain(reader: Reader, where: str, source: Source, cities: Mapping[str, City]) -> None:
    wants_key = source.kind in _WITH_KEY
    for wrong, why in (
        (source.city and source.city not in cities, f"city: {source.city} has no table [cities.<code>]"),
        (source.kind and source.kind not in SOURCE_KINDS, f"kind must be one of {', '.join(SOURCE_KINDS)}"),
        (source.url and not _is_address(source.url), _ADDRESS.format("url")),
        (source.licence_url and not _is_address(source.licence_url), _ADDRESS.format("licence_url")),
        (source.page and not _is_address(source.page), _ADDRESS.format("page")),
        (
            len(source.name) > _LONGEST or len(source.licence) > _LONGEST,
            f"name, licence: at most {_LONGEST} characters",
        ),
        (source.zone not in ZONES, f"zone is no IANA time zone: {source.zone}"),
        (wants_key and source.enabled and not source.key, f"key is missing (or set {_variable(where)})"),
        (source.key and not wants_key, f"key goes with {', '.join(_WITH_KEY)} alone"),
        (
            source.key and not (source.key.isascii() and source.key.isprintable() and " " not in source.key),
            "key must be printable characters without spaces",
        ),
        (
            source.key and not providers.is_protected(source.url),
            "url must begin with https:// where there is a key (http:// on the loopback only)",
        ),
        (source.kind == "openagenda" and source.themes and not source.theme_field, "theme_field is missing for themes"),
    ):
        if wrong:
            reader.errors.append(f"{where}.{why}")


_ADDRESS = "{} must begin with https:// or http://, without a name or a password"


def _is_address(url: str) -> bool:
    """Whether it is an address of the Web, without blanks in it or anybody's password."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    plain = url.isprintable() and " " not in url
    return sound and plain and parts.scheme in ("http", "https") and parts.username is None


def _variable(where: str) -> str:
    return "CHAMPLIBRE_" + where.upper().replace(".", "_") + "_KEY_FILE"


def _themes(reader: Reader, name: str) -> dict[str, str]:
    found = reader.value(name, {}, dict)
    reader.whole.add(name)
    if any(not isinstance(own, str) or not 1 <= len(own.strip()) <= _LONGEST for own in found.values()):
        reader.errors.append(f"{name}: what a category is called here is a text of 1 to {_LONGEST} characters")
        return {}
    return {theirs.strip().casefold(): own.strip() for theirs, own in found.items()}
