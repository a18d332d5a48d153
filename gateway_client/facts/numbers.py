"""Numbers that check themselves: the resident identity number and the unified social credit code.

Both are facts of national standards: GB 11643 (ISO 7064, MOD 11-2) and GB 32100 (MOD 31-3).
"""

from datetime import date
from typing import Final

from gateway_client.facts.confidence import Confidence
from gateway_client.facts.fact import Fact

_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS: Final = "10X98765432"
_RESIDENT_LENGTH: Final = 18

_CREDIT_DIGITS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z
_CREDIT_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_CREDIT_LENGTH: Final = 18


def resident_check(head: str) -> str:
    """Return the 18th character, ``0`` to ``9`` or ``X``, for the first 17 digits of an identity number."""
    if not (len(head) == _RESIDENT_LENGTH - 1 and head.isascii() and head.isdigit()):
        raise ValueError(f"17 digits are needed, not {head!r}")
    return _RESIDENT_CHECKS[
        sum(weight * int(digit) for weight, digit in zip(_RESIDENT_WEIGHTS, head, strict=True)) % 11
    ]


def is_resident_id(number: str) -> bool:
    """Is it a resident identity number: 18 characters, a real birth date, the right check character?

    Its district is not looked up: people keep numbers of districts that exist no more.
    """
    head, check = number[:-1], number[-1:]
    if not (len(number) == _RESIDENT_LENGTH and head.isascii() and head.isdigit()):
        return False
    return birth_date(number) is not None and check == resident_check(head)


def birth_date(number: str) -> date | None:
    """Return the birth date in an identity number, ``None`` if the calendar has no such day."""
    digits = number[6:14]
    if not (len(digits) == len("YYYYMMDD") and digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def credit_check(head: str) -> str:
    """Return the 18th character for the first 17 of a unified social credit code."""
    if len(head) != _CREDIT_LENGTH - 1 or not set(head) <= set(_CREDIT_DIGITS):
        raise ValueError(f"17 characters of {_CREDIT_DIGITS} are needed, not {head!r}")
    values = map(_CREDIT_DIGITS.index, head)
    return _CREDIT_DIGITS[-sum(weight * value for weight, value in zip(_CREDIT_WEIGHTS, values, strict=True)) % 31]


def is_credit_code(code: str) -> bool:
    """Is it a unified social credit code: 18 characters of its alphabet, the last one right?"""
    if len(code) != _CREDIT_LENGTH or not set(code) <= set(_CREDIT_DIGITS):
        return False
    return code[-1] == credit_check(code[:-1])


FACTS: Final = (
    Fact(
        "resident identity number",
        "18 characters: district, birth date, order, check character (ISO 7064, MOD 11-2)",
        "18位：地区、出生日期、顺序码、校验码（ISO 7064，MOD 11-2）",
        "GB 11643",
        Confidence.SPECIFICATION,
    ),
    Fact(
        "unified social credit code",
        "18 characters without I, O, S, V and Z, the last one a check character (MOD 31-3)",
        "18位，不用I、O、S、V、Z，末位为校验码（MOD 31-3）",
        "GB 32100",
        Confidence.SPECIFICATION,
    ),
)
