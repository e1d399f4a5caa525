"""Limitation of what is done with a member's data."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.members import domain
from services.members.schemas.kinds import OfMembers


class Limit(OfMembers):
    """What `limit` is asked."""

    wished = fields.Boolean(required=True, truthy={True}, falsy={False})


def limited(member: domain.Member) -> dict[str, Any]:
    """Whether a member's data are only kept."""
    return {"limited": member.status is domain.Status.LIMITED}
