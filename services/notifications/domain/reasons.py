"""Why a delivery waits, or never went out, in few words: the classes under which they are counted. Pure.

The codes are many, and a server's or another service's; the classes are a closed list of ours.
"""

from __future__ import annotations

import re
from enum import StrEnum


class ReasonClass(StrEnum):
    """A class of reasons; `docs/operations.md` says of each what to look at first."""

    NONE = "none"
    MAIL_SERVER_REFUSED = "mail_server_refused"  # 5xx: nobody has that address
    MAIL_SERVER_POLICY = "mail_server_policy"  # 5xx: it minds who sends, or what
    MAIL_SERVER_LATER = "mail_server_later"  # 4xx
    MAIL_SERVER_SETTINGS = "mail_server_settings"  # no TLS, no login, no such sender: nobody's letter goes out
    MAIL_SERVER_AWAY = "mail_server_away"  # no line, no answer in time; a folder that cannot be written
    SMS_GATEWAY_REFUSED = "sms_gateway_refused"
    SMS_GATEWAY_LATER = "sms_gateway_later"
    SMS_GATEWAY_SETTINGS = "sms_gateway_settings"
    SMS_GATEWAY_AWAY = "sms_gateway_away"
    ADDRESS = "address"  # there is none, or none that can be written to
    MEMBERS = "members"  # the members service did not answer, or said that nobody needs it
    PACE = "pace"
    OVERTAKEN = "overtaken"
    TOO_LATE = "too_late"
    PREFERENCE = "preference"
    BUG = "bug"


_NAMED = {
    "folder_unwritable": ReasonClass.MAIL_SERVER_AWAY,
    "address_invalid": ReasonClass.ADDRESS,
    "no_address": ReasonClass.ADDRESS,
    "address_refused": ReasonClass.ADDRESS,
    "no_phone": ReasonClass.ADDRESS,
    "phone_invalid": ReasonClass.ADDRESS,
    "channel_closed": ReasonClass.PREFERENCE,
    "paced": ReasonClass.PACE,
    "overtaken": ReasonClass.OVERTAKEN,
    "too_late": ReasonClass.TOO_LATE,
    "not_wanted": ReasonClass.PREFERENCE,
    "internal_error": ReasonClass.BUG,
    "unsayable": ReasonClass.BUG,
}
_OF_SERVERS = [  # the first that fits
    (re.compile(pattern), found)
    for pattern, found in (
        (r"smtp_(greeting_5|login_|sender_|tls|unsupported)", ReasonClass.MAIL_SERVER_SETTINGS),
        (r"smtp_5\d\d", ReasonClass.MAIL_SERVER_REFUSED),
        (r"smtp_(policy|data)_5\d\d", ReasonClass.MAIL_SERVER_POLICY),
        (r"smtp_([a-z]+_)?4\d\d", ReasonClass.MAIL_SERVER_LATER),
        (r"smtp_", ReasonClass.MAIL_SERVER_AWAY),
        (r"sms_(3\d\d|401|403|tls)", ReasonClass.SMS_GATEWAY_SETTINGS),
        (r"sms_(429|5\d\d)", ReasonClass.SMS_GATEWAY_LATER),
        (r"sms_\d\d\d", ReasonClass.SMS_GATEWAY_REFUSED),
        (r"sms_", ReasonClass.SMS_GATEWAY_AWAY),
    )
]


def reason_class(reason: str | None) -> ReasonClass:
    """The class of a reason, whatever it is; those that nobody here names are refusals of the members service."""
    if reason is None:
        return ReasonClass.NONE
    if found := _NAMED.get(reason):
        return found
    return next((found for pattern, found in _OF_SERVERS if pattern.match(reason)), ReasonClass.MEMBERS)
