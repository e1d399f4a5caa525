"""What a city attests, organisations, and the ledger of the home city; for its own members and staff."""

from __future__ import annotations

from gateway.api import attestations, ledger, organisations, schemas
from gateway.api.operation import PREFIX, Operation

_OF_STAFF = ("login_ended", "member_not_active", "permission_missing")

OPERATIONS = [
    Operation(
        "POST",
        "/attestations",
        "issue_attestation",
        "Attester quelque chose d’un membre de sa ville",
        attestations.issue,
        schemas.Attestation,
        body=schemas.AttestationWish,
        status=201,
        location=f"{PREFIX}/attestations/{{id}}",
        refusals=(*_OF_STAFF, "attests_oneself", "member_not_found", "valid_until_past", "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "DELETE",
        "/attestations/<id:attestation_id>",
        "revoke_attestation",
        "Révoquer une attestation",
        attestations.revoke,
        schemas.Attestation,
        refusals=(*_OF_STAFF, "attestation_not_found"),
        for_members=True,
    ),
    Operation(
        "POST",
        "/organisations",
        "found_organisation",
        "Fonder une organisation, pour laquelle on agit dès lors",
        organisations.found,
        schemas.Organisation,
        body=schemas.OrganisationWish,
        status=201,
        location=f"{PREFIX}/organisations/{{id}}",
        refusals=("login_ended", "member_not_active", "too_many_organisations", "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "PUT",
        "/organisations/<id:organisation_id>/members/<id:member_id>",
        "join_organisation",
        "Faire agir un membre de sa ville pour une organisation",
        organisations.join,
        schemas.Acting,
        refusals=(*_OF_STAFF, "organisation_not_found", "member_not_found"),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/organisations/<id:organisation_id>/members/<id:member_id>",
        "leave_organisation",
        "Ne plus agir pour une organisation",
        organisations.leave,
        schemas.Acting,
        refusals=(*_OF_STAFF, "organisation_not_found"),
        for_members=True,
    ),
    Operation(
        "GET",
        "/ledger/home",
        "home_ledger",
        "Ce que les membres de sa ville ont pris, ville par ville, en un mois",
        ledger.of_home,
        schemas.HomeLedger,
        query=schemas.LedgerAsked,
        refusals=_OF_STAFF,
        for_members=True,
    ),
]
