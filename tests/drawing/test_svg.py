"""SVG drawings: what they look like, that they are well-formed, and that nothing sticks out of them."""

from hypothesis import given
from lxml import etree

from gateway_client.wire.findings import Words
from simulator.drawing.letters import width
from simulator.drawing.svg import figure, svg
from simulator.stories.result import Event, Lifeline, Trace
from tests.cli.running import same_as_golden
from tests.reports.markup import harmless, leads_nowhere
from tests.reports.played import HOSTILE, of, results, traces

_SVG = "{http://www.w3.org/2000/svg}"
_TITLE = Words("a title", "标题")


def test_a_refusal() -> None:
    one = of(results(), "refused")
    for lang in ("en", "zh"):
        same_as_golden(f"story-{lang}.svg", svg(one.trace, one.story.title, lang))


def test_needs_nothing_from_elsewhere() -> None:
    for one in results():
        drawn = svg(one.trace, one.story.title, "en")
        harmless(drawn)
        assert leads_nowhere(drawn)


@given(traces())
def test_any_letters(trace: Trace) -> None:
    for text in HOSTILE:
        harmless(svg(trace, Words(text, text), "en"))


@given(traces())
def test_nothing_sticks_out(trace: Trace) -> None:
    root = harmless(figure(trace, _TITLE, "zh"))
    wide, high = float(root.get("width", "")), float(root.get("height", ""))
    for box in root.iter(f"{_SVG}rect"):
        x, y = float(box.get("x", "0")), float(box.get("y", "0"))
        assert x >= 0
        assert y >= 0
        assert x + float(box.get("width", "")) <= wide + 0.1
        assert y + float(box.get("height", "")) <= high + 0.1


def _between(label: str, *, parties: int = 1) -> etree._Element:
    companies = [Lifeline(id=f"company {n}", kind="company", name=Words(f"c{n}", f"企{n}")) for n in range(parties)]
    port = Lifeline(id="port", kind="port", name=Words("port", "口岸"))
    event = Event(
        n=1,
        time="20261111200000000",
        kind="message",
        source=companies[-1].id,
        target="port",
        label=Words(label, label),
    )
    return harmless(figure(Trace(lifelines=(*companies, port), events=(event,)), _TITLE, "en"))


def test_width_adapts() -> None:
    few, more = _between("short"), _between("short", parties=4)
    long = _between("the number of an order which is long 12345678901234567890")
    assert float(few.get("width", "")) < float(long.get("width", "")) < float(more.get("width", ""))


def test_chinese_letters_are_as_wide_as_two() -> None:
    assert width("订单 311") == 8
    chinese, latin = _between("订" * 20), _between("a" * 40)
    assert chinese.get("width") == latin.get("width")


def test_details_and_colours() -> None:
    root = harmless(figure(of(results(), "refused").trace, _TITLE, "en"))
    bad = [one for one in root.iter(f"{_SVG}g") if "ks-bad" in one.get("class", "")]
    titles = " ".join(one.findtext(f"{_SVG}title") or "" for one in bad)
    assert "OrderHead.buyerName" in titles
    assert "PaymentHead.payerName" in titles
    released = harmless(figure(of(results(), "clears").trace, _TITLE, "en"))
    good = [one for one in released.iter(f"{_SVG}g") if "ks-good" in one.get("class", "")]
    assert [one.findtext(f"{_SVG}text") for one in good][-1].startswith("CEB622 800 inventory")
