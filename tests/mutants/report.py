"""What came of it: found of planted, the survivors by name, and whether each rule has tests of its own."""

import sys
from time import perf_counter

from tests.mutants.planting import Mutant

_LEAST = 95
"""Of a hundred planted."""


class Report:
    """Counts, and says how it goes."""

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._planted = 0
        self._survivors: list[Mutant] = []
        self._unnoticed: list[str] = []
        self._owned: list[tuple[str, int, int]] = []
        self._broken: list[str] = []

    def unusable(self, broken: list[str]) -> None:
        """Note tests that fail with nothing planted: nothing can be said then."""
        self._broken = broken

    def found(self, mutant: Mutant, killer: str | None) -> None:
        """Note what became of a mutant."""
        self._planted += 1
        if killer is None:
            self._survivors.append(mutant)
            print(f"survives: {mutant}", flush=True)
        if self._planted % 100 == 0:
            print(f"  {self._planted} planted, {perf_counter() - self._begun:.0f} s", file=sys.stderr, flush=True)

    def own(self, rule: str, failed: int, objecting: int) -> None:
        """Note how many of the tests in which a rule objects fail without it."""
        self._owned.append((rule, failed, objecting))

    def said(self) -> int:
        """Print the result; returns an exit status."""
        if self._broken or not self._planted:
            print("these fail with nothing planted:", *self._broken, sep="\n  ")
            return 2
        found = self._planted - len(self._survivors)
        share = 100 * found / self._planted
        print(f"\nfound {found} of {self._planted} planted: {share:.1f} %, least {_LEAST} %; {self._time()}")
        without = [rule for rule, failed, _ in self._owned if not failed]
        tests = sum(failed for _, failed, _ in self._owned)
        print(
            f"{len(self._owned)} rules disabled one by one: {tests} failures, all in tests in which that rule objects"
            f" ({sum(objecting for _, _, objecting in self._owned)}); without any: {', '.join(without) or 'none'}"
        )
        return int(share < _LEAST or bool(without))

    def _time(self) -> str:
        return f"{perf_counter() - self._begun:.0f} s"
