"""Where worlds are played in: a simulator in this process, one that is started for it, or one that is there already."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway_client import InProcess
from gateway_client.asking import Wire


@contextmanager
def in_process() -> Iterator[Wire]:
    """Open a simulator in this process, on a database that is thrown away."""
    from simulator.app import create_app
    from simulator.settings import Settings

    with (
        tempfile.TemporaryDirectory(prefix="kouan-", ignore_cleanup_errors=True) as folder,
        InProcess(create_app(Settings(db=Path(folder) / "kouan.db"))) as wire,
    ):
        yield wire
