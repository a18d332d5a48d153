"""Whatever is handed in, the answer is a beginning or a WrongFile, and it comes soon."""

import tomllib
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.beginning.reading import read_beginning
from simulator.strict.finding import Finding, WrongFile
from simulator.strict.lines import Path, key_lines
from simulator.strict.report import MOST_FINDINGS
from simulator.strict.text import MOST_BYTES
from tests.beginning.bad_files import bad_files
from tests.beginning.test_good_files import FULL

SOON = 20  # seconds of CPU, on a slow machine
FORMS = """
a . "b.c" . 'd' = 1
text = \"\"\"
[[people]] # "
x = 1 \\\"""
\"\"\"\"\"
literal = '''
'[a]''
y = 2'''''
list = [ # [
  1979-05-27 07:32:00, "]", [ { x.y = 1, z = [ ] } ],
  '#',
]
[ "p q" . r ]
[[t]]
[[t.u]]
v = 1
[[t.u]]
[t.w]
v = 2
[[t]]
[[t.u]]
v.x = 3
"" = "empty"
"""
PIECES = st.sampled_from(
    [
        *"[]{}=.,#\"'\n\\ x1-",
        '"""',
        "'''",
        "[[people]]\n",
        "[people.x]\n",
        "used = 1\n",
        "a.b = 2\n",
        "\x00",
        "\r\n",
        "\u3000",
    ]
    + [
        "[clock]\n",
        "= inf",
        "0x" + "f" * 50,
        "1e999999",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        "😀",
    ]
    + [bad.text for bad in bad_files()]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Draw a good file in which pieces have been cut out and put in."""
    text = draw(st.sampled_from([FULL, FORMS]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(PIECES | st.just("")) + text[at + draw(st.integers(0, 8)) :]
    return text


def paths(value: Any, path: Path = ()) -> set[Path]:
    below = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    return {path}.union(*(paths(each, (*path, key)) for key, each in below))


def findings(text: str) -> tuple[Finding, ...]:
    try:
        read_beginning(text, "shop.toml")
    except WrongFile as wrong:
        return wrong.findings
    return ()


def said(text: str) -> str:
    before = process_time()
    with pytest.raises(WrongFile) as wrong:
        read_beginning(text, "shop.toml")
    assert process_time() - before < SOON
    return str(wrong.value)


@given(mutated())
@settings(max_examples=500)
def test_never_another_exception(text: str) -> None:
    last = text.count("\n") + 1
    assert all(one.line is None or 1 <= one.line <= last for one in findings(text))


@given(st.text(max_size=50))
def test_nor_for_what_is_no_toml_at_all(text: str) -> None:
    with pytest.raises(WrongFile):
        read_beginning(f"{text}\n]", "shop.toml")


@given(mutated())
@settings(max_examples=500)
def test_every_place_has_its_line(text: str) -> None:
    try:
        tree = tomllib.loads(text)
    except ValueError:
        return
    assert {(), *key_lines(text)} == paths(tree)


def test_the_lines_of_all_forms() -> None:
    lines = key_lines(FORMS)
    assert {(), *lines} == paths(tomllib.loads(FORMS))
    assert [lines[path] for path in [("a", "b.c"), ("text",), ("literal",), ("list",)]] == [2, 3, 7, 10]
    assert [lines["list", number] for number in (1, 2, 3, 4)] == [11, 11, 11, 12]
    assert lines["list", 3, 1, "x", "y"] == 11
    assert [lines[path] for path in [("t", 1), ("t", 1, "u", 1, "v"), ("t", 1, "u", 2), ("t", 1, "w", "v")]] == [
        15,
        17,
        18,
        20,
    ]
    assert lines["t", 2, "u", 1, "v", "x"] == 23


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 500_000,
        "a = " + "{a=" * 300_000,
        "a." * 400_000 + "a = 1",
        "[" + "a." * 400_000 + "a]",
        '"".' * 300_000 + '"" = 1',
        "title = " + "9" * 900_000,
        "title = 0x" + "f" * 900_000,
        "title = " + "9" * 900_000 + ".5",
        'title = "' + "x" * 900_000 + '"',
        'title = """' + '\\"""' * 200_000,
        "title = " + "'''\"\"\"" * 100_000,
        "#" * 900_000 + "\n=",
        " " * 900_000 + "=",
        "x=1\n" * 200_000,
        "\n".join(f"x{number} = 1" for number in range(70_000)),
        "[[people]]\n" * 80_000,
        "[[people]]\n" * 9_000,
        "claims = [" + "1," * 9_000 + "]",
        "\x00" * 900_000,
        "x" * (MOST_BYTES + 1),
        "年" * 333_334,
        'title = "\ud800"',
    ],
    ids=lambda text: ascii(text[:16]),
)
def test_soon(text: str) -> None:
    assert said(text)


def test_a_mega_byte_can_be_read() -> None:
    text = "[[stock]]\nemsNo = 'L1'\nactlIncQty = 1\nitemRecordNo = "
    stock = "".join(f'{text}"{number}"\n' for number in range(10_000))
    assert len(read_beginning(stock, "shop.toml").stock) == 10_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 1_000_001, "shop.toml: has 1000001 bytes, at most 1000000 are allowed"),
        ('title = "\ud800"', "shop.toml: is not UTF-8"),
        ("\x00", "shop.toml, line 1: is not TOML: Invalid statement (column 1)"),
        ("\n" + "a . " * 99, "shop.toml, line 2: is nested more than 16 levels deep"),
        ("[[people]]\n" * 10_001, "shop.toml, line 1, people: has 10001 entries, at most 10000 are allowed"),
    ],
    ids=lambda text: ascii(text[-40:]),
)
def test_what_is_said_of_it(text: str, message: str) -> None:
    assert said(text) == message


def test_no_one_reads_a_million_findings() -> None:
    lines = said("claims = [" + "1," * 9_000 + "]").splitlines()
    assert len(lines) == MOST_FINDINGS + 1
    assert lines[-1] == "shop.toml: only the first 1000 findings are told"
