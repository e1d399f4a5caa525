"""The tests mirror the source, and every service has the same rooms."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("champlibre", "chassis", "gateway", "services")
SERVICES = sorted(p.name for p in (ROOT / "services").iterdir() if (p / "__init__.py").exists())

# One word an idea (docs/architecture.md): a module called like this is waiting for its real name.
MEANINGLESS = {"base", "common", "data", "handler", "helper", "helpers", "manager", "misc", "processor", "utils"}

LONGEST_LINES = 300

# Modules that decide nothing of their own, and why.
TESTED_ELSEWHERE = {
    "champlibre/__main__.py": "every journey starts with it",
    "champlibre/configured.py": "every test of the command begins with it",
    "champlibre/green.py": "every test runs on it",
    "chassis/clock.py": "asks the machine",
    "chassis/ids.py": "asks the machine",
}
# Parts that are tested together with others, by the rules that they share.
TESTED_TOGETHER = {
    "chassis/config": "tests/chassis/test_config.py",
    "chassis/embedded": "tests/chassis/test_embedded*.py",
    "chassis/http": "tests/chassis/test_http*.py",
    "chassis/outbox.py": "tests/chassis/test_relay.py",
    "chassis/service.py": "tests/chassis/test_bus.py",
    "chassis/tables.py": "tests/chassis/test_database.py",
    "chassis/topology.py": "tests/chassis/test_bus.py",
    "gateway": "tests/gateway/**/test_*.py",
    "services/notifications/channels/__init__.py": "tests/notifications/test_smtp.py",
    "services/notifications/letters": "tests/notifications/test_letters*.py",
    "services/notifications/reactions": "tests/notifications/test_reactions.py",
    "services/opendata/harvest/failures.py": "tests/opendata/harvest/test_fetching.py",
    "services/opendata/formats": "tests/opendata/**/test_formats*.py",
    "services/opendata/projections": "tests/opendata/test_reactions.py",
    "services/opendata/catalog": "tests/opendata/**/test_catalog*.py",
    "services/opendata/domain/transit/telling.py": "tests/opendata/transit/test_way.py",
    "services/opendata/timetables.py": "tests/opendata/transit/test_loading.py",
    "services/opendata/transit": "tests/opendata/transit/test_reading.py",
}
# The shape of a service, a module or a folder, exercised by every test of its commands, and by the journeys.
SHAPES = {"service", "tables", "queries", "events", "schemas"}


def modules() -> list[Path]:
    files = (p.relative_to(ROOT) for source in SOURCES for p in (ROOT / source).rglob("*.py"))
    return sorted(p for p in files if "migrations" not in p.parts)


@cache
def text(module: Path) -> str:
    """What is written in a module."""
    return (ROOT / module).read_text()


@cache
def tree(module: Path) -> ast.Module:
    """The same as Python reads it."""
    return ast.parse(text(module))


def has_logic(module: Path) -> bool:
    """Whether it defines a function, at the top or in a class."""
    return any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree(module)))


def is_list_of_names(module: Path) -> bool:
    """Whether it only gives the names of a folder that is one already: there is nothing in it to read or to split."""
    body = tree(module).body
    return module.stem == "__init__" and not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in body)


def mirrors(module: Path) -> set[Path]:
    """Where the tests of a module may be: services/bookings/domain/hours.py -> tests/bookings/**/test_hours.py."""
    parts = [part for part in module.parts if part != "services"]
    folder = ROOT / "tests" / parts[0]
    names = {module.stem, *(f"{parent}_{module.stem}" for parent in parts[1:-1])}
    if module.stem == "__init__":
        names = {parts[-2]}
    return {found for name in names for found in folder.rglob(f"test_{name}.py")}


def excused(module: Path) -> bool:
    shape = Path(*module.parts[2:3]).stem  # services/bookings/queries/rows.py -> queries
    if module.as_posix() in TESTED_ELSEWHERE or (module.parts[0] == "services" and shape in SHAPES):
        return True
    together = (globs for part, globs in TESTED_TOGETHER.items() if module.is_relative_to(part))
    return any(list(ROOT.glob(globs)) for globs in together)


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_that_decides_has_its_tests(module: Path) -> None:
    assert excused(module) or not has_logic(module) or mirrors(module), f"no test_{module.stem}.py mirrors {module}"


@pytest.mark.parametrize("path", sorted(TESTED_ELSEWHERE), ids=str)
def test_an_excuse_is_for_a_module_that_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("module", modules(), ids=str)
def test_a_module_has_a_name_says_what_it_is_and_stays_short(module: Path) -> None:
    assert module.stem not in MEANINGLESS
    assert ast.get_docstring(tree(module)), "the first lines say what is in it and what it never does"
    assert text(module).count("\n") <= LONGEST_LINES or is_list_of_names(module), "make it a folder of the same name"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_what_it_owns_answers_emits_and_hears(service: str) -> None:
    said = ast.get_docstring(ast.parse((ROOT / "services" / service / "__init__.py").read_text())) or ""
    for word in ("Owns", "Answers", "Emits", "Hears"):
        assert f"\n{word}" in said
