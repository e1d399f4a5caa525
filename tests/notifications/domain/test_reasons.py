"""Reasons are counted in a few classes: whatever a server or a service says, no label is invented by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications import domain
from services.notifications.domain import ReasonClass


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        (None, "none"),
        ("smtp_550", "mail_server_refused"),
        ("smtp_451", "mail_server_later"),
        ("smtp_timeout", "mail_server_away"),
        ("smtp_unreachable", "mail_server_away"),
        ("smtp_tls", "mail_server_settings"),
        ("folder_unwritable", "mail_server_away"),
        ("sms_400", "sms_gateway_refused"),
        ("sms_503", "sms_gateway_later"),
        ("sms_timeout", "sms_gateway_away"),
        ("smtp_data_554", "mail_server_policy"),
        ("smtp_data_451", "mail_server_later"),
        ("smtp_policy_550", "mail_server_policy"),
        ("smtp_login_535", "mail_server_settings"),
        ("smtp_sender_550", "mail_server_settings"),
        ("smtp_greeting_421", "mail_server_later"),
        ("smtp_unanswered", "mail_server_away"),
        ("smtp_unsupported", "mail_server_settings"),
        ("smtp_greeting_554", "mail_server_settings"),
        ("sms_401", "sms_gateway_settings"),
        ("sms_302", "sms_gateway_settings"),
        ("sms_tls", "sms_gateway_settings"),
        ("sms_429", "sms_gateway_later"),
        ("address_refused", "address"),
        ("address_invalid", "address"),
        ("service_unavailable", "members"),
        ("members_failed", "members"),
        ("member_not_found", "members"),
        ("proof_invalid", "members"),
        (domain.PACED, "pace"),
        ("overtaken", "overtaken"),
        ("too_late", "too_late"),
        ("internal_error", "bug"),
    ],
)
def test_a_reason_is_of_one_class(reason: str | None, found: str) -> None:
    assert domain.reason_class(reason) == found


@given(st.one_of(st.none(), st.text(), st.from_regex(r"(smtp|sms)_.*")))
def test_any_reason_whatever_is_of_a_class_that_is_known(reason: str | None) -> None:
    assert domain.reason_class(reason) in ReasonClass
