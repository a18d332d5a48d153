"""Which texts are values of which type, which are not and why; libxml2, asked through our facets, says the same."""

import time
from contextlib import suppress
from decimal import Decimal
from functools import cache

import pytest
from lxml import etree

from gateway_client.wire.lexical import Unreadable, from_base64, kind_of

EXACT = ("has {} characters, exactly {} are required", "长度为{}位，应为{}位")
LONG = ("has {} characters, at most {} are allowed", "长度为{}位，最多允许{}位")
VOID = ("is empty, 1 to {} characters are required", "不能为空，长度应为1至{}位")
NO_WHOLE = ("is not a whole number", "不是整数")
TOO_BIG = ("does not fit into 32 bits", "超出整数范围")
DIGITS = ("has more than {} digits", "超过{}位数字")
NO_DECIMAL = ("is not a decimal number such as 12.50", "不是数字，正确形式如12.50")
NO_AMOUNT = ("is empty, a decimal number is required", "不能为空，应为数字")
DECIMALS = ("has {} decimals, at most {} are allowed", "小数位数为{}位，最多允许{}位")
NO_DATE = ("is not a date such as 2026-11-11", "不是日期，正确形式如2026-11-11")
NO_TIME = ("is not a time such as 2026-11-11T20:15:00", "不是时间，正确形式如2026-11-11T20:15:00")
NO_BASE64 = ("is not base64", "不是base64编码")
NO_NAME = ("is not an XML name", "不是XML名称")

READ = [
    ("C36", "A" * 36, "A" * 36),
    ("C36", " " * 36, " " * 36),
    ("C3", "中𠮷é", "中𠮷é"),
    ("C..60", "", ""),
    ("C..60", "𠮷" * 60, "𠮷" * 60),
    ("C..60", " a\n", " a\n"),
    ("C1..60", " ", " "),
    ("C", "x" * 100_000, "x" * 100_000),
    ("int", "0", 0),
    ("int", "-0", 0),
    ("int", " +007\n", 7),
    ("int", "2147483647", 2**31 - 1),
    ("int", "-2147483648", -(2**31)),
    ("int", "0" * 9000 + "1", 1),
    ("int9", "999999999", 999_999_999),
    ("int9", "0000000000999999999", 999_999_999),
    ("int9", "-999999999", -999_999_999),
    ("N19,5", "0", Decimal(0)),
    ("N19,5", "12.50", Decimal("12.50")),
    ("N19,5", " 12.50\t", Decimal("12.50")),
    ("N19,5", ".5", Decimal("0.5")),
    ("N19,5", "5.", Decimal(5)),
    ("N19,5", "+5.5", Decimal("5.5")),
    ("N19,5", "-.5", Decimal("-0.5")),
    ("N19,5", "007.10", Decimal("7.10")),
    ("N19,5", "1.000000", Decimal(1)),
    ("N19,5", "1." + "0" * 9000, Decimal(1)),
    ("N19,5", "0" * 9000 + "1.5", Decimal("1.5")),
    ("N19,5", "9" * 19, Decimal("9" * 19)),
    ("N19,5", "9" * 14 + ".99999", Decimal("9" * 14 + ".99999")),
    ("date", "2026-11-11", "2026-11-11"),
    ("date", "2024-02-29", "2024-02-29"),
    ("date", "2026-11-11Z", "2026-11-11Z"),
    ("date", "-0400-02-29-14:00", "-0400-02-29-14:00"),
    ("date", "9223372036854775807-01-01", "9223372036854775807-01-01"),
    ("dateTime", "2026-11-11T20:15:00", "2026-11-11T20:15:00"),
    ("dateTime", "2026-11-11T24:00:00.0", "2026-11-11T24:00:00.0"),
    ("dateTime", "2026-11-11T20:15:00.123456789+08:00", "2026-11-11T20:15:00.123456789+08:00"),
    ("base64", "", ""),
    ("base64", "YQ==", "YQ=="),
    ("base64", " Y W\nI =", " Y W\nI ="),
    ("base64", "YWJj\n", "YWJj\n"),
    ("ID", "_a.b-1", "_a.b-1"),
    ("ID", " 签名 ", " 签名 "),
]

