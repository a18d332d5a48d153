"""Where worlds are played in: a simulator in this process, one that is started for it, or one that is there already."""

import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from gateway_client import InProcess
from gateway_client.asking import Wire


@contextmanager
def in_process(*, only_sourced: bool = False) -> Iterator[Wire]:
    """Open a simulator in this process, on a database that is thrown away; at will without the assumed rules."""
    from simulator.app import create_app
    from simulator.settings import Settings

    with (
        tempfile.TemporaryDirectory(prefix="kouan-", ignore_cleanup_errors=True) as folder,
        InProcess(create_app(Settings(db=Path(folder) / "kouan.db", only_sourced=only_sourced))) as wire,
    ):
        yield wire


@contextmanager
def server(*options: str, db: Path | str | None = None) -> Iterator[tuple[Wire, str]]:
    """Run ``kouan up`` on a free port with a database that is thrown away; yields the wire to it and its address.

    ``db`` is another database, which stays.

    A Ctrl-C is for whoever started it: the server ends when its user does. What it says on standard error is passed on
    when it has ended. Raises ``OSError`` with all of that when it does not start.
    """
    from gateway_client.transport import HttpWire, guard

    with (
        tempfile.TemporaryDirectory(prefix="kouan-", ignore_cleanup_errors=True) as folder,
        (Path(folder) / "errors.txt").open("w+", encoding="utf-8", errors="replace") as errors,
    ):
        command = [sys.executable, "-P", "-m", "simulator.cli", "up", "--port", "0", *options]
        with subprocess.Popen(  # noqa: S603  # our own interpreter, our own words
            [*command, "--db", str(db or Path(folder) / "kouan.db")],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                ready, _, url = (process.stdout.readline() if process.stdout else "").strip().partition(" ")
                if ready != "ready":
                    status = process.wait()
                    raise OSError(f"the simulator did not start: exit status {status}\n{_said(errors)}".rstrip())
                wire = HttpWire(guard(url))
                try:
                    yield wire, url
                finally:
                    wire.close()
                    process.terminate()
                    process.wait()
                    if said := _said(errors):
                        print(said, file=sys.stderr)  # noqa: T201  # it is the server's own
            finally:
                process.terminate()


@contextmanager
def target(url: str, allow: Collection[str] = ()) -> Iterator[Wire]:
    """Connect to a simulator that is there already. Raises ``Misdirected`` for a host that was not named."""
    from gateway_client.transport import HttpWire, guard

    wire = HttpWire(guard(url, allow))
    try:
        yield wire
    finally:
        wire.close()


def _said(errors: TextIO) -> str:
    errors.seek(0)
    return errors.read().rstrip()
