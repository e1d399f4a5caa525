"""The JSON API: `/api/v1`, its description at `/api/openapi.json`, the readable pages of it at `/api`.

routes.py     the table: every operation with all that its description needs
operation.py  what each operation does alike: token, query, body, answer
reading.py    strict JSON
problems/     refusals as RFC 9457 documents, and every code there is
schemas/      what is asked and what is answered
"""

from gateway.api.problems import refuse
from gateway.api.routes import ROUTES, is_at

__all__ = ["ROUTES", "is_at", "refuse"]
