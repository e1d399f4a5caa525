"""What every command that asks something of a node begins with: the node's file. Holds no logic of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from importlib import resources
from pathlib import Path
from typing import Any

import click

from chassis import config
from chassis.broker import BrokerUnavailable
from chassis.config import ConfigError, Settings
from chassis.errors import Unavailable
from chassis.logs import scrub

DEMO = Path(str(resources.files("champlibre") / "demo.toml"))

_config = click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="CHAMPLIBRE_CONFIG",
    help="The node's file (TOML). Without it: the demonstration of three cities, under var/.",
)


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the settings; what is wrong with them ends it with one clear message."""

    @_config
    @wraps(command)
    def wrapped(path: Path | None, **kwargs: Any) -> None:
        try:
            command(load(path), **kwargs)
        except ConfigError as exc:
            raise click.ClickException(str(exc)) from None
        except Unavailable as exc:
            raise click.ClickException(f"{exc.message}. `champlibre check` says more.") from None
        except BrokerUnavailable as exc:
            raise click.ClickException(scrub(f"The broker cannot be used: {exc}")) from None

    return wrapped


def load(path: Path | None) -> Settings:
    """The settings of the node's file; for the demonstration with secrets of its own, made at the first start."""
    if path is not None:
        return config.load(path)
    folder = Path(config.environment().get("CHAMPLIBRE_STATE_DIR", "var"))
    own = {
        "CHAMPLIBRE_GATEWAY_SECRET_FILE": _secret(folder / "gateway.secret"),
        "CHAMPLIBRE_HOME_SECRET_FILE": _secret(folder / "home.secret"),
    }
    return config.load(DEMO, {**own, **config.environment()})


def _secret(file: Path) -> str:
    """The file of a secret, which is made if it is not there."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), "utf-8")
    return str(file)
