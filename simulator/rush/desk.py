"""A company's desk: what is to be declared lies there until a message is full, or the oldest has waited long enough."""

import time
from collections import deque
from threading import Condition
from typing import Any, Final, NamedTuple

GATHER: Final = 1.0
"""Seconds after which a message goes out though it is not full."""


class Paper(NamedTuple):
    """A document to be declared, and what its receipts will be known by."""

    document: Any
    key: tuple[str, str]


class Desk:
    """Papers go on it at any rate; one company takes them."""

    def __init__(self, batch: int) -> None:
        self._batch = batch
        self._papers: deque[tuple[float, list[Paper]]] = deque()
        self._changed = Condition()
        self._closed = False

    def lay(self, papers: list[Paper]) -> None:
        """Lay papers of one purchase on the desk."""
        with self._changed:
            self._papers.append((time.monotonic(), papers))
            if len(self._papers) in (1, self._batch):
                self._changed.notify()

    def close(self) -> None:
        """Nothing more will come: what is there goes out."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def take(self) -> list[Paper]:
        """Take the papers of a message's worth of purchases, waiting for them; empty when there will be none."""
        with self._changed:
            while len(self._papers) < self._batch and not self._closed:
                wait = self._papers[0][0] + GATHER - time.monotonic() if self._papers else None
                if wait is not None and wait <= 0:
                    break
                self._changed.wait(wait)
            taken = [self._papers.popleft()[1] for _ in range(min(self._batch, len(self._papers)))]
        return [paper for papers in taken for paper in papers]
