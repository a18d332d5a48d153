"""The page of results: complete, well-formed, and so closed that nothing in it can run or lead elsewhere."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from simulator.reports.html import html
from simulator.reports.section import section
from simulator.stories.result import StoryResult
from tests.cli.running import same_as_golden
from tests.reports.markup import harmless, leads_nowhere
from tests.reports.played import anything, of, results

_HTML = "{http://www.w3.org/1999/xhtml}"
_DRAWING = re.compile('<svg xmlns="http://www.w3.org/2000/svg" class="ks".*?</svg>\n', re.DOTALL)


def _text(root: etree._Element) -> str:
    return " ".join(map(str, root.itertext()))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sections(lang: str) -> None:
    parts = [section(of(results(), name), n, lang) for n, name in enumerate(("refused", "stopped", "waits"), 1)]
    same_as_golden(f"story-sections-{lang}.html", _DRAWING.sub("<svg/>\n", "\n".join(parts)) + "\n")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_whole_page(lang: str) -> None:
    page = html(results(), lang)
    root = harmless(page)
    assert leads_nowhere(page)
    assert root.get("lang") == {"en": "en", "zh": "zh-CN"}[lang]
    anchors = [one.get("href", "") for one in root.iter(f"{_HTML}a")]
    assert anchors == [f"#{one.get('id')}" for one in root.iter(f"{_HTML}section")]
    assert len(anchors) == len(results())


def test_the_page_allows_its_own_style_only() -> None:
    root = harmless(html(results(), "en"))
    styles = [one.text or "" for one in root.iter("{*}style")]
    assert len(styles) == 1
    allowed = next(one.get("content", "") for one in root.iter(f"{_HTML}meta") if one.get("http-equiv"))
    hashed = b64encode(sha256(styles[0].encode()).digest()).decode()
    assert allowed == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"


def test_refusals_show_both_values_and_their_ground() -> None:
    text = _text(harmless(html([of(results(), "refused")], "en")))
    objection = of(results(), "refused").orders[0].objections[0]
    for said in (objection.rule, objection.title.en, objection.source, objection.info, "kouan run stories/refused"):
        assert said in text
    for side in objection.values:
        assert side.path in text
        assert side.value in text


def test_only_what_failed_is_open() -> None:
    root = harmless(html(results(), "en"))
    for one in root.iter(f"{_HTML}section"):
        details = one.find(f"{_HTML}details")
        assert details is not None
        assert (details.get("open") is not None) == ("failed" in one.get("class", ""))


def test_five_hundred_stories() -> None:
    page = html([of(results(), "clears")] * 500, "en")
    assert len(page) < 20_000_000
    assert "500 stories: 500 passed" in page


@given(st.lists(anything(), max_size=2))
def test_any_letters(found: list[StoryResult]) -> None:
    for lang in ("en", "zh"):
        harmless(html(found, lang))
