"""Why a delivery waits, or never went out, in few words: the classes under which they are counted. Pure.

The codes are many, and a server's or another service's; the classes are a closed list of ours.
"""

from __future__ import annotations

import re
from enum import StrEnum


class ReasonClass(StrEnum):
    """A class of reasons; `docs/operations.md` says of each what to look at first."""

    NONE = "none"
    MAIL_SERVER_REFUSED = "mail_server_refused"  # 5xx
    MAIL_SERVER_LATER = "mail_server_later"  # 4xx
    MAIL_SERVER_AWAY = "mail_server_away"  # no line, no answer in time, no TLS; a folder that cannot be written
    SMS_GATEWAY_REFUSED = "sms_gateway_refused"
    SMS_GATEWAY_LATER = "sms_gateway_later"
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
}
_SERVER = re.compile(r"(smtp|sms)_(?:(?:data_|policy_|greeting_|login_|sender_)?([45])\d\d)?")
_ANSWERED = {
    ("smtp", "5"): ReasonClass.MAIL_SERVER_REFUSED,
    ("smtp", "4"): ReasonClass.MAIL_SERVER_LATER,
    ("sms", "4"): ReasonClass.SMS_GATEWAY_REFUSED,
    ("sms", "5"): ReasonClass.SMS_GATEWAY_LATER,
    ("smtp", None): ReasonClass.MAIL_SERVER_AWAY,
    ("sms", None): ReasonClass.SMS_GATEWAY_AWAY,
}


def reason_class(reason: str | None) -> ReasonClass:
    """The class of a reason, whatever it is; those that nobody here names are refusals of the members service."""
    if reason is None:
        return ReasonClass.NONE
    if found := _NAMED.get(reason):
        return found
    answered = _SERVER.match(reason)
    return _ANSWERED[answered[1], answered[2]] if answered else ReasonClass.MEMBERS
