"""Telephone numbers: as they are dialled from anywhere. Pure.

Source: ITU-T E.164; the numbering plans of the countries as `phonenumbers` knows them.
"""

from __future__ import annotations

import phonenumbers

from chassis.errors import Invalid

_AT_HOME = "FR"


def normalise_phone(text: str) -> str:
    """A number as it is kept, in E.164; without a country it is French: `06 12…` is `+33612…`.

    Raises:
        Invalid: `invalid`: no number of the plan of its country.
    """
    try:
        number = phonenumbers.parse(text, _AT_HOME)
    except phonenumbers.NumberParseException:
        raise Invalid("invalid", "This is not a telephone number.") from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Invalid("invalid", "This is not a telephone number of its country.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
