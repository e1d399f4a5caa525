"""Settings: read once from the node's TOML file and the environment, checked whole. The only reader of the environment.

One file configures a node. Every error in it is said in one message at start. Secrets come only from the
environment (`CHAMPLIBRE_DATABASE_URL`) or from a file that the environment names (`CHAMPLIBRE_DATABASE_URL_FILE`).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from chassis.config.providers import PROVIDER_CALLBACK, is_protected
from chassis.config.reader import read
from chassis.config.settings import (
    OF_A_CITY,
    SERVICES,
    SOURCE_KINDS,
    WEEKDAYS,
    Admin,
    Broker,
    City,
    ConfigError,
    DatabaseUrl,
    Mail,
    Provider,
    Settings,
    Sms,
    Smtp,
    Source,
    Timetable,
    TrustedProxies,
    Web,
)

__all__ = [
    "OF_A_CITY",
    "PROVIDER_CALLBACK",
    "SERVICES",
    "SOURCE_KINDS",
    "WEEKDAYS",
    "Admin",
    "Broker",
    "City",
    "ConfigError",
    "DatabaseUrl",
    "Mail",
    "Provider",
    "Settings",
    "Sms",
    "Smtp",
    "Source",
    "Timetable",
    "TrustedProxies",
    "Web",
    "environment",
    "is_protected",
    "load",
    "read",
]


def environment() -> Mapping[str, str]:
    """The environment of the process."""
    return os.environ


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of the node whose file is at `path`.

    Raises:
        ConfigError: with everything that is wrong.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as exc:
        raise ConfigError([f"{path}: cannot be read: {exc.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError([f"{path}: is no TOML file: {exc}"]) from None
    return read(raw, os.environ if environment is None else environment)
