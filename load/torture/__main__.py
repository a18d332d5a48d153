"""``make torture``: rounds of kill -9 under fire. Exit status 1 when anything was lost, doubled or left half done."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from textwrap import indent
from typing import Final

from load.torture.fire import Size
from load.torture.report import Report, summed
from load.torture.round import Round
from load.torture.store import PostgresDatabase, SqliteFile, Store
from simulator.bench.postgresql import PostgresServer
from simulator.cli.progress import Progress

_SHOWN = 10
_BROKEN_OFF = 130

Opens = Callable[[Path], Store]
"""Makes an empty database for a round, which has a folder."""


@contextmanager
def _sqlite() -> Iterator[Opens]:
    yield SqliteFile


@contextmanager
def _postgresql() -> Iterator[Opens]:
    with PostgresServer(durable=True) as server:
        yield lambda _: PostgresDatabase(server, "torture")


_STORES: Final = {"sqlite": _sqlite, "postgresql": _postgresql}


def main() -> int:
    """Play the rounds and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m load.torture", description=__doc__.partition("\n")[0])
    parser.add_argument("--on", choices=_STORES, help="which database (default: one after the other)")
    parser.add_argument("--rounds", type=_count, default=100, help="how many on each (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the first round; each has the next one (default: 1)")
    parser.add_argument("--folder", type=Path, help="where to keep database and journals of rounds that fail")
    options = parser.parse_args()
    return max(_fared(on, options) for on in ([options.on] if options.on else _STORES))


def _fared(on: str, options: argparse.Namespace) -> int:
    """Play rounds on a database; return the exit status."""
    begun, reports = time.monotonic(), []
    with _STORES[on]() as opens, Progress(f"rounds on {on}", options.rounds) as bar, suppress(KeyboardInterrupt):
        for seed in range(options.seed, options.seed + options.rounds):
            report = _played(opens, seed, options.folder)
            reports.append(report)
            bar.line(str(report))
            if report.wrong:
                bar.line(_told(on, report, options.folder))
            bar.step()
    print(f"on {on}\n{summed(reports, time.monotonic() - begun)}")
    if len(reports) < options.rounds:
        return _BROKEN_OFF
    return 1 if any(report.wrong for report in reports) else 0


def _played(opens: Opens, seed: int, keep: Path | None) -> Report:
    with tempfile.TemporaryDirectory(prefix="kouan-") as name:
        folder = Path(name)
        store = opens(folder)
        report = Round(seed, store, folder, Size()).play()
        if report.wrong and keep:
            kept = keep / f"seed-{seed}"
            kept.mkdir(parents=True, exist_ok=True)
            store.keep(kept)
            for journal in folder.glob("*.jsonl"):
                shutil.copy(journal, kept)
        store.throw_away()
        return report


def _told(on: str, report: Report, keep: Path | None) -> str:
    lines = [indent(str(wrong), "  ") for wrong in report.wrong[:_SHOWN]]
    if len(report.wrong) > _SHOWN:
        lines.append(f"  … and {len(report.wrong) - _SHOWN} more")
    if keep:
        lines.append(f"  kept in {keep / f'seed-{report.seed}'}")
    again = f"python -m load.torture --on {on} --rounds 1 --seed {report.seed} --folder {keep or 'torture'}"
    return "\n".join([*lines, f"  again: {again}"])


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rounds: write 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
