"""Reads tables with a schema of others, by frictionless, which is not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from frictionless import Resource, Schema, system

HERE = Path(__file__).parent


def complaints(text: str, schema: str | dict[str, Any]) -> list[str]:
    """What a CSV document does not keep of a schema: that of a file of this folder, or a descriptor."""
    descriptor = json.loads((HERE / schema).read_text()) if isinstance(schema, str) else schema
    with system.use_context(trusted=True):
        resource = Resource(
            data=text.encode(), format="csv", encoding="utf-8", schema=Schema.from_descriptor(descriptor)
        )
        report = resource.validate()
    found = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    return [error.message for error in found]
