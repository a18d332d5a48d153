"""The run: once as the house is, noting which test meets which rule, then once for each mutant until a test fails."""

import signal
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from gateway_client.rules.rule import Rule
from simulator.ledger.books import rules
from tests.mutants.planting import DISABLED, Mutant
from tests.mutants.report import Report

_FIRST_WITNESSES = 25
"""Tests that ask a rule without being refused by it, and so show who is refused now: some of all kinds come first."""

_CASES = "tests/codes/"
"""Tests that are each refused by one rule: for the others they all say the same."""

_PATIENCE = 10
"""Seconds for a test: who asks a broken rule may get no answer at all."""


class Run:
    """A plugin of pytest that takes the place of its loop."""

    def __init__(self, mutants: Iterable[Mutant], report: Report) -> None:
        self._mutants = mutants
        self._report = report
        self._refused: dict[str, set[str]] = defaultdict(set)  # by rule: the tests in which it objects
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._test = ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run everything."""
        items = {item.nodeid: item for item in session.items}
        signal.signal(signal.SIGALRM, _give_up)
        undo = [self._watched(rule) for rule in rules()]
        broken = [name for name, item in items.items() if not self._passes(session, item)]
        for each in undo:
            each()
        if broken:
            self._report.unusable(broken)
            return True
        for mutant in self._mutants:
            self._report.found(mutant, self._killer(session, items, mutant))
            if mutant.what == DISABLED:
                self._report.own(mutant.rules[0], *self._own(session, items, mutant))
        session._setupstate.teardown_exact(None)
        return True

    def _killer(self, session: pytest.Session, items: dict[str, pytest.Item], mutant: Mutant) -> str | None:
        undo = mutant.plant()
        try:
            names = self._concerned(list(items), mutant)
            return next((name for name in names if not self._passes(session, items[name])), None)
        finally:
            undo()

    def _own(self, session: pytest.Session, items: dict[str, pytest.Item], mutant: Mutant) -> tuple[int, int]:
        """Return how many tests fail without a rule, and in how many it objects: no other can notice."""
        undo = mutant.plant()
        try:
            names = [name for name in items if name in self._refused[mutant.rules[0]]]
            return sum(not self._passes(session, items[name]) for name in names), len(names)
        finally:
            undo()

    def _concerned(self, names: list[str], mutant: Mutant) -> list[str]:
        """Return the tests that may notice a mutant, the likeliest first."""
        refused = set().union(*(self._refused[code] for code in mutant.rules))
        asked = set().union(*(self._asked[code] for code in mutant.rules)) - refused
        first = sorted((name for name in names if name in refused), key=lambda name: mutant.hint not in name)
        witnesses = [name for name in names if name in asked]
        some = witnesses[:: max(1, len(witnesses) // _FIRST_WITNESSES)]
        rest = [name for name in witnesses if name not in some and _CASES not in name]
        return [*first, *some, *rest]

    def _passes(self, session: pytest.Session, item: pytest.Item) -> bool:
        """Run one test; what it shares with the next is kept until a test comes that does not."""
        self._test = item.nodeid
        session._setupstate.teardown_exact(_chain(item))
        item._initrequest()  # type: ignore[attr-defined]  # as plugins do that run a test again
        signal.alarm(_PATIENCE)
        try:
            reports = runtestprotocol(item, log=False, nextitem=_chain(item))
        finally:
            signal.alarm(0)
        return not any(report.failed for report in reports)

    def _watched(self, rule: Rule) -> Callable[[], None]:
        """Note which test asks a rule, and in which it objects."""
        judge = rule.judge

        def watching(case: Any) -> Any:
            self._asked[rule.code].add(self._test)
            found = judge(case)
            if found is not None:
                self._refused[rule.code].add(self._test)
            return found

        object.__setattr__(rule, "judge", watching)
        return lambda: object.__setattr__(rule, "judge", judge)


def _give_up(number: int, frame: Any) -> None:
    raise TimeoutError(f"no answer for {_PATIENCE} s")


class _Chain:
    """What pytest asks of the next test: what stands around it. Of the test itself nothing is kept."""

    def __init__(self, around: list[Any]) -> None:
        self._around = around

    def listchain(self) -> list[Any]:
        return self._around


def _chain(item: pytest.Item) -> Any:
    return _Chain(item.listchain()[:-1])
