"""Every change of bookings: load, decide, save, record. Never commits, never reads the clock, never makes an id."""

from services.bookings.commands import activities
from services.bookings.commands.booking import book
from services.bookings.commands.changing import move
from services.bookings.commands.closures import close, import_closures, open_extra, withdraw_hours
from services.bookings.commands.crediting import grant_credit
from services.bookings.commands.erasing import erase, forget_erased, may_be_heard_of
from services.bookings.commands.feeds import make_feed, revoke_feed
from services.bookings.commands.issuers import tell_everything, tell_keys, tell_revocation
from services.bookings.commands.life import approve, cancel, check_in, check_out, confirm, deny
from services.bookings.commands.publishing import announce_place, announce_space, publish_place, publish_space
from services.bookings.commands.series import add_to_series, book_series, retry_series
from services.bookings.commands.series_cancelling import cancel_series
from services.bookings.commands.series_moving import move_series
from services.bookings.commands.waiting import (
    LAPSED_AT_ONCE,
    end_lapsed,
    end_waits_over,
    join_waiting_list,
    leave_waiting_list,
    offer_freed,
)

__all__ = [
    "LAPSED_AT_ONCE",
    "activities",
    "add_to_series",
    "announce_place",
    "announce_space",
    "approve",
    "book",
    "book_series",
    "cancel",
    "cancel_series",
    "check_in",
    "check_out",
    "close",
    "confirm",
    "deny",
    "end_lapsed",
    "end_waits_over",
    "erase",
    "forget_erased",
    "grant_credit",
    "import_closures",
    "join_waiting_list",
    "leave_waiting_list",
    "make_feed",
    "may_be_heard_of",
    "move",
    "move_series",
    "offer_freed",
    "open_extra",
    "publish_place",
    "publish_space",
    "retry_series",
    "revoke_feed",
    "tell_everything",
    "tell_keys",
    "tell_revocation",
    "withdraw_hours",
]
