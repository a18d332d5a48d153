"""Watches the traffic of one run of the server: how much is on its way, how much was answered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from load.torture.line import Gone
from load.torture.wrong import Wrong

_PATIENCE = 120


class Watch:
    """Counts for many threads, so that somebody can wait for a moment that hurts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = 0
        self._ways: dict[object, tuple[str, int]] = {}
        self._answers = 0
        self._frozen: set[object] = set()
        self._begun: set[str | None] = set()
        self.wrong: list[Wrong] = []

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Count somebody who sends, until he has no more to send or the server is gone; keep what is wrong."""
        try:
            yield
        except Gone:
            pass
        except Wrong as wrong:
            self.wrong.append(wrong)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

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
        yield
        with self._changed:
            del self._ways[way]
            self._answers += documents > 0
            self._changed.notify_all()

    def freeze(self) -> None:
        """Note what is on its way at this moment: what begins later meets a server that is dead already."""
        with self._changed:
            self._frozen = set(self._ways)

    def in_flight(self) -> list[tuple[str, int]]:
        """Return what was on its way at the frozen moment and was not answered since, with its documents."""
        with self._changed:
            return [said for way, said in self._ways.items() if way in self._frozen]

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
