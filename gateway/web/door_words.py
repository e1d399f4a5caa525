"""What the door's page says of what was noted: message ids, in French."""

from __future__ import annotations

from gateway.web.words import N_

BANDS = {
    "under_12": N_("Moins de 12 ans"),
    "12_17": N_("12 à 17 ans"),
    "18_25": N_("18 à 25 ans"),
    "26_59": N_("26 à 59 ans"),
    "60_plus": N_("60 ans et plus"),
}

ABSENCES = {
    "excused": N_("a prévenu"),
    "transport": N_("transport"),
    "no_reason": N_("motif inconnu"),
}

RESULTS = {
    "already": N_("Déjà présent."),
    "unknown": N_("Ce code n’est celui d’aucune inscription."),
    "malformed": N_("Ce code est illisible."),
    "not_of_occurrence": N_("Cette inscription est pour une autre date."),
    "cancelled": N_("Cette inscription est annulée."),
    "waiting": N_("Cette personne est sur la liste d’attente."),
    "requested": N_("Cette inscription attend une réponse de la ville."),
    "offered": N_("Une place est proposée à cette personne : qu’elle l’accepte d’abord."),
    "incomplete": N_("Il manque des réponses au formulaire. Vous pouvez laisser entrer quand même."),
    "not_there": N_("Il n’y avait rien à annuler."),
    "too_early": N_("La porte n’est pas encore ouverte."),
    "too_late": N_("Trop de temps a passé : cette porte ne note plus rien."),
    "postponed": N_("Cette date est reportée."),
    "door_closed": N_("Cette porte ne note rien pour l’instant."),
    "registration_not_confirmed": N_("Cette personne n’a pas, ou plus, de place."),
    "registration_not_found": N_("Ce code n’est celui d’aucune inscription."),
    "invalid": N_("Cela n’a pas pu être noté."),
}

CLOSED = {
    "too_early": N_("La porte ouvre deux heures avant le début. Jusque-là on peut seulement regarder."),
    "too_late": N_("Cette date est passée depuis plus de sept jours : on peut seulement regarder."),
    "cancelled": N_("Cette date est annulée."),
    "postponed": N_("Cette date est reportée."),
}
