"""What a member was told, and how they wish to be told."""

from __future__ import annotations

from gateway.api import notices, schemas
from gateway.api.operation import Operation

_OWN = ("login_ended", "member_not_active")

OPERATIONS = [
    Operation(
        "GET",
        "/me/notices",
        "notices",
        "Ce qu’on a dit au membre, par quel moyen, et ce qui n’est pas parti",
        notices.notices,
        schemas.Notices,
        query=schemas.NoticesAsked,
        refusals=_OWN,
        for_members=True,
    ),
    Operation(
        "GET",
        "/me/notices/<id:notice_id>",
        "notice",
        "Un message, avec son texte ; sans les liens qui ouvrent quelque chose",
        notices.notice,
        schemas.NoticeWithText,
        query=schemas.NoticeAsked,
        refusals=(*_OWN, "notice_not_found"),
        for_members=True,
    ),
    Operation(
        "GET",
        "/me/notice-preferences",
        "notice_preferences",
        "Par quels moyens et quand le membre veut qu’on lui écrive",
        notices.preferences,
        schemas.NoticePreferences,
        refusals=_OWN,
        for_members=True,
    ),
    Operation(
        "PUT",
        "/me/notice-preferences",
        "choose_notice_preferences",
        "Choisir par quels moyens et quand, à la place de ce qui était choisi",
        notices.choose,
        schemas.NoticePreferences,
        body=schemas.NoticePreferencesWish,
        refusals=(*_OWN, "notice_required", "digest_is_a_consent"),
        for_members=True,
    ),
]
