"""``make bench``: start-up, documents a second, clearances a second, and what a clearance costs of CPU.

Nothing is switched off: documents are unique, every hundredth sale is wrong, in turn in each way that the
client cannot see, and the bench fails if one of those clears or one of the others does not. The clock
stops when the last receipt is fetched and acknowledged. What was released and what was refused is read
back from the database, by order number.
"""

import argparse
import gc
import json
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta, timezone
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from gateway_client import GatewayClient
from gateway_client.envelopes import pack
from gateway_client.wire.ceb import NAMESPACE
from gateway_client.wire.validate import Schemas
from load.sales import SENDER, Prepared, batches, prepared
from load.server import Server, server

_BEIJING: Final = timezone(timedelta(hours=8))
_RELEASED: Final = 800
_SENDERS: Final = 4


class Failed(Exception):
    """The run does not count: something cleared that must not, or did not that must."""


def start_up(rounds: int) -> list[float]:
    """Return the seconds to the ready line, each on a fresh database, sorted."""
    seconds = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as started:
            seconds.append(round(started.ready, 3))
    return sorted(seconds)


def intake(bodies: Sequence[bytes]) -> dict[str, Any]:
    """Post ready-made messages as fast as one connection can: the server alone."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as started:
        before, begun = started.cpu(), time.perf_counter()
        with closing(HTTPConnection("127.0.0.1", started.port, timeout=60)) as connection:
            for body in bodies:
                sent = time.perf_counter()
                connection.request("POST", "/dxp/messages", body, {"Content-Type": "application/xml"})
                answer = connection.getresponse()
                said = answer.read()
                if answer.status != 200:
                    raise Failed(said.decode())
                seconds.append(time.perf_counter() - sent)
        took, used = time.perf_counter() - begun, started.cpu() - before
    return {"seconds": took, "cpu": used, "message ms p50/p99": _quantiles(seconds)}


def clearances(sales: list[Prepared]) -> dict[str, Any]:
    """Clear sales with the client, which sends on two threads and takes receipts on a third."""
    expected = 9 * sum(each.fault is None for each in sales) + 8 * sum(each.fault is not None for each in sales)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as started:
        before, begun, mine = started.cpu(), time.perf_counter(), time.process_time()
        returns = _send_and_take(started, sales, expected)
        took, used, client = time.perf_counter() - begun, started.cpu() - before, time.process_time() - mine
        outcome = _read_back(started.database, sales)
        size = sum(path.stat().st_size for path in Path(folder).glob("bench.db*"))
    return {"seconds": took, "cpu": used, "client cpu": client, "returns": returns, "bytes": size, "outcome": outcome}


def _send_and_take(started: Server, sales: list[Prepared], expected: int) -> int:
    """Send everything and take receipts until the expected returns are there, or none come any more."""
    returns = 0

    def send(share: list[list[tuple[Any, ...]]]) -> None:
        with GatewayClient(SENDER, started.url) as client:
            for batch in share:
                for documents in batch:
                    client.send(*documents)

    whole = list(batches(sales))
    sending = [threading.Thread(target=send, args=(whole[part::_SENDERS],)) for part in range(_SENDERS)]
    for thread in sending:
        thread.start()
    with GatewayClient(SENDER, started.url) as client:
        while returns < expected:
            receipts = client.receipts(wait=2)
            if not receipts and not any(thread.is_alive() for thread in sending):
                break
            returns += sum(len(receipt.returns) for receipt in receipts)
            client.acknowledge(*receipts)
    for thread in sending:
        thread.join()
    return returns


def _read_back(database: Path, sales: list[Prepared]) -> Counter[str]:
    """Return how many inventories ended how; raises ``Failed`` when one ended wrongly."""
    with closing(sqlite3.connect(database)) as connection:
        ended = dict(connection.execute("SELECT order_no, status FROM document WHERE kind = 621"))
        said = dict(
            connection.execute(
                "SELECT d.order_no, json_extract(CAST(v.said AS TEXT), '$[0].code')"
                " FROM verdict v JOIN document d ON d.id = v.document"
            )
        )
    found: Counter[str] = Counter()
    for each in sales:
        status, code = ended.get(each.order_no), said.get(each.order_no)
        if each.fault is None and status != _RELEASED:
            raise Failed(f"{each.order_no} should be released, has {status}, {code}")
        if each.fault and (status == _RELEASED or code != each.fault.code):
            raise Failed(f"{each.order_no} should be refused with {each.fault.code}, has {status}, {code}")
        found[f"refused {each.fault.code}" if each.fault else "released"] += 1
    return found


def floor(bodies: Sequence[bytes]) -> float:
    """Return the CPU seconds of the floor for the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        for number, body in enumerate(bodies):
            (Path(folder) / f"{number:06d}.xml").write_bytes(body)
        schemas = Schemas().source(f"{{{NAMESPACE}}}CEB311Message").parent
        command = [sys.executable, "-m", "load.floor", folder, str(schemas)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _quantiles(seconds: list[float]) -> list[float]:
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return [round(1000 * statistics.median(ordered), 1), round(1000 * last, 1)]


def measure(count: int, seed: int) -> dict[str, Any]:
    """Return the figures of one run over ``count`` sales."""
    sales = prepared(count, seed=seed, day=datetime.now(_BEIJING).date())
    bodies = [one.body for batch in batches(sales) for documents in batch for one in pack(documents, SENDER)]
    gc.freeze()  # what the bench itself holds is not the client's to walk through
    alone, whole, least = intake(bodies), clearances(sales), floor(bodies)

    def per(seconds: float) -> int:
        return round(seconds / count * 1e6)

    return {
        "clearances": count,
        "documents a second into the server alone": round(4 * count / alone["seconds"]),
        "message ms p50/p99": alone["message ms p50/p99"],
        "clearances a second, client and simulator": round(count / whole["seconds"]),
        "simulator CPU µs per clearance": per(whole["cpu"]),
        "client CPU µs per clearance": per(whole["client cpu"]),
        "floor CPU µs per clearance": per(least),
        "simulator ÷ floor": round(whole["cpu"] / least, 2),
        "client ÷ simulator": round(whole["client cpu"] / whole["cpu"], 2),
        "returns per clearance": round(whole["returns"] / count, 2),
        "bytes on disk per clearance": round(whole["bytes"] / count),
        "read back": dict(sorted(whole["outcome"].items())),
    }


def main() -> int:
    """Print the figures as JSON; exit status 1 when the run does not count."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--clearances", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    machine = f"{platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    try:
        figures = {"machine": machine, "start-up s": start_up(5), **measure(options.clearances, options.seed)}
    except Failed as wrong:
        print(f"the bench fails: {wrong}", file=sys.stderr)
        return 1
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
