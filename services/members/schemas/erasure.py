"""What an erasure meets, and asking for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marshmallow import validate

from chassis.clock import rfc3339
from services.members import domain
from services.members.schemas.kinds import Normalised, OfMembers, code, instant

_PASSWORD_MOST = 1000


class Erase(OfMembers):
    """What `erase` is asked."""

    code = code()
    password = Normalised(domain.normalise_password, load_default="", validate=validate.Length(0, _PASSWORD_MOST))


def erasure(findings: Sequence[domain.Finding]) -> dict[str, Any]:
    """What keeps the data back, and what ends with it."""
    return {
        "can_erase": not any(finding.keeps_back for finding in findings),
        "reasons": [
            {
                "code": str(finding.reason),
                "keeps_back": finding.keeps_back,
                "count": finding.count,
                "until": instant(finding.until),
            }
            for finding in findings
        ],
    }


def erased(at: datetime) -> dict[str, Any]:
    """That somebody is gone."""
    return {"erased_at": rfc3339(at)}
