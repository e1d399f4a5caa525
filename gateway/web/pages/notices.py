"""What the member was told, by which way, and in which words; how they wish to be told."""

from __future__ import annotations

import re
from typing import Any

from werkzeug import Response

from gateway import own_notices
from gateway.web import forms, notice_words
from gateway.web.pages import account
from gateway.web.visit import Visit
from gateway.web.words import N_

PATH = "/account/notices"
PREFERENCES = f"{PATH}/preferences"
A_PAGE = 20
OF_STAFF = "work"
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_CURSOR = re.compile(r"[0-9A-Za-z-]{1,36}")


def notices(visit: Visit) -> Response:
    """`GET /account/notices?after=`; before them that the member's address refuses letters."""
    after = visit.request.args.get("after", "")
    begin = {"after": after} if _CURSOR.fullmatch(after) else {}
    caller = _member(visit)
    found = own_notices.page(visit.ask, caller, visit.language.code, limit=A_PAGE, **begin)
    return account.page(
        visit,
        "account_notices.html",
        items=[_shown(one) for one in found["items"]],
        next=found["next"],
        refused_since=account.refused_since(visit),
        zone=_zone(visit),
        words=notice_words,
    )


def notice(visit: Visit, notice_id: str) -> Response:
    """`GET /account/notices/{id}`"""
    told = own_notices.notice(visit.ask, _member(visit), notice_id, visit.language.code)
    return account.page(visit, "account_notice.html", notice=_shown(told), zone=_zone(visit), words=notice_words)


def preferences(visit: Visit) -> Response:
    """`GET /account/notices/preferences?done=`"""
    known = own_notices.preferences(visit.ask, _member(visit))
    quiet = known["quiet"] or {"since": "", "until": ""}
    form = forms.Form({f"quiet_{name}": at for name, at in quiet.items()})
    return _choices(visit, known, form, _wanted(known), set(known["reminders"]))


def choose(visit: Visit) -> Response:
    """`POST /account/notices/preferences`: all of it anew; what is not shown to the member stays."""
    sent, caller = visit.request.form, _member(visit)
    known = own_notices.preferences(visit.ask, caller)
    form = forms.read(sent, ("quiet_since", "quiet_until"))
    ticked, reminders = set(sent.getlist("wanted")), _reminders(sent.getlist("reminder"), known)
    _check(form, len(reminders), known)
    if form.errors:
        return _choices(visit, known, form, ticked, reminders)
    chosen = [
        {
            "kind": kind["kind"],
            "channel": way["channel"],
            "is_wanted": f"{kind['kind']}:{way['channel']}" in ticked if is_shown else way["is_wanted"],
        }
        for family, is_shown in _families(visit, known)
        for kind in family["kinds"]
        for way in kind["channels"]
        if not kind["is_by_consent"] and not way["is_fixed"]
    ]
    quiet = {"since": form["quiet_since"], "until": form["quiet_until"]} if form["quiet_since"] else None
    own_notices.choose(visit.ask, caller, wanted=chosen, quiet=quiet, reminders=sorted(reminders))
    return visit.go(f"{PREFERENCES}?done=saved")


def _member(visit: Visit) -> Any:
    """Who asks, of pages that are private from now on."""
    visit.private = True
    return visit.context.require_caller()


def _zone(visit: Visit) -> str:
    return visit.settings.cities[visit.member()["city"]].zone


def _shown(told: dict[str, Any]) -> dict[str, Any]:
    """A notice, with the page of what it is about, and why it did not go out where it did not."""
    told["way"] = next((notice_words.page_of(*about) for about in (told["about"] or {}).items()), None)
    for delivery in told["deliveries"]:
        delivery["why"] = notice_words.why(delivery["reason"])
    return told


def _families(visit: Visit, known: dict[str, Any]) -> list[tuple[dict[str, Any], bool]]:
    """The families, each with whether it is shown: what staff alone are told is not, to who is none."""
    return [(family, visit.is_staff or family["family"] != OF_STAFF) for family in known["families"]]


def _wanted(known: dict[str, Any]) -> set[str]:
    return {
        f"{kind['kind']}:{way['channel']}"
        for family in known["families"]
        for kind in family["kinds"]
        for way in kind["channels"]
        if way["is_wanted"]
    }


def _reminders(sent: list[str], known: dict[str, Any]) -> set[int]:
    offered = {str(minutes): minutes for minutes in known["reminders_offered"]}
    return {offered[minutes] for minutes in sent if minutes in offered}


def _check(form: forms.Form, reminders: int, known: dict[str, Any]) -> None:
    """Complain of hours that are none, of half of them, and of too many reminders."""
    hours = ("quiet_since", "quiet_until")
    for name in hours:
        if form[name] and not _HOUR.fullmatch(form[name]):
            form.errors[name] = N_("Écrivez une heure, par exemple 21:30.")
    if not form.errors and any(form[name] for name in hours):
        for name in hours:
            form.require(name, N_("Écrivez les deux heures, ou aucune."))
        if not form.errors and form["quiet_since"] == form["quiet_until"]:
            form.errors["quiet_until"] = N_("Écrivez une autre heure que celle du début.")
    if reminders > known["most_reminders"]:
        form.errors["reminders"] = N_("Choisissez-en trois au plus.")


def _choices(visit: Visit, known: dict[str, Any], form: forms.Form, ticked: set[str], reminders: set[int]) -> Response:
    return account.page(
        visit,
        "account_notice_preferences.html",
        400 if form.errors else 200,
        form=form,
        known=known,
        families=[family for family, is_shown in _families(visit, known) if is_shown],
        ticked=ticked,
        reminders=reminders,
        words=notice_words,
        done=visit.request.args.get("done"),
    )
