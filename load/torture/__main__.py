"""``make torture``: rounds of kill -9 under fire. Exit status 1 when anything was lost, doubled or left half done."""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from load.torture.fire import Size
from load.torture.round import Report, Round
from load.torture.store import SqliteFile
from simulator.cli.progress import Progress

_SHOWN = 10


def main() -> int:
    """Play the rounds and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m load.torture", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=100, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the first round; each has the next one (default: 1)")
    parser.add_argument("--folder", type=Path, help="where to keep database and journals of rounds that fail")
    options = parser.parse_args()
    begun, reports = time.monotonic(), []
    with Progress("rounds", options.rounds) as bar:
        for seed in range(options.seed, options.seed + options.rounds):
            report = _played(seed, options.folder)
            reports.append(report)
            bar.line(str(report))
            if report.wrong:
                bar.line(_told(report, options.folder))
            bar.step()
    print(_summed(reports, time.monotonic() - begun))
    return 1 if any(report.wrong for report in reports) else 0


def _played(seed: int, keep: Path | None) -> Report:
    with tempfile.TemporaryDirectory(prefix="kouan-") as name:
        folder = Path(name)
        report = Round(seed, SqliteFile(folder), folder, Size()).play()
        if report.wrong and keep:
            shutil.copytree(folder, keep / f"seed-{seed}", dirs_exist_ok=True)
    return report


def _told(report: Report, keep: Path | None) -> str:
    lines = [f"  {wrong}" for wrong in report.wrong[:_SHOWN]]
    if len(report.wrong) > _SHOWN:
        lines.append(f"  … and {len(report.wrong) - _SHOWN} more")
    if keep:
        lines.append(f"  kept in {keep / f'seed-{report.seed}'}")
    lines.append(f"  again: python -m load.torture --rounds 1 --seed {report.seed} --folder {keep or 'torture'}")
    return "\n".join(lines)


def _summed(reports: list[Report], seconds: float) -> str:
    in_flight = sorted(count for report in reports for count in report.in_flight) or [0]
    return "\n".join(
        (
            f"rounds                          {len(reports)} in {seconds:.0f} s, {_count(reports, 'kills')} kills",
            f"kills under fire                {len(in_flight)}",
            f"documents in flight at those    least {in_flight[0]}, median {statistics.median(in_flight):.0f}",
            f"documents                       {sum(report.documents for report in reports)}",
            f"messages resent                 {sum(report.resent for report in reports)}",
            f"acknowledgements in doubt       {sum(report.acknowledgements for report in reports)}",
            f"deeds to worlds in doubt        {sum(report.deeds for report in reports)}",
            f"clock, officer in doubt         {sum(report.moves for report in reports)}",
            f"receipts checked                {sum(report.receipts for report in reports)}",
            f"journal entries replayed        {sum(report.entries for report in reports)}",
            f"rounds that failed              {sum(bool(report.wrong) for report in reports)}",
        )
    )


def _count(reports: list[Report], what: str) -> int:
    return sum(len(getattr(report, what)) for report in reports)


if __name__ == "__main__":
    sys.exit(main())
