"""How long the search for near misses takes: ``python -m load.near`` fills a database and asks what is hardest.

The order numbers are given one after the other, so that each has hundreds of neighbours, and an inventory waits
for all of its papers. Its neighbours are released, or, what costs most, wait as well, for the same buyer.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from gateway_client.rules.kinds import Kind, key_of
from simulator.beginning.start import EMPTY
from simulator.declaration import Declaration, Origin, from_row
from simulator.life import DECLARING, ENTERED, RELEASED
from simulator.marketplace.sales import Sales
from simulator.near.pairs import PAPERS, matched_as
from simulator.overview import overview
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import row_id
from simulator.store.packing import pack
from simulator.store.sqlite import Sqlite

_PURCHASES = 25_000
_DOCUMENTS = 4 * _PURCHASES
_ASKED = 25
_WORLD = 1
_STOPPED = "stepped 20261111120000000 1"


def main() -> None:
    """Print the time of each question, without what the overview takes anyway."""
    for name, apart, waiting in (("neighbours released", False, False), ("all of them wait", True, True)):
        with tempfile.TemporaryDirectory() as folder:
            database = Sqlite(Path(folder) / "near.db")
            with closing(database.connect()) as connection:
                _fill(connection, apart=apart, waiting=waiting)
                for number in (_number(_PURCHASES - 1, "I" if apart else ""), _number(7, "I" if apart else "")):
                    _time(connection, f"{name}: papers for", number)
                if apart:
                    _time(connection, f"{name}: inventories for the papers of", _number(_PURCHASES - 5, ""))
                _time(connection, f"{name}: nothing is known of", f"{_number(_PURCHASES - 1, '')[:-1]}X")
            database.close()


def _time(connection: Connection, name: str, number: str) -> None:
    took = []
    for _ in range(_ASKED):
        begun = time.perf_counter()
        said = overview(connection, _WORLD, number)
        took.append(time.perf_counter() - begun)
    named = sum(len(one["candidates"]) for one in said["nearMisses"])
    print(f"{median(took) * 1000:6.1f} ms, at worst {max(took) * 1000:6.1f}  {name} {number}: {named} named")


def _number(n: int, apart: str) -> str:
    return f"CZ20261111{n:08d}{apart}"


def _fill(connection: Connection, *, apart: bool, waiting: bool) -> None:
    """Store purchases; ``apart``: the inventories name their papers with one letter too many, and wait."""
    begun = time.perf_counter()
    connection.begin()
    connection.execute(statements.INSERT_WORLD, (_WORLD, "default", 1, EMPTY.to_json(), _STOPPED, 0, 1, 0, 0))
    message = row_id(_WORLD, 1)
    origin = Origin(message, "DXPENT0000000001", "DXPENT0000000001", "M")
    sender, dxp_id, cop_msg_id = "DXPENT0000000001", "DXPENT0000000001", "M"
    kept = (_WORLD, "digest", sender, dxp_id, cop_msg_id, "CEB311Message", "bare", 0, None, pack(b"<x/>"))
    values = (message, *kept)
    connection.execute(statements.INSERT_MESSAGE, values)
    for one in _declarations(origin, apart=apart):
        connection.execute(statements.INSERT_DOCUMENT, one.row(_WORLD))
        if one.kind is Kind.INVENTORY and waiting:
            rows = [(_WORLD, kind, matched_as(kind, one.head), one.id) for kind in PAPERS]
            connection.executemany(statements.INSERT_WAITING, rows)
    if not waiting:
        _let_one_wait(connection)
    connection.commit()
    print(f"{_DOCUMENTS} documents stored in {time.perf_counter() - begun:.0f} s")


def _declarations(origin: Origin, *, apart: bool) -> Iterator[Declaration]:
    (sale,) = islice(Sales(1, day=date(2026, 11, 11)), 1)
    papers = {
        Kind.ORDER: sale.order,
        Kind.PAYMENT: sale.payment,
        Kind.WAYBILL: sale.waybill,
        Kind.INVENTORY: sale.inventory,
    }
    for n in range(_PURCHASES):
        for place, (kind, paper) in enumerate(papers.items()):
            document = _numbered(paper, n, "I" if apart and kind is Kind.INVENTORY else "")
            status = ENTERED if kind is not Kind.INVENTORY else DECLARING if apart else RELEASED
            yield Declaration(
                id=row_id(_WORLD, 4 * n + place + 1),
                kind=kind,
                key=key_of(kind, document.head),
                order_no=document.head.order_no,
                app_time="20261111120000",
                status=status,
                current=True,
                origin=origin,
                place=place,
                accepted=20261111120000000,
                entered=20261111120000000,
                finished=None,
                document=document,
            )


def _numbered(paper: Any, n: int, apart: str) -> Any:
    """Return a paper with the numbers of a purchase; its buyer stays the same."""
    named = {"order_no": _number(n, apart)}
    if "logistics_no" in paper.head.table.names:
        named["logistics_no"] = f"SD{n:012d}{apart}"
    if "pay_transaction_id" in paper.head.table.names:
        named["pay_transaction_id"] = f"{n:028d}"
    return paper.changed(head=paper.head.changed(**named))


def _let_one_wait(connection: Connection) -> None:
    """Take the papers of an early and of the last purchase away, and let their inventories wait."""
    for n in (7, _PURCHASES - 1):
        inventory = row_id(_WORLD, 4 * n + 4)
        connection.execute("DELETE FROM document WHERE id BETWEEN ? AND ?", (inventory - 3, inventory - 1))
        connection.execute("UPDATE document SET status = 2 WHERE id = ?", (inventory,))
        (row,) = connection.execute(statements.BY_IDS, (f"[{inventory}]",))
        head = from_row(row).head
        rows = [(_WORLD, kind, matched_as(kind, head), inventory) for kind in PAPERS]
        connection.executemany(statements.INSERT_WAITING, rows)


if __name__ == "__main__":
    main()
