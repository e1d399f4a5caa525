"""Every change of bookings: load, decide, save, record. Never commits, never reads the clock, never makes an id."""

from services.bookings.commands.booking import book
from services.bookings.commands.changing import move
from services.bookings.commands.crediting import grant_credit
from services.bookings.commands.lapsing import AT_ONCE as LAPSED_AT_ONCE
from services.bookings.commands.lapsing import end_some as end_lapsed
from services.bookings.commands.life import approve, cancel, check_in, check_out, confirm, deny
from services.bookings.commands.publishing import announce_place, announce_space, publish_place, publish_space

__all__ = [
    "LAPSED_AT_ONCE",
    "announce_place",
    "announce_space",
    "approve",
    "book",
    "cancel",
    "check_in",
    "check_out",
    "confirm",
    "deny",
    "end_lapsed",
    "grant_credit",
    "move",
    "publish_place",
    "publish_space",
]
