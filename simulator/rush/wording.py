"""What is said of a rush, on the screen and in its report, in both languages."""

from typing import Final

from gateway_client.wire.findings import Words
from simulator.rush.profile import Profile
from simulator.rush.verdict import Verdict
from simulator.stories.returns import DOCUMENTS

GOOD: Final = Words("Nothing lost, nothing twice; all ended as planned", "无遗漏、无重复，全部按预期完结")
BAD: Final = Words("Not as planned", "与预期不符")
TITLE: Final = Words("A rush at the port", "口岸高峰演练")
ASKED: Final = Words(
    "{title}: {rate:g} purchases a second for {seconds:g} s, {users} companies, "
    "{workers} generating, {batch} documents a message",
    "{title}：每秒{rate:g}笔订单，持续{seconds:g}秒；{users}家企业，{workers}个发生进程，每报文{batch}份单证",
)
STAGE: Final = Words("stage", "阶段")
MEDIAN: Final = Words("median", "中位数")
NEARLY_ALL: Final = Words("99% within", "99%不超过")
UNANSWERED: Final = Words("Unanswered, the oldest first", "未完结，最早的在前")
OTHERWISE: Final = Words("Receipts that were not to come", "不应出现的回执")
GENERATOR: Final = Words("The generator", "发生器")
TROUBLES: Final = Words("On the way", "途中故障")
MISSING: Final = Words(
    "{order_no}: arrived {age:.1f} s ago, waits for {what}", "{order_no}：{age:.1f}秒前到达，等待{what}"
)
MORE: Final = Words("… and {0} more", "……另有{0}笔")
BROKEN: Final = Words("it ended before its time: {why}", "提前退出：{why}")
STAGES: Final = {
    "arrived → sent": Words("arrived → handed in", "到达 → 报送"),
    "sent → 2": Words("handed in → 2", "报送 → 2"),
    "2 → 120": Words("2 → 120", "2 → 120"),
    "120 → 800": Words("120 → 800", "120 → 800"),
    "HTTP": Words("answer to a message", "报文应答"),
}
_MOST_RECEIPTS: Final = 4
_SECONDS: Final = Words("{0:.1f} s", "{0:.1f}秒")
_NEVER: Final = Words("never: {0} are left", "未消化：剩{0}笔")
_OF: Final = Words("{0} of {1}", "{0}（计划{1}）")
_NONE: Final = Words("none", "无")
ROWS: Final = {
    "arrived": Words("purchases arrived", "到达订单"),
    "sent": Words("handed in", "已报送"),
    "released": Words("cleared", "放行"),
    "refused": Words("refused as planned", "按预期退单"),
    "otherwise": Words("ended otherwise", "其他结果"),
    "unanswered": Words("unanswered", "未完结"),
    "oldest": Words("oldest unanswered", "最早未完结"),
    "drain": Words("backlog gone after the last arrival", "最后到达后消化积压用时"),
    "lost": Words("receipts lost", "回执遗漏"),
    "doubled": Words("receipts doubled", "回执重复"),
    "strangers": Words("receipts of others", "他人回执"),
    "workers": Words("generator processes lost", "丢失的发生进程"),
}


def asked(verdict: Verdict, profile: Profile, lang: str) -> str:
    """Return what was asked for."""
    one = verdict.rehearsal
    return ASKED.lang(lang).format(
        title=profile.title.lang(lang),
        rate=one.rate,
        seconds=one.seconds,
        users=one.users,
        workers=one.workers,
        batch=one.batch,
    )


def rows(verdict: Verdict, lang: str) -> list[tuple[str, str, bool]]:
    """Return what is to be said, line by line: name, value, and whether that is as it should be."""
    tally = verdict.tally
    drain, oldest = verdict.drain, verdict.oldest
    planned = verdict.rehearsal.planned
    said = {
        "arrived": (_OF.lang(lang).format(tally.arrived, planned), tally.arrived == planned),
        "sent": (str(tally.sent), tally.sent == tally.arrived),
        "released": (str(tally.released), True),
        "refused": (str(tally.refused), True),
        "otherwise": (str(tally.unplanned), not tally.unplanned),
        "unanswered": (str(verdict.unanswered), not verdict.unanswered),
        "oldest": (_NONE.lang(lang) if oldest is None else _SECONDS.lang(lang).format(oldest), oldest is None),
        "drain": _drain(verdict, lang) if drain is None else (_SECONDS.lang(lang).format(drain), True),
        "lost": (_counted(tally.lost, lang), not verdict.lost),
        "doubled": (_counted(tally.doubled, lang), not verdict.doubled),
        "strangers": (str(tally.strangers), not tally.strangers),
        "workers": (str(verdict.workers_lost), not verdict.workers_lost),
    }
    shown = {**said}
    for name in ("strangers", "workers"):  # nobody misses them
        if said[name][1]:
            del shown[name]
    return [(ROWS[name].lang(lang), value, good) for name, (value, good) in shown.items()]


def stages(verdict: Verdict, lang: str) -> list[tuple[str, str, str]]:
    """Return name, median and 99th percentile of the stages that were measured."""
    found = [(STAGES[name].lang(lang), half, most) for name, (half, most) in verdict.stages().items()]
    return [(name, f"{half} ms", f"{most} ms") for name, half, most in found if half is not None]


def headline(verdict: Verdict, lang: str) -> str:
    """Return the verdict in a line."""
    return (GOOD if verdict.good else BAD).lang(lang)


def details(verdict: Verdict, lang: str) -> list[tuple[str, list[str]]]:
    """Return what went wrong, by name: who is unanswered, what came otherwise, what happened on the way."""
    tally = verdict.tally
    named = [
        MISSING.lang(lang).format(order_no=one, age=verdict.now - at, what=_receipts(_some(what.split(", ")), lang))
        for one, at, what in tally.open
    ]
    if len(named) < verdict.unanswered:
        named.append(MORE.lang(lang).format(verdict.unanswered - len(named)))
    parts = [
        (UNANSWERED.lang(lang), named),
        (OTHERWISE.lang(lang), [f"{about}: {said}" for about, said in tally.otherwise]),
        (TROUBLES.lang(lang), [f"{count} × {what}" for what, count in sorted(tally.troubles.items())]),
    ]
    if verdict.broken:
        parts.append((GENERATOR.lang(lang), [BROKEN.lang(lang).format(why=verdict.broken)]))
    return [(title, lines) for title, lines in parts if lines]


def _drain(verdict: Verdict, lang: str) -> tuple[str, bool]:
    left = verdict.unanswered
    return (_NEVER.lang(lang).format(left), False) if left else (_NONE.lang(lang), True)


def _counted(counts: dict[str, int], lang: str) -> str:
    said = [f"{name} × {count}" for name, count in sorted(counts.items())]
    return _receipts(said, lang) or _NONE.lang(lang)


def _some(names: list[str]) -> list[str]:
    """Return the first and the last of many."""
    return names if len(names) <= _MOST_RECEIPTS else [*names[:2], "…", names[-1]]


def _receipts(names: list[str], lang: str) -> str:
    """Return receipts, each a document and more, in the words of a language."""
    parts = [name.partition(" ") for name in names if name]
    said = [f"{DOCUMENTS[one].lang(lang) if one in DOCUMENTS else one} {more}".rstrip() for one, _, more in parts]
    return ("，" if lang == "zh" else ", ").join(said)
