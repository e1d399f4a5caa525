"""Who gets a pass into the links of a letter, asked over the bus on both substrates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock, passes, proofs, signatures
from chassis.errors import Forbidden
from services.members import domain
from tests.members.asker import HOME_SECRET, Asker

ENDS = clock.rfc3339(clock.now() + timedelta(days=20))
GUEST = {"name": "Zoé", "email": "zoe@example.org", "consent": True, "client": "192.0.2.7"}
LINA = {"name": "Lina", "born_on": "2015-03-21", "consent": True, "adult": True}


def guest(roubaix: Asker) -> str:
    """The id of a guest of Roubaix."""
    registered = roubaix.ask("register_guest", **GUEST)
    return str(roubaix.ask("confirm", token=roubaix.link(registered["id"]))["member_id"])


def letter(roubaix: Asker, member_id: str, registration_id: str = "r-1") -> Any:
    return roubaix.contact(member_id, "registration", registration_id=registration_id, until=ENDS)


def opened(roubaix: Asker, shown: str) -> passes.Pass:
    """What a pass opens, by the keys that the city tells everybody."""
    keys = {key["kid"]: key for key in roubaix.caller.call(roubaix.service, "keys")["keys"]}
    return passes.verify(shown, lambda _, kid: signatures.public_key(keys[kid]), clock.now())


def test_a_letter_about_the_registration_of_a_guest_brings_a_pass_for_that_one(roubaix: Asker) -> None:
    zoe = guest(roubaix)
    written = letter(roubaix, zoe)
    assert (written["email"], "link_token" in written) == ("zoe@example.org", False)
    assert opened(roubaix, written["pass"]) == passes.Pass("roubaix", zoe, "r-1")
    assert "pass" not in roubaix.contact(zoe)


def test_who_can_sign_in_gets_none_nor_does_who_is_written_to_for_another(roubaix: Asker) -> None:
    lise_id, lise = roubaix.enrol("Lise")
    lina_id = roubaix.ask("register_minor", token=lise, **LINA)["id"]
    joris_id, joris = roubaix.enrol("Joris", domain.Role.FRONT_DESK)
    helped = {"name": "Odette", "heard": ["account"], "language": "fr"}
    odette_id = roubaix.ask("register_helped", token=joris, **helped)["id"]
    for member_id, because in ((lise_id, None), (lina_id, "guardian"), (joris_id, None), (odette_id, "helper")):
        written = letter(roubaix, member_id)
        assert (written.get("because"), "pass" in written) == (because, False)


def test_only_who_has_the_homes_secret_is_given_a_pass_and_for_no_other_registration(roubaix: Asker) -> None:
    zoe = guest(roubaix)
    of_another = proofs.make(HOME_SECRET, "contact", "roubaix", zoe, "registration", "r-2")
    of_none = proofs.make(HOME_SECRET, "contact", "roubaix", zoe, "registration")
    asked = {"member_id": zoe, "purpose": "registration", "registration_id": "r-1", "until": ENDS}
    for proof in (of_another, of_none):
        with pytest.raises(Forbidden, match="proof_invalid"):
            roubaix.ask("contact", **asked, proof=proof)
