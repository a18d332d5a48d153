"""Two results held against each other: what changed, what got worse, and whether the comparison is worth anything."""

from dataclasses import dataclass
from typing import Final

from simulator.bench.figures import FIGURES, Figure
from simulator.bench.result import Result

_NAMED_APART: Final = frozenset({"seed", "rounds"})
"""Settings that may differ without making two results unlike."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in both results; ``per_cent`` is ``None`` where the earlier one was 0."""

    figure: Figure
    before: float
    after: float
    per_cent: float | None
    worse: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Something of machine or settings that was another, ``None`` where one result does not say it."""

    name: str
    before: str | int | None
    after: str | int | None


def changes(before: Result, after: Result) -> list[Change]:
    """Return the figures that both results have."""
    found = []
    for figure in FIGURES:
        was, is_ = before.measured(figure.id), after.measured(figure.id)
        if was is not None and is_ is not None:
            worse = figure.is_worse(was, is_)
            found.append(Change(figure, was, is_, figure.change(was, is_), worse))
    return found


def differences(before: Result, after: Result) -> list[Difference]:
    """Return what of machine and settings was another, so that figures cannot be compared."""
    was, is_ = {**before.machine, **before.settings}, {**after.machine, **after.settings}
    return [
        Difference(name, was.get(name), is_.get(name))
        for name in dict.fromkeys([*was, *is_])
        if name not in _NAMED_APART and was.get(name) != is_.get(name)
    ]
