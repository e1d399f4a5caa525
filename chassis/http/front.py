"""What goes for every request and response: the trace, the body, security headers, access log and metrics.

A WSGI application around a function from request to response. Logs the template of the route and never the
path, the query or the body: those may hold what concerns a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wrappers import Request, Response

from chassis import logs, metrics, trace
from chassis.clock import monotonic
from chassis.http.body import received
from chassis.http.limits import Limits
from chassis.http.problems import Refused, problem

Answer = Callable[[Request], Response]

ROUTE = "champlibre.route"  # where in the WSGI environment a router leaves the template of the route it took
TRACEPARENT = "champlibre.traceparent"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_log = logs.get("http")


class Front:
    """The WSGI application of a service.

    Args:
        service: its name, in metrics and logs.
        answer: makes the response; may raise `Refused`.
        secure: the public address is https: browsers are told to stay there.
    """

    def __init__(self, service: str, answer: Answer, limits: Limits, *, secure: bool = False) -> None:
        self._service, self._answer, self._limits = service, answer, limits
        self._headers = dict(_SECURITY)
        if secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        began = monotonic()
        environ[TRACEPARENT] = trace.begin(environ.get("HTTP_TRACEPARENT"))
        response = self._respond(environ)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = trace.trace_id() or ""
        self._tell(environ, response.status_code, monotonic() - began)
        return response(environ, start_response)

    def _respond(self, environ: dict[str, Any]) -> Response:
        try:
            with received(environ, self._limits):
                return self._answer(Request(environ))
        except Refused as refused:
            if refused.code == "busy":
                metrics.http_shed.labels(self._service).inc()
            pause = 1 if refused.status == 503 else None
            return problem(refused.status, refused.code, retry_after_seconds=pause)
        except Exception as broken:  # whatever it is, it must not end the connection's thread
            _log.error("a request broke", broken, service=self._service)
            return problem(500, "internal_error")

    def _tell(self, environ: dict[str, Any], status: int, seconds: float) -> None:
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "other"
        route = environ.get(ROUTE, "none")
        metrics.http_requests.labels(self._service, method, route, str(status)).inc()
        metrics.http_duration.labels(self._service, route).observe(seconds)
        facts = {"service": self._service, "method": method, "route": route, "status": status}
        _log.info("request", **facts, seconds=round(seconds, 4))
