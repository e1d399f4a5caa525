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
from gateway.api.routes import OPERATIONS
from tests.network import Member, Network, Visitor

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
WITHIN_SECONDS = 20
EXAMPLES = 20


def of_every(operations: list[Operation]) -> Any:
    return pytest.mark.parametrize("operation", operations, ids=[operation.name for operation in operations])


@pytest.fixture(scope="module")
def description(network: Network) -> Any:
    """What the node says of itself."""
    return schemathesis.openapi.from_url(f"{network.url}/api/openapi.json", timeout=WITHIN_SECONDS)


@pytest.fixture(scope="module")
def member(network: Network) -> Member:
    """A member of the demonstration."""
    member = Member(network, email="amina@roubaix.example.org", password="LeChampLibre-2026!")
    member.sign_in()
    return member


@pytest.fixture(scope="module")
def known(member: Member) -> dict[str, str]:
    """Things that exist, by the name of the parameter that takes them."""
    space, period = member.free_hours("roubaix", hours=1)
    booking = member.book(space["id"], period).json()
    member_id = booking["member_id"]
    desk = Member(member.network, email="leila@roubaix.example.org", password=member.password)
    desk.sign_in()
    attestation = desk.ask("POST", "/attestations", {"member_id": member_id, "kind": "reduced_rate"}).json()
    organisation = member.ask("POST", "/organisations", {"name": "Les Fileuses", "kind": "nonprofit"}).json()
    return {
        "space_id": space["id"],
        "place_id": space["place_id"],
        "booking_id": booking["id"],
        "attestation_id": attestation["id"],
        "organisation_id": organisation["id"],
        "member_id": member_id,
        "special_id": member.get("/places/la-corderie/closures")["items"][0]["id"],
    }


def described(description: Any, operation: Operation) -> Any:
    """The operation as the node describes it."""
    return description.find_operation_by_id(operation.name)


def asking(
    description: Any, operation: Operation, visitors: list[Visitor], mode: GenerationMode, **given: Any
) -> Callable[[], None]:
    """Ask many things of an operation as each of the visitors; the same things in each run."""

    @hypothesis.settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(case=described(description, operation).as_strategy(mode, **given))
    def ask(case: Any) -> None:
        for visitor in visitors:
            headers = {"Authorization": f"Bearer {visitor.token}"} if visitor.token else {}
            case.call_and_validate(base_url=visitor.network.url, headers=headers, checks=CHECKS, timeout=WITHIN_SECONDS)

    return ask


@of_every(OPERATIONS)
def test_whoever_asks_as_described_gets_an_answer_that_is_described(
    network: Network, description: Any, member: Member, operation: Operation
) -> None:
    asking(description, operation, [Visitor(network), member], GenerationMode.POSITIVE)()


@of_every([operation for operation in OPERATIONS if operation.body or operation.query or "<" in operation.path])
def test_whoever_asks_anything_else_gets_an_answer_that_is_described(
    network: Network, description: Any, member: Member, operation: Operation
) -> None:
    asking(description, operation, [Visitor(network), member], GenerationMode.NEGATIVE)()


@of_every([operation for operation in OPERATIONS if "<" in operation.path])
def test_what_is_told_of_what_exists_is_described(
    description: Any, member: Member, known: dict[str, str], operation: Operation
) -> None:
    path = described(description, operation).path_parameters
    given = {parameter.name: known[parameter.name] for parameter in path}
    asking(description, operation, [member], GenerationMode.POSITIVE, path_parameters=given)()
