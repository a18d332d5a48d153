"""The figures of a bench as people read them: measured beside least and aim, and what has changed since earlier."""

from typing import Final

from gateway_client.wire.findings import Words
from simulator.bench.comparing import Change, Difference, changes, differences
from simulator.bench.figures import FIGURES, Figure
from simulator.bench.result import Result
from simulator.cli.language import padded
from simulator.drawing.letters import width

_NONE: Final = "–"
_HEAD: Final = (
    Words("figure", "指标"),
    Words("measured", "实测"),
    Words("least", "至少"),
    Words("aim", "目标"),
    Words("unit", "单位"),
    Words("reached", "达到"),
)
_SPREAD: Final = Words("lowest … highest of {rounds}", "{rounds}轮的范围")
_REACHED: Final = {
    "aim": Words("aim", "目标"),
    "least": Words("least", "至少值"),
    "below": Words("below least", "未达至少值"),
    "reported": Words(_NONE, _NONE),
}
_COMMAND: Final = Words("command", "命令")
_MACHINE: Final = Words("machine", "机器")
_MACHINE_SAID: Final = Words("{cpu}, {cores} cores, {python}, {os}", "{cpu}，{cores}核，{python}，{os}")
_SETTINGS: Final = Words("settings", "设置")
_SETTINGS_SAID: Final = Words(
    "{clearances} clearances, seed {seed}, {documentsAMessage} documents a message; one sale in {wrongOneIn} wrong, in"
    " turn in {ways} ways; {database}, durability {durability}, {workers}, pace {pace}; {signed} signed",
    "{clearances}笔，种子{seed}，每报文{documentsAMessage}份单证；每{wrongOneIn}笔有一笔出错，{ways}种错法轮流；{database}，"
    "持久性{durability}，{workers}，节奏{pace}；已签名{signed}份",
)
_PROCESSES: Final = Words("1 process", "1个进程")
_SHARED: Final = Words("1 process, then {processes}", "先1个进程，后{processes}个进程")
_HERE: Final = Words(
    "Load, workers and PostgreSQL shared {cores} cores here; the aim is for a load that runs on another machine.",
    "负载、各进程与PostgreSQL共用本机{cores}核；目标针对负载在另一台机器上的情形。",
)
_ELSEWHERE: Final = Words(
    "Load and workers shared {cores} cores here, PostgreSQL ran elsewhere; the aim is for a load that does so, too.",
    "负载与各进程共用本机{cores}核，PostgreSQL在别处；目标针对负载也在别处的情形。",
)
_STORED: Final = Words("; {stored} stored before", "；已存{stored}笔")
_READ_BACK: Final = Words(
    "Read back from the database by orderNo: {released} sales released, {refused} documents refused, each as it must"
    " be, for {reasons} reasons.",
    "按orderNo从数据库读回：放行{released}笔，退单{refused}份，均与预期一致，退单原因{reasons}种。",
)
_READ_BACK_LONG: Final = Words(
    "Read back from the database by orderNo: every clearance ended as it must.",
    "按orderNo从数据库读回：每笔均与预期一致。",
)
_COMPARED: Final = Words("Compared with {begun}, {command}", "与{begun}的{command}相比")
_CHANGE_HEAD: Final = (
    Words("figure", "指标"),
    Words("earlier", "此前"),
    Words("now", "现在"),
    Words("unit", "单位"),
    Words("change", "变化"),
)
_WORSE: Final = Words("worse", "变差")
_NOTHING_WORSE: Final = Words(
    "Nothing got worse by more than a tenth.",
    "没有指标变差超过一成。",
)
_SOME_WORSE: Final = Words("Worse by more than a tenth: {count}.", "变差超过一成的指标：{count}项。")
_UNLIKE: Final = Words(
    "Machine or settings are others, so that this comparison is worth little: {differences}.",
    "机器或设置不同，此比较意义不大：{differences}。",
)
_NOTHING_COMMON: Final = Words("The two have no figure in common.", "两次结果没有共同的指标。")


