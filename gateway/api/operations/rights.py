"""The rights of members over their data."""

from __future__ import annotations

from gateway import archive
from gateway.api import rights, schemas
from gateway.api.operation import Media, Operation

_ARCHIVE = Media(
    archive.MEDIA_TYPE,
    "Un ZIP : `data.json` (sections, lignes, ce que dit chaque champ ; `missing` : les services qui n’ont pas "
    "répondu) et `index.html`, sans script, dans la langue de qui demande.",
    "PK",
    filename="champlibre.zip",
)

OPERATIONS = [
    Operation(
        "GET",
        "/cities/<id:city>/processing-register",
        "processing_register",
        "Le registre des traitements d’une ville (RGPD, article 30)",
        rights.processing_register,
        schemas.ProcessingRegister,
        refusals=("city_unknown",),
    ),
    Operation(
        "GET",
        "/me/export",
        "export",
        "Tout ce qu’on sait de soi, en un fichier : JSON et page à lire",
        rights.export,
        _ARCHIVE,
        refusals=("member_not_active",),
        for_members=True,
    ),
    Operation(
        "GET",
        "/me/wards/<id:minor_id>/export",
        "export_ward",
        "Tout ce qu’on sait d’un mineur dont on répond, en un fichier",
        rights.export_ward,
        _ARCHIVE,
        refusals=("member_not_active", "ward_not_found"),
        for_members=True,
    ),
    Operation(
        "GET",
        "/me/consents",
        "consents",
        "Ses accords, chacun avec sa date et la version de la notice",
        rights.consents,
        schemas.Consents,
        refusals=("member_not_active",),
        for_members=True,
    ),
    Operation(
        "PUT",
        "/me/consents/<id:purpose>",
        "consent",
        "Donner son accord, ou dire (`account`) qu’on a lu la notice",
        rights.consent,
        schemas.Consents,
        body=schemas.ConsentWish,
        refusals=("member_not_active", "notice_changed", "directory_entry_missing"),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/me/consents/<id:purpose>",
        "withdraw_consent",
        "Reprendre un accord ; ce qui reposait sur lui finit aussitôt",
        rights.withdraw_consent,
        schemas.Consents,
        refusals=("member_not_active", "account_needs_consent"),
        for_members=True,
    ),
    Operation(
        "PUT",
        "/me/limitation",
        "limit",
        "Faire garder ses données sans qu’on s’en serve (RGPD, article 18)",
        rights.limit,
        schemas.Limitation,
        refusals=("member_not_active",),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/me/limitation",
        "lift_limitation",
        "S’en servir de nouveau",
        rights.lift_limitation,
        schemas.Limitation,
        refusals=("member_not_active",),
        for_members=True,
    ),
    Operation(
        "GET",
        "/me/erasure",
        "preview_erasure",
        "Ce que rencontrerait l’effacement de son compte ; rien ne change",
        rights.preview_erasure,
        schemas.ErasurePreview,
        refusals=("member_not_active",),
        for_members=True,
    ),
    Operation(
        "POST",
        "/me/erasure",
        "erase",
        "Effacer son compte partout ; la seconde fois, rien ne se passe",
        rights.erase,
        schemas.Erased,
        body=schemas.ErasureWish,
        refusals=(
            "member_not_active",
            "wrong_credentials",
            "sign_in_again",
            "second_factor_needed",
            "wrong_code",
            "erasure_kept_back",
            "too_many_tries",
            "too_many_at_once",
        ),
        for_members=True,
    ),
]
