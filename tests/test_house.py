"""The rules of the house that neither the import graph (.importlinter) nor ruff (pyproject.toml) can see."""
from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_layout import ROOT, SOURCES, modules, text, tree

SOURCE_MODULES = modules()
TESTS = sorted(p.relative_to(ROOT) for p in (ROOT / "tests").rglob("*.py"))
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
REFUSALS = {
    "Invalid", "Unauthenticated", "Forbidden", "NotFound", "Conflict", "Unprocessable", "TooMany", "Unavailable",
}

ENDLESS_UNLESS_TOLD = {
    *(f"requests.{verb}" for verb in ("delete", "get", "head", "post", "put", "request")),
    "smtplib.SMTP", "smtplib.SMTP_SSL", "socket.create_connection",
}


def calls(module: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a module, with the last name of what is called: `session.commit()` is "commit"."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            called = node.func
            yield (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")), node


def test_only_the_chassis_ends_a_transaction() -> None:
    ending = {str(m) for m in SOURCE_MODULES for name, _ in calls(m) if name in {"commit", "rollback"}}
    assert {m for m in ending if not m.startswith("chassis/")} == set()


def test_only_a_service_opens_a_transaction() -> None:
    opening = {m for m in SOURCE_MODULES for name, _ in calls(m) if name in {"transaction", "react"}}
    allowed = {m for m in opening if m.parts[0] in {"chassis", "champlibre"} or "service" in (m.stem, m.parent.name)}
    allowed.add(Path("services/notifications/sending.py"))  # asks and sends between two transactions
    assert opening - allowed == set()


def test_a_right_over_a_member_is_used_where_its_use_is_remembered() -> None:
    """`commands.rights.use` does both. Elsewhere a right is asked for only where it concerns no person."""
    concerns_no_person = {
        "services/members/service/applications.py": {"REVIEW_APPLICATIONS"},  # the list of them, which names nobody
        "services/members/service/ledger.py": {"SEE_LEDGER"},
        "services/members/domain/looking.py": {"SEE_LIMITED"},  # who is hidden from others; the look itself is a use
    }
    rooms = [m for m in SOURCE_MODULES if m.parts[:2] == ("services", "members") and m.name != "rights.py"]
    asked = [
        (str(m), ast.unparse(call).rpartition("Permission.")[2].rstrip(")"))
        for m in rooms
        for name, call in calls(m)
        if name in {"require", "by_which", "may"} and m != Path("services/members/domain/permissions.py")
    ]
    assert [(m, right) for m, right in asked if right not in concerns_no_person.get(m, ())] == []
    assert {m for m, _ in asked} == set(concerns_no_person), "an excuse is for what is asked"


def test_the_process_is_patched_in_one_place() -> None:
    assert {str(m) for m in SOURCE_MODULES for name, _ in calls(m) if name == "monkey_patch"} == {"champlibre/green.py"}


@pytest.mark.parametrize("module", SOURCE_MODULES, ids=str)
def test_a_refusal_has_a_code_that_states_the_fact_in_snake_case(module: Path) -> None:
    for name, call in calls(module):
        if name in REFUSALS and call.args and isinstance(call.args[0], ast.Constant):
            assert CODE.fullmatch(str(call.args[0].value)), ast.unparse(call)


@pytest.mark.parametrize("module", SOURCE_MODULES, ids=str)
def test_no_wait_is_without_an_end(module: Path) -> None:
    """Outgoing HTTP and SMTP have no deadline unless told."""
    for _, call in calls(module):
        called = ast.unparse(call.func)
        if called in ENDLESS_UNLESS_TOLD:
            assert any(keyword.arg == "timeout" for keyword in call.keywords), ast.unparse(call)


def gives_way(call: ast.Call) -> bool:
    """`eventlet.sleep(0)` lets other green threads run, and waits for no time."""
    return ast.unparse(call) == "eventlet.sleep(0)"


@pytest.mark.parametrize("module", [test for test in TESTS if test.name.startswith(("test_", "conftest"))], ids=str)
def test_a_test_waits_for_a_condition_never_for_a_time_and_is_never_skipped(module: Path) -> None:
    names = {ast.unparse(call.func) for _, call in calls(module)}
    sleeping = {call for _, call in calls(module) if ast.unparse(call.func).endswith("sleep") and not gives_way(call)}
    assert not sleeping, "use tests.waiting.until"
    assert not names & {"pytest.skip", "pytest.importorskip", "pytest.mark.skip", "pytest.mark.skipif"}


def test_no_ban_is_waived_in_passing() -> None:
    """An exception to a banned call stands in pyproject.toml, where it is seen."""
    waived = [m for m in SOURCE_MODULES if re.search(r"noqa:.*TID251", text(m))]
    assert waived == []


def test_every_source_is_in_the_package() -> None:
    include = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]["include"]
    assert include == [f"{source}*" for source in ("champlibre", "chassis", "services", "gateway")]
    assert set(SOURCES) == {name.rstrip("*") for name in include}
