"""What is on, over HTTP: `asking` reads what a request asks, `telling` says it in JSON, `pages` and `words` in French.

`compatible` does so in the shape of the application of 2018.
"""

from __future__ import annotations

from services.opendata.web.outings.outings import ENDPOINTS, ROUTES, Outings

__all__ = ["ENDPOINTS", "ROUTES", "Outings"]
