"""The register of processing: what a city does with data about persons, on which ground, and for how long. Pure.

Every number is that of the rule which keeps it. What the codes are called in words is for whoever shows them.

Source: RGPD, article 30 (the register), article 6.1 (the grounds).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from services.members.domain.erasure import CLAIMED_WITHIN, REMEMBERED_FOR
from services.members.domain.forms import KEPT_MOST_DAYS
from services.members.domain.links import LINKS_KEPT
from services.members.domain.logins import REMEMBERED
from services.members.domain.looking import VIEWS_KEPT
from services.members.domain.providers import PROVIDER_LOGIN_LASTS
from services.members.domain.retention import INACTIVE_AFTER, NOTICES_KEPT, PROVEN_FOR


class Ground(StrEnum):
    """Why it is lawful: article 6.1 (e), (c) and (a).

    An account is no matter of consent: a city's service cannot be used without one, so nobody would be free to refuse.
    Consent is for what can be refused at no cost, and taken back.
    """

    PUBLIC_TASK = "public_task"
    LEGAL_OBLIGATION = "legal_obligation"
    CONSENT = "consent"


@dataclass(frozen=True)
class Kept:
    """For how long something is kept at most, from the moment that `since` names."""

    what: str
    lasts: timedelta
    since: str


@dataclass(frozen=True)
class Activity:
    """One thing that is done with data about persons.

    Attributes:
        code: its purpose.
        categories: of the data.
        recipients: who gets them, beside the member.
        tables: of this service, in which they are.
    """

    code: str
    ground: Ground
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    kept: tuple[Kept, ...]
    tables: tuple[str, ...]


_ACCOUNT = (Kept("account", INACTIVE_AFTER, "last_seen"),)

REGISTER = (
    Activity(
        "account",
        Ground.PUBLIC_TASK,
        ("identity", "contact", "birth_date"),
        ("city_staff",),
        (*_ACCOUNT, Kept("sign_up", LINKS_KEPT, "link_over")),
        ("members", "sign_ups", "member_roles", "guardianships"),
    ),
    Activity(
        "security",
        Ground.LEGAL_OBLIGATION,
        ("secrets", "devices", "network_digest"),
        (),
        (
            Kept("login", REMEMBERED, "ended"),
            Kept("link", LINKS_KEPT, "link_over"),
            Kept("provider_login", PROVIDER_LOGIN_LASTS, "began"),
        ),
        (
            "credentials",
            "second_factors",
            "recovery_codes",
            "identities",
            "links",
            "logins",
            "refresh_tokens",
            "throttles",
            "provider_logins",
        ),
    ),
    Activity(
        "membership",
        Ground.PUBLIC_TASK,
        ("category", "motivation"),
        ("city_staff",),
        _ACCOUNT,
        ("applications", "suspensions"),
    ),
    Activity(
        "organisations", Ground.PUBLIC_TASK, ("organisation",), ("city_staff",), _ACCOUNT, ("organisations", "acting")
    ),
    Activity("attestations", Ground.PUBLIC_TASK, ("attestation",), ("network_by_number",), _ACCOUNT, ("attestations",)),
    Activity("bookings", Ground.PUBLIC_TASK, ("booking",), ("network_by_number",), _ACCOUNT, ("heard_bookings",)),
    Activity(
        "registrations",
        Ground.PUBLIC_TASK,
        ("registration", "answers"),
        ("city_staff", "network_by_number"),
        (
            Kept("wish", LINKS_KEPT, "link_over"),
            Kept("registration", CLAIMED_WITHIN, "occurrence"),
            Kept("answer", timedelta(days=KEPT_MOST_DAYS), "occurrence"),
        ),
        ("registration_wishes", "heard_registrations", "forms", "form_answers"),
    ),
    Activity(
        "letters",
        Ground.PUBLIC_TASK,
        ("contact", "notice"),
        ("city_staff", "telephone_operator"),
        (*_ACCOUNT, Kept("notice", NOTICES_KEPT, "created")),
        ("address_failures",),
    ),
    Activity(
        "directory",
        Ground.CONSENT,
        ("shown_name", "presentation"),
        ("members_of_city",),
        (Kept("entry", timedelta(0), "withdrawn"),),
        ("directory_entries",),
    ),
    Activity("newsletter", Ground.CONSENT, ("topics",), (), _ACCOUNT, ("interests",)),
    Activity(
        "accountability",
        Ground.LEGAL_OBLIGATION,
        ("consents", "views"),
        ("data_officer",),
        (
            Kept("consent", PROVEN_FOR, "withdrawn"),
            Kept("view", VIEWS_KEPT, "began"),
            Kept("digest", REMEMBERED_FOR, "erased"),
        ),
        ("consents", "views", "erased"),
    ),
)
