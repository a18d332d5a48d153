"""The report of a rush as one HTML file: verdict, stages, charts, and what went wrong by name."""

from collections.abc import Iterable, Iterator

from simulator.drawing.letters import escaped, in_one_line
from simulator.reports.page import page
from simulator.rush import wording
from simulator.rush.chart import STYLE, chart
from simulator.rush.profile import Profile
from simulator.rush.verdict import Verdict


def html(verdict: Verdict, profile: Profile, lang: str) -> str:
    """Return the page, in ``en`` or ``zh``."""
    title, headline = wording.TITLE.lang(lang), wording.headline(verdict, lang)
    tone = "passed" if verdict.good else "failed"
    drawn = chart(verdict.samples, lang)
    parts = [
        f"<h1>{escaped(title)}</h1>",
        f'<p class="{tone}"><span class="mark">{escaped(headline)}</span></p>',
        f'<p class="muted">{escaped(in_one_line(wording.asked(verdict, profile, lang)))}</p>',
        "<main>",
        *_verdict(verdict, lang),
        f'<div class="drawing">{drawn}</div>' if drawn else "",
        *_stages(verdict, lang),
        *(part for title, lines in wording.details(verdict, lang) for part in _list(title, lines)),
        "</main>",
    ]
    return page(f"{title}: {headline}", "\n".join(filter(None, parts)), lang, style=STYLE)


def _verdict(verdict: Verdict, lang: str) -> Iterator[str]:
    rows = [
        (
            f'<td class="short">{escaped(name)}</td>',
            f'<td class="{"" if good else "failed"}">'
            + (escaped(value) if good else f'<span class="mark">{escaped(value)}</span>')
            + "</td>",
        )
        for name, value, good in wording.rows(verdict, lang)
    ]
    yield from _table(rows)


def _stages(verdict: Verdict, lang: str) -> Iterator[str]:
    found = wording.stages(verdict, lang)
    if found:
        heads = (wording.STAGE.lang(lang), wording.MEDIAN.lang(lang), wording.NEARLY_ALL.lang(lang))
        cells = [tuple(f'<td class="short">{escaped(cell)}</td>' for cell in row) for row in found]
        yield "<h3></h3>"
        yield from _table(cells, heads)


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<h3>{escaped(title)}</h3>"
    yield from (f'<p class="mono">{escaped(in_one_line(line))}</p>' for line in lines)


def _table(rows: Iterable[tuple[str, ...]], heads: tuple[str, ...] = ()) -> Iterator[str]:
    yield "<table>"
    if heads:
        cells = "".join(f'<th class="short">{escaped(head)}</th>' for head in heads)
        yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    yield from (f"<tr>{''.join(row)}</tr>" for row in rows)
    yield "</tbody></table>"
