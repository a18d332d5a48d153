"""Watches the traffic of one run of the server: how much is on its way, how much was answered, what it may suffer."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Literal

from load.torture.line import Away, Gone
from load.torture.wrong import Wrong

Blow = Literal["worker", "database"]
"""What dies while the server as a whole lives on: whoever suffers it tries again until it is made good."""

_PATIENCE: Final = 120
_RECOVERY: Final = 60
"""Seconds after a blow, or after the database is there again, until everybody must be served as before."""
_BREATH: Final = 0.1
"""Seconds until somebody tries again: by then the database has ended what a dead worker had begun."""
_SUFFERED: Final[dict[Blow, type[Gone]]] = {"worker": Gone, "database": Away}


class Watch:
    """Counts for many threads, so that somebody can wait for a moment that hurts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = 0
        self._ways: dict[object, tuple[str, int]] = {}
        self._answers = 0
        self._frozen: set[object] = set()
        self._cut: list[tuple[str, int]] = []
        self._begun: set[str | None] = set()
        self._blow: Blow | None = None
        self._recovering = False
        self._since = 0.0
        self._dying = False
        self.away = 0
        """How often the server said that it could not, for its database was away."""
        self.resent = 0
        """How many messages had to be handed in once more, for a blow was in the way of their answer."""
        self.wrong: list[Wrong] = []

    def at_work(self, act: Callable[[], None]) -> None:
        """Let one of those who are expected act, and count that he has no more to do."""
        try:
            self.act(act)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def act(self, act: Callable[[], None]) -> None:
        """Let somebody act until he has done or the server is gone, again after a blow; keep what is wrong."""
        try:
            while self._does(act):
                time.sleep(_BREATH)
        except Wrong as wrong:
            self.wrong.append(wrong)

    def _does(self, act: Callable[[], None]) -> bool:
        """Act; tell whether a blow was in the way of it. Raises ``Wrong`` for what nobody's death explains."""
        try:
            act()
        except Gone as gone:
            with self._changed:
                if self._dying:
                    return False
                late = self._recovering and time.monotonic() - self._since > _RECOVERY
                if self._blow is None or type(gone) is not _SUFFERED[self._blow] or late:
                    raise Wrong(f"the answer, {self._told()}", "one that helps", gone) from gone
                self.away += isinstance(gone, Away)
                return True
        return False

    def _told(self) -> str:
        if self._blow is None:
            return "nobody was killed"
        return f"the {self._blow} was killed" + (f", all has been there for {_RECOVERY} s" * self._recovering)

    def expect(self, count: int) -> None:
        """So many are going to be at work."""
        self._busy += count

    @contextmanager
    def on_its_way(self, what: str, documents: int = 0) -> Iterator[None]:
        """Count something as on its way; when the block ends without ``Gone``, as answered."""
        way = object()
        with self._changed:
            self._ways[way] = (what, documents)
            self._begun.add(what)
            self._changed.notify_all()
        try:
            yield
        except Gone:
            with self._changed:
                said = self._ways.pop(way)
                if way in self._frozen:
                    self._cut.append(said)
                elif not self._dying:
                    self.resent += said[1] > 0
            raise
        with self._changed:
            del self._ways[way]
            self._answers += documents > 0
            self._changed.notify_all()

    @property
    def answers(self) -> int:
        """How many documents' messages were answered."""
        return self._answers

    def strike(self, blow: Blow) -> int:
        """Note that something is about to die that comes again; return how many documents are on their way."""
        with self._changed:
            self._blow, self._recovering = blow, blow == "worker"  # the others serve at once
            self._since = time.monotonic()
            return sum(count for _, count in self._ways.values())

    def heal(self) -> None:
        """Note that it is there again."""
        with self._changed:
            self._recovering, self._since = True, time.monotonic()

    def freeze(self) -> None:
        """Note what is on its way at this moment: what begins later meets a server that is dead already."""
        with self._changed:
            self._dying = True
            self._frozen = set(self._ways)
            self._cut.clear()

    def in_flight(self) -> list[tuple[str, int]]:
        """Return what was on its way at the frozen moment and was not answered since, with its documents."""
        with self._changed:
            return self._cut.copy()

    def await_moment(self, answers: int, documents: int, amid: str | None) -> None:
        """Wait until ``amid`` has begun or so many were answered, while so many documents are on their way.

        If nobody is at work any more, that will not come.
        """

        def has_come() -> bool:
            return (amid in self._begun or self._answers >= answers) and sum(
                count for _, count in self._ways.values()
            ) >= documents

        with self._changed:
            self._changed.wait_for(lambda: has_come() or not self._busy, _PATIENCE)

    def is_over(self, seconds: float) -> bool:
        """Wait so long, or until nobody is at work any more; tell whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: self._busy == 0, seconds)
