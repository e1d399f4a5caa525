"""Every SELECT of bookings. A function makes one, unless it says how many; never one a row. Never writes.

`lock_...` is for commands: the row stays as it is read until the transaction ends. `keep_...` likewise, but others
may keep it at the same time.
"""

from services.bookings.queries.accounts import accounts_page, ledger
from services.bookings.queries.bookings import (
    booking,
    bookings_at,
    bookings_page,
    held,
    lock_booking,
    lock_bookings,
    lock_holders,
)
from services.bookings.queries.catalogue import (
    covered,
    covering,
    every_place,
    keep_space,
    lock_place,
    lock_spaces,
    lock_spaces_of,
    place,
    places_by_id,
    space,
    space_and_place,
    spaces_of,
    spaces_page,
    special,
    specials,
    units_covered,
)
from services.bookings.queries.credits import credits_for, credits_page, is_organisation, lock_credits, lock_uses
from services.bookings.queries.diaries import diaries, diary, every_lapsed, lapsed, standing_of_spaces
from services.bookings.queries.people import (
    every_issuer_key,
    is_elsewhere,
    lock_keys_published_at,
    lock_member,
    lock_told,
    member,
)
from services.bookings.queries.wishes import wish

__all__ = [
    "accounts_page",
    "booking",
    "bookings_at",
    "bookings_page",
    "covered",
    "covering",
    "credits_for",
    "credits_page",
    "diaries",
    "diary",
    "every_issuer_key",
    "every_lapsed",
    "every_place",
    "held",
    "is_elsewhere",
    "is_organisation",
    "keep_space",
    "lapsed",
    "ledger",
    "lock_booking",
    "lock_bookings",
    "lock_credits",
    "lock_holders",
    "lock_keys_published_at",
    "lock_member",
    "lock_place",
    "lock_spaces",
    "lock_spaces_of",
    "lock_told",
    "lock_uses",
    "member",
    "place",
    "places_by_id",
    "space",
    "space_and_place",
    "spaces_of",
    "spaces_page",
    "special",
    "specials",
    "standing_of_spaces",
    "units_covered",
    "wish",
]
