"""The demonstration's mail, when the node has a folder for it. Any other node answers 404."""

from __future__ import annotations

from pathlib import Path

from werkzeug import Response

from chassis.errors import NotFound
from gateway.web import mailbox
from gateway.web.visit import Visit


def letters(visit: Visit) -> Response:
    """`GET /mail`: the newest first."""
    return visit.page("mail.html", letters=mailbox.letters(_folder(visit)))


def letter(visit: Visit, city: str, name: str) -> Response:
    """`GET /mail/{city}/{notice id}`"""
    found = mailbox.letter(_folder(visit), city, name)
    if found is None:
        raise NotFound("letter_unknown", "there is no such letter")
    return visit.page("letter.html", letter=found)


def _folder(visit: Visit) -> Path:
    visit.private = True
    folder = visit.settings.gateway.mail_folder
    if folder is None:
        raise NotFound("route_unknown", "this node shows no mail")
    return folder
