"""The desk beside the form of an activity: seats kept back, the programme of a quarter, the ways from page to page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chassis.errors import Invalid
from tests.gateway.web.conftest import Browser, calls, words
from tests.gateway.web.sheets import Sheet, sheet

DATES, DATE = "/desk/activities/repair/dates", "/desk/occurrences/repair-1"
SIZE, QUARTER = f"{DATE}/size", "/desk/programmes/2026-Q4"
KEPT = [{"organisation_id": "organisation-1", "seats": 2}, {"organisation_id": "organisation-2", "seats": 1}]
WHEN = {"day": "2026-12-01", "starts": "18:00", "ends": "20:00"}


@pytest.fixture
def staff(browser: Browser) -> Browser:
    """A browser whose member makes the programme."""
    browser.network.roles = ("member", "programme")
    browser.sign_in()
    browser.network.change("repair-1", kept_back=KEPT)
    return browser


def sizes(staff: Browser) -> Sheet:
    return sheet(staff.open(DATE), SIZE)


def test_what_is_kept_back_stays_when_the_size_is_another(staff: Browser) -> None:
    page = staff.client.post(SIZE, data={**sizes(staff), "capacity": "12"})
    assert page.headers["Location"] == "/desk/activities/repair?done=resized"
    assert staff.network.occurrences["repair-1"]["kept_back"] == KEPT
    assert staff.network.occurrences["repair-1"]["capacity"] == 12


def test_seats_are_kept_back_for_one_organisation_more_and_for_one_less(staff: Browser) -> None:
    more = {"kept_2_organisation_id": "organisation-3", "kept_2_seats": "4"}
    less = {"kept_0_organisation_id": "", "kept_0_seats": ""}
    staff.client.post(SIZE, data={**sizes(staff), **more, **less})
    [asked] = calls(staff.network, "resize")
    assert asked["kept_back"] == [KEPT[1], {"organisation_id": "organisation-3", "seats": 4}]


def test_who_does_not_see_what_is_kept_back_changes_nothing_of_it(staff: Browser) -> None:
    del staff.network.occurrences["repair-1"]["kept_back"]
    staff.client.post(SIZE, data=sizes(staff))
    [asked] = calls(staff.network, "resize")
    assert "kept_back" not in asked


def test_a_row_more_of_a_date_saves_nothing_and_keeps_what_was_typed(staff: Browser) -> None:
    page = staff.client.post(SIZE, data={**sizes(staff), "capacity": "30", "kept_2_seats": "4", "more": "kept"})
    assert page.status_code == 200
    back = sheet(page, SIZE)
    assert (back["capacity"], back["kept_2_seats"], back["kept_1_seats"]) == (["30"], ["4"], ["1"])
    assert "kept_3_seats" in back
    assert not calls(staff.network, "resize")


def test_new_dates_keep_seats_back(staff: Browser) -> None:
    form = {**sheet(staff.open(DATES), DATES), **WHEN}
    page = staff.client.post(DATES, data={**form, "more": "kept"})
    form = {**sheet(page, DATES), "kept_1_organisation_id": "organisation-1", "kept_1_seats": "2"}
    form.pop("look", None)
    assert form["day"] == ["2026-12-01"]
    page = staff.client.post(DATES, data=form)
    assert page.headers["Location"] == "/desk/activities/repair?done=dated"
    [asked] = calls(staff.network, "schedule")
    assert asked["kept_back"] == [KEPT[0]]


def test_each_date_is_read_as_it_is_said_before_and_after_it_is_made(staff: Browser) -> None:
    one = {"starts_local": "2026-12-01T18:00", "status": "free", "codes": []}
    two = {"starts_local": "2026-12-08T18:00", "status": "closed", "codes": ["closed"]}
    staff.network.preview_schedule = lambda **_: {"items": [one, two]}  # type: ignore[attr-defined]
    page = words(staff.send(DATES, **WHEN, capacity="9", weeks="2", look="yes"))
    assert "mardi 1er décembre 2026, 18:00 : libre" in page
    assert "mardi 8 décembre 2026, 18:00" in page
    staff.network.schedule = lambda **_: {"occurrences": [{}], "refused": [two]}  # type: ignore[method-assign]
    page = words(staff.send(DATES, **WHEN, capacity="9", weeks="2", look=""))
    assert "1 date ajoutée." in page
    assert "mardi 8 décembre 2026, 18:00" in page


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ({"kept_2_seats": "4"}, "kept_2_organisation_id", "Dites pour quelle organisation."),
        ({"kept_2_organisation_id": "one"}, "kept_2_seats", "Écrivez un nombre entier."),
        ({"kept_0_seats": "0"}, "kept_0_seats", "Écrivez un nombre entier."),
    ],
)
def test_what_is_wrong_with_a_row_is_said_beside_it(
    staff: Browser, typed: dict[str, str], name: str, said: str
) -> None:
    page = staff.client.post(SIZE, data={**sizes(staff), **typed})
    assert page.status_code == 400
    assert f'id="{name}-wrong"' in page.text
    assert said in words(page)


def test_what_bookings_refuses_of_a_row_stands_beside_it(staff: Browser) -> None:
    staff.network.refuses["resize"] = Invalid("invalid", detail={"errors": [{"pointer": "/kept_back/1/seats"}]})
    assert 'href="#kept_1_seats"' in staff.client.post(SIZE, data=sizes(staff)).text


def test_a_city_says_what_it_announces_and_when_by_its_own_clocks(staff: Browser) -> None:
    said = {"introduction_fr": "L’automne.\r\n\r\nAu lab.", "introduction_nl": "De herfst."}
    page = staff.client.post(
        QUARTER, data={**sheet(staff.open(QUARTER), QUARTER), **said, "day": "2026-12-01", "time": "09:00"}
    )
    assert page.headers["Location"] == f"{QUARTER}?done=yes"
    [asked] = calls(staff.network, "set_programme")
    assert (asked["city"], asked["quarter"]) == ("roubaix", "2026-Q4")
    assert asked["embargo_until"] == "2026-12-01T08:00:00+00:00"
    assert asked["introduction"] == {"fr": "L’automne.\n\nAu lab.", "nl": "De herfst."}
    told = words(staff.open(f"{QUARTER}?done=yes"))
    assert "C’est fait." in told
    assert "Sous embargo jusqu’au 1er déc. 2026, 09:00" in told


@pytest.mark.parametrize(
    "until", ["2026-12-01T08:00:30+00:00", "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"]
)
def test_what_is_said_of_a_quarter_is_not_lost_when_it_is_saved_as_it_is(staff: Browser, until: str) -> None:
    """02:30 comes twice that night."""
    told = {"fr": "L’automne.\n\nAu lab.", "nl": "De herfst.", "en": "Autumn."}
    before = {"city": "roubaix", "quarter": "2026-Q4", "introduction": told, "embargo_until": until}
    staff.network.introduced.append(before)
    staff.client.post(QUARTER, data=sheet(staff.open(QUARTER), QUARTER))
    [asked] = calls(staff.network, "set_programme")
    assert {name: asked[name] for name in before} == before


def test_staff_sees_what_will_appear_and_the_page_as_it_will_be(staff: Browser) -> None:
    staff.network.activities["repair"]["visible_from"] = "2026-12-01T08:00:00+00:00"
    page = staff.open(QUARTER)
    [asked] = calls(staff.network, "programme")
    assert (asked["cities"], asked["actor"]["city"]) == (["roubaix"], "roubaix")
    assert re.findall(r'<a href="/desk/activities/(\w+)"', page.text.partition('id="appears"')[2]) == [
        "repair",
        "repair",
    ]
    assert 'href="/programme/2026-Q4?city=roubaix"' in page.text
    assert 'href="/desk/programmes/2027-Q1"' in page.text


@pytest.mark.parametrize("day", ["", "2026-13-01", "2026-03-29"])
def test_a_time_that_there_is_not_is_refused(staff: Browser, day: str) -> None:
    page = staff.client.post(QUARTER, data={**sheet(staff.open(QUARTER), QUARTER), "day": day, "time": "02:30"})
    assert page.status_code == 400
    assert 'href="#day"' in page.text
    assert not calls(staff.network, "set_programme")


@pytest.mark.parametrize(
    ("pointer", "name", "said"),
    [
        ("/embargo_until", "day", "Le trimestre serait déjà fini."),
        ("/introduction/fr", "introduction_fr", "Écrivez-la en français aussi."),
    ],
)
def test_what_bookings_refuses_of_a_programme_stands_beside_its_field(
    staff: Browser, pointer: str, name: str, said: str
) -> None:
    staff.network.refuses["set_programme"] = Invalid("programme_invalid", detail={"errors": [{"pointer": pointer}]})
    form = {**sheet(staff.open(QUARTER), QUARTER), "day": "2026-12-01", "time": "09:00", "introduction_nl": "Herfst"}
    page = staff.client.post(QUARTER, data=form)
    assert f'<a href="#{name}">' in page.text
    assert said in words(page)
    assert sheet(page, QUARTER)["introduction_nl"] == ["Herfst"]


def test_what_is_no_quarter_is_nowhere(staff: Browser) -> None:
    assert staff.open("/desk/programmes/2026-Q5").status_code == 404
    assert staff.open("/desk/programmes").headers["Location"] == QUARTER


@pytest.mark.parametrize("path", ["/", "/account"])
def test_staff_finds_the_desk_and_nobody_else_is_sent_there(staff: Browser, path: str) -> None:
    assert 'href="/desk/activities"' in staff.open(path).text
    staff.network.roles = ("member",)
    assert "/desk/" not in staff.open(path).text


def test_the_desk_leads_to_the_quarter_and_to_today_s_doors(staff: Browser) -> None:
    staff.network.change("repair-1", starts_at="2026-11-23T17:00:00+00:00", ends_at="2026-11-23T19:00:00+00:00")
    page = staff.open("/desk/activities").text
    [asked] = calls(staff.network, "agenda")
    assert (asked["from_"], asked["to"]) == ("2026-11-22T23:00:00+00:00", "2026-11-23T23:00:00+00:00")
    assert asked["cities"] == ["roubaix"]
    for path in ("/desk/programmes", f"{DATE}/door", f"{DATE}/registrations"):
        assert f'href="{path}"' in page
    assert "/desk/occurrences/repair-2" not in page


@pytest.mark.parametrize("path", ["", "/registrations", "/door"])
def test_from_each_page_of_a_date_one_comes_to_the_others(staff: Browser, path: str) -> None:
    network: Any = staff.network
    network.registrations_at = network.decisions_of = lambda **_: {"items": [], "next": None}
    network.door = lambda **_: {
        **network.occurrence("repair-1"), "closed": None, "registrations": [], "walked_in": 0, "bands": _NO_BANDS,
        "counts": {"registered": 0, "came": 0, "absent": 0, "walked_in": 0},
    }  # fmt: skip
    page = staff.open(f"{DATE}{path}")
    ways = page.text.partition('aria-label="Cette date"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', ways) == [
        "/desk/activities/repair", DATE, f"{DATE}/registrations", f"{DATE}/door",
    ]  # fmt: skip
    assert f'href="{DATE}{path}" aria-current="page"' in ways


def test_each_date_of_an_activity_leads_to_its_list_and_its_door(staff: Browser) -> None:
    staff.network.change("repair-1", state="done")
    page = staff.open("/desk/activities/repair").text
    for path in (f"{DATE}/registrations", f"{DATE}/door"):
        assert f'href="{path}"' in page
    assert f'href="{DATE}"' not in page, "what is over is not moved any more"


_NO_BANDS = dict.fromkeys(("under_12", "12_17", "18_25", "26_59", "60_plus"), 0)
