"""The demonstration: real places, invented people, harmless the second time."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from champlibre import demonstration
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.bookings import tables as of_bookings
from services.members import tables as of_members

README = Path(__file__).parents[2] / "README.md"


def count(settings: Settings, service: str, table: object) -> int:
    store = Store(database_url(settings, service))
    try:
        with store.reading() as session:
            return _count(session, table)
    finally:
        store.close()


def _count(session: Session, table: object) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_everything_in_the_file_is_there(loaded: Settings) -> None:
    shown = demonstration.content()
    assert count(loaded, "bookings", of_bookings.places) == len(shown["places"])
    assert count(loaded, "bookings", of_bookings.spaces) == sum(len(place["spaces"]) for place in shown["places"])
    known_by = {"members": "email", "minors": "guardian", "helped": "helper"}
    emails = [found[whose] for sort, whose in known_by.items() for found in shown[sort]]
    of_marcq = [email for email in emails if "@marcq." in email]
    assert count(loaded, "members_marcq", of_members.members) == len(of_marcq)
    assert count(loaded, "members_marcq", of_members.organisations) == len(shown["organisations"])
    assert count(loaded, "members_marcq", of_members.attestations) == len(shown["attestations"])
    assert count(loaded, "members_marcq", of_members.applications) == len(shown["applications"])
    minors = [minor for minor in shown["minors"] if "@marcq." in minor["guardian"]]
    assert count(loaded, "members_marcq", of_members.guardianships) == len(minors) > 0
    listed = [member for member in shown["members"] if member["city"] == "marcq" and "presentation" in member]
    assert count(loaded, "members_marcq", of_members.directory_entries) == len(listed) > 0
    assert count(loaded, "bookings", of_bookings.special_hours) == len(shown["closures"])
    assert not demonstration.is_new(loaded)


def test_loading_again_changes_nothing(loaded: Settings) -> None:
    def counted() -> list[int]:
        of_hub = (of_bookings.places, of_bookings.bookings, of_bookings.special_hours)
        of_marcq = (of_members.members, of_members.organisations, of_members.acting, of_members.attestations)
        return [
            *(count(loaded, "bookings", table) for table in of_hub),
            *(count(loaded, "members_marcq", table) for table in of_marcq),
            *(count(loaded, "members_marcq", table) for table in (of_members.guardianships, of_members.consents)),
        ]

    before = counted()
    demonstration.load(loaded)
    assert before == counted()


def test_everybody_with_a_role_has_the_second_factor_that_is_shown(loaded: Settings) -> None:
    shown = demonstration.content()
    with_a_role = [member for member in shown["members"] if member["city"] == "marcq" and "role" in member]
    assert count(loaded, "members_marcq", of_members.second_factors) == len(with_a_role)
    told, readme = demonstration.where_to_look(loaded), README.read_text("utf-8")
    assert shown["second_factor"] in told and shown["second_factor"] in readme
    assert demonstration.code_uri() in told


def test_every_city_has_one_of_each_role() -> None:
    roles = {"facilitator", "front_desk", "programme", "city_administrator", "data_officer"}
    members = demonstration.content()["members"]
    for city in ("roubaix", "tourcoing", "marcq"):
        assert roles <= {member.get("role") for member in members if member["city"] == city}


def test_everybody_has_a_number_kept_for_fiction_or_none() -> None:
    """Source: Arcep, décision 2018-0881, 2.5.12: 01 99 00 and 03 53 01 among them."""
    shown = demonstration.content()
    phones = [person["phone"] for person in (*shown["members"], *shown["helped"]) if "phone" in person]
    assert phones
    assert all(phone.startswith(("+3319900", "+3335301")) for phone in phones)


def test_everybody_is_invented() -> None:
    assert all(member["email"].endswith(".example.org") for member in demonstration.content()["members"])


def test_the_readme_names_the_members_and_their_password(settings: Settings) -> None:
    shown, readme = demonstration.content(), README.read_text("utf-8")
    told = demonstration.where_to_look(settings)
    assert shown["password"] in readme and shown["password"] in told
    assert set(re.findall(r"[\w.]+@[\w.]+example\.org", readme)) == {member["email"] for member in shown["members"]}
