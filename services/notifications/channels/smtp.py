"""Letters to a mail server. Never knows what one says, never retries."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

from chassis import clock, config
from services.notifications.domain import Deferred, Undeliverable

DIALOGUE_SECONDS = 20.0
_OF_RECIPIENT = (550, 551, 553, 556)
_ENHANCED = re.compile(rb"5\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")
# RFC 3463 and 7505: no such mailbox or domain, moved, closed; 5.4.1: what Exchange Online says of who it does not know
_SAYS_OF_RECIPIENT = frozenset(
    (b"5.1.0", b"5.1.1", b"5.1.2", b"5.1.3", b"5.1.4", b"5.1.6", b"5.1.10", b"5.2.1", b"5.4.1")
)


@dataclass(frozen=True)
class Smtp:
    """Letters to a mail server, one dialogue each: STARTTLS with a verified certificate, then login, when set.

    Residual case: a server that took a letter but whose `250` we never read (cut line, crash before the commit)
    gets it again. The Message-ID is that of the notice each time, by which mail servers and readers know it.
    """

    server: config.Smtp
    tls: ssl.SSLContext | None = None
    dialogue_seconds: float = DIALOGUE_SECONDS

    def send(self, letter: EmailMessage, notice_id: str) -> None:
        """Hand the letter to the server."""
        try:
            with _Dialogue(self.server.host, self.server.port, self.dialogue_seconds) as dialogue:
                self._introduce(dialogue)
                _hand_over(dialogue, letter)
        except smtplib.SMTPRecipientsRefused as exc:
            raise _refused_at_rcpt(*next(iter(exc.recipients.values()))) from None
        except smtplib.SMTPDataError as exc:
            raise _refused(exc.smtp_code, "smtp_data") from None
        except smtplib.SMTPResponseException as exc:  # greeting, login, sender: our settings, not this letter
            raise Deferred(f"smtp_{exc.smtp_code}") from None
        except TimeoutError:
            raise Deferred("smtp_timeout") from None
        except ssl.SSLError:
            raise Deferred("smtp_tls") from None
        except (OSError, smtplib.SMTPException):
            raise Deferred("smtp_unreachable") from None

    def _introduce(self, dialogue: smtplib.SMTP) -> None:
        if self.server.tls == "starttls":
            dialogue.starttls(context=self.tls or ssl.create_default_context())
        if self.server.username:
            dialogue.login(self.server.username, self.server.password or "")
        dialogue.ehlo_or_helo_if_needed()


class _Dialogue(smtplib.SMTP):
    """An SMTP dialogue that ends in time as a whole, where smtplib bounds each answer only."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self.ends_at = clock.monotonic() + seconds
        super().__init__(host, port, local_hostname=socket.gethostname(), timeout=seconds)

    def getreply(self) -> tuple[int, bytes]:
        """The next answer.

        Raises:
            TimeoutError: the time for the whole is over.
        """
        if self.sock is not None:
            self.sock.settimeout(max(0.001, self.ends_at - clock.monotonic()))
        try:
            return super().getreply()
        except smtplib.SMTPServerDisconnected:
            if clock.monotonic() >= self.ends_at:
                raise TimeoutError from None
            raise

    def __exit__(self, *_: object) -> None:
        """Say goodbye, whatever is answered: a letter that was taken is taken."""
        with suppress(OSError, smtplib.SMTPException):
            self.docmd("QUIT")
        self.close()


def _hand_over(dialogue: smtplib.SMTP, letter: EmailMessage) -> None:
    """MAIL, RCPT, DATA; in seven bits for a server that takes no eight (RFC 6152)."""
    sender, recipient = (letter[header].addresses[0].addr_spec for header in ("From", "To"))
    if dialogue.has_extn("8bitmime"):
        dialogue.sendmail(sender, [recipient], letter.as_bytes(), ["BODY=8BITMIME"])
    else:
        dialogue.sendmail(sender, [recipient], letter.as_bytes(policy=letter.policy.clone(cte_type="7bit")))


def _refused_at_rcpt(code: int, said: bytes) -> Deferred | Undeliverable:
    """What the answer to RCPT means: `smtp_<code>`, that nobody has the address; `smtp_policy_<code>`, that somebody
    has, but it is full, or the server minds who sends.

    An enhanced status says which; without one the code does.
    """
    status = _ENHANCED.match(said)
    of_recipient = code in _OF_RECIPIENT if status is None else status[0] in _SAYS_OF_RECIPIENT
    return _refused(code, "smtp" if of_recipient or code < 500 else "smtp_policy")


def _refused(code: int, where: str) -> Deferred | Undeliverable:
    """What a server's answer means for the letter: 5xx is its last word (RFC 5321, section 4.2.1)."""
    return (Undeliverable if 500 <= code < 600 else Deferred)(f"{where}_{code}")
