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
        self.documents = 0
        self._answers = 0
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
    def on_its_way(self, documents: int) -> Iterator[None]:
        """Count documents as on their way; when the block ends without ``Gone``, as answered."""
        with self._changed:
            self.documents += documents
            self._changed.notify_all()
        yield
        with self._changed:
            self.documents -= documents
            self._answers += 1
            self._changed.notify_all()

    def await_moment(self, answers: int, documents: int) -> bool:
        """Wait until so many messages were answered and so many documents are on their way; else nobody is busy."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_come(answers, documents) or not self._busy, _PATIENCE)
            return self._has_come(answers, documents)

    def is_over(self, seconds: float) -> bool:
        """Wait so long, or until nobody is at work any more; tell whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: self._busy == 0, seconds)

    def _has_come(self, answers: int, documents: int) -> bool:
        return self._answers >= answers and self.documents >= documents
