"""The publisher's HTTP face: `publisher` finds a document, `documents` make it, `answers` give it. Never writes."""

from __future__ import annotations

from services.opendata.web.publisher import Publisher

__all__ = ["Publisher"]
