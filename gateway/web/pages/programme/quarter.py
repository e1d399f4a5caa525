"""What a city announces for a quarter, as its staff makes it: what it says of it, and when everybody sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug import Response

from chassis.clock import rfc3339
from chassis.errors import Invalid, NotFound
from gateway.web import activity_words, forms, hours, quarters
from gateway.web.formats import instant
from gateway.web.pages.programme import reasons
from gateway.web.visit import Visit
from gateway.web.words import N_

LANGUAGES = ("fr", "nl", "en")
LABELS = {
    "introduction_fr": N_("Introduction (français)"),
    "introduction_nl": N_("Introduction (néerlandais)"),
    "introduction_en": N_("Introduction (anglais)"),
    "day": N_("Fin de l’embargo : jour"),
    "time": N_("Fin de l’embargo : heure"),
}


def now(visit: Visit) -> Response:
    """`GET /desk/programmes`: the quarter that it is."""
    return visit.go(f"/desk/programmes/{quarters.of(hours.today(visit.now, _zone(visit).key))}")


def look(visit: Visit, quarter: str) -> Response:
    """`GET /desk/programmes/{quarter}?done=`: what is said of it, and what will appear."""
    told = _told(visit, quarter)
    own = _own(visit, told)
    values = {f"introduction_{code}": said for code, said in own.get("introduction", {}).items()}
    return _page(visit, quarter, told, forms.Form(values | _shown(visit, own)))


def announce(visit: Visit, quarter: str) -> Response:
    """`POST /desk/programmes/{quarter}`"""
    actor, told = visit.member(), _told(visit, quarter)
    own = _own(visit, told)
    form = forms.read(visit.request.form, LABELS)
    form.values = {name: value.replace("\r\n", "\n") for name, value in form.values.items()}
    until = _instant(form, _zone(visit))
    if own and _shown(visit, own).items() <= form.values.items():
        until = instant(own["embargo_until"])  # as it was, with what of it the form does not show
    if until is None:
        form.errors["day"] = N_("Donnez un jour et une heure qui existent.")
    else:
        said = {code: form[f"introduction_{code}"] for code in LANGUAGES if form[f"introduction_{code}"]}
        asked: dict[str, Any] = {"quarter": quarter, "embargo_until": rfc3339(until), "introduction": said}
        try:
            visit.ask("bookings", "set_programme", city=actor["city"], actor=actor, **asked)
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            return visit.go(f"/desk/programmes/{quarter}?done=yes")
    return _page(visit, quarter, told, form)


def _page(visit: Visit, quarter: str, told: dict[str, Any], form: forms.Form) -> Response:
    city, own = visit.member()["city"], _own(visit, told)
    return visit.page(
        "desk_programme.html",
        400 if form.errors else 200,
        form=form,
        labels=LABELS,
        city=city,
        quarter=quarter,
        first_month=quarters.first_day(quarter),
        last_month=quarters.last_month(quarter),
        before=quarters.beside(quarter, -1),
        after=quarters.beside(quarter, 1),
        items=[one for one in told["items"] if one["activity"]["status"] == "published"],
        embargo_until=own.get("embargo_until"),
        is_over=bool(own) and instant(own["embargo_until"]) <= visit.now,
        zone=_zone(visit).key,
        words=activity_words,
        done=visit.request.args.get("done"),
    )


def _told(visit: Visit, quarter: str) -> dict[str, Any]:
    """The programme of one's city, as its staff sees it.

    Raises:
        NotFound: `route_unknown`.
    """
    if not quarters.is_one(quarter):
        raise NotFound("route_unknown", "that is no quarter")
    actor = visit.member()
    told: dict[str, Any] = visit.ask("bookings", "programme", quarter=quarter, cities=[actor["city"]], actor=actor)
    return told


def _own(visit: Visit, told: dict[str, Any]) -> dict[str, Any]:
    """What one's city says; {}: nothing yet."""
    city = visit.member()["city"]
    return next((one for one in told["cities"] if one["city"] == city), {})


def _shown(visit: Visit, own: dict[str, Any]) -> dict[str, str]:
    """The end of its embargo by the clocks of the city; {}: nothing is said yet."""
    if not own:
        return {}
    until = instant(own["embargo_until"]).astimezone(_zone(visit))
    return {"day": f"{until:%Y-%m-%d}", "time": f"{until:%H:%M}"}


def _instant(form: forms.Form, zone: ZoneInfo) -> datetime | None:
    """The instant of a local day and time: in the hour that comes twice the first; None when there is none."""
    try:
        local = datetime.strptime(f"{form['day']}T{form['time']}", "%Y-%m-%dT%H:%M")  # noqa: DTZ007  the zone follows
        found = local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.astimezone(zone).replace(tzinfo=None) == local else None


def _refuse(form: forms.Form, refusal: Invalid) -> None:
    """Put what is wrong beside the field that it is about."""
    pointed = [str(error.get("pointer", "")).strip("/").split("/") for error in refusal.detail.get("errors", [])]
    names = ["_".join(one[:2]) if one[0] == "introduction" else "day" for one in pointed]
    said = {"day": N_("Le trimestre serait déjà fini."), "introduction_fr": N_("Écrivez-la en français aussi.")}
    if refusal.code != "programme_invalid":
        said = {}
    form.errors = {name: said.get(name, reasons.of("invalid")) for name in names or ["day"]}


def _zone(visit: Visit) -> ZoneInfo:
    return ZoneInfo(visit.settings.cities[visit.member()["city"]].zone)
