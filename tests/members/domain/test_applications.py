from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from services.members import domain
from services.members.domain import ApplicationStatus, Category, OrganisationKind, Role, Status, Wish
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

LATER = NOW + timedelta(days=7)
YEAR = timedelta(days=365)
PROGRAMME = staff(Role.PROGRAMME)
NOMAD = Wish(Category.NOMAD, OrganisationKind.INDIVIDUAL)
RESIDENT = Wish(Category.RESIDENT, OrganisationKind.NONPROFIT, "Un atelier de vélos", "o-1")
FILEUSES = domain.Organisation("o-1", "Les Fileuses", OrganisationKind.NONPROFIT, NOW)
ACTS = domain.Acting(CAMILLE_ID, "o-1", NOW)


def apply_for(
    wish: Wish = NOMAD,
    member: domain.Member | None = None,
    organisation: domain.Organisation | None = FILEUSES,
    acts: domain.Acting | None = ACTS,
    now: datetime = NOW,
) -> domain.Application:
    return domain.apply_for("a-1", member or active(), wish, organisation, acts, now)


def refused(error: type[ServiceError], code: str, **asked: Any) -> dict[str, Any]:
    with pytest.raises(error, match=code) as found:
        apply_for(**asked)
    return found.value.detail


def nomad(ends_at: datetime | None) -> domain.Member:
    return active(category=Category.NOMAD, membership_ends_at=ends_at)


def test_a_guest_asks_to_be_a_resident_for_an_association_they_act_for() -> None:
    assert apply_for(RESIDENT) == domain.Application(
        "a-1", CAMILLE_ID, Category.RESIDENT, OrganisationKind.NONPROFIT, "o-1", "Un atelier de vélos",
        is_renewal=False, status=ApplicationStatus.OPEN, applied_at=NOW,
    )  # fmt: skip


def test_only_a_resident_has_to_say_why() -> None:
    assert refused(Invalid, "motivation_missing", wish=replace(RESIDENT, motivation="")) == {}
    assert apply_for(NOMAD).motivation == ""
    assert apply_for(replace(NOMAD, category=Category.PARTNER)).category is Category.PARTNER


@pytest.mark.parametrize("acts", [None, replace(ACTS, left_at=NOW)])
def test_nobody_applies_for_an_organisation_they_do_not_act_for(acts: domain.Acting | None) -> None:
    assert refused(Forbidden, "not_of_organisation", wish=RESIDENT, acts=acts) == {}


def test_nobody_applies_for_an_organisation_that_is_unknown() -> None:
    assert refused(Forbidden, "not_of_organisation", wish=RESIDENT, organisation=None) == {}


def test_an_organisation_is_what_it_is() -> None:
    as_company = replace(RESIDENT, organisation_kind=OrganisationKind.COMPANY)
    assert refused(Invalid, "organisation_kind_differs", wish=as_company) == {"organisation_kind": "nonprofit"}


def test_whose_data_are_not_used_applies_for_nothing() -> None:
    assert refused(Forbidden, "member_not_active", member=active(status=Status.LIMITED)) == {}


def test_what_ends_within_sixty_days_is_renewed_and_nothing_else_is() -> None:
    assert apply_for(member=nomad(NOW + timedelta(days=60))).is_renewal
    early = refused(Conflict, "member_already", member=nomad(NOW + timedelta(days=61)))
    assert early == {"renewable_from": "2026-11-24T09:00:00+00:00"}
    assert refused(Conflict, "member_already", member=nomad(None)) == {}
    assert not apply_for(replace(NOMAD, category=Category.PARTNER), nomad(NOW + YEAR)).is_renewal


def test_who_made_it_withdraws_it_once() -> None:
    withdrawn = domain.withdraw(apply_for(), active(), LATER)
    assert (withdrawn.status, withdrawn.decided_at) == (ApplicationStatus.WITHDRAWN, LATER)
    assert domain.withdraw(withdrawn, active(), LATER + YEAR) == withdrawn


