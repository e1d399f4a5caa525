"""The directory of the member's city: who wishes to be found, by topic and by what they say of themselves."""

from __future__ import annotations

from werkzeug import Response

from chassis.errors import Invalid
from gateway.web import forms
from gateway.web.pages import account
from gateway.web.visit import Visit


def directory(visit: Visit) -> Response:
    """`GET /directory?topic=&text=&after=`"""
    form = forms.read(visit.request.args, ("topic", "text", "after"))
    asked = {name: form[name][:100] for name in ("topic", "text", "after") if form[name]}
    topics = [one for one in account.ask(visit, "topics")["items"] if one["members"]]
    try:
        found = account.ask(visit, "directory", **asked)
    except Invalid:  # an address that somebody wrote by hand
        found = {"items": [], "next": None}
    return visit.page("directory.html", form=form, found=found, topics=topics, city=visit.member()["city"])
