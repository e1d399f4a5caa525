"""Takes the settings out of a parsed file and the environment one by one, and keeps every complaint."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from stdnum import luhn
from stdnum.fr import siret

from chassis.config import mail, providers, sources, timetables
from chassis.config.settings import (
    LANGUAGES,
    OF_A_CITY,
    SERVICES,
    Admin,
    Broker,
    City,
    ConfigError,
    DatabaseUrl,
    Settings,
    TrustedProxies,
    Web,
)

_OPEN = ("cities", sources.WHERE, timetables.WHERE)  # tables of tables, in each of which names are looked at
_CODE = re.compile(r"[a-z][a-z0-9]{1,30}")
_REACHED = re.compile(r"https://\S+|[^@\s:/?]+@[^@\s:/?]+\.[^@\s:/?]+")


def read(raw: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """The settings in a parsed file, overridden by the environment.

    Raises:
        ConfigError: with everything that is wrong.
    """
    reader = _Reader(raw, environment)
    settings = reader.settings()
    if reader.errors:
        raise ConfigError(reader.errors)
    return settings


class _Reader:
    """Takes values out of the file one by one and keeps every complaint."""

    def __init__(self, raw: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        self.raw, self.environment = raw, environment
        self.errors: list[str] = []
        self.taken: set[str] = set()
        self.whole: set[str] = set()  # tables whose names are anybody's choice

    def value(self, name: str, default: Any = None, kind: type | tuple[type, ...] = str, required: bool = False) -> Any:
        """The value at a dotted name: from CHAMPLIBRE_<NAME>, the file it names, or the TOML file."""
        self.taken.add(name)
        variable = "CHAMPLIBRE_" + name.upper().replace(".", "_")
        found: Any = self.environment.get(variable)
        if found is None and (file := self.environment.get(variable + "_FILE")):
            try:
                found = Path(file).read_text("utf-8").strip()
            except OSError as exc:
                self.errors.append(f"{variable}_FILE={file}: cannot be read: {exc.strerror}")
        if found is None:
            found = self.raw
            for part in name.split("."):
                found = found.get(part) if isinstance(found, Mapping) else None
        elif kind is not str:
            found = _from_text(found)
        if found is None:
            if required:
                self.errors.append(f"{name} is missing (or set {variable})")
            return default
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            self.errors.append(f"{name} has the wrong type: {type(found).__name__}")
            return default
        return found

    def settings(self) -> Settings:
        """Everything, with defaults where something is wrong (it is never used then)."""
        state_dir = Path(self.value("state_dir", "var"))
        cities = self.cities()
        services = self.names("services", SERVICES, SERVICES)
        hosted = self.hosted(cities, services)
        here = hosted if "members" in services else ()
        cities = {
            code: replace(city, provider=providers.read(self, code, code in here)) for code, city in cities.items()
        }
        settings = Settings(
            site=self.value("site", "hub"),
            services=services,
            cities=cities,
            hosted=hosted,
            broker=Broker(self.uri("broker.uri", ("amqp", "amqps", "embedded"))),
            database=DatabaseUrl(self.database_url()),
            gateway=self.web("gateway", "127.0.0.1:8000", "gateway" in services),
            opendata=self.web("opendata", "127.0.0.1:8001", False),
            admin=Admin(self.address("admin.listen", "127.0.0.1:9100")),
            mail=mail.read(self, "notifications" in services),
            sms=mail.read_sms(self),
            state_dir=state_dir,
            home_secret=self.secret("home_secret", bool(set(services) & set(OF_A_CITY))),
            demo=self.value("demo", False, bool),
            rpc_deadline_seconds=self.number("rpc_deadline_seconds", 5.0, 0.1, 60),
            retry_pauses_seconds=self.pauses(),
            token_lifetime_seconds=int(self.number("token_lifetime_seconds", 900, 60, 86400)),
            max_body_bytes=int(self.number("max_body_bytes", 1 << 20, 1024, 1 << 26)),
            sources=sources.read(self, cities),
            harvest_networks=sources.networks(self),
            timetables=timetables.read(self),
            journey_planner=timetables.journey_planner(self),
        )
        returns_here = any(code in cities and cities[code].provider for code in here)
        if returns_here and not providers.is_protected(settings.gateway.public_url):
            self.errors.append("gateway.public_url must begin with https:// where a provider sends people back to it")
        if not _CODE.fullmatch(settings.site):
            self.errors.append("site must be lower-case letters and digits, e.g. hub")
        self.unknown(self.raw, "")
        return settings

    def cities(self) -> dict[str, City]:
        found = self.value("cities", {}, dict, required=True)
        cities = {}
        for code, raw in found.items():
            where = f"cities.{code}"
            if not _CODE.fullmatch(code) or not isinstance(raw, dict):
                self.errors.append(f"{where}: a city's code is lower-case letters and digits, its value a table")
                continue
            colour, templates, digest = mail.look(self, code)
            city = City(
                code=code,
                name=self.value(f"{where}.name", code, required=True),
                insee=self.value(f"{where}.insee", "", required=True),
                siren=self.value(f"{where}.siren", "", required=True),
                siret=self.value(f"{where}.siret", ""),
                language=self.value(f"{where}.language", "fr"),
                zone=self.value(f"{where}.zone", "Europe/Paris"),
                sender=self.value(f"{where}.sender", f"noreply@{code}.example.org"),
                data_officer=self.value(f"{where}.data_officer", ""),
                colour=colour,
                templates=templates,
                digest=digest,
            )
            if not re.fullmatch(r"[0-9AB]{5}", city.insee):
                self.errors.append(f"{where}.insee must be the 5 characters of a commune's code")
            if not re.fullmatch(r"\d{9}", city.siren):
                self.errors.append(f"{where}.siren must be 9 digits")
            elif not city.siret:
                city = replace(city, siret=_first_establishment(city.siren))
            elif not siret.is_valid(city.siret) or not re.fullmatch(rf"{city.siren}\d{{5}}", city.siret):
                self.errors.append(f"{where}.siret must be 14 digits that begin with its siren, and no typing error")
            if city.language not in LANGUAGES:
                self.errors.append(f"{where}.language must be one of {', '.join(LANGUAGES)}")
            if city.zone not in sources.ZONES:
                self.errors.append(f"{where}.zone is no IANA time zone: {city.zone}")
            if city.data_officer and not _REACHED.fullmatch(city.data_officer):
                self.errors.append(f"{where}.data_officer must be an e-mail address, or begin with https://")
            cities[code] = city
        return cities

    def names(self, name: str, default: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
        found = self.value(name, list(default), list)
        if wrong := [item for item in found if item not in allowed]:
            self.errors.append(f"{name}: {', '.join(map(str, wrong))}: must be among {', '.join(allowed)}")
        return tuple(item for item in found if item in allowed)

    def hosted(self, cities: Mapping[str, City], services: tuple[str, ...]) -> tuple[str, ...]:
        found = self.value("city", [], (str, list))
        hosted = (found,) if isinstance(found, str) else tuple(found)
        if wrong := [code for code in hosted if code not in cities]:
            self.errors.append(f"city: {', '.join(map(str, wrong))}: has no table [cities.<code>]")
        if not hosted and set(services) & set(OF_A_CITY):
            self.errors.append("city is missing: members and notifications are always some city's own")
        return hosted

    def uri(self, name: str, schemes: tuple[str, ...]) -> str:
        uri = str(self.value(name, "", required=True))
        if uri and urlsplit(uri).scheme not in schemes:
            self.errors.append(f"{name} must begin with {' or '.join(scheme + '://' for scheme in schemes)}")
        return uri

    def database_url(self) -> str:
        url = self.uri("database.url", ("sqlite", "postgresql", "postgresql+psycopg2"))
        if url and "{database}" not in url:
            self.errors.append("database.url must hold {database}: each service has a database of its own")
        return url.replace("postgresql://", "postgresql+psycopg2://", 1)

    def address(self, name: str, default: str) -> str:
        found = str(self.value(name, default))
        host, _, port = found.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            self.errors.append(f"{name} must be host:port, e.g. {default}")
        return found

    def web(self, name: str, default: str, needs_secret: bool) -> Web:
        listen = self.address(f"{name}.listen", default)
        public_url = str(self.value(f"{name}.public_url", f"http://{listen}")).rstrip("/")
        if urlsplit(public_url).scheme not in ("http", "https"):
            self.errors.append(f"{name}.public_url must begin with https:// or http://")
        if name != "gateway":
            return Web(listen, public_url)
        secret, folder = self.secret("gateway.secret", needs_secret), self.value("gateway.mail_folder")
        return Web(listen, public_url, secret, Path(folder) if folder else None, self.trusted_proxies())

    def trusted_proxies(self) -> TrustedProxies:
        found = self.value("gateway.trusted_proxies", 0, (int, list))
        try:
            if isinstance(found, list):
                return tuple(str(ip_network(str(network))) for network in found)
            if 0 <= found <= 10:
                return int(found)
        except ValueError:
            pass
        self.errors.append('gateway.trusted_proxies must be a number from 0 to 10, or networks: ["10.0.0.0/8"]')
        return 0

    def secret(self, name: str, needed: bool) -> str:
        found = self.value(name, required=needed)
        if needed and found is not None and len(found) < 32:
            self.errors.append(f"{name} must have 32 characters or more")
        return found or ""

    def number(self, name: str, default: float, least: float, most: float) -> float:
        found = float(self.value(name, default, (int, float)))
        if not least <= found <= most:
            self.errors.append(f"{name} must be between {least:g} and {most:g}")
        return found

    def pauses(self) -> tuple[float, ...]:
        found = self.value("retry_pauses_seconds", [1, 5, 30, 120, 600], list)
        if not all(isinstance(item, int | float) and 0 < item <= 86400 for item in found) or len(found) > 10:
            self.errors.append("retry_pauses_seconds must be at most 10 numbers of seconds, each at most a day")
            return (1.0,)
        return tuple(float(item) for item in found)

    def unknown(self, table: Mapping[str, Any], prefix: str) -> None:
        """A misspelt name is an error, never a default."""
        for key, value in table.items():
            name = prefix + key
            if name in self.whole or (name in self.taken and not name.startswith(_OPEN)):
                continue
            if isinstance(value, Mapping):
                self.unknown(value, name + ".")
            elif name not in self.taken:
                self.errors.append(f"{name} is not a setting")


def _from_text(text: str) -> Any:
    """A value of the environment, read as TOML would read it; text that is no TOML value stays text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _first_establishment(siren: str) -> str:
    """The SIRET of the first establishment of a legal unit: number 1, and the digit that makes it right."""
    first = f"{siren}0001"
    return first + luhn.calc_check_digit(first)
