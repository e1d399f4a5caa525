"""A member who forgot the password, from the question to the letters, over HTTP."""

from __future__ import annotations

import re

from tests.network import Member, Network, Visitor
from tests.network.people import body_of

NEW = "Cerf-volant 77 sur la dune"


def test_a_forgotten_password_is_chosen_anew_by_the_letter_that_comes(network: Network) -> None:
    member = Member(network, city="tourcoing", name="Firmin Lepoutre", email="firmin.lepoutre@example.org").join()
    for email in (member.email, "nobody.at.all@example.org"):
        reply = Visitor(network).ask("POST", "/password-resets", {"email": email})
        assert (reply.status_code, reply.json()) == (202, {"status": "sent_if_known"})
    link = re.search(r"/password/new\?city=(\w+)&token=(\S+)", body_of(member.letter(2)))
    assert link, "no link in the letter"
    said = {"city": link[1], "token": link[2], "password": NEW}
    assert Visitor(network).ask("POST", "/password-resets/confirmation", said).status_code == 200
    assert member.ask("GET", "/me").json()["code"] == "login_ended"
    assert "Votre mot de passe a changé" in str(member.letter(3)["Subject"])
    member.token, member.password = None, NEW
    member.sign_in()
    assert member.get("/me")["name"] == member.name
