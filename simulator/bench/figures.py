"""The figures of the bench: what is measured, in which unit, what it must reach at least, and what it aims at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from gateway_client.wire.findings import Words

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``places`` are the decimals that are worth printing. Without ``least`` it is reported only.

    It may have an aim all the same, which is for other conditions than those of a single machine.
    """

    id: str
    words: Words
    unit: Words
    better: Better
    places: int
    least: float | None = None
    aim: float | None = None

    def reached(self, measured: float) -> Literal["aim", "least", "below", "reported"]:
        """Tell how far a measured value reaches."""
        sign = 1 if self.better == "higher" else -1
        if self.aim is not None and sign * measured >= sign * self.aim:
            return "aim"
        if self.least is None:
            return "reported"
        return "least" if sign * measured >= sign * self.least else "below"

    def change(self, before: float, after: float) -> float | None:
        """Return by how many per cent a value has changed; ``None`` where there is nothing to compare with."""
        return (after - before) / abs(before) * 100 if before else None

    def is_worse(self, before: float, after: float, tenth: float = 10) -> bool:
        """Has it got worse by more than a tenth?"""
        change = self.change(before, after)
        if change is None:
            return after > before and self.better == "lower"
        return -change > tenth if self.better == "higher" else change > tenth


_A_SECOND: Final = Words("1/s", "个/秒")
_RATIO: Final = Words("ratio", "比值")
_MILLISECONDS: Final = Words("ms", "毫秒")
_MICROSECONDS: Final = Words("µs", "微秒")

SHARED: Final = "postgres"
"""With this the ids of all figures on PostgreSQL begin."""
ONE_WORLD: Final = f"{SHARED}OneWorld"
TWO_WORLDS: Final = f"{SHARED}TwoWorlds"
_WORLDS: Final = {ONE_WORLD: Words("one world", "一个world"), TWO_WORLDS: Words("two worlds", "两个world")}
_WORKERS: Final = {1: Words("1 worker", "1个进程"), 2: Words("2 workers", "2个进程")}
_TWICE_AS_MANY: Final = 1.6


def _shared() -> Iterator[Figure]:
    """Yield the figures on PostgreSQL: in one world, then in as many worlds as workers."""
    for kind, worlds in _WORLDS.items():
        for count, workers in _WORKERS.items():
            where = Words(f"PostgreSQL, {worlds.en}, {workers.en}", f"PostgreSQL，{worlds.zh}，{workers.zh}")
            yield _of(where, f"{kind}{count}", Words("clearances a second", "每秒通关笔数"), _A_SECOND, "higher")
            cpu = Words("simulator's CPU per clearance, all workers", "模拟器各进程每笔CPU")
            yield _of(where, f"{kind}{count}Cpu", cpu, _MICROSECONDS)
            yield _of(
                where,
                f"{kind}{count}DatabaseCpu",
                Words("the database's CPU per clearance", "数据库每笔CPU"),
                _MICROSECONDS,
            )
            yield _of(
                where, f"{kind}{count}ClientCpu", Words("client's CPU per clearance", "客户端每笔CPU"), _MICROSECONDS
            )
        waits = Words("waits for a world's row per 1,000 clearances, as seen", "每千笔等待world行的次数（采样所见）")
        yield _of(where, f"{kind}2Waits", waits, Words("waits", "次"))
        waited = Words("share of a worker's time that these take", "上述等待占进程时间")
        yield _of(where, f"{kind}2Waited", waited, Words("%", "%"), places=1)
        ratio = Words(
            f"PostgreSQL, {worlds.en}: rate of 2 workers ÷ 1, same run", f"PostgreSQL，{worlds.zh}：2个进程 ÷ 1个进程"
        )
        yield Figure(f"{kind}Ratio", ratio, _RATIO, "higher", 2, aim=_TWICE_AS_MANY)


def _of(where: Words, id_: str, what: Words, unit: Words, better: Better = "lower", *, places: int = 0) -> Figure:
    words = Words(f"{where.en}: {what.en}", f"{where.zh}：{what.zh}")
    return Figure(id_, words, unit, better, places)


FIGURES: Final = (
    Figure(
        "clearances",
        Words("clearances a second, client and simulator together", "每秒通关笔数（客户端与模拟器合计）"),
        _A_SECOND,
        "higher",
        0,
        1000,
        3407,
    ),
    Figure(
        "documents",
        Words("documents a second into the server alone, 100 a message", "每秒接收单证数（仅服务端，每报文100份）"),
        _A_SECOND,
        "higher",
        0,
        10_000,
        20_000,
    ),
    Figure(
        "singles",
        Words("single-document submissions a second, server alone", "每秒单份报文数（仅服务端）"),
        _A_SECOND,
        "higher",
        0,
        1000,
        4900,
    ),
    Figure(
        "simulatorToFloor",
        Words("simulator's CPU per clearance ÷ floor of the same run", "模拟器每笔CPU ÷ 同次运行的下限"),
        _RATIO,
        "lower",
        2,
        5,
        2.5,
    ),
    Figure(
        "clientToSimulator",
        Words("client's CPU per clearance ÷ simulator's", "客户端每笔CPU ÷ 模拟器"),
        _RATIO,
        "lower",
        2,
        0.8,
        0.4,
    ),
    Figure(
        "bytes",
        Words("bytes on disk per clearance", "每笔占用磁盘字节"),
        Words("B", "字节"),
        "lower",
        0,
        8000,
        4000,
    ),
    Figure("simulatorCpu", Words("simulator's CPU per clearance", "模拟器每笔CPU"), Words("µs", "微秒"), "lower", 0),
    Figure("clientCpu", Words("client's CPU per clearance", "客户端每笔CPU"), Words("µs", "微秒"), "lower", 0),
    Figure("floorCpu", Words("floor's CPU per clearance", "下限每笔CPU"), Words("µs", "微秒"), "lower", 0),
    Figure("startUp", Words("start-up to the ready line", "启动至就绪"), Words("s", "秒"), "lower", 2),
    Figure(
        "messageP50",
        Words("answer to a message, p50, client and simulator", "报文应答p50（客户端与模拟器）"),
        _MILLISECONDS,
        "lower",
        1,
    ),
    Figure(
        "messageP99",
        Words("answer to a message, p99, client and simulator", "报文应答p99（客户端与模拟器）"),
        _MILLISECONDS,
        "lower",
        1,
    ),
    Figure(
        "aloneP50",
        Words("answer to a message, p50, server alone", "报文应答p50（仅服务端）"),
        _MILLISECONDS,
        "lower",
        1,
    ),
    Figure(
        "aloneP99",
        Words("answer to a message, p99, server alone", "报文应答p99（仅服务端）"),
        _MILLISECONDS,
        "lower",
        1,
    ),
    Figure(
        "storedToNone",
        Words("rate with clearances stored ÷ with none", "已存量时速率 ÷ 空库速率"),
        _RATIO,
        "higher",
        2,
        0.8,
        0.95,
    ),
    Figure(
        "memoryGrowth",
        Words("memory growth over six in ten of them, after warm-up", "预热后其中六成通关期间内存增长"),
        Words("MB", "MB"),
        "lower",
        1,
        100,
        0,
    ),
    *_shared(),
)
BY_ID: Final = {figure.id: figure for figure in FIGURES}
