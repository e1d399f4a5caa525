"""What the city's notifications tells of letters, as far as members listens."""

from __future__ import annotations

from chassis.schema import Heard, Text


class NoticeHeard(Heard):
    """`notice.sent` and `notice.failed`; only the latter has a reason."""

    kind = Text(required=True, least=1, most=40)
    member_id = Text(required=True, least=1, most=36)
    channel = Text(load_default="mail", least=1, most=10)
    reason = Text(load_default=None, allow_none=True, most=60)