def test_nobody_withdraws_what_another_asks_or_what_was_decided() -> None:
    for application in (None, apply_for()):
        with pytest.raises(NotFound, match="application_not_found"):
            domain.withdraw(application, staff(), LATER)
    with pytest.raises(Conflict, match="application_decided") as found:
        domain.withdraw(domain.decline(apply_for(), PROGRAMME, "Complet", LATER), active(), LATER)
    assert found.value.detail == {"status": "declined"}


def test_who_is_admitted_is_what_they_asked_to_be_for_a_year() -> None:
    decided, member = domain.admit(apply_for(RESIDENT), active(sequence=4), PROGRAMME, "Bienvenue", None, LATER)
    assert member == active(
        category=Category.RESIDENT, organisation_kind=OrganisationKind.NONPROFIT, membership_ends_at=LATER + YEAR,
        sequence=5,
    )  # fmt: skip
    assert decided == replace(
        apply_for(RESIDENT), status=ApplicationStatus.ADMITTED, decided_at=LATER, decided_by_id=OTHER_ID,
        reason="Bienvenue", valid_until=LATER + YEAR, sequence=1,
    )  # fmt: skip


def test_a_renewal_goes_on_from_the_end_of_what_it_renews() -> None:
    ends_at = NOW + timedelta(days=20)
    _, member = domain.admit(apply_for(member=nomad(ends_at)), nomad(ends_at), PROGRAMME, "Encore", None, LATER)
    assert member.membership_ends_at == ends_at + YEAR
    _, late = domain.admit(apply_for(member=nomad(ends_at)), active(), PROGRAMME, "Encore", None, ends_at + YEAR)
    assert late.membership_ends_at == ends_at + YEAR + YEAR, "what is over is renewed from the decision on"


def test_a_membership_ends_later_than_it_begins_and_within_three_years() -> None:
    def admit(until: datetime) -> domain.Member:
        return domain.admit(apply_for(), active(), PROGRAMME, "Oui", until, LATER)[1]

    most = LATER + domain.VALID_MOST
    assert admit(most).membership_ends_at == most
    with pytest.raises(Invalid, match="valid_too_long") as found:
        admit(most + timedelta(seconds=1))
    assert found.value.detail == {"until": most.isoformat()}
    with pytest.raises(Invalid, match="valid_until_past"):
        admit(LATER)


def test_who_is_declined_stays_what_they_are_and_reads_why() -> None:
    declined = domain.decline(apply_for(), PROGRAMME, "Complet jusqu’en mars", LATER)
    assert (declined.status, declined.reason, declined.valid_until) == ("declined", "Complet jusqu’en mars", None)


def test_nobody_decides_on_what_they_ask_themselves() -> None:
    own = replace(apply_for(), member_id=PROGRAMME.id)
    with pytest.raises(Forbidden, match="reviews_oneself"):
        domain.admit(own, PROGRAMME, PROGRAMME, "Oui", None, LATER)
    with pytest.raises(Forbidden, match="reviews_oneself"):
        domain.decline(own, PROGRAMME, "Non", LATER)


@pytest.mark.parametrize("status", [status for status in ApplicationStatus if status is not ApplicationStatus.OPEN])
def test_what_was_answered_or_withdrawn_is_not_decided_again(status: ApplicationStatus) -> None:
    closed = replace(apply_for(), status=status)
    with pytest.raises(Conflict, match="application_decided"):
        domain.admit(closed, active(), PROGRAMME, "Oui", None, LATER)
    with pytest.raises(Conflict, match="application_decided"):
        domain.decline(closed, PROGRAMME, "Non", LATER)


def test_what_nobody_asked_does_not_exist() -> None:
    assert domain.existing_application(apply_for()) == apply_for()
    with pytest.raises(NotFound, match="application_not_found"):
        domain.existing_application(None)
