"""What the refusals of every subject but the programme mean, and what to do. The codes are a contract."""

from __future__ import annotations

from gateway.api.problems.code import Code

GENERAL: dict[str, Code] = {
    "bad_request": Code(400, "Requête mal formée", "Vérifiez la ligne de requête et les en-têtes."),
    "body_broken": Code(400, "Corps incomplet", "Le corps est coupé ou mal découpé : renvoyez la requête."),
    "json_invalid": Code(
        400,
        "JSON illisible",
        "Le corps doit être du JSON (RFC 8259) en UTF-8, sans nom répété, sans NaN, peu imbriqué.",
    ),
    "invalid": Code(400, "Forme inattendue", "Chaque entrée de `errors` désigne un champ (`pointer`) et sa faute."),
    "idempotency_key_invalid": Code(
        400, "Idempotency-Key illisible", "Une chaîne entre guillemets, ou un jeton, de 1 à 255 caractères."
    ),
    "consent_missing": Code(400, "Accord manquant", "Sans accord au traitement, pas d’inscription."),
    "adult_not_said": Code(400, "Majorité à déclarer", "Seul un adulte répond d’un mineur : `adult` doit être vrai."),
    "not_a_minor": Code(400, "Pas un mineur", "Un tuteur n’inscrit que des mineurs."),
    "weak_password": Code(400, "Mot de passe trop faible", "Le détail dit quelle règle n’est pas suivie."),
    "same_address": Code(400, "Même adresse", "Le membre a déjà cette adresse."),
    "off_grid": Code(400, "Hors de la grille", "`minutes` donne la grille du début, depuis minuit à l’heure du lieu."),
    "period_invalid": Code(400, "Période impossible", "La fin vient après le début."),
    "role_not_of_place": Code(400, "Rôle de toute la ville", "`of_places` dit quels rôles se donnent en un seul lieu."),
    "valid_until_past": Code(400, "Fin déjà passée", "Donnez une fin à venir, ou aucune."),
    "valid_too_long": Code(400, "Adhésion trop longue", "`until` dit jusqu’à quand au plus : trois ans."),
    "motivation_missing": Code(400, "Motivation manquante", "Pour être résident, dites ce que vous voulez faire ici."),
    "organisation_kind_differs": Code(
        400, "Organisation d’un autre titre", "`organisation_kind` dit à quel titre est celle qui est nommée."
    ),
    "siret_missing": Code(400, "SIRET manquant", "Seule une association peut n’en pas avoir."),
    "attestation_kind_unknown": Code(400, "Attestation sans nom", "La description de l’API dit ce qui s’atteste."),
    "rule_invalid": Code(
        400, "Règle illisible", "Une RRULE (RFC 5545) par jours, qui finit par COUNT ou UNTIL et se réalise."
    ),
    "series_too_long": Code(400, "Série trop longue", "`most_occurrences` et `most_months` disent combien au plus."),
    "off_step": Code(400, "Durée hors du pas", "`minutes` donne le pas : la durée en est un multiple."),
    "too_few_persons": Code(400, "Trop peu de monde", "`persons` dit combien au moins."),
    "too_many_persons": Code(400, "Trop de monde", "`persons` dit combien au plus."),
    "opening_hours_invalid": Code(400, "Horaires illisibles", "La syntaxe est l’`opening_hours` d’OpenStreetMap."),
    "school_zone_missing": Code(400, "Zone scolaire manquante", "Des heures qui disent `SH` demandent une zone."),
    "calendar_invalid": Code(400, "Calendrier illisible", "Le `detail` de `errors` dit quelle entrée, et pourquoi."),
    "conditions_invalid": Code(400, "Conditions contradictoires", "Chaque entrée de `errors` désigne une faute."),
    "parent_elsewhere": Code(400, "Partie d’un autre lieu", "Un espace est une partie d’un espace du même lieu."),
    "parent_is_part": Code(400, "Partie de soi-même", "Un espace n’est pas une partie de ce qu’il contient."),
    "parent_has_units": Code(400, "Un tout à plusieurs unités", "Un espace qui a des parties n’a qu’une unité."),
    "space_elsewhere": Code(400, "Espace d’un autre lieu", "Il reste à son lieu ; hors du réseau, rien ne se réserve."),
    "too_short": Code(400, "Période trop courte", "Allongez la période."),
    "too_long": Code(400, "Période trop longue", "Raccourcissez la période."),
    "span_too_long": Code(400, "Fenêtre trop longue", "Demandez 31 jours au plus à la fois."),
    "token_missing": Code(401, "Connexion nécessaire", "Envoyez `Authorization: Bearer …` (POST /api/v1/sessions)."),
    "token_expired": Code(401, "Session expirée", "Reconnectez-vous."),
    "login_ended": Code(
        401, "Session fermée", "Elle l’a été ici ou d’ailleurs, ou elle est trop ancienne : reconnectez-vous."
    ),
    "token_invalid": Code(401, "Jeton refusé", "Aucune ville n’a signé ce jeton : reconnectez-vous."),
    "wrong_credentials": Code(
        401,
        "Identifiants inconnus",
        "L’adresse ou le mot de passe ne va pas, ou le lien du courriel d’inscription n’a pas été suivi.",
    ),
    "not_an_adult": Code(403, "Mineur soi-même", "La ville sait que ce membre est mineur."),
    "too_young": Code(403, "Trop jeune", "`years` dit à quel âge un mineur a un compte à lui."),
    "minors_not_listed": Code(403, "Pas de mineur dans l’annuaire", "L’annuaire ne montre que des adultes."),
    "sign_in_again": Code(403, "Connexion trop ancienne", "Reconnectez-vous, puis demandez aussitôt."),
    "member_not_active": Code(403, "Compte inactif", "La ville du membre n’a pas, ou plus, approuvé ce compte."),
    "provider_refused": Code(
        403, "Connexion abandonnée", "Le fournisseur d’identité de la ville n’a pas laissé entrer."
    ),
    "provider_answer_invalid": Code(
        403, "Réponse non reconnue", "La réponse du fournisseur d’identité ne va pas ; `claim` dit en quoi."
    ),
    "provider_email_unverified": Code(
        403,
        "Adresse non vérifiée",
        "Faites-la vérifier chez le fournisseur, ou inscrivez-vous par mot de passe.",
    ),
    "provider_second_factor_missing": Code(
        403, "Second facteur manquant", "Le fournisseur n’en a pas demandé : activez-en un, ou prenez le mot de passe."
    ),
    "grants_oneself": Code(403, "À soi-même", "Nul ne se donne un rôle : demandez à une ou un collègue."),
    "reviews_oneself": Code(403, "Sa propre demande", "Nul ne répond à soi : demandez à une ou un collègue."),
    "suspends_oneself": Code(403, "Soi-même", "Nul ne se suspend : demandez à une ou un collègue."),
    "second_factor_needed": Code(403, "Code nécessaire", "`code` : celui de l’application, ou un de secours."),
    "second_factor_missing": Code(
        403,
        "Second facteur à préparer",
        "Avec `setup_token` et `city`, sans attendre : POST /api/v1/me/second-factor.",
    ),
    "second_factor_required": Code(403, "Second facteur obligatoire", "Qui travaille pour la ville en garde un."),
    "wrong_code": Code(403, "Code refusé", "Il n’est pas de ce moment, ou a déjà servi : attendez le suivant."),
    "attests_oneself": Code(403, "À soi-même", "Nul n’atteste rien de soi : demandez à une ou un collègue."),
    "permission_missing": Code(403, "Droit manquant", "`permission` dit lequel ; seule l’équipe de la ville l’a."),
    "not_of_organisation": Code(403, "Organisation d’autrui", "Le membre n’agit pas pour cette organisation."),
    "category_not_admitted": Code(403, "Réservé à d’autres", "`admitted` dit à qui l’espace est ouvert."),
    "city_not_admitted": Code(403, "Réservé à d’autres villes", "`admitted` dit aux membres de quelles villes."),
    "attestation_missing": Code(403, "Attestation manquante", "`attestation` dit laquelle : sa ville la délivre."),
    "attestation_invalid": Code(403, "Attestation refusée", "Aucune ville n’a signé cela pour cet usage."),
    "attestation_expired": Code(403, "Attestation échue", "GET /api/v1/me/attestations en donne une fraîche."),
    "attestation_revoked": Code(403, "Attestation révoquée", "Sa ville ne l’atteste plus."),
    "attestation_of_another": Code(403, "Attestation d’autrui", "Elle parle d’un autre membre."),
    "route_unknown": Code(404, "Rien à cette adresse", "La liste des opérations est sur /api."),
    "city_not_found": Code(404, "Ville inconnue", "GET /api/v1/cities donne les villes."),
    "city_unknown": Code(404, "Ville inconnue", "GET /api/v1/cities donne celles du réseau."),
    "place_not_found": Code(404, "Lieu inconnu", "GET /api/v1/places donne les lieux."),
    "space_not_found": Code(404, "Espace inconnu", "GET /api/v1/spaces donne les espaces."),
    "series_not_found": Code(404, "Série inconnue", "Elle n’existe pas, ou n’est pas à ce membre."),
    "booking_not_found": Code(404, "Réservation inconnue", "Elle n’existe pas, ou n’est pas à ce membre."),
    "wait_not_found": Code(404, "Attente inconnue", "Elle n’existe pas, ou n’est pas à ce membre."),
    "feed_not_found": Code(404, "Calendrier inconnu", "Son adresse n’a jamais existé, ou a été révoquée."),
    "closure_not_found": Code(404, "Fermeture inconnue", "GET /api/v1/places/{id}/closures les donne."),
    "login_not_found": Code(404, "Session inconnue", "GET /api/v1/me/sessions donne les siennes."),
    "application_not_found": Code(404, "Demande inconnue", "La ville n’en connaît pas de telle, ou pas de ce membre."),
    "attestation_not_found": Code(404, "Attestation inconnue", "La ville de qui demande n’en a pas délivré de telle."),
    "organisation_not_found": Code(404, "Organisation inconnue", "La ville ne la connaît pas, ou pas à ce membre."),
    "ward_not_found": Code(404, "Mineur inconnu", "Vous ne répondez pas de ce mineur."),
    "member_not_found": Code(404, "Membre inconnu", "La ville ne connaît pas ce membre."),
    "link_unknown": Code(404, "Lien inconnu", "Reprenez le lien du dernier courriel."),
    "provider_unknown": Code(
        404, "Pas de fournisseur d’identité", "Cette ville n’en a pas : connectez-vous par mot de passe."
    ),
    "provider_login_unknown": Code(
        404, "Connexion inconnue", "Elle a déjà servi, ou a pris trop de temps : recommencez."
    ),
    "method_not_allowed": Code(405, "Méthode non permise", "L’en-tête Allow donne celles qui le sont."),
    "body_too_slow": Code(408, "Corps trop lent", "Renvoyez la requête sur une meilleure ligne."),
    "last_administrator": Code(409, "Dernière administration", "Donnez d’abord ce rôle à une autre personne."),
    "unit_taken": Code(
        409,
        "Déjà réservé",
        "`next_free` : les prochaines périodes libres ; GET …/alternatives : d’autres espaces.",
    ),
    "has_address": Code(409, "Adresse déjà connue", "Le membre la change lui-même."),
    "has_guardian": Code(409, "Un adulte répond de ce mineur", "C’est lui qui lui donne une adresse."),
    "last_guardian": Code(409, "Seul tuteur", "Un mineur a un tuteur : invitez-en un autre, ou demandez l’effacement."),
    "too_many_guardians": Code(409, "Trop de tuteurs", "`most` dit combien au plus."),
    "too_many_wards": Code(409, "Trop de mineurs", "`most` dit combien au plus."),
    "account_needs_consent": Code(409, "Accord indispensable", "Sans lui, pas de compte : demandez à l’effacer."),
    "notice_changed": Code(409, "Notice changée", "Lisez celle d’aujourd’hui : `version`."),
    "directory_entry_missing": Code(409, "Pas dans l’annuaire", "Entrez-y : PUT /me/directory-entry."),
    "too_many_topics": Code(409, "Trop de thèmes", "`most` dit combien au plus."),
    "unit_free": Code(409, "Rien à attendre", "Une unité est libre : réservez-la."),
    "already_waiting": Code(409, "Déjà dans la liste", "Le membre attend déjà une partie de ces minutes."),
    "too_many_waits": Code(409, "Trop d’attentes", "`most` dit combien à la fois : quittez-en une."),
    "too_many_holds": Code(409, "Trop d’options", "`most` dit combien d’options et de demandes à la fois."),
    "member_already": Code(
        409, "Déjà membre", "`renewable_from` dit dès quand demander à le rester ; sans elle, l’adhésion est sans fin."
    ),
    "application_open": Code(409, "Demande en attente", "La ville n’a pas répondu à la précédente : retirez-la."),
    "application_decided": Code(409, "Demande close", "La ville y a répondu, ou le membre l’a retirée : `status`."),
    "siret_known": Code(
        409, "Organisation connue", "Un membre agit pour elle : demandez-lui de vous y ajouter, ou à la ville."
    ),
    "too_many_organisations": Code(409, "Trop d’organisations", "`most` dit combien : quittez-en une."),
    "too_many_keys": Code(409, "Trop de clés", "`most` dit combien : attendez que les anciennes se retirent."),
    "too_many_feeds": Code(409, "Trop de calendriers", "`most` dit combien : révoquez-en un."),
    "outside_opening_hours": Code(409, "Lieu fermé", "Le lieu n’est pas ouvert toute la période."),
    "in_the_past": Code(409, "Période passée", "Choisissez un début à venir."),
    "notice_too_short": Code(409, "Préavis trop court", "`minutes` dit combien de temps à l’avance."),
    "too_far_ahead": Code(409, "Trop tôt pour réserver", "`days` donne le nombre de jours permis d’avance."),
    "too_many_bookings": Code(409, "Trop de réservations", "`quota` dit combien, de qui et sur quelle durée."),
    "too_many_hours": Code(409, "Trop d’heures", "`quota` dit combien, de qui et sur quelle durée."),
    "cancelled_too_late": Code(409, "Trop tard pour annuler", "`until` dit jusqu’à quand : voyez avec l’accueil."),
    "moved_too_late": Code(409, "Trop tard pour déplacer", "`until` dit jusqu’à quand : voyez avec l’accueil."),
    "booking_lapsed": Code(409, "Option ou demande tombée", "Le délai est passé : réservez de nouveau."),
    "booking_not_held": Code(409, "Pas une option", "Seule une option se confirme."),
    "booking_not_requested": Code(409, "Pas une demande", "Seule une demande s’accepte ou se refuse."),
    "booking_not_confirmed": Code(409, "Pas confirmée", "On n’arrive que pour une réservation confirmée."),
    "booking_not_checked_in": Code(409, "Pas arrivé", "On ne part qu’après être arrivé."),
    "check_in_too_early": Code(409, "Trop tôt pour arriver", "`from` dit à partir de quand."),
    "closure_hits_bookings": Code(
        409,
        "Des réservations touchées",
        "Dites ce que devient chacune de `bookings` ; celles d’activités restent.",
    ),
    "validity_hits_bookings": Code(409, "Des réservations après la fin", "`bookings` dit lesquelles."),
    "parent_change_hits_bookings": Code(409, "Des réservations à venir", "`bookings` dit lesquelles : déplacez-les."),
    "series_conflict": Code(
        409, "Série refusée", "`occurrences` dit pour chaque fois ce qui s’y oppose : rien n’a changé."
    ),
    "not_in_series": Code(
        409, "Réservation sans série", "Elle n’est d’aucune série : `scope` ne peut être que `this`."
    ),
    "occurrence_booked": Code(409, "Date déjà réservée", "La série a déjà une réservation à cette heure."),
    "erasure_kept_back": Code(409, "Effacement retenu", "`reasons` dit par quoi, GET …/me/erasure jusqu’à quand."),
    "booking_over": Code(409, "Réservation commencée", "On n’annule pas ce qui a commencé."),
    "too_many_lines": Code(409, "Trop de lignes", "`most` dit combien ; lisez GET /api/v1/accounts page par page."),
    "provider_identity_other": Code(
        409, "Un autre compte chez le fournisseur", "Le membre y est connu autrement : prenez le même compte qu’avant."
    ),
    "link_expired": Code(409, "Lien expiré", "Recommencez pour recevoir un autre lien."),
    "link_used": Code(409, "Lien déjà utilisé", "Il ne sert qu’une fois : recommencez pour en recevoir un autre."),
    "address_changed_lately": Code(409, "Adresse déjà changée", "`from` dit à partir de quand en changer de nouveau."),
    "second_factor_present": Code(409, "Second facteur en place", "Connectez-vous avec lui pour le remplacer."),
    "second_factor_absent": Code(409, "Pas de second facteur", "POST /api/v1/me/second-factor en prépare un."),
    "second_factor_not_begun": Code(409, "Rien à confirmer", "POST /api/v1/me/second-factor d’abord."),
    "body_too_large": Code(413, "Corps trop grand", "1 Mio au plus, sauf autre réglage du nœud."),
    "address_too_long": Code(414, "Adresse trop longue", "8 Kio au plus, paramètres compris."),
    "media_type_unsupported": Code(415, "Type non accepté", "Envoyez `Content-Type: application/json` en UTF-8."),
    "idempotency_key_reused": Code(
        422, "Clé déjà utilisée", "Une autre demande porte cette clé : prenez-en une neuve."
    ),
    "too_many_at_once": Code(429, "Trop de mots de passe à la fois", "Réessayez après Retry-After."),
    "too_many_tries": Code(429, "Trop d’essais", "Réessayez après Retry-After ; d’ailleurs, cela reste possible."),
    "head_too_large": Code(431, "En-têtes trop grands", "8 Kio au plus par champ, 64 Kio en tout."),
    "internal_error": Code(500, "Panne chez nous", "Signalez `trace_id` à l’exploitant."),
    "method_not_implemented": Code(501, "Méthode inconnue", "Les méthodes s’écrivent en capitales."),
    "version_not_supported": Code(505, "Version de HTTP non acceptée", "HTTP/1.1 ou HTTP/1.0."),
    "busy": Code(503, "Trop de demandes", "Réessayez après Retry-After."),
    "too_slow": Code(503, "Trop long à répondre", "Réessayez après Retry-After."),
    "service_unavailable": Code(503, "Un service ne répond pas", "`service` dit lequel ; réessayez après Retry-After."),
    "broker_unavailable": Code(503, "Le réseau ne répond pas", "Réessayez après Retry-After."),
    "database_busy": Code(503, "Base occupée", "Réessayez après Retry-After."),
    "database_unavailable": Code(503, "Base absente", "Réessayez après Retry-After."),
    "provider_unavailable": Code(503, "Le fournisseur d’identité ne répond pas", "Réessayez après Retry-After."),
    "keys_unknown": Code(503, "Clés des villes inconnues", "Réessayez après Retry-After."),
}
