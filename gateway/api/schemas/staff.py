"""Roles and permissions, and what a city's staff looks up of its members."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.community import OwnAttestation, OwnOrganisation
from gateway.api.schemas.kinds import Answer, Count, address_refused_since, city, cursor, instant, told, words
from gateway.api.schemas.membership import Member

_MEMBER = "5f0c4b1f-7a10-4d5b-a3c8-0191c5ae3f63"
_SEEN = "2026-11-20T08:00:00+00:00"


class Role(Answer):
    """Un rôle, que l’administration d’une ville donne à ses membres."""

    role = fields.String(**told("front_desk"))
    name = fields.String(**told("Accueil"))
    at_a_place = fields.Boolean(**told(True, "Peut être donné en un seul lieu : `front_desk@champ-libre`."))


class Permission(Answer):
    """Un droit nommé, et les rôles qui le donnent."""

    permission = fields.String(**told("check_in", "Celui que nomme le refus `permission_missing`."))
    description = fields.String(**told("Noter l’arrivée et le départ"))
    roles = words(["city_administrator", "front_desk"], "Ceux qui le donnent.")
    at_a_place = fields.Boolean(**told(True, "Un rôle donné en un lieu le donne aussi, en ce lieu."))


class Roles(Answer):
    """Qui peut quoi dans le réseau."""

    roles = fields.List(fields.Nested(Role))
    permissions = fields.List(fields.Nested(Permission))


class RoleWhere(Schema):
    """Où."""

    place_id = fields.String(
        validate=validate.Regexp(r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,35}$"),
        **told("champ-libre", "En ce lieu seulement ; sans lui, dans toute la ville."),
    )


class MemberRoles(Answer):
    """Les rôles d’un membre ; ses jetons les portent dès le prochain, sa ville les sait aussitôt."""

    member_id = fields.String(**told(_MEMBER))
    city = city(example="roubaix")
    roles = words(["front_desk@champ-libre", "member"], "Dans toute la ville, ou en un lieu.")


class MemberSearch(Schema):
    """Qui l’on cherche."""

    query = Text(
        least=2,
        most=254,
        required=True,
        **told("vanhou", "Le début d’un nom, ou toute une adresse e-mail, ou tout un numéro de téléphone."),
    )


class MemberFound(Answer):
    """Un membre trouvé : de quoi le distinguer des autres, et rien de plus."""

    id = fields.String(**told(_MEMBER))
    name = fields.String(**told("Lise Vanhoutte"))
    category = fields.String(**told("resident"))
    status = fields.String(**told("active"))


class MembersFound(Answer):
    """Les membres trouvés, 20 au plus, par nom."""

    items = fields.List(fields.Nested(MemberFound))


class MemberFile(Member):
    """Ce que l’équipe d’une ville voit d’un de ses membres ; le membre voit qu’elle l’a vu."""

    email = fields.String(allow_none=True, **told("lise.vanhoutte@example.org", "null pour qui n’en a pas."))
    address_refused_since = address_refused_since()
    status = fields.String(**told("active", "`active`, `suspended` ou `limited`."))
    attestations = fields.List(fields.Nested(OwnAttestation))
    organisations = fields.List(fields.Nested(OwnOrganisation))
    phone = fields.String(allow_none=True, **told("+33612345678"))
    handle = fields.String(allow_none=True, **told("L. V.", "Ce que lit l’accueil des autres villes."))
    registered_at = instant(_SEEN)
    membership_ends_at = instant(None, "null : sans fin.", allow_none=True)


class ViewsAsked(Schema):
    """Une page du journal."""

    limit = Count(validate=validate.Range(1, 200), **told(50))
    after = fields.String(validate=validate.Regexp("^[0-9]{1,18}$"), **told("1234", "Le `next` de la page précédente."))


class ViewsOfMemberAsked(ViewsAsked):
    """Une page du journal d’un membre."""

    member_id = Text(least=1, most=36, required=True, **told(_MEMBER))


class OwnView(Answer):
    """Un usage, par l’équipe, d’un droit sur un membre."""

    viewed_at = instant(_SEEN)
    role = fields.String(**told("front_desk", "Le rôle par lequel on en a le droit."))
    permission = fields.String(**told("see_members", "Le droit : GET /api/v1/roles dit lequel."))
    operation = fields.String(**told("member_file", "Ce qui a été fait."))


class OwnViews(Answer):
    """Le journal des accès à ses données, le plus récent d’abord ; gardé un an."""

    items = fields.List(fields.Nested(OwnView))
    next = cursor()


class View(OwnView):
    """Un usage d’un droit, et par qui."""

    viewer_id = fields.String(**told("0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a02", "Le membre de l’équipe."))


class Views(Answer):
    """Le journal d’un membre, pour la personne chargée de la protection des données."""

    items = fields.List(fields.Nested(View))
    next = cursor()
