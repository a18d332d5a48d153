"""Stories for reports: two that pass, three that fail, one that was skipped; and results of anything at all."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from gateway_client.wire.findings import Words
from simulator.grounds import in_process
from simulator.stories.player import play
from simulator.stories.result import (
    Event,
    Lifeline,
    Objection,
    OrderResult,
    Receipt,
    StepResult,
    StoryResult,
    Trace,
    Value,
)
from simulator.stories.written.reading import read_stories

FILES = {
    "clears.story.toml": """
title = { en = "One parcel clears, and <its> documents & receipts show it", zh = "一单放行" }
[[steps]]
declare = "parcel"
[[steps]]
expect = "parcel"
inventory = ["2", "120", "800"]
[purchases.parcel]
sale = 1
""",
    "refused.story.toml": """
title = { en = "The spouse pays: customs refuses", zh = "配偶付款：海关退单" }
[purchases.parcel]
sale = 1
fault = "paid_by_spouse"
[[steps]]
declare = "parcel"
[[steps]]
expect = "parcel"
inventory = ["2", "120", "800"]
[[steps]]
run = "until quiet"
""",
    "stopped.story.toml": """
title = { en = "The client stops what does not add up", zh = "客户端拦下合计有误的订单" }
[purchases.parcel]
sale = 1
[[steps]]
declare = "parcel"
change = { "OrderHead.goodsValue" = "1" }
""",
    "waits.story.toml": """
title = { en = "The payment never comes", zh = "支付单始终未到" }
[purchases.parcel]
sale = 1
[[steps]]
declare = "parcel"
documents = ["order", "waybill", "inventory"]
[[steps]]
expect = "parcel"
inventory = ["2", "120"]
within = "30d"
""",
}
HOSTILE = (
    "<script>alert('1')</script>",
    "]]> --> </title></style></svg></details>",
    "\"><img src=x onerror='x()'>",
    "&amp; &#0; &nope; %%{init: {}}%% end; # $$x$$",
    "\x00\x1b[31m\x7f\x85\u2028\u202e\ufffe\U0001ffff",
    "a\r\nb\tc\n\n  end\n",
    "订单" * 400,
    "x" * 3000,
    "",
    " ",
)


@cache
def results() -> tuple[StoryResult, ...]:
    """Return what comes of the stories above, and one more that was skipped; all took a quarter of a second."""
    played: list[StoryResult] = []
    with TemporaryDirectory() as folder, in_process() as wire:
        for name, text in FILES.items():
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            shown = f"stories/{name}"
            stories = read_stories(path, shown)
            played += [replace(play(story, wire, repeat=f"kouan run {shown}"), seconds=0.25) for story in stories]
    return (*played, skipped(played[0]))


def skipped(one: StoryResult) -> StoryResult:
    """Return a result like one, of a story that was not played."""
    story = replace(one.story, name="skipped", path="stories/skipped.story.toml", row="a row")
    trace = Trace(lifelines=(), events=())
    why = Words("there is no officer here", "此处没有关员")
    return replace(one, story=story, status="skipped", steps=(), orders=(), trace=trace, why=why, line=None, repeat="")


def of(results: Sequence[StoryResult], name: str) -> StoryResult:
    """Return the result of a story by its name."""
    return next(one for one in results if one.story.name == name)


_texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
_words = st.builds(Words, _texts, _texts)
_times = st.one_of(st.from_regex(r"[0-9]{17}", fullmatch=True), _texts)
_statuses = st.sampled_from(("passed", "failed", "skipped"))
_values = st.builds(Value, path=_texts, value=_texts)
_objections = st.builds(
    Objection,
    document=_texts,
    code=_texts,
    info=_texts,
    rule=_texts,
    title=_words,
    values=st.lists(_values, max_size=2).map(tuple),
    source=_texts,
    confidence=_texts,
    by_client=st.booleans(),
)
_receipts = st.builds(Receipt, document=_texts, message=_texts, status=_texts, time=_times, info=_texts)
_orders = st.builds(
    OrderResult,
    purchase=_texts,
    order_no=_texts,
    buyer=_texts,
    goods_value=_texts,
    state=_texts,
    missing=st.lists(_texts, max_size=2).map(tuple),
    receipts=st.lists(_receipts, max_size=2).map(tuple),
    objections=st.lists(_objections, max_size=2).map(tuple),
)
_steps = st.builds(
    StepResult,
    number=st.integers(1, 99),
    line=st.integers(1, 999),
    said=_words,
    status=_statuses,
    time=_times,
    why=st.none() | _words,
)
_kinds = st.sampled_from(("message", "receipt", "copy", "asked", "clock", "verdict", "officer", "stopped"))


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """Draw traces whose events go between any lifelines."""
    kinds = draw(st.lists(st.sampled_from(("company", "port", "payment", "carrier", "officer", "clock")), max_size=5))
    lifelines = tuple(
        Lifeline(id=f"{kind} {number}{draw(_texts)}", kind=kind, name=draw(_words)) for number, kind in enumerate(kinds)
    )
    if not lifelines:
        return Trace(lifelines=(), events=(), left_out=draw(st.integers(0, 3)))
    ids = st.sampled_from([one.id for one in lifelines])
    events = st.builds(
        Event,
        n=st.integers(1, 99),
        time=_times,
        kind=_kinds,
        source=ids,
        target=ids,
        label=_words,
        good=st.none() | st.booleans(),
        details=st.lists(_words, max_size=2).map(tuple),
    )
    found = tuple(draw(st.lists(events, max_size=6)))
    return Trace(lifelines=lifelines, events=found, left_out=draw(st.integers(0, 3)))


@st.composite
def anything(draw: st.DrawFn) -> StoryResult:
    """Draw results that hold any letters anywhere."""
    story = replace(of(results(), "clears").story, name=draw(_texts), path=draw(_texts), title=draw(_words))
    return StoryResult(
        story=replace(story, row=draw(_texts)),
        status=draw(_statuses),
        steps=tuple(draw(st.lists(_steps, max_size=3))),
        orders=tuple(draw(st.lists(_orders, max_size=2))),
        trace=draw(traces()),
        seconds=draw(st.floats(0, 1000)),
        why=draw(st.none() | _words),
        line=draw(st.none() | st.integers(1, 999)),
        repeat=draw(_texts),
    )
