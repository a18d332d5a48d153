"""The evening counted: why purchases were refused, how often, and how long each stage took."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from simulator.cli.evening.tale import Tale
from simulator.clock import moment
from simulator.precheck.objection import gist

BY_GATEWAY: Final = "refused"
BY_CLIENT: Final = "stopped"
SENT_TWICE: Final = "sent twice"
_VALUES: Final = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: who objected, to which document, with which official code and text, how often."""

    by: str
    code: str
    document: str
    text: str
    count: int

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "by": self.by,
            "code": self.code,
            "document": self.document,
            "text": self.text,
            "count": self.count,
        }


@dataclass(frozen=True, slots=True)
class Stage:
    """How long inventories took from one status to the next, in seconds."""

    name: str
    median: float
    slowest: float

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {"stage": self.name, "medianSeconds": round(self.median, 3), "slowestSeconds": round(self.slowest, 3)}


def reasons(tales: list[Tale]) -> list[Reason]:
    """Return the reasons, the most frequent first.

    Texts that hold a purchase's values count as one: the first is shown. Others tell reasons apart that
    share a code (1300).
    """
    counts: dict[tuple[str, str, str, str], list[str]] = {}
    for tale in tales:
        for by, code, document, text in _objections(tale):
            same = "" if _VALUES.search(text) else text
            counts.setdefault((by, code, document, same), []).append(text)
    found = [Reason(by, code, document, texts[0], len(texts)) for (by, code, document, _), texts in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.code, one.document, one.text))


def _objections(tale: Tale) -> Iterator[tuple[str, str, str, str]]:
    if tale.stopped:
        kind = tale.stopped.kind
        yield BY_CLIENT, tale.stopped.rule.official[kind], kind.label, gist(tale.stopped.info)
    by = SENT_TWICE if tale.purchase.again else BY_GATEWAY
    for one in tale.refusals:
        yield by, one.code, one.said.document, gist(one.said.info)


def stages(tales: list[Tale]) -> list[Stage]:
    """Return how long the released inventories took: sent to 2, 2 to 120, 120 to 800."""
    took: dict[str, list[float]] = {"sent → 2": [], "2 → 120": [], "120 → 800": []}
    for tale in tales:
        times = [_sent(tale), *(tale.time_of("inventory", status) for status in ("2", "120", "800"))]
        known = [moment(int(time)) for time in times if time]
        if len(known) == len(times):
            for name, before, after in zip(took, known, known[1:], strict=False):
                took[name].append((after - before).total_seconds())
    return [Stage(name, median(each), max(each)) for name, each in took.items() if each]


def _sent(tale: Tale) -> str | None:
    return next((one.time for one in tale.went if one.what == "CEB621Message"), None)
