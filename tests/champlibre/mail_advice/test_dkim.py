"""A DKIM key is well, or it is said why it is none."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from champlibre.mail_advice import dkim

NAME = "lab._domainkey.roubaix.example.org"
# A public key of 512 bits: the library makes none so short.
SHORT = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKaGqMsBjFlaW9n1gOeHgg6yGzLkqJWv3hBhH2VCEbTLV5EzRGVvEs2WGcLWxHSuSqLcYxDPjR8jBBJEqQ3QbqsCAwEAAQ=="  # noqa: E501


def rsa_of(bits: int) -> str:
    key = rsa.generate_private_key(65537, bits).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


GOOD = f"v=DKIM1; k=rsa; p={rsa_of(2048)}"


def test_a_key_of_2048_bits_is_well_and_it_is_said_what_it_must_cover() -> None:
    is_well, said = dkim.judge([GOOD], NAME, "smtp.example.org")
    assert is_well
    assert NAME in said and "List-Unsubscribe and List-Unsubscribe-Post (RFC 8058)" in said


def test_without_a_selector_it_is_said_how_to_set_it() -> None:
    said = dkim.unlooked("roubaix.example.org", "smtp.example.org")
    assert "mail.smtp.dkim_selector" in said and "List-Unsubscribe-Post" in said


def test_without_a_record_it_is_said_what_to_publish_and_where() -> None:
    is_well, said = dkim.judge([], NAME, "smtp.example.org")
    assert not is_well
    assert f'publish {NAME}. TXT "v=DKIM1; k=rsa; p=<public key of smtp.example.org>"' in said
    assert "List-Unsubscribe-Post" in said


def test_two_records_are_one_too_many() -> None:
    assert "several records" in dkim.judge([GOOD, GOOD], NAME, "smtp.example.org")[1]


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ("v=spf1 -all", "is no key"),
        ("k=rsa", "is no key"),
        ("v=DKIM2; p=abcd", "must begin with v=DKIM1"),
        (f"p={rsa_of(2048)}; v=DKIM1", "must begin with v=DKIM1"),
        ("v=DKIM1; p=", "was taken back"),
        ("v=DKIM1; p=§§§", "not Base64"),
        ("v=DKIM1; p=aGVsbG8=", "no RSA key"),
        ("v=DKIM1; k=ed25519; p=aGVsbG8=", "no Ed25519 key"),
        ("v=DKIM1; k=rot13; p=aGVsbG8=", "nobody knows"),
        (f"{GOOD}; t=y:s", "marked as a test"),
        (f"{GOOD}; s=tlsrpt", "no e-mail"),
        (f"{GOOD}; h=sha1", "SHA-256"),
        (f"v=DKIM1; p={rsa_of(1024)}", "1024 bits are accepted still"),
        (f"v=DKIM1; p={SHORT}", "512 bits: nobody accepts less than 1024"),
    ],
)
def test_what_is_wrong_with_a_key_is_said(record: str, fault: str) -> None:
    assert fault in str(dkim.fault_of(record))


def test_other_forms_of_a_good_key_are_taken() -> None:
    of_another_curve = ed25519.Ed25519PrivateKey.generate().public_key()
    raw = base64.b64encode(of_another_curve.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    assert dkim.fault_of(f"v=DKIM1; k=ed25519; p={raw}") is None
    key = rsa_of(2048)
    assert dkim.fault_of(f"v=DKIM1; h=sha1:sha256; s=email; p={key[:100]} {key[100:]};") is None
    assert dkim.fault_of(f"p={key}") is None


def test_a_key_of_another_kind_in_the_place_of_rsa_is_none() -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = base64.b64encode(elliptic.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    assert dkim.fault_of(f"v=DKIM1; p={key}") == "p= is no RSA key"


@given(st.one_of(st.text(), st.binary().map(lambda raw: "v=DKIM1; p=" + base64.b64encode(raw).decode())))
def test_no_record_whatever_breaks_it(record: str) -> None:
    is_well, said = dkim.judge([record], NAME, "smtp.example.org")
    assert not is_well and said
