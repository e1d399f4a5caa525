"""Writes the two tables of docs/api.md from the operations and the codes: `python -m tests.gateway.document`.

And those of docs/roles.md, which are of the same kind.
"""

from __future__ import annotations

import re
from pathlib import Path

from gateway.api.operations import OPERATIONS
from gateway.api.problems import CODES
from tests.gateway import roles_document

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"


def operations() -> str:
    """What may be asked, one line each."""
    lines = ["| operation | what it does | members only |", "|---|---|---|"]
    for operation in OPERATIONS:
        path = re.sub(r"<\w+:(.+?)>", "{id}", operation.path)
        members = "yes" if operation.for_members else ""
        lines.append(f"| `{operation.method} {path}` | {operation.summary} | {members} |")
    return "\n".join(lines)


def refusals() -> str:
    """Every code, with what it says and what to do."""
    lines = ["| code | status | says |", "|---|---|---|"]
    lines += [f"| `{code}` | {told.status} | {told.title}. {told.advice} |" for code, told in CODES.items()]
    return "\n".join(lines)


def written(text: str) -> str:
    """The document with both tables as they are now."""
    for name, table in (("operations", operations()), ("refusals", refusals())):
        marked = re.compile(f"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        text = marked.sub(lambda found, table=table: found[1] + table + found[2], text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
    roles_document.DOCUMENT.write_text(roles_document.written(roles_document.DOCUMENT.read_text("utf-8")), "utf-8")
