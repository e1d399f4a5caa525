from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert

from chassis.database import Store
from services.members import queries
from services.members.tables import city_keys
from tests.members.people import NOW, SIGNING_KEY


def test_an_old_key_verifies_until_it_retires_and_the_newest_comes_first(store: Store) -> None:
    end = NOW + timedelta(hours=1)
    with store.transaction() as session:
        for generation, kid, retires_at in ((1, "old", end), (2, "new", None)):
            row = {"use": "sig", "generation": generation, "created_at": NOW, "retires_at": retires_at}
            session.execute(insert(city_keys).values(**row, jwk=SIGNING_KEY | {"kid": kid}))
    with store.reading() as session:
        assert [key["kid"] for key in queries.private_jwks(session, "sig", NOW)] == ["new", "old"]
        assert [key["kid"] for key in queries.private_jwks(session, "sig", end)] == ["new"]
        assert queries.private_jwks(session, "enc", NOW) == []


def test_nobody_is_found_where_nobody_is(store: Store) -> None:
    with store.reading() as session:
        assert queries.credential(session, "0" * 64) == (None, None)
        assert queries.member(session, "nobody") is None
        assert queries.lock_link(session, "0" * 64) is None
        assert queries.lock_sign_up(session, "nobody") is None
