"""One story in a page: its steps, why it failed, what became of its purchases, its diagram, how to play it again."""

from collections.abc import Iterable, Iterator
from typing import Final

from gateway_client.wire.findings import Words
from simulator.drawing.letters import escaped, in_one_line
from simulator.drawing.svg import figure
from simulator.reports import wording
from simulator.reports.wording import WENT
from simulator.stories.result import Objection, OrderResult, Receipt, StepResult, StoryResult
from simulator.stories.returns import shown_time

_STEPS: Final = Words("Steps", "步骤")
_ORDERS: Final = Words("Orders", "订单")
_DRAWING: Final = Words("Who sent what to whom", "往来示意图")
_AGAIN: Final = Words("Play it again", "重新演示")
_LINE: Final = Words("line", "行")
_STEP: Final = Words("what happens", "内容")
_TIME: Final = Words("Beijing time", "北京时间")
_DOCUMENT: Final = Words("document", "单证")
_MESSAGE: Final = Words("receipt", "回执")
_STATUS: Final = Words("status", "状态")
_TEXT: Final = Words("text", "内容")
_BOUGHT: Final = Words("{buyer}, goods {value}", "{buyer}，货值{value}")
_WAITS: Final = Words("waits for {what}", "等待{what}")
_RULE: Final = Words("rule", "规则")
_NO_VALUE: Final = "–"


def section(result: StoryResult, number: int, lang: str) -> str:
    """Return the part of a page about a story; it is open if the story failed."""
    story, opened = result.story, ' open="open"' if result.status == "failed" else ""
    name, title = escaped(in_one_line(story.full_name)), escaped(in_one_line(story.title.lang(lang)))
    mark = f'<span class="mark">{WENT[result.status].lang(lang)}</span>'
    parts = [
        f'<section class="story {result.status}" id="story-{number}">\n<details{opened}>',
        f'<summary class="{result.status}">{mark} <h2>{title}</h2> <span class="muted mono">{name}</span></summary>',
        '<div class="inside">',
        f'<p class="muted mono">{escaped(wording.place(result))}</p>',
        _why(None if wording.failed_step(result) else result.why, lang),
        *_steps(result.steps, lang),
        *_orders(result.orders, lang),
        f'<details class="more">\n<summary>{_DRAWING.lang(lang)}</summary>',
        f'<div class="drawing">{figure(result.trace, story.title, lang)}</div>\n</details>',
        _again(result.repeat, lang),
        "</div>\n</details>\n</section>",
    ]
    return "\n".join(filter(None, parts))


def _why(why: Words | None, lang: str) -> str:
    return f'<p class="why">{escaped(why.lang(lang))}</p>' if why else ""


def _again(command: str, lang: str) -> str:
    if not command:
        return ""
    return f'<h3>{_AGAIN.lang(lang)}</h3>\n<code class="again">{escaped(in_one_line(command))}</code>'


def _steps(steps: Iterable[StepResult], lang: str) -> Iterator[str]:
    rows = [
        (
            f'<td class="short">{one.number}</td>',
            f'<td class="short {one.status}"><span class="mark">{WENT[one.status].lang(lang)}</span></td>',
            f"<td>{escaped(one.said.lang(lang))}{_why(one.why, lang)}</td>",
            f'<td class="short mono">{escaped(_shown(one.time))}</td>',
            f'<td class="short muted">{one.line}</td>',
        )
        for one in steps
    ]
    if rows:
        yield f"<h3>{_STEPS.lang(lang)}</h3>"
        heads = ("", "", _STEP.lang(lang), _TIME.lang(lang), _LINE.lang(lang))
        yield from _table(heads, rows)


def _orders(orders: Iterable[OrderResult], lang: str) -> Iterator[str]:
    for number, one in enumerate(orders):
        if not number:
            yield f"<h3>{_ORDERS.lang(lang)}</h3>"
        yield from _order(one, lang)


def _order(one: OrderResult, lang: str) -> Iterator[str]:
    tone = {"released": "passed", "refused": "failed"}.get(one.state, "skipped")
    bought = _BOUGHT.lang(lang).format(buyer=one.buyer, value=one.goods_value)
    yield (
        f'<div class="order"><h4><span class="mark {tone}">{escaped(wording.state(one.state, lang))}</span> '
        f'{escaped(one.purchase)} <span class="mono">{escaped(one.order_no)}</span> '
        f'<span class="muted">{escaped(bought)}</span></h4>'
    )
    if one.missing:
        names = ("、" if lang == "zh" else ", ").join(wording.document(each, lang) for each in one.missing)
        yield f"<p>{escaped(_WAITS.lang(lang).format(what=names))}</p>"
    for each in one.objections:
        yield from _objection(each, lang)
    yield from _receipts(one.receipts, lang)
    yield "</div>"


def _objection(one: Objection, lang: str) -> Iterator[str]:
    by = wording.BY_CLIENT if one.by_client else wording.BY_PORT
    head = f"{wording.document(one.document, lang)} {by.lang(lang)} {one.code}"
    yield f'<div class="objection"><p class="muted">{escaped(head)}</p>'
    yield f'<p class="rule">{escaped(f"{one.rule} {one.title.lang(lang)}")}</p>'
    sides = "".join(
        f'<div class="side"><b class="mono">{escaped(side.path)}</b>{escaped(side.value) or _NO_VALUE}</div>'
        for side in one.values
    )
    yield f'<div class="sides">{sides}</div>' if sides else ""
    yield f'<p class="mono">{escaped(one.info)}</p>' if one.info else ""
    yield f'<p class="muted">{_RULE.lang(lang)} {escaped(one.rule)}, {escaped(wording.founded(one, lang))}</p></div>'


def _receipts(receipts: Iterable[Receipt], lang: str) -> Iterator[str]:
    rows = [
        (
            f'<td class="short mono">{escaped(_shown(one.time))}</td>',
            f'<td class="short">{escaped(wording.document(one.document, lang))}</td>',
            f'<td class="short mono">{escaped(one.message)}</td>',
            f'<td class="short mono">{escaped(one.status)}</td>',
            f"<td>{escaped(one.info)}</td>",
        )
        for one in receipts
    ]
    if rows:
        yield from _table([words.lang(lang) for words in (_TIME, _DOCUMENT, _MESSAGE, _STATUS, _TEXT)], rows)


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"<table>\n<thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead>\n<tbody>"
    for cells in rows:
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>"


def _shown(stamp: str) -> str:
    return shown_time(stamp) if stamp else ""
