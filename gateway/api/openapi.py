"""The description of the API, made from its operations and schemas. Pure; asks nothing.

Source: OpenAPI 3.1.1; RFC 9457 for the problems.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema, fields

from chassis.http.problems import CONTENT_TYPE
from chassis.schema import NO_INSTANT, Instant
from gateway.api.operation import PREFIX, Media, Operation
from gateway.api.problems import CODES, PAGE
from gateway.api.schemas.kinds import Answer, Coordinates, Texts, Words
from gateway.routing import Identifier

_ALWAYS = ("bad_request", "invalid", "internal_error", "busy", "too_slow", "service_unavailable", "broker_unavailable")
_WITH_BODY = ("json_invalid", "body_broken", "body_too_slow", "body_too_large", "media_type_unsupported")
_FOR_MEMBERS = ("token_missing", "token_expired", "token_invalid", "keys_unknown")
_FOR_PASS_HOLDERS = ("pass_invalid", "pass_expired", "pass_for_another")
_FROM_DATABASE = ("database_busy", "database_unavailable")
_TAGS = {
    "membership": "Devenir membre, se connecter.",
    "sessions": "Rester connecté, voir où on l’est, se déconnecter ici ou ailleurs.",
    "catalogue": "Les villes, les lieux, les espaces, et quand ils sont libres. Public.",
    "search": "Ce qui est libre, où et quand ; et, quand rien ne l’est, ce qui en est proche.",
    "booking": "Les prix et les réservations, de qui demande et, pour l’équipe, des autres.",
    "closures": "Les fermetures et les ouvertures exceptionnelles ; pour l’équipe, ce qu’elles touchent.",
    "security": "Mot de passe, adresse et second facteur d’un membre, chez sa ville.",
    "attestations": "Ce qu’une ville atteste de ses membres, pour son équipe.",
    "city_keys": "Les clés publiques d’une ville, qui vérifient ce qu’elle signe. Public.",
    "roles": "Les rôles et leurs droits ; pour l’administration d’une ville, les donner et les retirer.",
    "staff": "Les membres d’une ville, pour son équipe ; et, pour chaque membre, qui a vu ses données.",
    "applications": "Demander à être résident, nomade ou partenaire de sa ville, et la réponse.",
    "suspensions": "Suspendre un membre, et y mettre fin.",
    "organisations": "Les organisations, et qui agit pour elles. Leur nom ne quitte pas leur ville.",
    "ledger": "Ce que les membres d’une ville ont pris dans une autre, par mois, sans nommer personne.",
    "accounts": "Les avoirs, le grand livre entre les villes, et les comptes d’un mois.",
    "waits": "Attendre qu’un espace se libère : chacun son tour, une option à la fois.",
    "feeds": "Des calendriers (.ics) à une adresse secrète, qu’on révoque.",
    "agenda": "Ce qui est à venir, dans toutes les villes. Public.",
    "activities": "Les activités au programme d’une ville ; pour son équipe, les écrire et les publier.",
    "occurrences": "Les dates des activités, leurs places, l’espace réservé avec elles.",
    "door": "La porte d’une date : qui est attendu, qui est venu, compté une seule fois.",
    "registrations": "S’inscrire, attendre son tour ; pour l’équipe, qui vient, et pourquoi.",
    "guests": "S’inscrire à une activité sans compte : un nom, une adresse, un lien, un laissez-passer.",
    "answers": "Le formulaire d’une activité ; les réponses restent dans la ville de qui les donne.",
    "programmes": "Le programme d’un trimestre, de toutes les villes : pour machines, agendas et tableurs.",
    "rights": "Ses droits sur ses données (RGPD) : les emporter, les effacer, les geler.",
    "publishing": "Publier des lieux et des espaces, pour l’administration de leur ville.",
}
_IN_PATH = re.compile(r"<id:(\w+)>")

_PROBLEM = {
    "type": "object",
    "description": "Un refus (RFC 9457). Selon le code, d’autres champs aident à redemander : `next_free`, `days`, …",
    "required": ["type", "title", "status", "code", "trace_id"],
    "examples": [
        {
            "type": f"{PAGE}#invalid",
            "title": "Forme inattendue",
            "status": 400,
            "detail": "Chaque entrée de `errors` désigne un champ (`pointer`) et sa faute.",
            "code": "invalid",
            "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
            "errors": [{"pointer": "/starts_at", "detail": NO_INSTANT}],
        }
    ],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "L’adresse qui explique le code."},
        "title": {"type": "string", "description": "En français ; peut changer."},
        "status": {"type": "integer", "description": "Le statut HTTP."},
        "detail": {"type": "string", "description": "Que faire ; peut changer."},
        "code": {"type": "string", "description": "Le fait, en un mot qui ne change pas."},
        "trace_id": {"type": "string", "description": "Le repère à donner à l’exploitant ; aussi dans X-Request-Id."},
        "errors": {
            "type": "array",
            "description": "Avec `invalid` : chaque faute.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "Le champ ou le paramètre (RFC 6901)."},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_MEMBER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "L’`access_token` de POST /api/v1/sessions. Une ville signe ; toutes les passerelles vérifient.",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Une chaîne neuve par demande ; la même demande avec la même clé n’est faite qu’une fois (48 h).",
    "schema": {"type": "string", "pattern": '^("[ !#-~]{1,255}"|[!#-+\\--~]{1,255})$'},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}


def document(operations: Iterable[Operation], public_url: str) -> dict[str, Any]:
    """The OpenAPI document, for a gateway at that address."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="Champ Libre",
        version="1.0.0",
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": "Lieux, espaces et réservations d’un réseau de laboratoires de ville.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        servers=[{"url": public_url}],
        tags=[{"name": name, "description": description} for name, description in _TAGS.items()],
        externalDocs={"url": f"{public_url}{PAGE}", "description": "Tous les codes de refus"},
    )
    assert plugin.converter is not None
    plugin.converter.field_mapping[Instant] = ("string", "date-time")
    for written in (Coordinates, Texts, Words):
        plugin.converter.field_mapping[written] = ("string", None)
    spec.components.schema("Problem", _PROBLEM)
    spec.components.security_scheme("member", _MEMBER)
    for operation in operations:
        path = PREFIX + _IN_PATH.sub(r"{\1}", operation.path)
        spec.path(path, operations={operation.method.lower(): _described(operation)})
    made: dict[str, Any] = spec.to_dict()
    for (schema, *_), name in plugin.converter.refs.items():
        if issubclass(schema, Answer):
            described = made["components"]["schemas"][name]
            described["required"] = list(described["properties"])
    return made


