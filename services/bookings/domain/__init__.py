"""The rules of booking: value in, value or refusal out. Never does any IO, never asks the time."""

from services.bookings.domain.accounts import (
    COUNTED,
    AccountLine,
    LedgerRow,
    account_line,
    around_month,
    month_in,
)
from services.bookings.domain.availability import (
    LONGEST_SPAN,
    PROPOSED_WITHIN,
    Availability,
    Diary,
    Free,
    availability,
    blocked,
    check_span,
    free_periods,
    free_units,
    next_free,
)
from services.bookings.domain.bookings import (
    STANDING,
    Booking,
    approve,
    as_of,
    cancel,
    check_in,
    check_may_change,
    check_movable,
    check_no_bookings,
    check_out,
    confirm,
    deny,
)
from services.bookings.domain.conditions import Of, Over, Quota, Rules, Tariff
from services.bookings.domain.credits import CENTS, MINUTES, Credit, Payment, Use, gives_back, paid, pay, payers
from services.bookings.domain.credits import MOST as MOST_CREDIT
from services.bookings.domain.credits import check_validity as check_credit
from services.bookings.domain.granting import grant, move
from services.bookings.domain.hours import SpecialHours, open_periods
from services.bookings.domain.hours import check as check_hours
from services.bookings.domain.people import Actor, Attestation, Holder, Member, Organisation, organisation_key
from services.bookings.domain.periods import Period, clip, from_now_on, intersect, subtract, union
from services.bookings.domain.permissions import PAST, Permission, go_past, may, require
from services.bookings.domain.places import ACCESSIBILITY, KINDS, Place, Space, Unit, check_parts, units_of
from services.bookings.domain.publishing import check_conditions
from services.bookings.domain.quotas import window as quota_window
from services.bookings.domain.quotes import Quote, quote
from services.bookings.domain.rules import Verdict, check, judge, next_on_grid
from services.bookings.domain.tariffs import Line, Price, price
from services.bookings.domain.wishes import Wish

__all__ = [
    "ACCESSIBILITY",
    "CENTS",
    "COUNTED",
    "KINDS",
    "LONGEST_SPAN",
    "MINUTES",
    "MOST_CREDIT",
    "PAST",
    "PROPOSED_WITHIN",
    "STANDING",
    "AccountLine",
    "Actor",
    "Attestation",
    "Availability",
    "Booking",
    "Credit",
    "Diary",
    "Free",
    "Holder",
    "LedgerRow",
    "Line",
    "Member",
    "Of",
    "Organisation",
    "Over",
    "Payment",
    "Period",
    "Permission",
    "Place",
    "Price",
    "Quota",
    "Quote",
    "Rules",
    "Space",
    "SpecialHours",
    "Tariff",
    "Unit",
    "Use",
    "Verdict",
    "Wish",
    "account_line",
    "approve",
    "around_month",
    "as_of",
    "availability",
    "blocked",
    "cancel",
    "check",
    "check_conditions",
    "check_credit",
    "check_hours",
    "check_in",
    "check_may_change",
    "check_movable",
    "check_no_bookings",
    "check_out",
    "check_parts",
    "check_span",
    "clip",
    "confirm",
    "deny",
    "free_periods",
    "free_units",
    "from_now_on",
    "gives_back",
    "go_past",
    "grant",
    "intersect",
    "judge",
    "may",
    "month_in",
    "move",
    "next_free",
    "next_on_grid",
    "open_periods",
    "organisation_key",
    "paid",
    "pay",
    "payers",
    "price",
    "quota_window",
    "quote",
    "require",
    "subtract",
    "union",
    "units_of",
]
