"""What the codes of the programme are called on the pages. Message ids, in French; never a sentence of a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.web.words import N_

if TYPE_CHECKING:
    from gateway.web.languages import Language

KINDS = {
    "workshop": N_("Atelier"),
    "co_design": N_("Coconception"),
    "round_table": N_("Table ronde"),
    "screening": N_("Projection"),
    "concert": N_("Concert"),
    "talk": N_("Conférence"),
    "training": N_("Formation"),
    "visit": N_("Visite"),
    "awareness": N_("Sensibilisation"),
}
PUBLICS = {
    "everyone": N_("Tout public"),
    "children": N_("Enfants"),
    "teenagers": N_("Adolescents"),
    "families": N_("Familles"),
    "adults": N_("Adultes"),
    "seniors": N_("Seniors"),
    "students": N_("Étudiants"),
    "jobseekers": N_("Personnes en recherche d’emploi"),
    "professionals": N_("Professionnels"),
    "disabled": N_("Personnes handicapées"),
}
ACCESSIBILITY = {
    "hi": N_("Handicap auditif"),
    "vi": N_("Handicap visuel"),
    "pi": N_("Handicap psychique"),
    "mi": N_("Handicap moteur"),
    "ii": N_("Handicap intellectuel"),
}
ATTENDANCE = {
    "on_site": N_("Sur place"),
    "online": N_("En ligne"),
    "both": N_("Sur place ou en ligne"),
}
STATES = {
    "scheduled": N_("Prévu"),
    "rescheduled": N_("Date changée"),
    "moved_online": N_("Passé en ligne"),
    "postponed": N_("Reporté"),
    "cancelled": N_("Annulé"),
    "full": N_("Complet"),
    "done": N_("Terminé"),
}
VENUES = {
    "school": N_("école"),
    "care_home": N_("maison de retraite"),
    "social_centre": N_("centre social"),
    "library": N_("bibliothèque"),
    "third_place": N_("tiers-lieu"),
    "outdoors": N_("dehors"),
    "other": N_("autre lieu"),
}
SPOKEN = {
    "fr": N_("français"),
    "nl": N_("néerlandais"),
    "en": N_("anglais"),
    "de": N_("allemand"),
    "ar": N_("arabe"),
    "es": N_("espagnol"),
    "it": N_("italien"),
    "pl": N_("polonais"),
    "pt": N_("portugais"),
    "tr": N_("turc"),
    "uk": N_("ukrainien"),
    "fsl": N_("langue des signes française"),
}
ATTESTATIONS = {
    "adult": N_("être majeur"),
    "reduced_rate": N_("avoir droit au tarif réduit"),
    "member_of_startup": N_("faire partie d’une jeune pousse"),
    "member_of_nonprofit": N_("faire partie d’une association"),
    "member_of_company": N_("faire partie d’une entreprise"),
    "member_of_public_body": N_("faire partie d’un organisme public"),
}
TRAINING = N_("avoir suivi la formation « %(name)s »")

REGISTRATION_STATUSES = {
    "waiting": N_("En liste d’attente"),
    "requested": N_("Demandée"),
    "offered": N_("Place proposée"),
    "confirmed": N_("Confirmée"),
    "cancelled": N_("Annulée"),
    "declined": N_("Refusée"),
    "lapsed": N_("Délai passé"),
    "over": N_("Sans suite"),
}
END_REASONS = {
    "member": N_("Vous avez rendu la place."),
    "staff": N_("L’équipe de la ville a annulé cette inscription."),
    "offer_refused": N_("Vous avez refusé la place proposée."),
    "offer_lapsed": N_("Le délai pour accepter la place est passé : elle a été proposée à la personne suivante."),
    "unanswered": N_("La ville n’a pas répondu à temps."),
    "closed": N_("La liste d’attente a fermé avant que votre tour vienne."),
    "below_minimum": N_("Trop peu de personnes étaient inscrites : cette date n’a pas lieu."),
    "activity_cancelled": N_("Cette date est annulée."),
    "erased": N_("Le compte a été effacé."),
}
STANDING = ("waiting", "requested", "offered", "confirmed")

DECISIONS = {
    "seated": N_("Il restait assez de places : elles sont à vous."),
    "requested": N_("Votre demande est arrivée ; les places sont gardées jusqu’à la réponse."),
    "queued": N_("Il ne restait pas assez de places : vous êtes entré dans la liste d’attente."),
    "offered": N_("C’était votre tour, et il y avait assez de places : elles vous ont été proposées."),
    "passed_over": N_(
        "Il y avait moins de places libres que vous n’en demandez : elles ont été proposées à quelqu’un d’autre, "
        "et vous gardez votre tour."
    ),
    "accepted": N_("Vous avez accepté les places proposées."),
    "refused": N_("Vous avez refusé les places proposées."),
    "lapsed": N_("Le délai pour accepter est passé : les places sont allées à la suite de la liste."),
    "promoted": N_("L’équipe vous a proposé ces places."),
    "approved": N_("L’équipe a accepté votre demande."),
    "declined": N_("L’équipe n’a pas pu accepter votre demande."),
    "left": N_("Vous avez quitté la liste d’attente."),
    "cancelled": N_("L’inscription a été annulée."),
    "resized": N_("Le nombre de places a changé."),
    "closed": N_("La liste d’attente a fermé."),
    "prioritised": N_("L’équipe a changé votre rang dans la liste."),
}


def attestation(kind: str, language: Language) -> str:
    """What somebody must be or have done, for `terms.attestation`."""
    if kind.endswith("_training"):
        return language.say(TRAINING, name=kind.removesuffix("_training").replace("_", " "))
    return language.word(ATTESTATIONS, kind)
