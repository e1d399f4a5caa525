"""What a service says of itself is what it does: its answers, its events, what it hears."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest

from champlibre import nodes
from chassis import config
from chassis.events import Event
from chassis.service import _Answers, _Hears
from tests.test_layout import SERVICES

SETTINGS = {
    "services": list(config.SERVICES),
    "city": "roubaix",
    "home_secret": "h" * 32,
    "cities": {"roubaix": {"name": "Roubaix", "insee": "59512", "siren": "215905126"}},
    "broker": {"uri": "embedded://"},
    "database": {"url": "sqlite:///{database}.db"},
    "mail": {"folder": "mail"},
    "gateway": {"secret": "s" * 32},
}


def said(service: str, part: str) -> set[str]:
    """The names that the service's docstring gives under a heading."""
    text = import_module(f"services.{service}").__doc__ or ""
    parts = re.split(r"^(Owns|Answers|Emits|Hears)\b:?", text, flags=re.MULTILINE)
    told = parts[parts.index(part) + 1].partition("\n\n")[0]
    return set(re.findall(r"\b[a-z]+(?:[_.][a-z_]+)+\b" if part != "Answers" else r"\b[a-z]+(?:_[a-z]+)*\b", told))


def entrypoints(service: str, kind: type) -> list[tuple[str, Any]]:
    settings = config.read(SETTINGS, {})
    [cls] = [c for c in nodes.service_classes(settings) if c.name.partition("_")[0] == service]
    found = ((name, getattr(cls, name)) for name in dir(cls))
    return [
        (name, entrypoint)
        for name, method in found
        for entrypoint in getattr(method, "nameko_entrypoints", ())
        if isinstance(entrypoint, kind)
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_answers_is_what_it_says_it_answers(service: str) -> None:
    answered = {name for name, _ in entrypoints(service, _Answers)}
    assert answered - said(service, "Answers") == set()


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_emits_is_what_it_says_it_emits(service: str) -> None:
    try:
        events = import_module(f"services.{service}.events")
    except ModuleNotFoundError:
        return
    emitted = {
        thing.type
        for thing in vars(events).values()
        if isinstance(thing, type) and issubclass(thing, Event) and "type" in vars(thing)
    }
    assert emitted == {name for name in said(service, "Emits") if "." in name}


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_hears_is_what_it_says_it_hears(service: str) -> None:
    heard = {name for _, entrypoint in entrypoints(service, _Hears) for name in entrypoint.names}
    assert heard == {name for name in said(service, "Hears") if "." in name}