def table(result: Result, lang: str) -> str:
    """Return what was measured, with machine, command and settings."""
    rounds = int(result.settings["rounds"])
    head = [words.lang(lang) for words in _HEAD]
    spread = [_SPREAD.lang(lang).format(rounds=rounds)] if rounds > 1 else []
    rows = [[*head[:2], *spread, *head[2:]]]
    rows += [_row(figure, result, lang, spread=bool(spread)) for figure in FIGURES if figure.id in result.values]
    lines = [*_preface(result, lang), "", *_lines(rows, numbers=3 + bool(spread)), "", _read_back(result, lang)]
    if "databaseIsHere" in result.settings:
        where = _HERE if result.settings["databaseIsHere"] else _ELSEWHERE
        lines.append(where.lang(lang).format_map(result.machine))
    return "\n".join(lines)


def _preface(result: Result, lang: str) -> list[str]:
    said = {name: _count(value) for name, value in result.settings.items()}
    workers = _SHARED if result.settings["processes"] != 1 else _PROCESSES
    settings = _SETTINGS_SAID.lang(lang).format_map(said | {"workers": workers.lang(lang).format_map(said)})
    if "stored" in result.settings:
        settings += _STORED.lang(lang).format(stored=_count(result.settings["stored"]))
    lines = (
        (_COMMAND, result.command),
        (_MACHINE, _MACHINE_SAID.lang(lang).format_map(result.machine)),
        (_SETTINGS, settings),
    )
    return [f"{padded(words.lang(lang), 8)}  {text}" for words, text in lines]


def _row(figure: Figure, result: Result, lang: str, *, spread: bool) -> list[str]:
    measured = result.measured(figure.id)
    assert measured is not None
    rounds = result.values[figure.id]
    return [
        figure.words.lang(lang),
        _number(figure, measured),
        *([_spread(figure, rounds)] if spread else []),
        _number(figure, figure.least),
        _number(figure, figure.aim),
        figure.unit.lang(lang),
        _REACHED[figure.reached(measured)].lang(lang),
    ]


def _spread(figure: Figure, rounds: list[float]) -> str:
    return f"{_number(figure, min(rounds))} … {_number(figure, max(rounds))}" if len(rounds) > 1 else _NONE


def _read_back(result: Result, lang: str) -> str:
    if not result.ended:
        return _READ_BACK_LONG.lang(lang)
    refused = {name: count for name, count in result.ended.items() if name != "released"}
    return _READ_BACK.lang(lang).format(
        released=_count(result.ended.get("released", 0)), refused=_count(sum(refused.values())), reasons=len(refused)
    )


def comparison(before: Result, after: Result, lang: str) -> str:
    """Return how figures have changed since an earlier result."""
    found = changes(before, after)
    lines = [_COMPARED.lang(lang).format(begun=before.begun, command=before.command)]
    if unlike := differences(before, after):
        said = "; ".join(_different(one) for one in unlike)
        lines.append(_UNLIKE.lang(lang).format(differences=said))
    if not found:
        return "\n".join([*lines, _NOTHING_COMMON.lang(lang)])
    rows = [[*(words.lang(lang) for words in _CHANGE_HEAD), ""], *(_changed(one, lang) for one in found)]
    worse = sum(one.worse for one in found)
    end = _SOME_WORSE.lang(lang).format(count=worse) if worse else _NOTHING_WORSE.lang(lang)
    return "\n".join([*lines, "", *_lines(rows, numbers=2, last=4), "", end])


def _changed(one: Change, lang: str) -> list[str]:
    return [
        one.figure.words.lang(lang),
        _number(one.figure, one.before),
        _number(one.figure, one.after),
        one.figure.unit.lang(lang),
        _NONE if one.per_cent is None else f"{one.per_cent:+.1f} %",
        _WORSE.lang(lang) if one.worse else "",
    ]


def _different(one: Difference) -> str:
    before, after = [_NONE if value is None else _count(value) for value in (one.before, one.after)]
    return f"{one.name} {before} → {after}"


def _number(figure: Figure, value: float | None) -> str:
    return _NONE if value is None else f"{value:,.{figure.places}f}"


def _count(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value


def _lines(rows: list[list[str]], *, numbers: int, last: int = 0) -> list[str]:
    """Return rows as lines; the columns behind the first, so many, and column ``last``, hold numbers."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    right = {*range(1, numbers + 1), last} - {0}
    return [
        "  ".join(padded(cell, widths[place], right=place in right) for place, cell in enumerate(row)).rstrip()
        for row in rows
    ]
