"""Letters to a mail server that really answers."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chassis import clock, config
from services.notifications.channels import Folder, Smtp, open_channels
from services.notifications.domain import Channel, Deferred, Undeliverable
from tests.contracts.test_described import SETTINGS
from tests.notifications.given import EMAIL, LETTERHEAD, letter
from tests.notifications.mail_server import MailServer, mail_server
from tests.servers.processes import free_port


def smtp(port: int, *, how: str = "none", tls: ssl.SSLContext | None = None, seconds: float = 10) -> Smtp:
    return Smtp(config.Smtp("127.0.0.1", port, tls=how), tls, seconds)


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        yield running


def test_the_settings_name_the_way_out(tmp_path: Path) -> None:
    def named(**mail: object) -> object:
        settings = replace(config.read(SETTINGS, {}), mail=config.Mail(**mail))  # type: ignore[arg-type]
        return open_channels(settings, "roubaix")[Channel.MAIL]

    assert named(folder=tmp_path) == Folder(tmp_path / "roubaix")
    server = config.Smtp("mail.example.org")
    assert named(smtp=server) == Smtp(server)


def test_a_mail_server_gets_the_letter_as_it_was_written(server: MailServer) -> None:
    smtp(server.port).send(letter(), "n-1")
    (taken,) = server.taken()
    assert taken["To"].addresses[0].addr_spec == EMAIL
    assert [part.get_content_type() for part in taken.walk()] == [part.get_content_type() for part in letter().walk()]
    assert body(taken) == body(letter())
    assert taken["X-MailFrom"] == LETTERHEAD.sender


def test_a_server_that_takes_seven_bits_gets_seven_bits(tmp_path: Path) -> None:
    with mail_server(tmp_path, takes_eight_bits=False) as server:
        smtp(server.port).send(letter(), "n-1")
        (taken,) = server.taken()
        assert taken.as_bytes().isascii()
        assert body(taken) == body(letter())


@pytest.mark.parametrize(
    ("whim", "outcome", "reason"),
    [
        ("later", Deferred, "smtp_451"),
        ("never", Undeliverable, "smtp_550"),
        ("spam", Undeliverable, "smtp_data_554"),
        ("says-550-5.1.1", Undeliverable, "smtp_550"),
        ("says-554-5.1.10", Undeliverable, "smtp_554"),
        ("says-550-5.2.1", Undeliverable, "smtp_550"),
        ("says-550-5.7.1", Undeliverable, "smtp_policy_550"),
        ("says-550-5.1.8", Undeliverable, "smtp_policy_550"),
        ("says-552-5.2.2", Undeliverable, "smtp_policy_552"),
        ("says-554", Undeliverable, "smtp_policy_554"),
        ("says-450-4.1.1", Deferred, "smtp_450"),
    ],
)
def test_a_refusal_says_whether_to_try_again_and_quotes_no_address(
    server: MailServer, whim: str, outcome: type[Exception], reason: str
) -> None:
    with pytest.raises(outcome) as refused:
        smtp(server.port).send(letter(f"{whim}@example.org"), "n-1")
    assert str(refused.value) == reason
    assert server.taken() == []


def test_a_server_that_does_not_answer_is_not_waited_for(server: MailServer) -> None:
    started = clock.monotonic()
    with pytest.raises(Deferred, match="smtp_timeout"):
        smtp(server.port, seconds=0.5).send(letter("slow@example.org"), "n-1")
    assert clock.monotonic() - started < 5


def test_a_server_that_is_not_there_defers() -> None:
    with pytest.raises(Deferred, match="smtp_unreachable"):
        smtp(free_port()).send(letter(), "n-1")


def test_a_line_cut_before_the_answer_is_the_case_in_which_a_letter_comes_twice(server: MailServer) -> None:
    for _ in range(2):
        with pytest.raises(Deferred, match="smtp_unreachable"):
            smtp(server.port).send(letter("cut@example.org"), "n-1")
    first, again = server.taken()
    assert first["Message-ID"] == again["Message-ID"]


def test_a_letter_that_was_taken_is_sent_however_the_goodbye_goes(server: MailServer) -> None:
    smtp(server.port).send(letter("rude@example.org"), "n-1")
    assert len(server.taken()) == 1


def test_nothing_is_said_in_clear_to_a_server_that_offers_no_tls(server: MailServer) -> None:
    with pytest.raises(Deferred, match="smtp_unreachable"):
        smtp(server.port, how="starttls").send(letter(), "n-1")
    assert server.taken() == []


# A failed handshake's socket is left to the garbage collector by eventlet.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_line_is_encrypted_and_the_certificate_checked(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path)
    with mail_server(tmp_path, "--tlscert", str(certificate), "--tlskey", str(key)) as server:
        with pytest.raises(Deferred, match="smtp_tls"):
            smtp(server.port, how="starttls").send(letter(), "n-1")
        assert server.taken() == []
        trusting = ssl.create_default_context(cafile=str(certificate))
        smtp(server.port, how="starttls", tls=trusting).send(letter(), "n-1")
        assert len(server.taken()) == 1


def certify(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody else vouches for, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "mail.crt", folder / "mail.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
