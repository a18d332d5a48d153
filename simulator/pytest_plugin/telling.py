"""What a failed test's report tells of its world: what happened, which orders are in trouble, how to repeat it."""

import shlex
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import pytest

from gateway_client.flows import read
from gateway_client.wire.findings import Words
from simulator.cli.clock import going
from simulator.cli.journal import lines_of
from simulator.cli.language import columns, preferred
from simulator.cli.status import as_text
from simulator.pytest_plugin.kouan import Kouan
from simulator.pytest_plugin.naming import address_of

_MOST_ENTRIES: Final = 60
_MOST_ORDERS: Final = 5
_MOST_ASKED: Final = 200
"""Orders that are asked after: a world may have a hundred thousand."""
_TROUBLED: Final = ("refused", "waiting")

_ROWS: Final = {
    "name": Words("world", "world"),
    "seed": Words("seed", "种子"),
    "pace": Words("pace", "节奏"),
    "time": Words("time", "时间"),
    "repeat": Words("repeat it", "重现"),
}
_JOURNAL: Final = Words("journal", "日志")
_EARLIER: Final = Words("… {count} earlier entries", "……此前{count}条从略")
_NOTHING: Final = Words("nothing has happened", "没有记录")
_UNSEEN: Final = Words("the world could not be looked at: {why}", "无法查看world：{why}")


def told(kouan: Kouan, item: pytest.Item) -> str:
    """Return the section of a report. It never raises: the test's own failure is what matters."""
    lang = preferred()
    lines = []
    try:
        lines += _world(kouan, lang)
        lines += _happened(kouan, lang)
    except Exception as wrong:
        lines.append(_UNSEEN.lang(lang).format(why=f"{type(wrong).__name__}: {wrong}"))
    lines += _rows({"repeat": f"pytest {shlex.quote(address_of(item))}"}, lang)
    return "\n".join(lines).encode(errors="backslashreplace").decode()


def _world(kouan: Kouan, lang: str) -> list[str]:
    known = kouan.world.look()
    time = kouan.world.time()
    shown = f"{time.now:%Y-%m-%d %H:%M:%S}  {going(time.kind, time.rate, lang)}"
    return _rows({"name": kouan.name, "seed": kouan.seed, "pace": known["pace"], "time": shown}, lang)


def _happened(kouan: Kouan, lang: str) -> list[str]:
    """Return the newest entries of the journal, and what is known of the orders in them that are in trouble."""
    count, newest = 0, deque[dict[str, Any]](maxlen=_MOST_ENTRIES)
    orders: dict[str, None] = {}
    for count, entry in enumerate(kouan.world.journal(bodies=True), 1):  # noqa: B007
        newest.append(entry)
        for order_no in _orders(entry):
            orders.pop(order_no, None)
            orders[order_no] = None  # the last that something happened to is the last
    lines = [_JOURNAL.lang(lang)]
    if count > len(newest):
        lines.append("  " + _EARLIER.lang(lang).format(count=count - len(newest)))
    lines += [f"  {line}" for entry in newest for line in lines_of(entry, lang)]
    if not count:
        lines.append("  " + _NOTHING.lang(lang))
    troubled = _troubled(kouan, list(orders)[::-1][:_MOST_ASKED])
    for order_no, history in sorted(troubled, key=lambda one: list(orders).index(one[0])):
        whole = history if count > len(newest) else {**history, "receipts": []}  # which the journal has told
        lines += as_text(order_no, whole, lang).splitlines()
    return lines


def _troubled(kouan: Kouan, orders: list[str]) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for order_no in orders:
        history = kouan.world.order(order_no)
        if history["state"] in _TROUBLED or history["verdicts"] or history["nearMisses"]:
            found.append((order_no, history))
        if len(found) == _MOST_ORDERS:
            break
    return found


def _orders(entry: dict[str, Any]) -> Iterator[str]:
    """Yield the numbers of the orders that an entry is about, as far as it names them."""
    if entry["kind"] == "message" and entry["body"]:
        for document in getattr(read(entry["body"]), "documents", ()):
            order_no = getattr(getattr(document, "head", document), "order_no", None)
            if order_no:
                yield order_no
    elif order_no := entry.get("orderNo") or entry.get("said", {}).get("orderNo"):
        yield order_no


def _rows(said: dict[str, str], lang: str) -> list[str]:
    return columns([[_ROWS[name].lang(lang), value] for name, value in said.items()])
