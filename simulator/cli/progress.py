"""A bar for long work, on standard error and only if that is a terminal: pipes and logs see nothing of it."""

import sys
import time
from types import TracebackType
from typing import Final, Self

_COLUMNS: Final = 30
_REDRAW: Final = 0.05
_ERASE: Final = "\r\033[K"


class Progress:
    """``with Progress("sending", 200) as bar: bar.step()``. Say lines with ``line`` while it is shown."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, total
        self._done = 0
        self._shown = total > 1 and sys.stderr.isatty()
        self._drawn = 0.0

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self.reach(self._done + count)

    def reach(self, done: int) -> None:
        """So many are done in all."""
        self._done = done
        if self._shown and (done >= self._total or time.monotonic() - self._drawn >= _REDRAW):
            self._draw()

    def line(self, text: str) -> None:
        """Print a line of the result on standard output, the bar below it."""
        if self._shown:
            print(_ERASE, end="", file=sys.stderr, flush=True)
        print(text, flush=True)
        if self._shown:
            self._draw()

    def __enter__(self) -> Self:
        if self._shown:
            self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            print(_ERASE, end="", file=sys.stderr, flush=True)

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        filled = _COLUMNS * min(self._done, self._total) // self._total
        bar = "#" * filled + "." * (_COLUMNS - filled)
        print(f"{_ERASE}{self._what} [{bar}] {self._done}/{self._total}", end="", file=sys.stderr, flush=True)
