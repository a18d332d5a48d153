"""How conversations are written: a flow yields what it asks and hears what was said.

Flows know no HTTP library, no thread and no event loop; short drivers do (``client.py``, locust's).
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """One HTTP request. ``patience`` is how many seconds its answer may take, ``most`` how many bytes.

    0 stands for more than any port's answer has. Of one that is longer, the end is not heard.
    """

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = ""
    patience: float = 30.0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait of some seconds before the flow goes on."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came whole."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer, or half of one: refused, reset, timed out, broken off."""

    why: str


Flow: TypeAlias = Generator[Ask | Pause, Reply | Silence | None, T]
"""A conversation that ends in a ``T``; it hears something after an ``Ask``, ``None`` after a ``Pause``."""


class Wire(Protocol):
    """What carries questions for threads: HTTP, or an application in this process. Safe among threads."""

    def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        ...

    def close(self) -> None:
        """Let go of whatever it holds."""
        ...


class AsyncWire(Protocol):
    """What carries questions for event loops."""

    async def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        ...

    async def close(self) -> None:
        """Let go of whatever it holds."""
        ...
