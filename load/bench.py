"""``make bench``: start-up, documents a second, and the simulator's CPU per clearance against the floor.

Nothing is switched off: documents are unique, every hundredth purchase is wrong, in turn in each of ten
ways, and the bench fails if one of those clears or one of the others does not. What was released and
refused is read back from the database, by order number.
"""

import argparse
import json
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from load.purchases import messages, order_no, wrong_of

_BATCH: Final = 100
_SENDERS: Final = 2
_DXP_ID: Final = "DXPENT0000000001"
_BEIJING: Final = timezone(timedelta(hours=8))


class Failed(Exception):
    """The run does not count: something cleared that must not, or did not that must."""


@contextmanager
def server(folder: Path, *options: str) -> Iterator[tuple[int, float]]:
    """Start ``kouan up`` on a free port; yields the port and the seconds it took to be ready."""
    command = [str(Path(sys.executable).with_name("kouan")), "up", "--port", "0", "--db", str(folder / "bench.db")]
    started = time.perf_counter()
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline() if process.stdout else ""
    took = time.perf_counter() - started
    try:
        yield int(line.rpartition(":")[2]), took
    finally:
        process.terminate()
        process.wait()


def start_up(rounds: int = 5) -> list[float]:
    """Return the seconds to the ready line, each on a fresh database."""
    seconds = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (_, took):
            seconds.append(took)
    return seconds


def post(port: int, bodies: Sequence[bytes], kept: list[float]) -> None:
    """Post messages one after the other on one connection; keeps each one's seconds."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for body in bodies:
            begun = time.perf_counter()
            connection.request("POST", "/dxp/messages", body, {"Content-Type": "application/xml"})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200:
                raise Failed(said.decode())
            kept.append(time.perf_counter() - begun)


def fetch_all(port: int) -> int:
    """Fetch and acknowledge every receipt; returns how many returns they held."""
    returns = 0
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        while True:
            connection.request("GET", f"/dxp/receipts?dxpId={_DXP_ID}&max=100")
            receipts = json.loads(connection.getresponse().read())["receipts"]
            if not receipts:
                return returns
            returns += sum(receipt["body"].count("<returnStatus>") for receipt in receipts)
            ids = json.dumps({"ids": [receipt["id"] for receipt in receipts]})
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"/dxp/receipts/ack?dxpId={_DXP_ID}", ids, headers)
            connection.getresponse().read()


def cpu(port: int) -> float:
    """Return the server's CPU seconds so far."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/_kouan/health")
        used: float = json.loads(connection.getresponse().read())["cpuSeconds"]
        return used


def read_back(database: Path, run: str, count: int) -> Counter[str]:
    """Return how many inventories ended how; raises ``Failed`` when one ended wrongly."""
    with closing(sqlite3.connect(database)) as connection:
        ended = dict(connection.execute("SELECT order_no, status FROM document WHERE kind = 621"))
        said = dict(
            connection.execute(
                "SELECT d.order_no, v.said ->> '$[0].code' FROM verdict v JOIN document d ON d.id = v.document"
            )
        )
    found: Counter[str] = Counter()
    for serial in range(count):
        number, wrong = order_no(run, serial), wrong_of(serial)
        if wrong is None and ended[number] != 800:
            raise Failed(f"{number} should be released, has {ended[number]}")
        if wrong is not None and (ended[number] == 800 or said.get(number) != wrong.code):
            raise Failed(f"{number} should be refused with {wrong.code}, has {ended[number]}, {said.get(number)}")
        found["released" if wrong is None else f"refused {wrong.code}"] += 1
    return found


def clearances(count: int) -> dict[str, Any]:
    """Clear ``count`` purchases in messages of 100 documents, with two senders; then measure the floor."""
    now = datetime.now(_BEIJING)
    run, day = f"B{now:%H%M%S}", f"{now:%Y%m%d}"
    batches = [list(messages(run, first, _BATCH, day=day, dxp_id=_DXP_ID)) for first in range(0, count, _BATCH)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with server(folder) as (port, _):
            before, begun = cpu(port), time.perf_counter()
            seconds: list[float] = []
            with ThreadPoolExecutor(_SENDERS) as senders:
                shares = [[body for batch in batches[n::_SENDERS] for body in batch] for n in range(_SENDERS)]
                for sent in [senders.submit(post, port, share, seconds) for share in shares]:
                    sent.result()
            taken, taken_cpu = time.perf_counter() - begun, cpu(port) - before
            returns = fetch_all(port)
            whole, whole_cpu = time.perf_counter() - begun, cpu(port) - before
        outcome = read_back(folder / "bench.db", run, count)
        size = sum(path.stat().st_size for path in folder.glob("bench.db*"))
        floor = _floor(folder, [body for batch in batches for body in batch])
    return {
        "clearances": count,
        "documents a second into the server": round(count * 4 / taken),
        "clearances a second, receipts fetched and acknowledged": round(count / whole),
        "message p50/p99 ms": [round(1000 * q, 1) for q in (statistics.median(seconds), _quantile(seconds, 99))],
        "simulator CPU µs per clearance": round(whole_cpu / count * 1e6),
        "  of this taking in and judging": round(taken_cpu / count * 1e6),
        "floor CPU µs per clearance": round(floor / count * 1e6),
        "simulator ÷ floor": round(whole_cpu / floor, 2),
        "returns per clearance": round(returns / count, 2),
        "bytes on disk per clearance": round(size / count),
        "read back": dict(outcome),
    }


def _quantile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def _floor(folder: Path, bodies: Sequence[bytes]) -> float:
    (folder / "messages").mkdir()
    for number, body in enumerate(bodies):
        (folder / "messages" / f"{number:06d}.xml").write_bytes(body)
    schemas = Path(__file__).parents[1] / "xsd"
    command = [sys.executable, "-m", "load.floor", str(folder / "messages"), str(schemas)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--clearances", type=int, default=20_000)
    options = parser.parse_args()
    begun = [round(s, 3) for s in sorted(start_up())]
    machine = f"{platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    try:
        figures = clearances(options.clearances)
    except Failed as wrong:
        print(f"the bench fails: {wrong}", file=sys.stderr)
        return 1
    print(json.dumps({"machine": machine, "start-up s": begun, **figures}, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
