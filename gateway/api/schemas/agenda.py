"""What of the agenda is asked for."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema, Text
from gateway.api.schemas.kinds import Count, Flag, Texts, Words, instant_asked, told


class AgendaAsked(Schema):
    """Quelles dates ; ce qui n’est pas dit ne compte pas. Des mots séparés par des virgules : l’un ou l’autre."""

    from_ = instant_asked("2026-12-01T00:00:00+01:00", "Par défaut maintenant.", data_key="from")
    to = instant_asked("2027-01-01T00:00:00+01:00", "Exclu.")
    cities = Words(**told("roubaix,tourcoing", "De ces villes."))
    kinds = Words(**told("workshop,talk"))
    themes = Texts(longest=100, **told("textile"))
    publics = Words(**told("families,teenagers"))
    languages = Words(**told("fr,nl", "Celles qu’on y parle."))
    accessibility = Words(**told("mi", "Accessible à tous ceux-là."))
    attendance = fields.String(validate=validate.OneOf(("on_site", "online", "both")), **told("on_site"))
    place_id = Text(least=1, most=36, **told("champ-libre", "Dans ce lieu."))
    free = Flag(**told(True, "`true` : gratuit ; `false` : payant."))
    text = Text(least=1, most=100, **told("brod", "Dans le titre ou le résumé."))
    limit = Count(validate=validate.Range(1, 200), **told(50, "Taille de la page ; 50 par défaut."))
    after = Text(least=1, most=500, **told("WyIyMDI2LTExLTIzIl0", "Le `next` de la page précédente."))
