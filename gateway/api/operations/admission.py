"""Applying for a membership and deciding on it, suspending and reinstating."""

from __future__ import annotations

from gateway.api import applications, schemas, suspensions
from gateway.api.operation import PREFIX, Operation

_OF_MEMBERS = ("login_ended", "member_not_active")
_OF_STAFF = (*_OF_MEMBERS, "permission_missing")

OPERATIONS = [
    Operation(
        "POST",
        "/me/applications",
        "apply_for_membership",
        "Demander à sa ville à être résident, nomade ou partenaire, ou à le rester",
        applications.apply,
        schemas.OwnApplication,
        body=schemas.ApplicationWish,
        status=201,
        location=f"{PREFIX}/me/applications",
        refusals=(
            *_OF_MEMBERS,
            "not_of_organisation",
            "motivation_missing",
            "organisation_kind_differs",
            "member_already",
            "application_open",
            "idempotency_key_reused",
        ),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/me/applications",
        "own_applications",
        "Ce qu’on est, jusqu’à quand, et ce qu’on a demandé à être",
        applications.own,
        schemas.OwnApplications,
        refusals=_OF_MEMBERS,
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/me/applications/<id:application_id>",
        "withdraw_application",
        "Retirer sa demande",
        applications.withdraw,
        schemas.OwnApplication,
        refusals=(*_OF_MEMBERS, "application_not_found", "application_decided"),
        for_members=True,
    ),
    Operation(
        "GET",
        "/applications",
        "open_applications",
        "Pour l’équipe : les demandes qui attendent une réponse, la plus ancienne d’abord",
        applications.waiting,
        schemas.OpenApplications,
        query=schemas.OpenApplicationsAsked,
        refusals=_OF_STAFF,
        for_members=True,
    ),
    Operation(
        "GET",
        "/applications/<id:application_id>",
        "application",
        "Pour l’équipe : qui demande quoi, et pourquoi ; le membre voit qui l’a lu",
        applications.one,
        schemas.Application,
        refusals=(*_OF_STAFF, "application_not_found"),
        for_members=True,
    ),
    Operation(
        "POST",
        "/applications/<id:application_id>/decision",
        "decide_application",
        "Pour l’équipe : admettre, ou refuser",
        applications.decide,
        schemas.OwnApplication,
        body=schemas.ApplicationDecision,
        refusals=(
            *_OF_STAFF,
            "reviews_oneself",
            "application_not_found",
            "application_decided",
            "valid_until_past",
            "valid_too_long",
        ),
        for_members=True,
    ),
    Operation(
        "PUT",
        "/members/<id:member_id>/suspension",
        "suspend_member",
        "Suspendre un membre de sa ville, qui ne se connecte plus et ne réserve rien",
        suspensions.suspend,
        schemas.Suspension,
        body=schemas.SuspensionWish,
        refusals=(*_OF_STAFF, "suspends_oneself", "member_not_found", "last_administrator", "valid_until_past"),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/members/<id:member_id>/suspension",
        "reinstate_member",
        "Mettre fin à la suspension d’un membre",
        suspensions.reinstate,
        schemas.Reinstated,
        refusals=(*_OF_STAFF, "member_not_found"),
        for_members=True,
    ),
]
