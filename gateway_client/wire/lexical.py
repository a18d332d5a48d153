"""The value types of the specification: how a text on the wire becomes a value, and which do not.

Lexical rules are those of XML Schema 1.0 as libxml2 applies them, because the schemas in ``xsd/``
say the same with facets and both must agree on every message.
"""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, Final

from gateway_client.wire.findings import Words

_SPACE: Final = " \t\n\r"
_INT_DIGITS: Final = 10  # of the largest number of 32 bits
_SMALL: Final = {str(number): number for number in range(100)}
_USUAL: Final = 12  # characters of an amount up to 999999999.99, which breaks no facet of the specification
_AMOUNT: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")


@lru_cache(maxsize=10_000)
def amount(raw: str) -> Decimal | None:
    """Return a usual amount; the same few thousand prices come again and again."""
    return Decimal(raw) if _AMOUNT.fullmatch(raw) else None


class Unreadable(ValueError):
    """A text that its type does not allow; ``words`` says why and what would be allowed."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Text:
    """``C..60`` and kin: ``least`` to ``most`` characters (``most`` -1: any number), kept as they are."""

    least: int
    most: int

    def read(self, raw: str) -> str:
        """Return the text itself, or refuse its length."""
        size = len(raw)
        if size < self.least or size > self.most >= 0:
            raise Unreadable(self._wrong(size))
        return raw

    def write(self, value: Any) -> str:
        """Return the text for the wire."""
        return value  # type: ignore[no-any-return]  # records hold strings here

    def facets(self) -> tuple[str, list[tuple[str, int]]]:
        """Return the schema's base type and facets."""
        if self.least == self.most:
            return "xs:string", [("length", self.least)]
        least = [("minLength", self.least)] if self.least else []
        most = [("maxLength", self.most)] if self.most >= 0 else []
        return "xs:string", least + most

    def _wrong(self, size: int) -> Words:
        if self.least == self.most:
            return Words(
                f"has {size} characters, exactly {self.most} are required", f"长度为{size}位，应为{self.most}位"
            )
        if not size:
            return Words(f"is empty, 1 to {self.most} characters are required", f"不能为空，长度应为1至{self.most}位")
        return Words(
            f"has {size} characters, at most {self.most} are allowed", f"长度为{size}位，最多允许{self.most}位"
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """``int``: a whole number of 32 bits, of at most ``digits`` digits when given."""

    digits: int = 0
    _form: ClassVar = re.compile(r"([+-]?)([0-9]+)")

    def read(self, raw: str) -> int:
        """Return the number, white space around it and leading zeros allowed."""
        if (usual := _SMALL.get(raw)) is not None:
            return usual
        match = self._form.fullmatch(raw.strip(_SPACE))
        if match is None:
            raise Unreadable(Words("is not a whole number", "不是整数"))
        sign, digits = match[1], match[2].lstrip("0") or "0"
        value = int(sign + digits) if len(digits) <= _INT_DIGITS else 2**31
        if not -(2**31) <= value < 2**31:
            raise Unreadable(Words("does not fit into 32 bits", "超出整数范围"))
        if self.digits and len(digits) > self.digits:
            raise Unreadable(Words(f"has more than {self.digits} digits", f"超过{self.digits}位数字"))
        return value

    def write(self, value: Any) -> str:
        """Return the number for the wire."""
        return str(value)

    def facets(self) -> tuple[str, list[tuple[str, int]]]:
        """Return the schema's base type and facets."""
        return "xs:int", [("totalDigits", self.digits)] if self.digits else []


@dataclass(frozen=True, slots=True)
class Fixed:
    """``N19,5``: a decimal number of at most ``total`` digits, ``fraction`` of them behind the point."""

    total: int
    fraction: int
    _form: ClassVar = re.compile(r"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))")

    def read(self, raw: str) -> Decimal:
        """Return the number, white space around it allowed; zeros at its end are kept as far as digits go."""
        if len(raw) <= _USUAL and (usual := amount(raw)) is not None:
            return usual
        trimmed = raw.strip(_SPACE)
        match = self._form.fullmatch(trimmed)
        if match is None:
            if not trimmed:
                raise Unreadable(Words("is empty, a decimal number is required", "不能为空，应为数字"))
            raise Unreadable(Words("is not a decimal number such as 12.50", "不是数字，正确形式如12.50"))
        sign, whole, fraction = match[1], (match[2] or "").lstrip("0"), match[3] or match[4] or ""
        digits = fraction.rstrip("0")
        if len(digits) > self.fraction:
            raise Unreadable(
                Words(
                    f"has {len(digits)} decimals, at most {self.fraction} are allowed",
                    f"小数位数为{len(digits)}位，最多允许{self.fraction}位",
                )
            )
        if len(whole) + len(digits) > self.total:
            raise Unreadable(Words(f"has more than {self.total} digits", f"超过{self.total}位数字"))
        return Decimal(f"{sign}{whole or 0}.{fraction[: self.fraction]}")

    def write(self, value: Any) -> str:
        """Return the number for the wire, never with an exponent."""
        return format(value, "f")

    def facets(self) -> tuple[str, list[tuple[str, int]]]:
        """Return the schema's base type and facets."""
        return "xs:decimal", [("totalDigits", self.total), ("fractionDigits", self.fraction)]


@dataclass(frozen=True, slots=True)
class Formed:
    """A built-in type of XML Schema: text of a given form, kept as it stands."""

    xsd: str
    en: str
    zh: str
    fits: Callable[[str], bool]

    def read(self, raw: str) -> str:
        """Return the text itself, or say which form is wanted."""
        if not self.fits(raw):
            raise Unreadable(Words(f"is not {self.en}", f"不是{self.zh}"))
        return raw

    def write(self, value: Any) -> str:
        """Return the text for the wire."""
        return value  # type: ignore[no-any-return]  # records hold strings here

    def facets(self) -> tuple[str, list[tuple[str, int]]]:
        """Return the schema's base type and facets."""
        return self.xsd, []


Kind = Text | Whole | Fixed | Formed

# As libxml2 reads them: years up to 64 bits, no white space around a date or a time, but some behind a time's zone.
_DAY: Final = re.compile(r"(-?)([0-9]{4,19})-([0-9]{2})-([0-9]{2})")
_ZONE: Final = re.compile(r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?")
_CLOCK: Final = re.compile(r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)")
# Of the letters that XML knows those of English and Chinese: where the editions of XML differ, nobody is served.
_NAME: Final = re.compile(r"[A-Za-z_\u4e00-\u9fa5][A-Za-z0-9_.\u4e00-\u9fa5-]*")
_SPACES: Final = bytes.maketrans(b"", b""), b" \t\n\r"


def _is_day(raw: str) -> bool:
    match = _DAY.match(raw)
    if not match or not _ZONE.fullmatch(raw[match.end() :]):
        return False
    year = match[2]
    if (len(year) > 4 and year.startswith("0")) or not 0 < int(year) < 2**63:
        return False
    try:
        date(int(year) % 400 + 400, int(match[3]), int(match[4]))  # 400 years repeat the calendar
    except ValueError:
        return False
    return True


def _is_moment(raw: str) -> bool:
    day, found, rest = raw.partition("T")
    clock = _CLOCK.match(rest) if found else None
    if clock is None or not _DAY.fullmatch(day) or not _is_day(day):
        return False
    zone = rest[clock.end() :]
    return bool(_ZONE.fullmatch(zone.rstrip(_SPACE))) and zone[:1] not in tuple(_SPACE)


def from_base64(raw: str) -> bytes:
    """Return the bytes behind a base64 text, white space in it allowed; ``ValueError`` when it is none."""
    try:
        packed = raw.encode("ascii").translate(*_SPACES)
        data = a2b_base64(packed, strict_mode=True)
    except (UnicodeEncodeError, Base64Error) as wrong:
        raise ValueError(str(wrong)) from None
    if len(packed) % 4:
        raise ValueError("padding behind the last byte")
    if packed.endswith(b"=") and packed.rstrip(b"=")[-1:] not in (
        b"AQgw" if packed.endswith(b"==") else b"AEIMQUYcgkosw048"
    ):
        raise ValueError("bits behind the last byte")
    return data


def _is_base64(raw: str) -> bool:
    try:
        from_base64(raw)
    except ValueError:
        return False
    return True


ID: Final = Formed("xs:ID", "an XML name", "XML名称", lambda raw: bool(_NAME.fullmatch(raw.strip(_SPACE))))
"""A name that no other element of the message may have."""
_BUILT_IN: Final = {
    "date": Formed("xs:date", "a date such as 2026-11-11", "日期，正确形式如2026-11-11", _is_day),
    "dateTime": Formed(
        "xs:dateTime", "a time such as 2026-11-11T20:15:00", "时间，正确形式如2026-11-11T20:15:00", _is_moment
    ),
    "base64": Formed("xs:base64Binary", "base64", "base64编码", _is_base64),
    "ID": ID,
}


def kind_of(notation: str) -> Kind:
    """Return the type that a notation names; ``ValueError`` for one that is not of the specification."""
    if notation in _BUILT_IN:
        return _BUILT_IN[notation]
    if match := re.fullmatch(r"C(?:([0-9]*)\.\.)?([0-9]*)", notation):
        ranged, most = match[1] is not None, int(match[2] or -1)
        least = int(match[1] or 0) if ranged else max(most, 0)
        return Text(least, most)
    if match := re.fullmatch(r"N([0-9]+),([0-9]+)", notation):
        return Fixed(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"int([0-9]*)", notation):
        return Whole(int(match[1] or 0))
    raise ValueError(f"{notation!r} is no notation of the specification")
