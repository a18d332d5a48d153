"""On which machine it was measured: figures of two machines say little about each other."""

import os
import platform
from contextlib import suppress
from pathlib import Path
from typing import Final

_MODEL: Final = "model name"


def machine() -> dict[str, str | int]:
    """Return processor, cores that may be used, Python and operating system."""
    return {
        "cpu": _model() or platform.processor() or platform.machine(),
        "cores": _cores(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "os": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


def _model() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == _MODEL:
                return value.strip()
    return ""


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