def codes_of(operation: Operation) -> list[str]:
    """Every code that an operation may refuse with."""
    codes = [*_ALWAYS, *_FROM_DATABASE, *operation.refusals]
    codes += _WITH_BODY if operation.body else ()
    codes += _FOR_MEMBERS if operation.for_members else _FOR_MEMBERS[1:] if operation.also_for_members else ()
    codes += _FOR_PASS_HOLDERS if operation.for_pass_holders else ()
    codes += ("route_unknown",) if _IN_PATH.search(operation.path) else ()
    codes += ("idempotency_key_invalid",) if operation.idempotent_by_key else ()
    return list(dict.fromkeys(codes))


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": {str(operation.status): _success(operation), **_refusals(operation)},
    }
    if isinstance(operation.answer, Media) and operation.answer.is_private:
        described["responses"]["304"] = {"description": "Rien n’a changé depuis l’ETag donné."}
    if operation.body:
        content = {"application/json": {"schema": operation.body, "example": _example(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.for_members:
        described["security"] = [{"member": []}]
    if operation.also_for_members:
        described["security"] = [{}, {"member": []}]
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    in_path: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{Identifier.regex}$"}}
        for name in _IN_PATH.findall(operation.path)
    ]
    if operation.query:
        in_path.append({"in": "query", "schema": operation.query})
    return [*in_path, _KEY] if operation.idempotent_by_key else in_path


def _success(operation: Operation) -> dict[str, Any]:
    answer = operation.answer
    if isinstance(answer, Media):
        content = {answer.type: {"schema": {"type": "string"}, "example": answer.example}}
        return {"description": answer.description, "content": content}
    success: dict[str, Any] = {
        "description": (answer.__doc__ or "").strip(),
        "content": {operation.media_type: {"schema": answer, "example": _example(answer)}},
    }
    if operation.location:
        success["headers"] = {"Location": {"required": True, "schema": {"type": "string", "format": "uri-reference"}}}
    return success


def _refusals(operation: Operation) -> dict[str, Any]:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in codes_of(operation):
        by_status[CODES[code].status].append(code)
    return {str(status): _refusal(status, codes) for status, codes in sorted(by_status.items())}


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    one_of = {"type": "object", "properties": {"code": {"enum": codes}}}
    refusal: dict[str, Any] = {
        "description": " ; ".join(f"`{code}` {CODES[code].title.lower()}" for code in codes),
        "content": {CONTENT_TYPE: {"schema": {"allOf": [{"$ref": "#/components/schemas/Problem"}, one_of]}}},
    }
    if status in (429, 503):
        refusal["headers"] = {"Retry-After": {"required": True, "schema": {"type": "integer"}}}
    if status == 401:
        refusal["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
    return refusal


def _example(schema: type[Schema]) -> dict[str, Any]:
    """An example made of those of the fields."""
    return {field.data_key or name: _example_of(field) for name, field in schema().fields.items()}


def _example_of(field: Any) -> Any:
    if "examples" in field.metadata:
        return field.metadata["examples"][0]
    if isinstance(field, fields.List):
        return [_example_of(field.inner)]
    return _example(type(field.schema))


def _name(schema: Any) -> str:
    return str((schema if isinstance(schema, type) else type(schema)).__name__)
