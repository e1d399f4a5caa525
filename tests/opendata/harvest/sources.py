"""Sources as a node's file has them, for the tests."""

from __future__ import annotations

from typing import Any

from chassis.config import Source


def source(kind: str, url: str = "https://agenda.example.org/", **changes: Any) -> Source:
    return Source(
        **{
            "code": "ville",
            "city": "roubaix",
            "kind": kind,
            "url": url,
            "name": "Agenda de la ville",
            "licence": "Licence Ouverte 2.0",
            "licence_url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
            **changes,
        }
    )
