"""Credits, the ledger between cities, and the accounts of a month."""

from __future__ import annotations

from gateway.api import accounts, schemas
from gateway.api.operation import Media, Operation

_TABLE = Media(
    "text/csv",
    "Un tableau CSV (RFC 4180), en UTF-8, une réservation par ligne ; les colonnes de `AccountLine`.",
    ",".join(accounts.COLUMNS) + "\r\n",
    filename="comptes-{month}.csv",
)

OPERATIONS = [
    Operation(
        "GET",
        "/credits",
        "credits",
        "Ses avoirs, et ceux des organisations pour lesquelles on agit",
        accounts.credits_of,
        schemas.Credits,
        query=schemas.CreditsAsked,
        for_members=True,
    ),
    Operation(
        "POST",
        "/credits",
        "grant_credit",
        "Pour l’équipe : donner un avoir, en argent ou en temps",
        accounts.grant_credit,
        schemas.Credit,
        body=schemas.CreditWish,
        status=201,
        refusals=(
            "permission_missing",
            "member_not_found",
            "organisation_not_found",
            "space_not_found",
            "valid_until_past",
            "idempotency_key_reused",
        ),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/ledger",
        "ledger",
        "Pour la comptabilité : ce que les membres d’une ville ont pris dans une autre en un mois",
        accounts.ledger,
        schemas.Ledger,
        query=schemas.LedgerAsked,
        refusals=("permission_missing",),
        for_members=True,
    ),
    Operation(
        "GET",
        "/accounts",
        "accounts",
        "Pour la comptabilité : ce qui est à payer aux lieux de sa ville pour un mois",
        accounts.accounts,
        schemas.Accounts,
        query=schemas.AccountsAsked,
        refusals=("permission_missing",),
        for_members=True,
    ),
    Operation(
        "GET",
        "/accounts.csv",
        "accounts_csv",
        "Le même, en un tableau",
        accounts.accounts_csv,
        _TABLE,
        query=schemas.LedgerAsked,
        refusals=("permission_missing", "too_many_lines"),
        for_members=True,
    ),
]
