"""An operation may answer with something else than JSON."""

from __future__ import annotations

from marshmallow import fields
from openapi_spec_validator import validate
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from chassis.schema import Schema
from gateway.api import openapi, pages
from gateway.api.operation import Asked, Media, Operation
from gateway.context import Context
from tests.gateway.fakes import settings


class Month(Schema):
    month = fields.String(required=True, metadata={"examples": ["2026-11"]})


def told(asked: Asked) -> str:
    return f"{asked.query['month']};é\r\n"


TABLE = Media("text/csv", "Un tableau.", "month\r\n2026-11\r\n", "table-{month}.csv")
OPERATION = Operation("GET", "/table", "table", "Un tableau", told, TABLE, query=Month)
CONTEXT = Context(rpc=None, settings=settings(), tokens=None)  # type: ignore[arg-type]


def answered(operation: Operation) -> Response:
    request = EnvironBuilder("/api/v1/table", query_string={"month": "2026-11"}).get_request()
    return operation.handle(request, CONTEXT)


def test_what_is_no_json_is_answered_as_what_it_is_and_saved_under_its_name() -> None:
    response = answered(OPERATION)
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.data == "2026-11;é\r\n".encode()
    assert response.headers["Content-Disposition"] == 'attachment; filename="table-2026-11.csv"'


def test_the_description_tells_its_media_type_and_shows_the_beginning_of_one() -> None:
    document = openapi.document([OPERATION], "https://champlibre.example.org")
    validate(document)
    shown = document["paths"]["/api/v1/table"]["get"]["responses"]["200"]
    assert shown["content"] == {"text/csv": {"schema": {"type": "string"}, "example": TABLE.example}}


def test_the_readable_page_shows_it_too() -> None:
    page = pages.reference([OPERATION])(EnvironBuilder("/api").get_request(), CONTEXT)
    assert "<code>text/csv</code>" in page.get_data(as_text=True)
