"""``kouan up``: starts the simulator and says when it is ready."""

import argparse
import gc
import re
import socket
import sys
from datetime import datetime, timedelta
from pathlib import Path

from simulator.clock import BEIJING, EARLIEST, LATEST
from simulator.pace.profile import INSTANT, Pace, simple_pace

_SIZES = {"": 1, "KB": 1_000, "MB": 1_000_000}

_LOOK_FOR_CYCLES = 100_000, 20, 100
"""New objects between looks of the garbage collector. Documents hold no cycles, and there are a great many of them:
at Python's 700 the collector takes a tenth of the time, and finds nothing."""

_TURN = 0.002
"""Seconds a thread keeps the interpreter. A body arrives in pieces: at Python's 5 ms each piece would wait that long
for parsers and writer, and a tenth fewer parcels cleared; in a shorter turn than this each thread that waits asks for
its own so often that a twentieth of the time goes into that."""


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    command.add_argument(
        "--port", type=port_number, default=8765, help="port, 0 for any free one (default: %(default)s)"
    )
    command.add_argument("--db", type=Path, default=Path("kouan.db"), help="database file (default: ./kouan.db)")
    command.add_argument("--port-file", type=Path, help="file to write the port to once it is ready")
    command.add_argument("--max-body", type=size, default=size("8MB"), help="largest body taken (default: 8MB)")
    command.add_argument(
        "--sync", choices=("normal", "full"), default="normal", help="survive kill -9 (normal) or a power cut (full)"
    )
    command.add_argument("--schemas", type=Path, metavar="DIR", help="your own XSD files, used instead of ours")
    command.add_argument("--at", type=moment, metavar="TIME", help="Beijing time to start at, such as 2026-11-11T20:00")
    command.add_argument(
        "--pace",
        type=pace,
        default=INSTANT,
        metavar="PACE",
        help="how long each stage takes: instant, typical, double11, slow, a file of your own (*.toml), or seconds, "
        "also for each stage (2,10,30,60): until the port answers, customs takes in, customs releases, the carrier "
        "delivers (default: instant)",
    )
    command.add_argument(
        "--strangers",
        choices=("default", "refuse"),
        default="default",
        help="senders whom no world has claimed: into the world default, or refused (default: %(default)s)",
    )
    command.add_argument(
        "--journal",
        type=size,
        default=size("2000MB"),
        help="bytes of bodies that a world's journal keeps (default: 2000MB)",
    )
    command.set_defaults(run=run)


def size(text: str) -> int:
    """Return the bytes that ``8MB``, ``500KB`` or ``1000`` mean."""
    match = re.fullmatch(r"([0-9]+) ?(KB|MB|)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is no size: write 8MB, 500KB or a number of bytes")
    return int(match[1]) * _SIZES[match[2]]


def port_number(text: str) -> int:
    """Return a port number: the system would take 65537 for 1."""
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number from 0 to 65535")
    return int(text)


def pace(text: str) -> Pace:
    """Return a pace of the box, that of a file, or one of ``0.5`` seconds for each stage, or of ``2,10,30,60``."""
    parts = text.split(",")
    if len(parts) in (1, 4) and all(re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", part) for part in parts):
        return simple_pace(*[timedelta(seconds=float(part)) for part in parts * (4 // len(parts))])
    from simulator.pace.reading import NAMES, named_pace, read_pace  # it takes a while, and most need none

    try:
        if text.endswith(".toml"):
            return read_pace(Path(text).read_text(encoding="utf-8"), text)
        if text in NAMES or text.isalnum():
            return named_pace(text)
    except (ValueError, OSError) as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None
    raise argparse.ArgumentTypeError(
        f"{text!r} is no pace: write 0.5, or 2,10,30,60 for the four stages, or {', '.join(NAMES)}"
    )


def moment(text: str) -> datetime:
    """Return a time in Beijing; one with a zone is converted."""
    try:
        found = datetime.fromisoformat(text)
        found = found.astimezone(BEIJING).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write 2026-11-11T20:00") from None
    if not EARLIEST <= found <= LATEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no time of ours: clocks know the years 2000 to 2199")
    return found


def run(options: argparse.Namespace) -> int:
    """Serve until stopped. Exit status 2 for unusable options, 3 when it cannot start."""
    gc.disable()  # nothing of what is imported now will ever be garbage
    import uvicorn

    from gateway_client.wire.validate import BadSchemas, Schemas
    from simulator.app import create_app
    from simulator.cli.connection import Connection
    from simulator.clock import WallClock
    from simulator.settings import Settings
    from simulator.store.database import Unusable

    try:
        if options.schemas:
            Schemas(options.schemas)
        listener = _listen(options.host, options.port)
        app = create_app(
            Settings(
                db=options.db,
                sync=options.sync,
                max_body=options.max_body,
                schemas=options.schemas,
                clock=WallClock(options.at),
                pace=options.pace,
                strangers=options.strangers == "default",
                journal=options.journal,
            )
        )
    except BadSchemas as wrong:
        print(f"kouan up: {wrong}", file=sys.stderr)
        return 2
    except (OSError, Unusable) as wrong:
        print(f"kouan up: {wrong}", file=sys.stderr)
        return 3
    sys.setswitchinterval(_TURN)
    gc.freeze()
    gc.set_threshold(*_LOOK_FOR_CYCLES)
    gc.enable()
    port = listener.getsockname()[1]

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started and options.port_file:
                options.port_file.write_text(f"{port}\n")
            if self.started:
                print(f"ready http://{_shown(options.host)}:{port}", flush=True)

    config = uvicorn.Config(
        app,
        http=Connection,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # nobody looks at who asks
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
    )
    Server(config).run(sockets=[listener])
    return 0


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)  # from here on nobody else can have it
    except OSError as wrong:
        raise OSError(f"cannot listen on {host}:{port}: {wrong.strerror or wrong}") from None
    return listener
