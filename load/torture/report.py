"""What happened in rounds, and the figures of all of them."""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from load.torture.wrong import Wrong


@dataclass
class Report:
    """What happened in a round. ``in_flight`` has the documents in flight at each kill under fire.

    ``unanswered`` counts what else was asked of the server and had no answer when it died; ``blows`` what died while
    the server lived on; ``away`` how often it said that its database was away.
    """

    seed: int
    kills: list[str] = field(default_factory=list)
    in_flight: list[int] = field(default_factory=list)
    documents: int = 0
    resent: int = 0
    unanswered: Counter[str] = field(default_factory=Counter)
    blows: Counter[str] = field(default_factory=Counter)
    away: int = 0
    receipts: int = 0
    entries: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    def __str__(self) -> str:
        counted = f"{self.documents} documents, {self.resent} messages resent, {self.receipts} receipts"
        outcome = f"{len(self.wrong)} WRONG" if self.wrong else f"ok, {self.entries} entries replayed"
        return f"seed {self.seed}: {'; '.join(self.kills)}: {counted}: {outcome}"


def summed(reports: Sequence[Report], seconds: float) -> str:
    """Return the figures of rounds, one a line."""

    def total(of: Callable[[Report], int]) -> int:
        return sum(map(of, reports))

    in_flight = sorted(count for report in reports for count in report.in_flight) or [0]
    figures = {
        "rounds": f"{len(reports)} in {seconds:.0f} s",
        "kills": f"{total(lambda one: len(one.kills))}, under fire {total(lambda one: len(one.in_flight))}",
        "documents in flight at those": f"least {in_flight[0]}, median {statistics.median(in_flight):.0f}",
        "  of a worker alone": total(lambda one: one.blows["worker"]),
        "  of the database": total(lambda one: one.blows["database"]),
        "answers 503 meanwhile": total(lambda one: one.away),
        "documents": total(lambda one: one.documents),
        "messages resent": total(lambda one: one.resent),
        "acknowledgements not answered": total(lambda one: one.unanswered["acknowledgements"]),
        "deeds to worlds not answered": total(lambda one: one.unanswered["deeds"]),
        "moves of a clock not answered": total(lambda one: one.unanswered["moves"]),
        "decisions not answered": total(lambda one: one.unanswered["decisions"]),
        "receipts checked": total(lambda one: one.receipts),
        "journal entries replayed": total(lambda one: one.entries),
        "rounds that failed": total(lambda one: bool(one.wrong)),
    }
    return "\n".join(f"{name:<32}{figure}" for name, figure in figures.items())
