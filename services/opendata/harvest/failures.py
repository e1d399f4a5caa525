"""Why a source could not be read. Pure."""

from __future__ import annotations

FAILURES = {
    "name_unknown": "its name leads nowhere",
    "address_refused": "it leads to an address that is no public one",
    "unreachable": "nobody answers there",
    "tls_failed": "it does not prove who it is",
    "too_slow": "it takes longer than anybody waits",
    "answer_broken": "what it says is no HTTP",
    "redirect_refused": "it leads on to where we do not go",
    "redirected_too_often": "it leads on again and again",
    "too_large": "it says more than anybody has to read",
    "truncated": "it stops in the middle",
    "encoding_unknown": "its answer is compressed in a way that we did not ask for",
    "not_found": "there is nothing any more: 404 or 410",
    "forbidden": "it wants another key, or none of us: 401 or 403",
    "asked_to_wait": "it wants to be left alone for a while: 429 or 503",
    "server_error": "it is out of order: 5xx",
    "status_unexpected": "it answers with a status that says nothing",
    "content_unreadable": "what is there is not what the configuration says",
    "pages_never_end": "its pages lead back to each other, or have no end",
    "suddenly_empty": "it had something to say, and now says nothing at all",
    "too_many": "it announces more than anybody reads",
    "broken_here": "our own mistake: read the log",
}


class Failed(Exception):
    """A source could not be read.

    Attributes:
        code: one of `FAILURES`.
        retry_after_seconds: how long the source wants to be left alone, when it says so.
    """

    def __init__(self, code: str, retry_after_seconds: float | None = None) -> None:
        assert code in FAILURES, code
        super().__init__(code)
        self.code = code
        self.retry_after_seconds = retry_after_seconds
