"""The bookings service on the bus: JSON in, JSON out. Opens the transactions, asks the clock, makes the ids."""

from __future__ import annotations

from typing import Any, ClassVar

from chassis.service import Database, Service
from services.bookings.service.accounts import Accounts
from services.bookings.service.activities import Activities, Dates, Door, Programmes, Registering
from services.bookings.service.booking import Booking
from services.bookings.service.catalogue import Catalogue
from services.bookings.service.closures import Closures
from services.bookings.service.feeds import Feeds
from services.bookings.service.gathering import Gathering
from services.bookings.service.people import People
from services.bookings.service.publishing import Publishing
from services.bookings.service.roles import Roles
from services.bookings.service.search import Search
from services.bookings.service.series import Series
from services.bookings.service.waiting import Waiting


class Bookings(
    Catalogue,
    Search,
    Booking,
    Closures,
    Accounts,
    Series,
    Waiting,
    Feeds,
    Door,
    Registering,
    Publishing,
    People,
    Roles,
    Gathering,
    Activities,
    Dates,
    Programmes,
    Service,
):
    """Places, spaces and who holds what when. An `actor` is what the gateway took from a verified token.

    Every method takes keyword arguments and refuses what does not fit with `invalid`.
    """

    name: ClassVar[str] = "bookings"
    database: Any = Database()
