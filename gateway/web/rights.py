"""What roles and rights are called: on the pages, in the API, in docs/roles.md. Message ids, in French; who has which
right is what the services say.
"""

from __future__ import annotations

from gateway.web.words import N_

ROLES = {
    "member": N_("Membre"),
    "facilitator": N_("Médiation"),
    "front_desk": N_("Accueil"),
    "programme": N_("Programmation"),
    "city_administrator": N_("Administration de la ville"),
    "data_officer": N_("Protection des données"),
    "network_operator": N_("Exploitation du réseau"),
}

RIGHTS = {
    "see_members": N_("Chercher un membre de la ville et consulter sa fiche"),
    "see_limited": N_("Consulter aussi la fiche de qui a demandé la limitation de ses données"),
    "change_members": N_("Rectifier les données d’un membre à sa demande"),
    "register_others": N_("Inscrire quelqu’un qui n’a pas d’adresse e-mail"),
    "review_applications": N_("Lire les candidatures et y répondre"),
    "suspend_members": N_("Suspendre un membre, et lever la suspension"),
    "attest": N_("Délivrer et révoquer des attestations"),
    "manage_organisations": N_("Faire agir un membre pour une organisation, ou ne plus le faire agir"),
    "grant_roles": N_("Donner et retirer des rôles"),
    "see_views": N_("Consulter le journal des accès aux données de chaque membre"),
    "see_ledger": N_("Voir ce que les membres de la ville ont pris, ville par ville, sans nom"),
    "see_answers": N_("Lire les réponses des membres de la ville au formulaire d’une activité"),
    "publish": N_("Publier les lieux et les espaces de la ville"),
    "close": N_("Fermer un lieu ou un espace, ou l’ouvrir exceptionnellement"),
    "approve": N_("Répondre aux demandes de réservation"),
    "see_bookings": N_("Voir les réservations d’un lieu"),
    "book_for_others": N_("Réserver au nom d’un membre"),
    "change_bookings": N_("Déplacer et annuler les réservations d’autrui"),
    "check_in": N_("Noter l’arrivée et le départ"),
    "grant_credits": N_("Accorder des avoirs"),
    "see_accounts": N_("Voir les comptes d’un mois, sans nom"),
    "draft_activities": N_("Préparer des activités et les proposer"),
    "publish_activities": N_("Publier, déplacer et annuler les activités de la ville, annoncer son programme"),
    "see_registrations": N_("Voir qui est inscrit à une activité, et qui attend"),
    "register_for_activities": N_("Inscrire un membre à une activité en son nom"),
    "change_registrations": N_("Répondre aux inscriptions, les annuler, proposer une place à qui attend"),
    "ignore_duration": N_("Passer outre la durée, la grille et le pas d’un espace"),
    "ignore_notice": N_("Passer outre le délai de réservation"),
    "ignore_horizon": N_("Réserver plus loin que l’horizon d’un espace"),
    "ignore_opening_hours": N_("Réserver hors des horaires d’ouverture"),
    "ignore_who_may_book": N_("Réserver pour qui l’espace n’est pas ouvert"),
    "ignore_persons": N_("Passer outre le nombre de personnes"),
    "ignore_quotas": N_("Passer outre les quotas"),
    "ignore_cutoffs": N_("Annuler et déplacer après l’heure limite"),
    "ignore_approval": N_("Réserver sans demander là où il faut demander"),
}

# What was done by a right, as the member over whom it was used reads it.
OPERATIONS = {
    "find_members": N_("Votre nom est apparu dans une recherche"),
    "names": N_("Votre nom est apparu sur la liste d’une porte"),
    "member_file": N_("Votre fiche a été consultée"),
    "views_over": N_("Ce journal a été consulté"),
    "grant_role": N_("Un rôle vous a été donné"),
    "withdraw_role": N_("Un rôle vous a été retiré"),
    "register_helped": N_("Votre inscription a été saisie pour vous"),
    "show_helped": N_("Votre inscription a été relue"),
    "rectify": N_("Vos données ont été rectifiées"),
    "read_application": N_("Votre candidature a été lue"),
    "decide_application": N_("Votre candidature a reçu une réponse"),
    "suspend_member": N_("Votre compte a été suspendu"),
    "reinstate_member": N_("La suspension de votre compte a été levée"),
    "answer_form": N_("Vos réponses au formulaire d’une activité ont été saisies pour vous"),
    "answers_of": N_("Vos réponses au formulaire d’une activité ont été relues avec vous"),
    "answers_at": N_("Vos réponses au formulaire d’une activité ont été lues"),
    "give_address": N_("Votre adresse e-mail a été saisie pour vous"),
    "verify_attestation": N_("Une de vos attestations a été vérifiée"),
    "issue_attestation": N_("Une attestation vous a été délivrée"),
    "revoke_attestation": N_("Une attestation a été révoquée"),
    "join_organisation": N_("Vous agissez désormais pour une organisation"),
    "leave_organisation": N_("Vous n’agissez plus pour une organisation"),
    "read_organisation": N_("Une organisation pour laquelle vous agissez a été consultée"),
}


def done(operation: str, permission: str) -> str:
    """What was done; of an operation that came later than this page, the right that it needed."""
    return OPERATIONS.get(operation) or RIGHTS.get(permission, permission)
