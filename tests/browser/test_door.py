"""A door in Chromium whose network is cut: nothing that was noted is lost, and nothing is done twice."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from chassis import ids
from tests.browser.conftest import OpenPage, look
from tests.browser.doors import JORIS, LEILA, SOPHIE, THOMAS, Door, sending, until_kept
from tests.browser.line import Line
from tests.browser.test_pages import CONTRASTS, LEAST_CONTRAST, width_of
from tests.network import Network
from tests.network.desk import known
from tests.network.nodes import EVERYTHING

SENT = re.compile("^Tout est envoyé, à")
RECEIVED_SECONDS = 30.0


def test_ten_scans_without_a_network_and_a_reload_arrive_once_each(new_page: OpenPage, network: Network) -> None:
    door = Door(network, 10)
    with Line(network.url) as line:
        page = new_page(width=360, base_url=line.url)
        door.open(page, LEILA)
        until_kept(page)
        page.context.set_offline(True)
        line.cut()
        door.let_in(page, 0, 1, 2, 3, 4)
        expect(sending(page)).to_contain_text("5 à envoyer. Pas de réseau")
        look(page, "door-offline-360")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Fabriquer sa lampe")
        expect(sending(page)).to_contain_text("5 à envoyer")
        expect(page.locator(".guest--here")).to_have_count(5)
        door.let_in(page, 5, 6, 7, 8, 9)
        expect(page.locator("[data-count]")).to_contain_text("10 sur 13 présents")
        assert door.rows() == []
        line.mend()
        page.context.set_offline(False)
        expect(sending(page)).to_have_text(SENT, timeout=RECEIVED_SECONDS * 1000)
        assert (door.came(), len(door.rows())) == ([1] * 10 + [0], 10)
        assert door.told() == [1] * 10 + [0]
        page.reload()
        expect(page.locator(".guest--here")).to_have_count(10)
        look(page, "door-360")


def test_a_server_that_does_not_answer_for_a_while_loses_nothing(new_page: OpenPage, network: Network) -> None:
    door, page = Door(network, 4), new_page(width=360)
    door.open(page, JORIS)
    until_kept(page)
    frozen = network.parts[EVERYTHING].process
    frozen.freeze()
    try:
        door.let_in(page, 0, 1)
        page.reload()
        expect(page.locator(".guest--here")).to_have_count(2)
        door.let_in(page, 2)
        expect(sending(page)).to_contain_text("3 à envoyer")
    finally:
        frozen.thaw()
    expect(sending(page)).to_have_text(SENT, timeout=RECEIVED_SECONDS * 1000)
    assert (door.came(), len(door.rows())) == ([1, 1, 1, 0, 0], 3)


def test_an_answer_that_is_lost_and_a_sending_that_is_repeated_do_nothing_twice(
    new_page: OpenPage, network: Network
) -> None:
    door, page = Door(network, 3), new_page(width=360)
    door.open(page, LEILA)
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.request.post_data or "")
            route.fetch()  # it arrives, and nobody hears of it
            route.abort()
        else:
            route.continue_()

    page.route("**/door/acts", lose_the_answer)
    door.let_in(page, 0, 1)
    expect(sending(page)).to_have_text(SENT, timeout=RECEIVED_SECONDS * 1000)
    assert len(lost) == 2
    assert (door.came(), len(door.rows()), door.told()) == ([1, 1, 0, 0], 2, [1, 1, 0, 0])
    again = page.evaluate(
        """async ([path, body]) => (await fetch(path, { method: "POST", body: new URLSearchParams(body) })).json()""",
        [f"{door.path}/acts", lost[0]],
    )
    assert {one["result"] for one in again["results"]} == {"ok"}
    assert (door.came(), len(door.rows()), door.told()) == ([1, 1, 0, 0], 2, [1, 1, 0, 0])


def test_of_two_devices_without_a_network_the_first_received_wins(new_page: OpenPage, network: Network) -> None:
    door, one, other = Door(network, 2), new_page(width=360), new_page(width=360)
    for page, email in ((one, LEILA), (other, JORIS)):
        door.open(page, email)
        until_kept(page)
        page.context.set_offline(True)
    door.let_in(one, 0)
    door.let_in(other, 0, 1)
    other.context.set_offline(False)
    expect(sending(other)).to_have_text(SENT, timeout=RECEIVED_SECONDS * 1000)
    one.context.set_offline(False)
    expect(sending(one)).to_have_text(SENT, timeout=RECEIVED_SECONDS * 1000)
    expect(door.person(one, 0)).to_contain_text(re.compile(r"Déjà présent\. Depuis \d\d:\d\d\."))
    expect(one.locator("[data-told]")).to_contain_text("Déjà présent")
    assert [row.result for row in door.rows()] == ["ok", "ok", "already"]
    assert door.came() == [1, 1, 0]
    expect(one.locator("[data-count]")).to_contain_text("2 sur 5 présents")


def test_a_login_that_ends_meanwhile_keeps_the_queue_until_somebody_signs_in_again(
    new_page: OpenPage, network: Network
) -> None:
    door, page = Door(network, 2), new_page(width=360)
    door.open(page, THOMAS, afresh=True)
    until_kept(page)
    page.context.set_offline(True)
    door.let_in(page, 0)
    page.context.clear_cookies()
    page.context.set_offline(False)
    alarm = page.get_by_role("alert").filter(has_text="Votre connexion est finie")
    expect(alarm).to_be_visible(timeout=RECEIVED_SECONDS * 1000)
    look(page, "door-signed-out-360")
    alarm.get_by_role("link").click()
    door.sign_in(page, SOPHIE)
    expect(sending(page)).to_have_text(SENT, timeout=RECEIVED_SECONDS * 1000)
    assert door.came() == [1, 0, 0]


def test_a_group_in_parts_a_mistake_walk_ins_bands_and_an_absence(new_page: OpenPage, network: Network) -> None:
    door, page = Door(network, 2), new_page(width=360)
    door.open(page, JORIS)
    family = door.person(page, 2)
    family.get_by_role("combobox").first.select_option("2")
    family.get_by_role("button", name="Présent").click()
    expect(family).to_contain_text("(2/3)")
    family.get_by_role("button", name="Présent").click()
    expect(family).to_contain_text("(3/3)")
    family.get_by_text("Autre").click()
    family.get_by_role("button", name="Annuler l’arrivée").click()
    expect(sending(page)).to_have_text(SENT)
    expect(family).to_contain_text("(2/3)")
    absent = door.person(page, 1)
    absent.get_by_text("Autre").click()
    absent.get_by_label("Absent, parce que").select_option(label="transport")
    absent.get_by_role("button", name="Noter l’absence").click()
    expect(absent.locator("[data-state]")).to_contain_text("Absent : transport")
    more = page.get_by_role("button", name="Une personne de plus")
    more.click()
    more.click()
    page.get_by_role("button", name="Une personne de moins").click()
    page.get_by_role("button", name="Un de plus : 12 à 17 ans").click()
    page.get_by_role("button", name="Un de plus : 12 à 17 ans").click()
    page.locator("#b-60_plus").fill("4")
    page.get_by_role("button", name="Enregistrer").click()
    expect(sending(page)).to_have_text(SENT)
    page.reload()
    expect(page.locator("[data-count]")).to_contain_text("2 sur 5 présents, 1 sans inscription")
    expect(page.locator("#b-12_17")).to_have_value("2")
    expect(page.locator("#b-60_plus")).to_have_value("4")
    expect(door.person(page, 1)).to_contain_text("Absent : transport")


def test_who_is_looked_for_or_shows_a_code_is_found(new_page: OpenPage, network: Network) -> None:
    door, page = Door(network, 5), new_page(width=360, color_scheme="dark")
    door.open(page, LEILA)
    page.get_by_label("Nom ou initiales").fill(door.expected[3].member_id[-6:])
    expect(page.locator(".guest:visible")).to_have_count(1)
    page.get_by_label("Nom ou initiales").fill("")
    page.get_by_label("Code du billet").fill(f"{network.url}/registrations/{door.expected[4].registration_id}/check-in")
    page.get_by_role("button", name="Trouver").click()
    expect(door.person(page, 4)).to_contain_text("Présent à")
    page.get_by_label("Code du billet").fill("not-an-id-of-ours")
    page.get_by_label("Code du billet").press("Enter")
    expect(page.locator("[data-told]")).to_contain_text("Ce code n’est celui d’aucune inscription.")
    assert width_of(page) <= 360
    assert {text: ratio for text, ratio in page.evaluate(CONTRASTS) if ratio < LEAST_CONTRAST} == {}
    look(page, "door-dark-360")


def test_own_members_are_named_to_who_may_see_names_and_it_is_remembered(new_page: OpenPage, network: Network) -> None:
    amina, door = known(network, "amina@roubaix.example.org"), Door(network, 1)
    held, viewed = door.expect(amina.id, "roubaix"), len(amina.get("/me/views")["items"])
    page = new_page(width=360)
    door.open(page, LEILA)
    late = door.expect(ids.new(), "tourcoing")
    door.let_in(page, 0)
    expect(page.get_by_text("D’autres personnes se sont inscrites")).to_be_visible()
    page.reload()
    expect(page.locator(f"#r-{late.registration_id}")).to_be_visible()
    expect(page.locator(f"#n-{held.registration_id}")).to_have_text(amina.get("/me")["name"])
    [view, *_] = views = amina.get("/me/views")["items"]
    assert len(views) > viewed
    assert (view["permission"], view["operation"]) == ("see_members", "names")
    page = new_page(width=360)
    door.open(page, JORIS)
    expect(page.locator(f"#n-{held.registration_id}")).to_have_text(amina.get("/me")["handle"])


CAMERA = """() => {
  navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream();
  HTMLMediaElement.prototype.play = async () => undefined;
  self.BarcodeDetector = class {
    static getSupportedFormats = async () => ["qr_code"];
    detect = async () => (self.inView ? [{ rawValue: self.inView }] : []);
  };
}"""


def test_a_code_in_front_of_the_camera_lets_in(new_page: OpenPage, network: Network) -> None:
    door, page = Door(network, 2), new_page(width=360)
    page.add_init_script(f"({CAMERA})()")
    door.open(page, LEILA)
    look_button = page.get_by_role("button", name="Lire les codes par la caméra")
    look_button.click()
    expect(look_button).to_have_attribute("aria-pressed", "true")
    page.evaluate(
        "id => { self.inView = `https://elsewhere.example.org/registrations/${id}/check-in`; }",
        door.expected[1].registration_id,
    )
    expect(door.person(page, 1)).to_contain_text("Présent à")
    look_button.click()
    expect(look_button).to_have_attribute("aria-pressed", "false")
    expect(sending(page)).to_have_text(SENT)
    assert door.came() == [0, 1, 0]


def small_targets(page: Page) -> list[str]:
    """The buttons, fields and summaries that a thumb misses."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("#door :is(button, select, summary, input)")]
                .filter((one) => one.offsetParent && !["checkbox", "hidden"].includes(one.type))
                .filter((one) => one.getBoundingClientRect().height < 44)
                .map((one) => one.outerHTML.slice(0, 80))"""
        )
    )


def test_without_a_script_each_button_is_a_form(new_page: OpenPage, network: Network) -> None:
    door, page = Door(network, 2), new_page(width=360, java_script_enabled=False)
    door.open(page, LEILA)
    door.person(page, 0).get_by_role("button", name="Présent").click()
    expect(door.person(page, 0)).to_contain_text("Présent à")
    page.get_by_label("Code du billet").fill(door.expected[1].registration_id)
    page.get_by_role("button", name="Trouver").click()
    door.person(page, 1).get_by_role("button", name="Présent").click()
    page.get_by_role("button", name="Une personne de plus").click()
    expect(page.locator("[data-count]")).to_contain_text("2 sur 5 présents, 1 sans inscription")
    assert door.came() == [1, 1, 0]


def test_a_thumb_hits_everything(new_page: OpenPage, network: Network) -> None:
    door, page = Door(network, 2), new_page(width=360)
    door.open(page, JORIS)
    assert small_targets(page) == []


def test_who_signs_out_leaves_no_list_behind(new_page: OpenPage, network: Network) -> None:
    door, page = Door(network, 1), new_page(width=1280)
    door.open(page, SOPHIE, afresh=True)
    until_kept(page)
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("link", name="Se connecter").first).to_be_visible()
    assert not page.evaluate("async () => (await caches.keys()).some((name) => name.startsWith('door:'))")
