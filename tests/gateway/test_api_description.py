"""The description of the API is valid, complete and readable; every refusal is mapped and documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import validate

from chassis.errors import ServiceError
from gateway.api import problems
from gateway.api.openapi import codes_of
from gateway.api.operations import OPERATIONS
from gateway.refusals import INTERNAL, STATUS
from tests.gateway import document
from tests.gateway.fakes import Gateway

ROOT = Path(__file__).parents[2]
PUBLISHER = ROOT / "services" / "opendata"  # answers no RPC: what it refuses is told of a source, or on its own face
# Raised where the API never hears of it: on the bus, or by the pages.
NOT_OF_THE_API = {"member_limited",
    "envelope_invalid",
    "file_unknown",
    "form_expired",
    "letter_unknown",
    "no_address",
    "no_phone",
    "nobody_hears",
    "not_consented",
    "not_its_city",
    "not_its_exchange",
    "not_suspended",
    "period_unclear",
    *INTERNAL,
}


def refusals() -> Iterator[tuple[str, str]]:
    """The class and the code of each refusal that the source raises with its code written out."""
    for source in ("chassis", "gateway", "services"):
        for path in (ROOT / source).rglob("*.py"):
            if path.is_relative_to(PUBLISHER):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                    code = node.args[0]
                    if node.func.id in ServiceError.registry and isinstance(code, ast.Constant):
                        yield node.func.id, str(code.value)


def test_the_description_is_valid_openapi(gateway: Gateway) -> None:
    document = gateway.client.get("/api/openapi.json").json
    assert document is not None
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_the_description_holds_every_operation_with_its_codes(gateway: Gateway) -> None:
    document = gateway.client.get("/api/openapi.json").json or {}
    described = {
        operation["operationId"]: operation for path in document["paths"].values() for operation in path.values()
    }
    assert sorted(described) == sorted(operation.name for operation in OPERATIONS)
    for operation in OPERATIONS:
        responses = described[operation.name]["responses"]
        assert str(operation.status) in responses
        for code in codes_of(operation):
            assert f"`{code}`" in responses[str(problems.CODES[code].status)]["description"]
        member: dict[str, list[str]] = {"member": []}
        expected = [member] if operation.for_members else [{}, member] if operation.also_for_members else None
        assert described[operation.name].get("security") == expected


def test_an_answer_always_has_all_its_fields_and_its_example_is_one(gateway: Gateway) -> None:
    document = gateway.client.get("/api/openapi.json").json or {}
    for path in document["paths"].values():
        for operation in path.values():
            [answer] = [told for status, told in operation["responses"].items() if status < "300"]
            asked = operation.get("requestBody")
            for content in [answer["content"], asked["content"]] if asked else [answer["content"]]:
                [shown] = content.values()
                resolved = {**shown["schema"], "components": document["components"]}
                OAS31Validator(resolved, format_checker=oas31_format_checker).validate(shown["example"])
    assert document["components"]["schemas"]["Booking"]["required"] == list(
        document["components"]["schemas"]["Booking"]["properties"]
    )


def test_every_field_that_is_asked_or_answered_has_an_example_or_a_remark(gateway: Gateway) -> None:
    document = gateway.client.get("/api/openapi.json").json or {}
    for name, schema in document["components"]["schemas"].items():
        for field, told in schema["properties"].items():
            assert "$ref" in str(told) or {"examples", "description"} & set(told), f"{name}.{field}"


def test_whoever_has_the_description_need_not_fetch_it_again(gateway: Gateway) -> None:
    for path in ("/api", "/api/problems", "/api/openapi.json"):
        first = gateway.client.get(path)
        again = gateway.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_the_readable_pages_take_nothing_from_elsewhere_and_have_no_dead_anchor(gateway: Gateway) -> None:
    pages = {path: gateway.client.get(path).text for path in ("/api", "/api/problems")}
    for path, page in pages.items():
        assert '<html lang="fr">' in page
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
        for target, anchor in re.findall(r'href="([^"#]*)#([^"]+)"', page):
            assert f'id="{anchor}"' in pages[target or path]
        for sheet in re.findall(r'href="(/static/[^"]+)"', page):
            assert gateway.client.get(sheet).status_code == 200


def test_every_kind_of_refusal_has_a_status() -> None:
    assert set(STATUS) == {kind for kind in ServiceError.registry.values() if kind.__module__ == "chassis.errors"}


def test_every_code_that_is_raised_is_documented_under_the_status_of_its_kind() -> None:
    for kind, code in refusals():
        if code not in NOT_OF_THE_API:
            assert code in problems.CODES, f"{code} is documented nowhere"
            assert problems.CODES[code].status == STATUS[ServiceError.registry[kind]], code


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_refuses_with_documented_codes_only(operation: object) -> None:
    assert set(codes_of(operation)) <= set(problems.CODES)  # type: ignore[arg-type]


def test_the_documentation_lists_every_code_and_every_operation() -> None:
    text = document.DOCUMENT.read_text("utf-8")
    assert text == document.written(text), "python -m tests.gateway.document"
    assert all(f"| `{code}` | {told.status} |" in text for code, told in problems.CODES.items())
    assert all(operation.summary in text for operation in OPERATIONS)
