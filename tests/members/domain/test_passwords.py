from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Invalid
from services.members.domain import check_password, normalise_password

NAME, EMAIL = "Camille Vandamme", "c.vandamme@example.org"


def refusal(password: str, name: str = NAME, email: str = EMAIL) -> dict[str, Any]:
    with pytest.raises(Invalid) as caught:
        check_password(password, name, email)
    assert caught.value.code == "weak_password"
    return caught.value.detail


@pytest.mark.parametrize(
    "password",
    [
        "Vr42!Pluie&X",  # 12 of four classes
        "VrtzPluiesK427",  # 14 of three
        "le vélo jaune dort sous une fine pluie",  # 7 words, no capital
        "зонт кот дом лес река гора поле",  # words of any alphabet
        "Été-à-l'étang-1234",
    ],
)
def test_any_one_of_the_three_rules_is_enough(password: str) -> None:
    check_password(password, NAME, EMAIL)


@pytest.mark.parametrize(
    ("password", "rule", "missing"),
    [
        ("Vr42!Pluie&", "twelve_of_four_classes", {"missing_characters": 1, "missing": []}),
        ("vr42!pluie&x", "twelve_of_four_classes", {"missing_characters": 0, "missing": ["upper"]}),
        ("VrtzPluies427", "fourteen_of_three_classes", {"missing_characters": 1, "missing": []}),
        ("vrtzpluieskgdfh", "fourteen_of_three_classes", {"missing_characters": 0, "missing": ["digit", "upper"]}),
        ("le vélo jaune dort dort sous le toit", "seven_words", {"missing_words": 1}),
        ("", "seven_words", {"missing_words": 7}),
    ],
)
def test_a_refusal_says_what_each_rule_still_asks_for(password: str, rule: str, missing: dict[str, Any]) -> None:
    detail = refusal(password)
    assert detail["reason"] == "too_simple"
    told = {item["rule"]: item for item in detail["rules"]}
    assert told[rule].items() >= missing.items()


@pytest.mark.parametrize(
    "password",
    [
        "Motdepasse2026!",
        "P@ssw0rd12345!",
        "AzertyQwerty1!",
        "Mot-de-Passe-2026",
        "12345!Bonjour!2026",
        "Roubaix59100!",
        "Abcdefghijkl1!",
        "Aa1!Aa1!Aa1!Aa1!",
    ],
)
def test_a_common_password_is_refused_however_long(password: str) -> None:
    assert refusal(password)["reason"] == "too_common"


@pytest.mark.parametrize(
    "password", ["Vandamme!4217x", "xX42!cAmIllE-z", "4!Câmille-Zorro", "le vélo jaune de vandamme dort sous un toit"]
)
def test_a_password_holds_neither_name_nor_address_of_the_member(password: str) -> None:
    assert refusal(password) == {"reason": "personal"}


def test_a_short_name_is_found_only_as_a_whole() -> None:
    check_password("Nobody knows 42!", "Bo Ny", "bn@example.org")
    assert refusal("Xy42!-bony-Zw", "Bo Ny", "bn@example.org")["reason"] == "personal"


def test_a_password_has_two_hundred_characters_at_most() -> None:
    check_password("Ab1!xyzw" * 25, NAME, EMAIL)
    assert refusal("Ab1!xyzw" * 25 + "x") == {"reason": "too_long", "most_characters": 200}


def test_the_same_password_comes_from_every_keyboard() -> None:
    assert normalise_password("e\u0301te\u0301 ") == "été "
