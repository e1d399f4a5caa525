"""How a member shows who they are, as the members service of Roubaix has it, in a small network."""

from __future__ import annotations

from typing import Any

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError, Unauthenticated
from tests.gateway.web.facts import PASSWORD

CODE, RECOVERY_CODE = "492039", "ABCD-EFGH-IJKL-MNOP"
SECRET = {
    "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    "uri": "otpauth://totp/Champ%20Libre:nadia%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
}


class Security:
    """Nadia's.

    Attributes:
        is_protected: she has a second factor.
        is_staff: she has to have one.
    """

    is_protected = False
    is_staff = False

    def left(self, code: str | None) -> ServiceError | dict[str, Any] | None:
        """What is left after the right password: nothing, a refusal, or a token to set a second factor up by."""
        if self.is_protected and code != CODE:
            return Forbidden("wrong_code") if code else Forbidden("second_factor_needed")
        if self.is_staff and not self.is_protected:
            return {"setup_token": "a-setup-token", "city": "roubaix", "expires_in": 600}
        return None

    def second_factor(self, city: str, token: str) -> dict[str, Any]:
        known = {"is_set_up": self.is_protected, "is_required": self.is_staff}
        return {**known, "since": None, "recovery_codes_left": 9 if self.is_protected else 0}

    def set_up_second_factor(
        self, city: str, setup_token: str = "", token: str = "", password: str = "", code: str = ""
    ) -> dict[str, Any]:
        if not setup_token:
            self._checked(password, code if self.is_protected else CODE)
        return SECRET

    def confirm_second_factor(self, city: str, code: str, setup_token: str = "", token: str = "") -> dict[str, Any]:
        if setup_token not in ("", "a-setup-token"):
            raise Unauthenticated("token_expired")
        self._checked(PASSWORD, code)
        self.is_protected = True
        return {"recovery_codes": [RECOVERY_CODE]}

    def remove_second_factor(self, city: str, token: str, password: str, code: str) -> dict[str, Any]:
        self._checked(password, code)
        self.is_protected = False
        return self.second_factor(city, token)

    def renew_recovery_codes(self, city: str, token: str, code: str) -> dict[str, Any]:
        self._checked(PASSWORD, code)
        return {"recovery_codes": [RECOVERY_CODE]}

    def change_password(self, city: str, token: str, password: str, new_password: str) -> dict[str, Any]:
        self._checked(password, CODE)
        if len(new_password) < 12:
            raise Invalid("weak_password", detail={"reason": "too_simple"})
        return {"member_id": "nadia", "city": city}

    def ask_address_change(self, city: str, token: str, email: str, password: str) -> dict[str, Any]:
        self._checked(password, CODE)
        if email == "nadia@example.org":
            raise Invalid("same_address")
        return {"status": "to_confirm"}

    def ask_reset(self, city: str, email_digest: str, client: str) -> dict[str, Any]:
        return {"status": "sent_if_known"}

    def reset_password(self, city: str, token: str, password: str) -> dict[str, Any]:
        if len(password) < 12:
            raise Invalid("weak_password", detail={"reason": "too_simple"})
        return self.change_address(city, token)

    def change_address(self, city: str, token: str) -> dict[str, Any]:
        refusals: dict[str, ServiceError] = {"used": Conflict("link_used"), "odd": NotFound("link_unknown")}
        if token in refusals:
            raise refusals[token]
        return {"member_id": "nadia", "city": city}

    def _checked(self, password: str, code: str) -> None:
        if password != PASSWORD:
            raise Unauthenticated("wrong_credentials")
        if code != CODE:
            raise Forbidden("wrong_code")
