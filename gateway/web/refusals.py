"""Refusals as pages: what happened and what to do next, in plain words. Never shows what a service said inside."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug import Request, Response

from chassis import trace
from chassis.errors import ServiceError
from gateway.context import Context
from gateway.refusals import headers_of, status_of
from gateway.web import words
from gateway.web.visit import Visit
from gateway.web.words import N_


@dataclass(frozen=True)
class Told:
    """What a page says of a status: message ids."""

    title: str
    text: str


HOME = ("/", N_("Retour à l’accueil"))
SIGN_OUT = "/sessions/end"
SPACES = ("/spaces", N_("Regarder les espaces"))
AGENDA = ("/agenda", N_("Voir l’agenda"))

BY_CODE = {
    "form_expired": Told(
        N_("Cette page est restée ouverte trop longtemps"),
        N_("Reprenez où vous en étiez : rien n’a été enregistré."),
    ),
    "too_many_tries": Told(
        N_("Trop d’essais"),
        N_(
            "Quelqu’un a essayé trop de mots de passe d’ici, vous peut-être. Attendez quelques minutes, ou reprenez "
            "depuis un appareil où vous vous êtes déjà connecté : là, personne ne peut vous en empêcher."
        ),
    ),
    "registration_not_found": Told(
        N_("Cette inscription n’est pas dans votre compte"),
        N_(
            "Elle n’existe pas, ou quelqu’un d’autre l’a faite. Si vous vous êtes inscrit sans compte, "
            "suivez le lien du dernier courriel."
        ),
    ),
    "link_unknown": Told(
        N_("Ce lien n’est pas connu"),
        N_("Vérifiez qu’il a été copié en entier. Ce que vous recevez se choisit aussi dans votre compte."),
    ),
    "activity_not_found": Told(
        N_("Cette activité n’est pas à l’agenda"),
        N_("Elle n’est pas encore annoncée, ou ne l’est plus. Regardez ce qui vient."),
    ),
    "occurrence_not_found": Told(
        N_("Cette date n’est pas à l’agenda"),
        N_("Elle n’est pas encore annoncée, ou ne l’est plus. Regardez ce qui vient."),
    ),
    "booking_not_found": Told(
        N_("Cette réservation n’est pas dans votre compte"),
        N_(
            "Elle n’existe pas, ou quelqu’un d’autre l’a faite. Si vous avez plusieurs comptes, "
            "connectez-vous avec celui qui a réservé."
        ),
    ),
}
PASSES = ("pass_invalid", "pass_expired", "pass_for_another")
BY_CODE |= dict.fromkeys(
    PASSES,
    Told(
        N_("Ce lien ne vaut plus"),
        N_(
            "Chaque courriel sur votre inscription contient un lien qui l’ouvre, jusqu’à quelques jours après la date. "
            "Prenez celui du dernier courriel, en entier."
        ),
    ),
)
MEMBERS_OUT_OF_REACH = Told(
    N_("Les comptes de %(city)s ne répondent pas"),
    N_(
        "On ne peut ni s’y inscrire ni s’y connecter pour l’instant ; réessayez dans quelques minutes. "
        "Regarder les espaces fonctionne, et réserver aussi pour qui s’est connecté il y a peu."
    ),
)
BY_STATUS = {
    400: Told(
        N_("Cette demande n’est pas claire"),
        N_("L’adresse ou le formulaire est incomplet. Repartez de la liste des espaces."),
    ),
    401: Told(N_("Connectez-vous d’abord"), N_("Cette page est réservée aux membres.")),
    403: Told(N_("Ceci n’est pas permis"), N_("Votre compte ne donne pas accès à cette page.")),
    404: Told(
        N_("Il n’y a rien à cette adresse"),
        N_("Le lien est peut-être ancien, ou incomplet. Les espaces et les lieux sont toujours là."),
    ),
    405: Told(N_("Cette page ne s’utilise pas ainsi"), N_("Repartez de l’accueil pour retrouver votre chemin.")),
    409: Told(
        N_("Ce n’est plus possible"),
        N_("Quelque chose a changé entre-temps. Rechargez la page pour voir où l’on en est."),
    ),
    413: Told(
        N_("C’est trop long"), N_("Ce que vous avez envoyé dépasse la taille permise. Raccourcissez-le et recommencez.")
    ),
    422: Told(
        N_("Déjà envoyé autrement"), N_("Ce formulaire a déjà servi pour une autre demande. Rouvrez-le et recommencez.")
    ),
    429: Told(N_("Un peu de patience"), N_("Trop de demandes en peu de temps. Réessayez dans une minute.")),
    500: Told(
        N_("Quelque chose s’est cassé chez nous"),
        N_("Ce n’est pas votre faute. Réessayez ; si cela continue, écrivez-nous avec le repère ci-dessous."),
    ),
    503: Told(
        N_("Une partie du réseau ne répond pas"),
        N_("Il manque %(part)s. Le reste du site fonctionne ; réessayez dans quelques minutes."),
    ),
}


def refuse(request: Request, context: Context, refusal: Exception) -> Response:
    """The page that tells a visitor of a refusal, or that something broke."""
    status = status_of(refusal)
    visit = Visit(request, context, private=True)
    say = visit.language.say
    detail = refusal.detail if isinstance(refusal, ServiceError) else {}
    code = refusal.code if isinstance(refusal, ServiceError) else ""
    told = _told(status, code)
    part, said = detail.get("service", ""), {}
    if status == 503 and part.startswith("members_"):
        told, said = MEMBERS_OUT_OF_REACH, {"city": _city(visit, part.removeprefix("members_"))}
    elif status == 503:
        said = {"part": _part(visit, part)}
    response = visit.page(
        "outcome.html",
        status,
        mark="alert",
        title=say(told.title, **said),
        text=say(told.text, **said),
        ways=[(path, say(name)) for path, name in _ways(visit, status, code)],
        trace=trace.trace_id() if status == 500 else None,
    )
    response.headers.update(headers_of(refusal))
    return response


def _told(status: int, code: str) -> Told:
    """What is said of a refusal: what its code has words for, else what is said of its status."""
    of_status = BY_STATUS.get(status) or BY_STATUS[400 if status < 500 else 500]
    if status in (403, 409) and code in words.REFUSALS:
        return Told(of_status.title, words.REFUSALS[code])
    return BY_CODE.get(code) or of_status


def _ways(visit: Visit, status: int, code: str) -> list[tuple[str, str]]:
    """Where to go from here: back to the same page where that may help. Every address of a form can be looked at."""
    here = visit.request.full_path.rstrip("?")
    if code == "form_expired" and visit.request.path != SIGN_OUT:
        return [(here, N_("Reprendre")), HOME]
    if status in (429, 503):
        return [(here, N_("Réessayer")), SPACES]
    if code in PASSES:
        return [(f"/sessions/new?{urlencode({'next': visit.request.path})}", N_("Se connecter")), AGENDA]
    if visit.request.path.startswith("/registrations") and status < 500:
        return [("/registrations", N_("Mes inscriptions")), AGENDA]
    if visit.request.path.startswith(("/activities/", "/occurrences/", "/guest-registrations/")) and status < 500:
        return [AGENDA, HOME]
    if visit.request.path.startswith("/bookings/") and status < 500:
        return [("/bookings", N_("Mes réservations")), HOME]
    return [HOME, SPACES]


def _part(visit: Visit, service: str) -> str:
    """What a missing service is called: `le service des réservations`."""
    return visit.language.word(words.PARTS, service) if service in words.PARTS else visit.language.say(N_("un service"))


def _city(visit: Visit, code: str) -> str:
    """The city whose members are out of reach; when nobody knows which, one of those of the network."""
    return visit.settings.cities[code].name if code in visit.settings.cities else visit.language.say(N_("votre ville"))
