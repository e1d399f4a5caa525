"""Every answer of a running node is one that its own description announces, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from tests.network import Network, Visitor
from tests.network.existing import Existing

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
WITHIN_SECONDS = 20
EXAMPLES = 4
ENDS_LOGINS = ("sign_out", "end_session", "end_sessions", "refresh_session")


def of_every(operations: list[Operation]) -> Any:
    return pytest.mark.parametrize("operation", operations, ids=[operation.name for operation in operations])


@pytest.fixture(scope="module")
def description(network: Network) -> Any:
    """What the node says of itself."""
    return schemathesis.openapi.from_url(f"{network.url}/api/openapi.json", timeout=WITHIN_SECONDS)


def broken(network: Network) -> list[str]:
    """What the services logged as errors: a request that failed, a message that nobody could read."""
    return [line for line in network.said().splitlines() if '"level": "error"' in line]


@pytest.fixture(scope="module")
def broken_before(network: Network) -> list[str]:
    """The errors of the tests before these."""
    return broken(network)


@pytest.fixture(scope="module")
def existing(network: Network) -> Existing:
    """What a member of the demonstration and the administrator of their city may name."""
    return Existing(network)


def described(description: Any, operation: Operation) -> Any:
    """The operation as the node describes it."""
    return description.find_operation_by_id(operation.name)


def visitors(existing: Existing, operation: Operation) -> list[Visitor]:
    """Who asks: somebody without an account, a member and, where a right is needed, somebody who has it."""
    if operation.name in ENDS_LOGINS:
        return [Visitor(existing.member.network), existing.passer_by]
    staff = [existing.administrator] if "permission_missing" in operation.refusals else []
    return [Visitor(existing.member.network), existing.caller(operation.name), *staff]


def named(said: Any, known: dict[str, Any]) -> Any:
    """The same, with what exists for every name that we know of."""
    if isinstance(said, dict):
        return {name: known[name] if name in known else named(more, known) for name, more in said.items()}
    return [named(one, known) for one in said] if isinstance(said, list) else said


def asking(
    description: Any,
    operation: Operation,
    visitors: list[Visitor],
    mode: GenerationMode,
    known: dict[str, Any] | None = None,
    **given: Any,
) -> Callable[[], None]:
    """Ask many things of an operation as each of the visitors; the same things in each run.

    Args:
        known: what body and query say instead of what was made up.
    """

    @hypothesis.settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(case=described(description, operation).as_strategy(mode, **given))
    def ask(case: Any) -> None:
        if known:
            case.body, case.query = named(case.body, known), named(case.query, known)
        for visitor in visitors:
            asked_by = {"base_url": visitor.network.url, "headers": visitor.shown()}
            case.call_and_validate(**asked_by, checks=CHECKS, timeout=WITHIN_SECONDS)

    return ask


@of_every(OPERATIONS)
@pytest.mark.usefixtures("broken_before")
def test_whoever_asks_as_described_gets_an_answer_that_is_described(
    description: Any, existing: Existing, operation: Operation
) -> None:
    asking(description, operation, visitors(existing, operation), GenerationMode.POSITIVE)()


@of_every([operation for operation in OPERATIONS if operation.body or operation.query or "<" in operation.path])
def test_whoever_asks_anything_else_gets_an_answer_that_is_described(
    description: Any, existing: Existing, operation: Operation
) -> None:
    asking(description, operation, visitors(existing, operation), GenerationMode.NEGATIVE)()


@of_every([operation for operation in OPERATIONS if operation.body or operation.query or "<" in operation.path])
def test_what_is_told_of_what_exists_is_described(description: Any, existing: Existing, operation: Operation) -> None:
    names = [parameter.name for parameter in described(description, operation).path_parameters]
    known = existing.known_to(operation.name, names)
    who = visitors(existing, operation)[1:]
    given = {"path_parameters": {name: known[name] for name in names}} if names else {}
    asking(description, operation, who, GenerationMode.POSITIVE, known, **given)()


def test_nothing_that_was_asked_broke_a_service(network: Network, broken_before: list[str]) -> None:
    assert sorted(broken(network)) == sorted(broken_before)
