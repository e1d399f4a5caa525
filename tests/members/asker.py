"""The members service of Roubaix asked over the bus, as the gateway and notifications ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nameko.containers import ServiceContainer
from sqlalchemy import insert

from chassis import addresses, clock, config, ids, proofs
from chassis.database import Store
from chassis.errors import ServiceError
from chassis.rpc import Caller
from services.members import commands, domain, hashing
from services.members.service import members
from services.members.tables import member_roles
from tests.members.people import PASSWORD
from tests.substrates import Substrate
from tests.waiting import until

SERVICE = "members_roubaix"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238, appendix B
RECOVERY_CODES = [f"MFRGGZDFMZTWQ2L{letter}" for letter in "ABCDEFGHIJ"]
HOME_SECRET = "a secret of Roubaix' own services, and of nobody else"


class Asker:
    """Asks the service, sealed as its callers do.

    Attributes:
        store: of the service, to enter whom the city enters itself.
    """

    def __init__(self, caller: Caller, store: Store, city: str = "roubaix") -> None:
        self.caller, self.store, self.city = caller, store, city
        self.service = f"members_{city}"

    def ask(self, method: str, **kwargs: Any) -> Any:
        return self.caller.call(self.service, method, sealed=True, **kwargs)

    def has_keys(self) -> bool:
        try:
            return bool(self.caller.call(self.service, "keys")["keys"])
        except ServiceError:
            return False

    def link(self, member_id: str) -> str:
        return str(self.contact(member_id, "confirmation")["link_token"])

    def contact(self, member_id: str, purpose: str = "booking", secret: str = HOME_SECRET, **about: str) -> Any:
        """As the city's own notifications asks; `about`: the registration or the wish of the letter; the channel."""
        named = [about[name] for name in ("registration_id", "wish_id", "channel") if name in about]
        proof = proofs.make(secret, "contact", self.city, member_id, purpose, *named)
        return self.ask("contact", member_id=member_id, purpose=purpose, proof=proof, **about)

    def enrol(self, name: str, *roles: domain.Role) -> tuple[str, str]:
        """Enter a member with these roles; gives their id and an access token of theirs."""
        email = f"{name.lower()}@example.org"
        person = domain.Person(name, email, "fr")
        category, kind = domain.Category.PARTNER, domain.OrganisationKind.INDIVIDUAL
        hashed = hashing.hash_password(PASSWORD)
        with self.store.transaction() as session:
            grants = tuple(domain.Grant(role) for role in roles)
            member_id = commands.enrol(
                session, self.city, ids.new(), person, hashed, category, kind, grants, clock.now()
            )
        code = {"code": self.protect(member_id)} if roles else {}
        return member_id, self.sign_in(email, **code)["access_token"]

    def grant(self, member_id: str, role: domain.Role) -> None:
        """Make a member one of the staff."""
        row = {"member_id": member_id, "role": str(role), "granted_at": clock.now()}
        with self.store.transaction() as session:
            session.execute(insert(member_roles).values(row))

    def protect(self, member_id: str, secret: str = SECRET) -> str:
        """Give a member a second factor; gives a code of it that was not used yet."""
        now = clock.now()
        step = domain.second_factors.step_at(now)
        with self.store.transaction() as session:
            commands.second_factors.set_up_first(session, member_id, secret, now)
            first = domain.second_factors.code_of(secret, step - 1)
            commands.second_factors.confirm(session, self.city, member_id, first, RECOVERY_CODES, now)
        return domain.second_factors.code_of(secret, step)

    def sign_in(self, email: str, password: str = PASSWORD, **where: Any) -> Any:
        """As the gateway asks: by the digest of the address."""
        return self.ask("sign_in", email_digest=addresses.digest(email), password=password, **where)


@contextmanager
def running(substrate: Substrate, **of_the_city: Any) -> Iterator[Asker]:
    """Whoever asks the members service of Roubaix, which runs meanwhile; with more said of the city in its file."""
    store = Store(substrate.migrated("services.members", SERVICE), SERVICE, "roubaix")
    container = ServiceContainer(members("roubaix"), {"settings": _settings(substrate, of_the_city)})
    caller = Caller(substrate.broker_uri, "tests", "hub", deadline_seconds=10)
    container.start()
    container.spawn_managed_thread(caller.line.run)
    asker = Asker(caller, store)
    until(asker.has_keys, "keys of the city")
    yield asker
    caller.line.stop()
    container.stop()
    store.close()


def _settings(substrate: Substrate, of_the_city: dict[str, Any]) -> config.Settings:
    city = {"name": "Roubaix", "insee": "59512", "siren": "215905126", **of_the_city}
    raw = {
        "site": "roubaix",
        "services": ["members"],
        "city": "roubaix",
        "home_secret": HOME_SECRET,
        "cities": {"roubaix": city},
        "broker": {"uri": substrate.broker_uri},
        "database": {"url": substrate.database_url},
    }
    return config.read(raw, {})