REFUSED = [
    ("C36", "A" * 35, EXACT, 35, 36),
    ("C36", "", EXACT, 0, 36),
    ("C3", "𠮷" * 4, EXACT, 4, 3),
    ("C..60", "A" * 61, LONG, 61, 60),
    ("C1..60", "", VOID, 60),
    ("C1..60", "𠮷" * 61, LONG, 61, 60),
    ("C1..3", "1234", LONG, 4, 3),
    *[("int", raw, NO_WHOLE) for raw in ("", " ", "+", "1.0", "1e3", "--1", "1 2", "0x1", "٣", "３", "1\u00a0", "1_0")],
    *[("int", raw, TOO_BIG) for raw in ("2147483648", "-2147483649", "9" * 9000)],
    *[("int9", raw, DIGITS, 9) for raw in ("1000000000", "-2147483648", "0001000000000")],
    ("int9", "2147483648", TOO_BIG),
    *[("N19,5", raw, NO_AMOUNT) for raw in ("", " ", "\n\t")],
    *[("N19,5", raw, NO_DECIMAL) for raw in (".", "+", "-.", "1e3", "5E0", "INF", "NaN", "1,5", "1 5", "1.5.", "+-1")],
    *[("N19,5", raw, NO_DECIMAL) for raw in ("٣", "３.５", "12.50\u00a0", "\u300012", "\ufeff1", "1_000", "¥5")],
    ("N19,5", "0.000001", DECIMALS, 6, 5),
    ("N19,5", "1.12345600", DECIMALS, 6, 5),
    *[("N19,5", raw, DIGITS, 19) for raw in ("1" * 20, "1" * 15 + ".12345", "-" + "9" * 9000)],
    *[("date", raw, NO_DATE) for raw in ("", "20261111", "2026-02-29", "2026-13-01", "2026-11-00", "2026-1-1")],
    *[("date", raw, NO_DATE) for raw in (" 2026-11-11", "2026-11-11 ", "2026-11-11T20:15:00", "2026-11-11+14:01")],
    *[("date", raw, NO_DATE) for raw in ("0000-01-01", "02026-01-01", "9223372036854775808-01-01", "２026-11-11")],
    *[("dateTime", raw, NO_TIME) for raw in ("", "2026-11-11", "20261111201500", "2026-11-11 20:15:00")],
    *[("dateTime", raw, NO_TIME) for raw in ("2026-11-11T24:00:01", "2026-11-11T20:15", "2026-11-11T20:15:60")],
    *[("dateTime", raw, NO_TIME) for raw in ("2026-11-11Z20:15:00", "2026-11-11T20:15:00 ", "2026-11-11ZT20:15:00")],
    *[("base64", raw, NO_BASE64) for raw in ("Y", "YQ", "YQ=", "YQ===", "YR==", "YWJ=", "YWK=", "=", "YQ==YQ==")],
    *[("ID", raw, NO_NAME) for raw in ("", "1a", "a b", "a:b", "-a", "·")],
]  # fmt: skip


@cache
def schema(notation: str) -> etree.XMLSchema:
    base, facets = kind_of(notation).facets()
    limits = "".join(f'<xs:{name} value="{value}"/>' for name, value in facets)
    return etree.XMLSchema(
        etree.fromstring(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="x"><xs:simpleType>'
            f'<xs:restriction base="{base}">{limits}</xs:restriction></xs:simpleType></xs:element></xs:schema>'
        )
    )


def libxml2_takes(notation: str, raw: str) -> bool:
    element = etree.Element("x")
    element.text = raw
    return schema(notation).validate(element)


@pytest.mark.parametrize(("notation", "raw", "value"), READ, ids=range(len(READ)))
def test_values(notation: str, raw: str, value: object) -> None:
    found = kind_of(notation).read(raw)
    assert found == value
    assert type(found) is type(value)
    assert libxml2_takes(notation, raw)


@pytest.mark.parametrize("case", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_value_is_told_why(case: tuple[str, str, tuple[str, str], *tuple[int, ...]]) -> None:
    notation, raw, (en, zh), *numbers = case
    with pytest.raises(Unreadable) as refused:
        kind_of(notation).read(raw)
    assert refused.value.words == (en.format(*numbers), zh.format(*numbers))
    assert not libxml2_takes(notation, raw)


@pytest.mark.parametrize("notation", ["int", "int9", "N19,5", "date", "dateTime", "base64", "ID", "C36"])
@pytest.mark.parametrize("tile", ["0", "9", " ", ".", "-", "=", "a", "0 "])
def test_a_megabyte_is_read_or_refused_at_once(notation: str, tile: str) -> None:
    begun = time.process_time()
    for raw in (tile * 2**20, tile * 2**20 + "x", "1." + tile * 2**20, "2026-11-11T20:15:00." + tile * 2**20 + "x"):
        with suppress(Unreadable):
            kind_of(notation).read(raw)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("notation", "value", "raw"),
    [
        ("N19,5", Decimal("12.50"), "12.50"),
        ("N19,5", Decimal("1E+3"), "1000"),
        ("N19,5", Decimal("1E-5"), "0.00001"),
        ("N19,5", Decimal("-0"), "-0"),
        ("int", 7, "7"),
        ("C..60", " a ", " a "),
    ],
)
def test_values_are_written_without_exponent_and_as_they_are(notation: str, value: object, raw: str) -> None:
    assert kind_of(notation).write(value) == raw


@pytest.mark.parametrize(("raw", "digits"), [("12.50", 2), ("12.500000", 5), ("12", 0), ("12.", 0), (".10", 2)])
def test_zeros_behind_the_point_are_kept_as_far_as_digits_go(raw: str, digits: int) -> None:
    assert kind_of("N19,5").read(raw).as_tuple().exponent == -digits


@pytest.mark.parametrize(
    ("raw", "data"), [("", b""), ("YQ==", b"a"), (" Y Q\r\n=\t= ", b"a"), ("////", b"\xff\xff\xff")]
)
def test_base64(raw: str, data: bytes) -> None:
    assert from_base64(raw) == data


@pytest.mark.parametrize(
    "raw", ["Y", "YQ", "YR==", "YQ==YQ==", "Y-Q=", "中文中文", "YQ==\u00a0", "<a/>", "YWJjYQ===", "===="]
)
def test_no_base64(raw: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the words are the decoder's
        from_base64(raw)
