"""What a member consents to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from services.members import domain
from services.members.schemas.kinds import OfMembers, instant


class WithdrawConsent(OfMembers):
    """What `withdraw_consent` is asked."""

    purpose = fields.Enum(domain.ConsentPurpose, by_value=True, required=True)


class GiveConsent(WithdrawConsent):
    """What `consent` is asked."""

    notice_version = fields.String(required=True, validate=validate.Length(1, 20))


def consent(known: domain.Consent) -> dict[str, Any]:
    """A consent, for the member."""
    return {
        "purpose": str(known.purpose),
        "notice_version": known.notice_version,
        "given_at": instant(known.given_at),
        "withdrawn_at": instant(known.withdrawn_at),
    }


def consents(known: Iterable[domain.Consent]) -> dict[str, Any]:
    """All that a member ever consented to, the oldest first, and the version of the notice that is shown now."""
    return {"notice_version": domain.NOTICE_VERSION, "items": [consent(one) for one in known]}
