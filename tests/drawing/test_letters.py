"""Texts in drawings: measured, broken into lines, without letters that nothing can show."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.drawing.letters import escaped, in_one_line, legal, shortened, width, wrapped


def test_pictures_for_what_cannot_be_shown() -> None:
    assert legal("a\x00b\x1b[0m\x7f\u202ec\r\nd\te\ud800") == "a␀b␛[0m��c\nd e�"
    assert in_one_line(" a\n\n b ") == "a b"
    assert escaped("<a b='\"'>&") == "&lt;a b=&#39;&quot;&#39;&gt;&amp;"


def test_lines_break_at_blanks() -> None:
    assert wrapped("one two three four", 9, 3) == ["one two", "three", "four"]
    assert wrapped("订单信息不存在", 6, 2) == ["订单信", "息不…"]
    assert wrapped("a\n\nb", 9, 3) == ["a", "b"]
    assert shortened("订单信息", 5) == "订单…"


@given(st.text(), st.integers(4, 40), st.integers(1, 4))
def test_lines_fit(text: str, columns: int, most: int) -> None:
    lines = wrapped(text, columns, most)
    assert len(lines) <= most
    assert all(width(line) <= columns for line in lines)
    assert width(shortened(text, columns)) <= columns
