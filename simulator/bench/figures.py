"""The figures of the bench: what is measured, in which unit, what it must reach at least, and what it aims at."""

from dataclasses import dataclass
from typing import Final, Literal

from gateway_client.wire.findings import Words

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``places`` are the decimals that are worth printing. Without ``least`` it is reported only."""

    id: str
    words: Words
    unit: Words
    better: Better
    places: int
    least: float | None = None
    aim: float | None = None

    def reached(self, measured: float) -> Literal["aim", "least", "below", "reported"]:
        """Tell how far a measured value reaches."""
        if self.least is None or self.aim is None:
            return "reported"
        sign = 1 if self.better == "higher" else -1
        if sign * measured >= sign * self.aim:
            return "aim"
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
)
BY_ID: Final = {figure.id: figure for figure in FIGURES}
