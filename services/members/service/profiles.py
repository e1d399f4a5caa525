"""What the city knows of a member, on the bus."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from chassis import clock, ids, proofs
from chassis.schema import read
from chassis.service import answers
from services.members import commands, domain, queries, schemas
from services.members.service.passes import Passes


class Profiles(Passes):
    """What a member is told of themselves, and notifications of where to write."""

    @answers(sealed=True)
    def profile(self, **asked: Any) -> dict[str, Any]:
        """All that the city tells a member about themselves.

        Args:
            asked: `schemas.Token`, an access token.

        Raises:
            Unauthenticated: `token_invalid`, `token_expired`.
            Forbidden: `member_not_active`.
        """
        token, now = read(schemas.Token, asked)["token"], clock.now()
        with self.database.reading() as session:
            known = self.recognise(session, token, now)
            attested = queries.attestations_of(session, known.id)
            acts_for = queries.organisations_of(session, known.id)
            refusing = queries.address_failure(session, known.id)
            more = self._more(session, known)
        return schemas.profile(known, attested, acts_for, refusing, self.city) | more

    @answers(sealed=True)
    def contact(self, **asked: Any) -> dict[str, Any]:
        """Where to write to a member; asked by the city's own notifications, used at once and never kept.

        Args:
            asked: `schemas.Contact`.

        Returns:
            `{"name", "email", "language"}`, with `for_name`, `because` (`guardian`, `helper`) and `has_phone` where
            somebody is written to in another's place, with `reason` and `until` where the letter tells what the city
            answered or why it suspends, with `link_token` when the purpose is one that brings a link (of a wish for
            seats `wish_id` says which), and with `pass` when the letter is about a registration (`registration_id`,
            `until`) of a member who has no account; and with `is_marked` when the address refuses letters: what is not
            required is not sent there. For the `channel` `sms`, which the proof then names:
            `{"phone", "language", "signs_in"}`, with `because` as above.

        Raises:
            Forbidden: `proof_invalid`: who asks does not have the city's `home_secret`.
            NotFound: `member_not_found`, `link_unknown`.
            Conflict: `no_address`, `no_phone`, `member_limited`; `not_consented`: the member does not wish for the
                digest, or is suspended; `link_expired`, `not_suspended`: the letter is of no use any more.
        """
        said = read(schemas.Contact, asked)
        about, until, wish_id, channel = (said.pop(name) for name in ("registration_id", "until", "wish_id", "channel"))
        by_sms, now = channel is domain.Channel.SMS, clock.now()
        named = [one for one in (about, wish_id, channel if by_sms else None) if one]
        facts = ("contact", self.city, said["member_id"], said["purpose"], *named)
        domain.check_proof(holds=proofs.holds(said.pop("proof"), self.settings.home_secret, *facts))
        if by_sms:
            with self.database.reading() as session:
                return self._phone(session, **said)
        with self.database.transaction() as session:
            member, token = commands.contact(session, **said, token=ids.secret(), now=now, wish_id=wish_id)
            answer = queries.said_to(session, **said)
            shown = self.pass_for_letter(session, said["member_id"], about, until, member, now)
        return schemas.contact(member, token, answer, shown)

    def _phone(self, session: Session, member_id: str, purpose: domain.Purpose) -> dict[str, Any]:
        """Whose telephone something is said to; refuses what is of no use any more, as for a letter."""
        member = domain.addressee(queries.member(session, member_id))
        domain.check_written_to(member, purpose)
        if purpose is domain.Purpose.DIGEST:
            domain.check_subscribed(member, queries.consents_of(session, member_id))
        queries.said_to(session, member_id, purpose)
        helper = queries.member(session, member.helper_id) if member.helper_id else None
        told = domain.phoned(member, purpose, queries.guardians_of(session, member_id), helper)
        signs_in = not domain.needs_pass(told, has_account=queries.has_account(session, member_id))
        return schemas.phone(told, signs_in=signs_in)

    def _more(self, session: Session, known: domain.Member) -> dict[str, Any]:
        """What the member may change: how they are called and reached, their consents, their entry in the directory."""
        entry = queries.entry_of(session, known.id)
        return schemas.particulars(known, self.city) | {
            "interests": list(queries.interests_of(session, known.id)),
            "directory_entry": schemas.entry(entry) if entry else None,
            "consents": [schemas.consent(given) for given in queries.consents_of(session, known.id)],
        }
