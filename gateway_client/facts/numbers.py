"""Numbers and their forms: of people and enterprises, which check themselves, and those that port and customs give.

The first two are facts of national standards: the resident identity number of GB 11643 (ISO 7064, MOD 11-2), the
unified social credit code of GB 32100 (MOD 31-3). invtNo is described in the specification (CEB816), the forms of
the others are those of its samples and of real receipts.
"""

import re
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Final, NamedTuple

_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS: Final = "10X98765432"
_RESIDENT_LENGTH: Final = 18
_OF_ZEROES: Final = sum(_RESIDENT_WEIGHTS) * ord("0")
"""What seventeen digits 0 weigh, taken as characters: so the characters need not become numbers one by one."""

_CREDIT_DIGITS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z
_CREDIT_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_CREDIT_LENGTH: Final = 18


def resident_check(head: str) -> str:
    """Return the 18th character, ``0`` to ``9`` or ``X``, for the first 17 digits of an identity number."""
    if not (len(head) == _RESIDENT_LENGTH - 1 and head.isascii() and head.isdigit()):
        raise ValueError(f"17 digits are needed, not {head!r}")
    return _RESIDENT_CHECKS[(sum(map(mul, _RESIDENT_WEIGHTS, head.encode())) - _OF_ZEROES) % 11]


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
    return _day(number[6:14])


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


_ENTERPRISE: Final = re.compile("[0-9A-Z]{10}")


def is_enterprise_code(code: str) -> bool:
    """Is it how customs knows an enterprise: a registration of 10 digits and capitals, or a social credit code?"""
    return _ENTERPRISE.fullmatch(code) is not None or is_credit_code(code)


# ── numbers that port and customs give ──────────────────────────────────────────────────────────────

_PRE_NO: Final = re.compile("([BCTR])([0-9]{8})([0-9]{9})")
_INVT_NO: Final = re.compile("([0-9]{4})([0-9]{4})I([0-9]{9})")
_RKD_NO: Final = re.compile("([0-9]{4})([0-9]{8})([0-9]{6})")
_TAX_NO: Final = re.compile("(.{18})_([0-9]{1,3})")

PRE_NO_LETTERS: Final = {"B": "清单", "C": "撤销申请单", "T": "退货申请单", "R": "入库明细单"}
"""With which letter the port's number of a document begins."""


class PreNo(NamedTuple):
    """A number of the electronic port (预录入编号): letter of the document, day, serial."""

    letter: str
    day: date
    serial: int


class InvtNo(NamedTuple):
    """Customs' number of an import list (清单编号): office, year, serial; between the latter two an I."""

    office: str
    year: int
    serial: int


class RkdNo(NamedTuple):
    """Customs' number of an arrival list (入库单编号): office, day, serial."""

    office: str
    day: date
    serial: int


class TaxNo(NamedTuple):
    """The number of a tax bill (电子税单编号): that of its list, and a place from 0 on."""

    invt_no: InvtNo
    place: int


def pre_no(text: str) -> PreNo | None:
    """Return what a preNo says, ``None`` if it is none."""
    found = _PRE_NO.fullmatch(text)
    day = _day(found[2]) if found else None
    return PreNo(found[1], day, int(found[3])) if found and day else None


def invt_no(text: str) -> InvtNo | None:
    """Return what the invtNo of an import says, ``None`` if it is none."""
    found = _INVT_NO.fullmatch(text)
    return InvtNo(found[1], int(found[2]), int(found[3])) if found else None


def rkd_no(text: str) -> RkdNo | None:
    """Return what a rkdNo says, ``None`` if it is none."""
    found = _RKD_NO.fullmatch(text)
    day = _day(found[2]) if found else None
    return RkdNo(found[1], day, int(found[3])) if found and day else None


def tax_no(text: str) -> TaxNo | None:
    """Return what a taxNo says, ``None`` if it is none."""
    found = _TAX_NO.fullmatch(text)
    listed = invt_no(found[1]) if found else None
    return TaxNo(listed, int(found[2])) if found and listed else None


def is_pre_no(text: str, letters: str = "BCTR") -> bool:
    """Is it a preNo: letter, day, 9 digits; of the documents whose ``letters`` are given?"""
    found = pre_no(text)
    return found is not None and found.letter in letters


def is_invt_no(text: str) -> bool:
    """Is it the invtNo of an import: 4 digits of the office, 4 of the year, I, 9 digits?"""
    return invt_no(text) is not None


def is_rkd_no(text: str) -> bool:
    """Is it a rkdNo: 4 digits of the office, 8 of the day, 6 digits?"""
    return rkd_no(text) is not None


def is_tax_no(text: str) -> bool:
    """Is it a taxNo: an invtNo, an underscore, a place?"""
    return tax_no(text) is not None


def is_day(text: str) -> bool:
    """Is it a day of the calendar written YYYYMMDD?"""
    return _day(text) is not None


@lru_cache(maxsize=1000)
def _day(text: str) -> date | None:
    """Return a day written YYYYMMDD; days repeat, so the calendar is asked once for each."""
    if not (len(text) == len("YYYYMMDD") and text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
