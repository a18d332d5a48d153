"""``make torture``: rounds of kill -9 under fire. Exit status 1 when anything was lost, doubled or left half done."""

import argparse
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from textwrap import indent

from load.torture.fire import Size
from load.torture.report import Report, summed
from load.torture.round import Round
from load.torture.store import SqliteFile
from simulator.cli.progress import Progress

_SHOWN = 10
_BROKEN_OFF = 130


def main() -> int:
    """Play the rounds and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m load.torture", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=_count, default=100, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the first round; each has the next one (default: 1)")
    parser.add_argument("--folder", type=Path, help="where to keep database and journals of rounds that fail")
    options = parser.parse_args()
    begun, reports = time.monotonic(), []
    with Progress("rounds", options.rounds) as bar, suppress(KeyboardInterrupt):
        for seed in range(options.seed, options.seed + options.rounds):
            report = _played(seed, options.folder)
            reports.append(report)
            bar.line(str(report))
            if report.wrong:
                bar.line(_told(report, options.folder))
            bar.step()
    print(summed(reports, time.monotonic() - begun))
    if len(reports) < options.rounds:
        return _BROKEN_OFF
    return 1 if any(report.wrong for report in reports) else 0


def _played(seed: int, keep: Path | None) -> Report:
    with tempfile.TemporaryDirectory(prefix="kouan-") as name:
        folder = Path(name)
        report = Round(seed, SqliteFile(folder), folder, Size()).play()
        if report.wrong and keep:
            shutil.copytree(folder, keep / f"seed-{seed}", dirs_exist_ok=True)
    return report


def _told(report: Report, keep: Path | None) -> str:
    lines = [indent(str(wrong), "  ") for wrong in report.wrong[:_SHOWN]]
    if len(report.wrong) > _SHOWN:
        lines.append(f"  … and {len(report.wrong) - _SHOWN} more")
    if keep:
        lines.append(f"  kept in {keep / f'seed-{report.seed}'}")
    lines.append(f"  again: python -m load.torture --rounds 1 --seed {report.seed} --folder {keep or 'torture'}")
    return "\n".join(lines)


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rounds: write 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
