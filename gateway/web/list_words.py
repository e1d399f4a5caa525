"""What the decisions of a waiting list are called for staff. Message ids, in French; never a sentence of a template."""

from __future__ import annotations

from gateway.web.words import N_

DECISIONS = {
    "seated": N_("Places données"),
    "requested": N_("Places demandées"),
    "queued": N_("Entrée dans la liste"),
    "offered": N_("Places proposées, à son tour"),
    "passed_over": N_("Trop peu de places libres : garde son tour"),
    "accepted": N_("Proposition acceptée"),
    "refused": N_("Proposition refusée"),
    "lapsed": N_("Sans réponse à temps"),
    "promoted": N_("Places proposées par l’équipe"),
    "approved": N_("Demande acceptée"),
    "declined": N_("Demande refusée"),
    "left": N_("Liste quittée"),
    "cancelled": N_("Inscription annulée"),
    "resized": N_("Nombre de places changé"),
    "closed": N_("Liste fermée"),
    "prioritised": N_("Rang changé par l’équipe"),
}
