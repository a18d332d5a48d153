"""Waits for what must come about in the end, by asking again and again."""

import time
from collections.abc import Callable

_LONGEST = 60.0


def eventually(question: Callable[[], bool]) -> None:
    """Ask until the answer is yes."""
    end = time.monotonic() + _LONGEST
    while not question():
        assert time.monotonic() < end, "it did not come about"
