"""From a refusal to its HTTP status and header fields: the one place that knows both. Pure; renders nothing."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException, MethodNotAllowed

from chassis.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ServiceError,
    TooMany,
    Unauthenticated,
    Unavailable,
    Unprocessable,
)

STATUS: dict[type[ServiceError], int] = {
    Invalid: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Unprocessable: 422,
    TooMany: 429,
    Unavailable: 503,
}
_HTTP_CODES = {405: "method_not_allowed", 413: "body_too_large", 415: "media_type_unsupported"}

# Between services only: when one of these comes back from RPC the mistake is ours, not the caller's.
INTERNAL = {
    "arguments_invalid",
    "method_unknown",
    "proof_invalid",
    "seal_broken",
    "sealing_key_invalid",
    "sealing_key_unknown",
}


def status_of(refusal: Exception) -> int:
    """The HTTP status of what was raised; 500 for what is a bug."""
    if isinstance(refusal, HTTPException):
        return refusal.code or 500
    if isinstance(refusal, ServiceError) and refusal.code not in INTERNAL:
        return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 500)
    return 500


def code_of(refusal: Exception) -> str:
    """The code under which the caller finds it documented."""
    status = status_of(refusal)
    if status == 500:
        return "internal_error"
    if isinstance(refusal, ServiceError):
        return refusal.code
    return _HTTP_CODES.get(status, "bad_request")


def headers_of(refusal: Exception) -> dict[str, str]:
    """The header fields that HTTP asks for beside the status: Retry-After, WWW-Authenticate, Allow."""
    headers = {}
    if isinstance(refusal, ServiceError) and (seconds := refusal.detail.get("retry_after_seconds")):
        headers["Retry-After"] = str(max(1, round(seconds)))
    if isinstance(refusal, Unauthenticated):
        wrong = refusal.code in ("login_ended", "token_expired", "token_invalid", "pass_expired", "pass_invalid")
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if wrong else "Bearer"
    if isinstance(refusal, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(refusal.valid_methods or ()))
    return headers
