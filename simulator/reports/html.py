"""Results as one HTML file, for people with a browser: every story with its steps, purchases, refusals and diagram."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from gateway_client.wire.findings import Words
from simulator.drawing.letters import escaped, in_one_line
from simulator.reports import wording
from simulator.reports.page import page
from simulator.reports.section import section
from simulator.reports.wording import WENT, sorted_by_file
from simulator.stories.result import StoryResult

_TITLE: Final = Words("Stories at the port", "口岸故事演示报告")
_ALL: Final = Words("all {count}", "全部{count}")
_ONE: Final = Words("{went} {count}", "{went}{count}")
_HEADS: Final = (
    (Words("", ""), "short"),
    (Words("story", "故事"), "short"),
    (Words("what it tells", "内容"), ""),
    (Words("orders", "订单"), ""),
)


def html(results: Sequence[StoryResult], lang: str) -> str:
    """Return the page of results, in ``en`` or ``zh``."""
    found = sorted_by_file(results)
    title = _TITLE.lang(lang)
    orders = wording.orders([order for one in found for order in one.orders], lang)
    parts = [
        f"<h1>{escaped(title)}</h1>",
        f'<p class="summary">{escaped(wording.tally(found, lang))}</p>',
        f'<p class="muted">{escaped(orders)}</p>' if orders else "",
        _bar(found),
        *_filters(found, lang),
        "<main>",
        *_table(found, lang),
        *(section(one, number, lang) for number, one in enumerate(found, 1)),
        "</main>",
    ]
    return page(f"{title}: {wording.tally(found, lang)}", "\n".join(filter(None, parts)), lang)


def _bar(found: Sequence[StoryResult]) -> str:
    """Return a bar as long as the stories are many, coloured as they went."""
    counts = Counter(one.status for one in found)
    x, parts = 0, []
    for status in WENT:
        if counts[status]:
            parts.append(f'<rect class="{status}" x="{x}" width="{counts[status]}" height="1"/>')
            x += counts[status]
    box = f"0 0 {max(x, 1)} 1"
    return (
        f'<div class="bar"><svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" preserveAspectRatio="none"'
        f' aria-hidden="true">{"".join(parts)}</svg></div>'
    )


def _filters(found: Sequence[StoryResult], lang: str) -> Iterator[str]:
    """Yield the choice of stories; the page's style does the rest."""
    counts = Counter(one.status for one in found)
    choices = {"all": _ALL.lang(lang).format(count=len(found))}
    for status, words in WENT.items():
        if counts[status]:
            choices[status] = _ONE.lang(lang).format(went=words.lang(lang), count=counts[status])
    for name in choices:
        checked = ' checked="checked"' if name == "all" else ""
        yield f'<input class="filter" type="radio" name="filter" id="{name}"{checked}/>'
    labels = "".join(f'<label class="{name}" for="{name}">{said}</label>' for name, said in choices.items())
    yield f'<div class="filters">{labels}</div>'


def _table(found: Sequence[StoryResult], lang: str) -> Iterator[str]:
    heads = "".join(f'<th class="{kind}">{words.lang(lang)}</th>' for words, kind in _HEADS)
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
    for number, one in enumerate(found, 1):
        name, title = escaped(in_one_line(one.story.full_name)), escaped(in_one_line(one.story.title.lang(lang)))
        orders = ", ".join(f"{wording.state(order, lang)} {count}" for order, count in _states(one))
        yield (
            f'<tr class="story {one.status}"><td class="short {one.status}"><span class="mark">'
            f'{WENT[one.status].lang(lang)}</span></td><td class="short"><a href="#story-{number}">{name}</a></td>'
            f"<td>{title}</td><td>{escaped(orders)}</td></tr>"
        )
    yield "</tbody>\n</table>"


def _states(one: StoryResult) -> list[tuple[str, int]]:
    return sorted(Counter(order.state for order in one.orders).items())
