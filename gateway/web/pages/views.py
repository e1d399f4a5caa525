"""Who looked at the member's data: when, by which role, what for. Not who it was, which the city does not tell."""

from __future__ import annotations

from werkzeug import Response

from gateway.web import rights
from gateway.web.pages import account
from gateway.web.visit import Visit

A_PAGE = 20


def views(visit: Visit) -> Response:
    """`GET /account/views?after=`"""
    after = visit.request.args.get("after", "")
    begin = {"after": after} if after.isascii() and after.isdigit() else {}
    seen = account.ask(visit, "views_of", limit=A_PAGE, **begin)
    zone = visit.settings.cities[visit.member()["city"]].zone
    for view in seen["items"]:
        view["done"] = rights.done(view["operation"], view["permission"])
        view["right"] = rights.RIGHTS.get(view["permission"], view["permission"])
        view["by"] = rights.ROLES.get(view["role"], view["role"])
    return account.page(visit, "account_views.html", items=seen["items"], next=seen["next"], zone=zone)
