"""Short messages to the HTTP gateway that the node's operator chose. Never knows what one says, never retries.

    POST <url>                      2xx                          it is out
    Authorization: Bearer <token>   400, 404, 413, 422           it never goes: no such number, no such text
    Idempotency-Key: <notice id>    3xx, 401, 403, 429, 503, –   no other need try: our settings, their trouble, no line
    {"to", "text", "from"}          everything else              not this time

Of the answer the status alone is read. What a gateway has to do is in docs/decisions/0022-channels.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import eventlet
import requests
from urllib3.exceptions import HTTPError

from chassis import config
from services.notifications.domain import Deferred, OutOfOrder, Undeliverable
from services.notifications.short import ShortMessage

WHOLE_SECONDS = 10.0
_SILENCE_SECONDS = 5.0
_LAST_WORDS = frozenset({400, 404, 413, 422})
_FOR_ALL = frozenset({*range(300, 400), 401, 403, 429, 503})


@dataclass(frozen=True)
class Sms:
    """A gateway for short messages.

    Residual case: a gateway that took a message but whose answer we never read (cut line, crash before the commit) gets
    it again, under the same Idempotency-Key. One that does not know that header sends it twice.

    Attributes:
        whole_seconds: for a message as a whole, however slowly the gateway speaks.
    """

    gateway: config.Sms
    whole_seconds: float = WHOLE_SECONDS

    @contextmanager
    def open(self) -> Iterator[Sms]:
        """Each message has a line of its own."""
        yield self

    def send(self, message: ShortMessage, notice_id: str) -> None:
        """Hand the message over.

        Raises:
            OutOfOrder: nothing goes out this way for now; `sms_timeout`, `sms_tls`, `sms_unreachable`, `sms_<status>`.
            Deferred: this one does not, this time; `sms_<status>`.
            Undeliverable: never; `sms_<status>`.
        """
        try:
            with eventlet.Timeout(self.whole_seconds, OutOfOrder("sms_timeout")):
                status = self._post(message, notice_id)
        except requests.Timeout:
            raise OutOfOrder("sms_timeout") from None
        except requests.exceptions.SSLError:
            raise OutOfOrder("sms_tls") from None
        except (requests.RequestException, HTTPError, OSError):
            raise OutOfOrder("sms_unreachable") from None
        if not 200 <= status < 300:
            raise _refused(status)

    def _post(self, message: ShortMessage, notice_id: str) -> int:
        """The status of the gateway's answer; a redirect is none that we follow, with a number and a token in hand."""
        said = {self.gateway.to_field: message.number, self.gateway.text_field: message.text}
        if self.gateway.sender:
            said[self.gateway.sender_field] = self.gateway.sender
        with requests.post(
            self.gateway.url,
            json=said,
            headers={"Idempotency-Key": notice_id},
            auth=self._authorise,
            timeout=_SILENCE_SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            return answer.status_code

    def _authorise(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Show the token; as `auth`, so that no .netrc of the machine has another idea."""
        if self.gateway.token:
            request.headers["Authorization"] = f"Bearer {self.gateway.token}"
        return request


def _refused(status: int) -> Deferred | Undeliverable:
    """What a gateway's answer means for the message, and for the others."""
    if status in _LAST_WORDS:
        return Undeliverable(f"sms_{status}")
    return (OutOfOrder if status in _FOR_ALL else Deferred)(f"sms_{status}")
