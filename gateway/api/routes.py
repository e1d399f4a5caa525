"""The routes of the API: its operations, and the pages that describe them."""

from __future__ import annotations

from gateway.api import pages
from gateway.api.operation import PREFIX
from gateway.api.operations import OPERATIONS
from gateway.routing import Route

ROUTES = [
    *(Route(operation.method, PREFIX + operation.path, operation.handle) for operation in OPERATIONS),
    Route("GET", "/api", pages.reference(OPERATIONS)),
    Route("GET", "/api/problems", pages.problems),
    Route("GET", "/api/openapi.json", pages.openapi(OPERATIONS)),
]


def is_at(path: str) -> bool:
    """Whether a path is the API's."""
    return path == "/api" or path.startswith("/api/")
