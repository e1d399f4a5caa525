"""What the city's notifications tells of letters, as far as members listens."""

from __future__ import annotations

from marshmallow import fields

from chassis.schema import Heard, Text


class NoticeHeard(Heard):
    """`notice.sent` and `notice.failed`; only the latter has a reason."""

    kind = Text(required=True, least=1, most=40)
    member_id = Text(required=True, least=1, most=36)
    reason = fields.String(load_default=None)
