"""The screen of ``kouan demo --story returns``: chapter by chapter, every message that went and came."""

from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.cli.language import padded
from simulator.cli.returning.play import BUYER, OPENING
from simulator.cli.returning.tale import Chapter, Line
from simulator.stories.returns import shown_time

_HEAD: Final = Words(
    "Kouan 口岸: three parcels that do not just clear, and their tax. Beijing, {day}; the clock stands until\n"
    "it is moved, so this comes out the same every time. Buyer: {buyer}; → went, ← came, · was done.",
    "口岸 Kouan：三个不走寻常路的包裹及其税款。北京时间{day}，时钟手动推进，每次结果相同。\n"
    "订购人：{buyer}；→为发出，←为收到，·为操作。",
)
_USED: Final = Words("quota used: {used}", "已用额度：{used}")
_ALL: Final = Words("Everything came as planned.", "全部符合计划。")
_NOT_ALL: Final = Words("Not as planned: {names}.", "与计划不符：{names}。")
_WIDE: Final = 34


def whole(chapters: list[Chapter], lang: str) -> str:
    """Return everything that there is to say, in ``en`` or ``zh``."""
    head = _HEAD.lang(lang).format(day=f"{OPENING:%Y-%m-%d}", buyer=BUYER.name)
    told = [_chapter(number, one, lang) for number, one in enumerate(chapters, 1)]
    wrong = ", ".join(one.name for one in chapters if not one.as_planned)
    return "\n\n".join([head, *told, _NOT_ALL.lang(lang).format(names=wrong) if wrong else _ALL.lang(lang)])


def as_json(chapters: list[Chapter]) -> dict[str, Any]:
    """Return the same for programs."""
    return {
        "story": "returns",
        "chapters": [
            {
                "name": one.name,
                "title": one.title._asdict(),
                "lines": [_line_as_json(line) for line in one.lines],
                "asPlanned": one.as_planned,
            }
            for one in chapters
        ],
        "asPlanned": all(one.as_planned for one in chapters),
    }


def _chapter(number: int, one: Chapter, lang: str) -> str:
    return "\n".join([f"{number}  {one.title.lang(lang)}", *(_line(line, lang) for line in one.lines)])


def _line(line: Line, lang: str) -> str:
    said = line.said.lang(lang)
    if line.used is not None:
        said = padded(said, _WIDE) + "  " + _USED.lang(lang).format(used=f"{line.used:.2f}")
    return f"   {shown_time(line.time)[5:]}  {line.way}  {line.message:<6}  {line.status:>3}  {said}".rstrip()


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "time": line.time,
        "way": {"→": "went", "←": "came", "·": "done"}[line.way],
        "message": line.message,
        "status": line.status,
        "said": line.said._asdict(),
        "quotaUsed": None if line.used is None else f"{line.used:.2f}",
    }
