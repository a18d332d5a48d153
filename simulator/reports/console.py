"""What came of stories, for a terminal: a line for each, some lines for one that failed, and how many there were."""

from collections.abc import Iterator, Sequence
from typing import Final

from gateway_client.wire.findings import Words
from simulator.drawing.letters import in_one_line, legal, width
from simulator.reports import wording
from simulator.stories.result import Objection, OrderResult, StoryResult

_MARKS: Final = {
    "passed": Words("ok  ", "通过"),
    "failed": Words("FAIL", "失败"),
    "skipped": Words("skip", "跳过"),
}
_NAME: Final = 44
_ORDER: Final = Words("order {number} ({purchase}): {state}", "订单{number}（{purchase}）：{state}")
_WAITS: Final = Words("waits for {what}", "等待{what}")
_AGAIN: Final = Words("again: {command}", "重演：{command}")
_SECONDS: Final = Words("in {seconds:.1f} s", "用时{seconds:.1f}秒")


def line(result: StoryResult, lang: str) -> str:
    """Return a story in one line: how it went, what it is called and about, what became of its purchases."""
    name = in_one_line(result.story.full_name)
    said = [_MARKS[result.status].lang(lang), name + " " * (_NAME - width(name)), in_one_line(_title(result, lang))]
    if counted := wording.orders(result.orders, lang):
        said.append(f"（{counted}）" if lang == "zh" else f"({counted})")
    return "  ".join(filter(None, said)).rstrip()


def failure(result: StoryResult, lang: str) -> str:
    """Return all that helps with a story that failed: where, which step, why, what was refused, how to repeat it."""
    return "\n".join("  " * depth + legal(text).replace("\n", " ") for depth, text in _failure(result, lang))


def summary(results: Sequence[StoryResult], seconds: float, lang: str) -> str:
    """Return how many stories there were, what became of all purchases, and how long it took."""
    parts = [
        wording.tally(results, lang),
        wording.orders([order for one in results for order in one.orders], lang),
        _SECONDS.lang(lang).format(seconds=seconds),
    ]
    return ("；" if lang == "zh" else "; ").join(filter(None, parts))


def _failure(result: StoryResult, lang: str) -> Iterator[tuple[int, str]]:
    yield 0, f"{_MARKS[result.status].lang(lang).strip()}  {result.story.full_name}  {_title(result, lang)}"
    yield 1, wording.place(result)
    if step := wording.failed_step(result):
        yield 1, wording.STEP.lang(lang).format(number=step.number, said=step.said.lang(lang))
    if result.why:
        yield 1, result.why.lang(lang)
    for order in result.orders:
        if order.objections or order.missing:
            yield from _order(order, lang)
    if result.repeat:
        yield 1, _AGAIN.lang(lang).format(command=result.repeat)


def _order(order: OrderResult, lang: str) -> Iterator[tuple[int, str]]:
    state = wording.state(order.state, lang)
    yield 1, _ORDER.lang(lang).format(number=order.order_no, purchase=order.purchase, state=state)
    if order.missing:
        names = ("、" if lang == "zh" else ", ").join(wording.document(one, lang) for one in order.missing)
        yield 2, _WAITS.lang(lang).format(what=names)
    for one in order.objections:
        yield from _objection(one, lang)


def _objection(one: Objection, lang: str) -> Iterator[tuple[int, str]]:
    by = wording.BY_CLIENT if one.by_client else wording.BY_PORT
    code = f" {one.code}" if one.code else ""
    yield 2, f"{wording.document(one.document, lang)} {by.lang(lang)}{code}  {one.rule} {one.title.lang(lang)}"
    wide = max([width(in_one_line(side.path)) for side in one.values], default=0)
    for side in one.values:
        path = in_one_line(side.path)
        yield 3, path + " " * (wide - width(path) + 2) + side.value
    yield 3, wording.founded(one, lang)


def _title(result: StoryResult, lang: str) -> str:
    return result.story.title.lang(lang)
