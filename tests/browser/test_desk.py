"""Staff makes the programme in a browser without JavaScript: drafts, dates, publishes; everybody sees it."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from champlibre import demonstration
from chassis import clock
from gateway.web import quarters
from tests.browser.conftest import OpenPage, look
from tests.browser.test_account import heading, sign_in
from tests.browser.test_pages import width_of
from tests.network import Network
from tests.network.people import Member

TITLE = "Réparer son grille-pain"


def in_a_month() -> str:
    """A Tuesday: everything is open."""
    day = (clock.now() + timedelta(days=28)).date()
    return (day + timedelta(days=(1 - day.weekday()) % 7)).isoformat()


def sign_in_as_staff(page: Page, network: Network, who: str = "sophie") -> None:
    shown, email = demonstration.content(), f"{who}@roubaix.example.org"
    sign_in(page, email, str(shown["password"]))
    page.get_by_label("Code").fill(Member(network, city="roubaix", email=email).next_code(shown["second_factor"]))
    page.get_by_role("button", name="Se connecter").click()
    heading(page, "Mon compte")


def test_staff_drafts_dates_and_publishes_an_activity_that_everybody_sees(new_page: OpenPage, network: Network) -> None:
    page = new_page(width=360, java_script_enabled=False)
    sign_in_as_staff(page, network)
    page.goto("/desk/activities/new")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez un titre en français.")
    page.get_by_label("Titre (français)").fill(TITLE)
    page.get_by_label("Résumé (français)").fill("On démonte, on répare, on repart avec.")
    page.get_by_label("Lieu de la ville").select_option(index=1)
    look(page, "desk-draft-360")
    assert width_of(page) <= 360
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, TITLE)

    page.get_by_role("link", name="Ajouter des dates").click()
    page.get_by_label("Jour").fill(in_a_month())
    page.get_by_label("Début").fill("14:00")
    page.get_by_label("Fin", exact=True).fill("16:00")
    page.get_by_label("Places", exact=True).fill("1")
    page.get_by_label("Espace").select_option(index=1)
    page.get_by_role("button", name="Regarder si c’est libre").click()
    expect(page.get_by_role("region", name="Ce que cela donnerait")).to_contain_text("libre")
    look(page, "desk-dates-360")
    assert width_of(page) <= 360
    page.get_by_role("button", name="Ajouter", exact=True).click()
    heading(page, TITLE)
    page.get_by_role("link", name="Publier cette activité").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status")).to_contain_text("C’est fait.")
    look(page, "desk-activity-360")
    assert width_of(page) <= 360

    page.get_by_role("link", name="Déplacer, mettre en ligne").click()
    page.get_by_label("Début").fill("15:00")
    page.get_by_label("Fin", exact=True).fill("17:00")
    page.get_by_role("button", name="Déplacer").click()
    expect(page.get_by_role("list", name="Les dates")).to_contain_text("15:00 – 17:00")

    anybody = new_page()
    anybody.goto(f"/agenda?text=grille-pain&from={in_a_month()}")
    anybody.get_by_role("link", name=TITLE).first.click()
    heading(anybody, TITLE)
    expect(anybody.locator("main")).to_contain_text("15:00")

    page.get_by_role("link", name="Annuler la date").click()
    page.get_by_role("button", name="Annuler la date").click()
    expect(page.get_by_role("list", name="Les dates")).to_contain_text("Annulé")


def test_staff_sets_prices_and_asks_questions_row_by_row_and_announces_the_quarter(
    new_page: OpenPage, network: Network
) -> None:
    page = new_page(width=360, java_script_enabled=False)
    sign_in_as_staff(page, network, "thomas")
    page.get_by_role("link", name="Programmation").click()
    page.get_by_role("link", name="Préparer une activité").click()
    page.get_by_label("Titre (français)").fill("Coudre un sac")
    page.get_by_label("Résumé (français)").fill("Un sac à soi, en deux heures.")
    page.get_by_label("Adresse de l’image").fill("https://elsewhere.example.org/sac.jpg")
    page.get_by_label("Ce que montre l’image").fill("Un sac bleu")
    page.get_by_label("langue des signes française").check()
    first, second = (page.get_by_role("group", name=f"Prix {number}", exact=True) for number in (1, 2))
    first.get_by_label("Pour qui").fill("Plein tarif")
    first.get_by_label("Prix (euros)").fill("4,50")
    page.get_by_role("button", name="Ajouter un prix").click()
    expect(first.get_by_label("Prix (euros)")).to_have_value("4,50")
    second.get_by_label("Pour qui").fill("Réduit")
    second.get_by_label("Prix (euros)").fill("0")
    question = page.get_by_role("group", name="Question 1", exact=True)
    question.get_by_label("Question (français)").fill("De quelle couleur ?")
    question.get_by_label("Réponse", exact=True).select_option("Un choix")
    question.get_by_label("Choix, un par ligne").fill("Bleu\nRouge")
    page.get_by_role("button", name="Ajouter une question").click()
    look(page, "desk-rows-360")
    assert width_of(page) <= 360
    page.get_by_label("Résumé (français)").press("Enter")
    heading(page, "Coudre un sac")

    before = {}
    page.get_by_role("link", name="Modifier").click()
    for label in ("Ce que montre l’image", "Prix (euros)", "Question (français)", "Choix, un par ligne"):
        before[label] = page.get_by_label(label).first.input_value()
    assert before == {
        "Ce que montre l’image": "Un sac bleu",
        "Prix (euros)": "4,50",
        "Question (français)": "De quelle couleur ?",
        "Choix, un par ligne": "Bleu\nRouge",
    }
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("C’est fait.")
    page.get_by_role("link", name="Modifier").click()
    for label, value in before.items():
        expect(page.get_by_label(label).first).to_have_value(value)
    expect(page.get_by_label("langue des signes française")).to_be_checked()

    later = quarters.beside(quarters.of(clock.now().date()), 3)  # in which no other test publishes anything
    page.goto(f"/desk/programmes/{later}")
    page.get_by_label("Introduction (français)").fill("Un trimestre de couture.")
    page.get_by_label("Fin de l’embargo : jour").fill((clock.now() + timedelta(days=5)).date().isoformat())
    page.get_by_label("Fin de l’embargo : heure").fill("09:00")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("Sous embargo jusqu’au")
    look(page, "desk-quarter-360")
    assert width_of(page) <= 360
    page.get_by_role("link", name="Voir la page comme elle paraîtra").click()
    expect(page.locator("main")).to_contain_text("Un trimestre de couture.")
    anybody = new_page()
    anybody.goto(page.url)
    expect(anybody.locator("main")).not_to_contain_text("Un trimestre de couture.")
