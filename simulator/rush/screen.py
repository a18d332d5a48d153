"""The verdict of a rush as text, and the line that tells how it goes."""

from typing import Final

from gateway_client.wire.findings import Words
from simulator.drawing.letters import in_one_line, width
from simulator.rush import wording
from simulator.rush.profile import Profile
from simulator.rush.verdict import Sample, Verdict

_LIVE: Final = Words(
    "{second:.0f} s  arrived {arrived}  sent {sent}  released {released}  refused {refused}  backlog {backlog}  "
    "oldest unanswered {oldest:.1f} s",
    "{second:.0f}秒  到达{arrived}  报送{sent}  放行{released}  退单{refused}  积压{backlog}  最早未完结{oldest:.1f}秒",
)
_MARKS: Final = {True: " ", False: "!"}


def live(now: Sample, lang: str) -> str:
    """Return how it stands, in a line."""
    return _LIVE.lang(lang).format(
        second=now.second,
        arrived=now.arrived,
        sent=now.sent,
        released=now.released,
        refused=now.refused,
        backlog=now.backlog,
        oldest=now.oldest,
    )


def whole(verdict: Verdict, profile: Profile, lang: str) -> str:
    """Return everything that is to be said in the end."""
    rows = wording.rows(verdict, lang)
    wide = max(width(name) for name, _, _ in rows)
    stages = wording.stages(verdict, lang)
    table = [(wording.STAGE.lang(lang), wording.MEDIAN.lang(lang), wording.NEARLY_ALL.lang(lang)), *stages]
    wides = [max(width(cell) for cell in column) for column in zip(*table, strict=True)]
    parts = [
        [in_one_line(wording.asked(verdict, profile, lang))],
        [f"{_MARKS[good]} {_filled(name, wide)}  {value}" for name, value, good in rows],
        ["  " + "  ".join(map(_filled, row, wides)).rstrip() for row in table] if stages else [],
        *([title, *(f"  {in_one_line(line)}" for line in lines)] for title, lines in wording.details(verdict, lang)),
        [wording.headline(verdict, lang)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _filled(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
