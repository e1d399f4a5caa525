"""What the refusals of the programme mean, of registrations and of the door, and what to do."""

from __future__ import annotations

from gateway.api.problems.code import Code

ACTIVITIES: dict[str, Code] = {
    "activity_invalid": Code(400, "Activité contradictoire", "Chaque entrée de `errors` désigne une faute."),
    "programme_invalid": Code(400, "Programme contradictoire", "Chaque entrée de `errors` désigne une faute."),
    "quarter_invalid": Code(400, "Trimestre mal écrit", "Il s’écrit `2026-Q4`."),
    "online_url_missing": Code(400, "Adresse manquante", "Ce qui est en ligne a une `online_url`."),
    "size_invalid": Code(
        400, "Nombres contradictoires", "Le minimum et les places gardées tiennent dans `capacity`, liste comprise."
    ),
    "too_many_dates": Code(400, "Trop de dates", "`most` dit combien à la fois."),
    "too_many_seats": Code(400, "Trop de places", "`most` dit combien pour une inscription."),
    "activity_not_found": Code(404, "Activité inconnue", "GET /api/v1/agenda donne celles qui sont annoncées."),
    "occurrence_not_found": Code(404, "Date inconnue", "GET /api/v1/activities/{id} donne celles d’une activité."),
    "registration_not_found": Code(404, "Inscription inconnue", "Elle n’existe pas, ou n’est pas à ce membre."),
    "pass_expired": Code(
        401, "Laissez-passer expiré", "Ce à quoi il donnait accès est passé, ou un courriel plus récent en a un autre."
    ),
    "pass_invalid": Code(401, "Laissez-passer refusé", "Suivez le lien du dernier courriel reçu, en entier."),
    "pass_for_another": Code(
        403, "Laissez-passer d’une autre inscription", "Chaque inscription a le sien : il est dans ses courriels."
    ),
    "activity_has_dates": Code(409, "Des dates à venir", "Elles sont là où elle est : annulez-les d’abord."),
    "activity_incomplete": Code(409, "Activité incomplète", "Chaque entrée de `errors` désigne ce qui manque."),
    "activity_not_draft": Code(409, "Pas un brouillon", "`status` dit ce qu’elle est."),
    "activity_not_proposed": Code(409, "Pas une proposition", "`status` dit ce qu’elle est."),
    "activity_not_published": Code(409, "Pas au programme", "`status` dit ce qu’elle est."),
    "somebody_registered": Code(
        409, "Des personnes sont inscrites", "`registered` dit combien : annulez-la, pour qu’elles le sachent."
    ),
    "activity_over": Code(409, "Activité annulée", "Copiez-la pour en faire une autre."),
    "activity_published": Code(409, "Déjà au programme", "Modifiez-la, ou annulez-la."),
    "already_registered": Code(409, "Déjà inscrit", "Le membre a une place, ou attend : changez le nombre de places."),
    "answers_invalid": Code(400, "Réponses à revoir", "Chaque entrée de `errors` désigne une réponse."),
    "form_closed": Code(409, "Formulaire fermé", "Ce pour quoi il servait est passé."),
    "approval_needed": Code(
        409, "Espace à demander", "Sa ville répond à chaque demande : qui en a le droit franchit `approval_needed`."
    ),
    "booking_of_occurrence": Code(
        409,
        "Réservation d’une activité",
        "Elle suit sa date, et toute fermeture la maintient : `occurrence_id` dit laquelle déplacer ou annuler.",
    ),
    "capacity_below_taken": Code(409, "Places déjà prises", "`seats_taken` dit combien : annulez-en d’abord."),
    "door_closed": Code(
        409, "Porte fermée", "`reason` dit pourquoi : elle ouvre deux heures avant, et note pendant sept jours."
    ),
    "changed_meanwhile": Code(409, "Changé entre-temps", "Relisez : `sequence` dit où l’on en est."),
    "list_below_waiting": Code(409, "Liste plus longue", "`seats_waiting` dit combien sont attendues."),
    "needs_no_registration": Code(409, "Sans inscription", "On vient, c’est tout."),
    "occurrence_cancelled": Code(409, "Date annulée", "GET /api/v1/activities/{id} donne les autres."),
    "occurrence_full": Code(
        409, "Complet", "`seats_left` et `waiting_seats_left` disent ce qui reste ; `accept_waiting` : attendre."
    ),
    "occurrence_missing": Code(409, "Pas de date à venir", "POST …/occurrences d’abord."),
    "occurrence_over": Code(409, "Date passée", "Elle a commencé, ou est finie."),
    "occurrence_postponed": Code(409, "Date reportée", "La nouvelle n’est pas encore connue."),
    "offer_lapsed": Code(409, "Proposition tombée", "Le délai est passé : les places sont au suivant."),
    "registration_closed": Code(409, "Inscriptions closes", "`closes_at` disait jusqu’à quand."),
    "registration_lapsed": Code(409, "Demande tombée", "Personne n’a répondu à temps : inscrivez-vous de nouveau."),
    "registration_not_confirmed": Code(409, "Pas de place", "Seul qui a une place est attendu à la porte."),
    "registration_not_offered": Code(409, "Rien de proposé", "Seule une proposition s’accepte ou se refuse."),
    "registration_not_open": Code(409, "Pas encore ouvert", "`opens_at` dit dès quand."),
    "registration_not_requested": Code(409, "Pas une demande", "Seule une demande s’accepte ou se refuse."),
    "registration_not_standing": Code(409, "Inscription close", "Elle ne tient plus : `status` dit pourquoi."),
    "seats_were_approved": Code(
        409, "Nombre accordé", "L’équipe a répondu pour tant de places : annulez, puis demandez-en davantage."
    ),
    "registration_not_waiting": Code(409, "N’attend pas", "Seul qui attend est appelé, ou passe devant."),
    "registers_elsewhere": Code(409, "Inscription ailleurs", "`url` dit où."),
}
