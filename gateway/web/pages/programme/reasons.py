"""Why bookings refuses what staff asks of the programme, in words. Message ids."""

from __future__ import annotations

from gateway.web import words
from gateway.web.words import N_

REASONS = {
    **words.REFUSALS,
    "size_invalid": N_("Le minimum, ou ce qui est gardé pour des partenaires, dépasse le nombre de places."),
    "period_invalid": N_("La fin ne vient pas après le début, ou l’horloge change cette nuit-là."),
    "capacity_below_taken": N_("Plus de places que cela sont déjà prises."),
    "list_below_waiting": N_("Plus de personnes que cela attendent déjà."),
    "activity_incomplete": N_("Il manque quelque chose : complétez l’activité."),
    "activity_invalid": N_("Ce qui est dit là se contredit."),
    "activity_has_dates": N_("Elle a des dates à venir : elle ne peut pas changer de lieu."),
    "occurrence_missing": N_("Donnez-lui d’abord une date à venir."),
    "changed_meanwhile": N_("Quelqu’un d’autre l’a changée entre-temps : rouvrez le formulaire."),
    "online_url_missing": N_("Écrivez l’adresse où l’on se retrouve en ligne."),
    "approval_needed": N_("Cet espace se réserve sur demande : choisissez-en un autre."),
    "too_many_persons": N_("L’espace est trop petit pour autant de personnes."),
    "occurrence_over": N_("Cette date est passée, ou annulée."),
    "occurrence_postponed": N_("Cette date est reportée : donnez-lui d’abord un jour."),
    "somebody_registered": N_("Des personnes sont inscrites : annulez-la plutôt, elles seront prévenues."),
}


def of(code: str) -> str:
    """What a code is called."""
    return REASONS.get(code, REASONS["invalid"])
