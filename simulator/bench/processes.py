"""What processes of this machine have used, a whole family at a time; for who looks at them from outside."""

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_PARENT: Final = 1
_USED: Final = slice(11, 15)
"""Places behind a process's name: ticks of itself and of its children that have ended, as user and as system."""


def family(head: int) -> list[int]:
    """Return a process and all that descend from it, the oldest first; nothing where the system does not tell."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in _PROC.glob("[0-9]*"):
        if said := _said(int(path.name)):
            children[int(said[_PARENT])].append(int(path.name))
    found = [head] if _said(head) else []
    for one in found:
        found += sorted(children[one])
    return found


def cpu(head: int) -> float | None:
    """Return the CPU seconds of a family since it began, with those that have ended; ``None`` if nobody can tell."""
    said = [_said(one) for one in family(head)]
    ticks = sum(sum(map(int, each[_USED])) for each in said if each)
    return ticks / os.sysconf("SC_CLK_TCK") if any(said) else None


def name(process: int) -> str:
    """Return what a process is called, nothing if there is none."""
    with suppress(OSError):
        return (_PROC / str(process) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    return ""


def command(process: int) -> str:
    """Return with which words a process was started, nothing if there is none."""
    with suppress(OSError):
        return (_PROC / str(process) / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    return ""


def parent(process: int) -> int | None:
    """Return who has started a process, ``None`` if nobody can tell."""
    said = _said(process)
    return int(said[_PARENT]) if said else None


def _said(process: int) -> list[str]:
    """Return what the system says of a process, from its state on; nothing of one that is dead."""
    with suppress(OSError):
        said = (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return said if said and said[0] not in ("Z", "X") else []
    return []
