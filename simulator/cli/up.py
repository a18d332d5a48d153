"""``kouan up``: starts the simulator and says when it is ready."""

import argparse
import asyncio
import gc
import re
import socket
import sys
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli import sourced
from simulator.clock import BEIJING, EARLIEST, LATEST
from simulator.exchange.address import IN_QUEUE, Address, address, queue_name
from simulator.pace.profile import INSTANT, Pace, simple_pace
from simulator.store.database import Unusable, Where, is_shared, where_of

if TYPE_CHECKING:
    from simulator.settings import Settings

_MOST_WORKERS = 64
_SIZES = {"": 1, "KB": 1_000, "MB": 1_000_000}


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    command.add_argument(
        "--port", type=port_number, default=8765, help="port, 0 for any free one (default: %(default)s)"
    )
    command.add_argument(
        "--db",
        type=where,
        default=Path("kouan.db"),
        metavar="FILE|URL",
        help="database file (default: ./kouan.db), or postgresql://user:password@host/name",
    )
    command.add_argument(
        "--workers",
        type=workers,
        default=1,
        metavar="N",
        help="processes that share the work; more than one needs PostgreSQL (default: 1)",
    )
    command.add_argument("--port-file", type=Path, help="file to write the port to once it is ready")
    command.add_argument("--max-body", type=size, default=size("8MB"), help="largest body taken (default: 8MB)")
    command.add_argument(
        "--sync", choices=("normal", "full"), default="normal", help="survive kill -9 (normal) or a power cut (full)"
    )
    command.add_argument("--schemas", type=Path, metavar="DIR", help="your own XSD files, used instead of ours")
    sourced.declare(command)
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
        "--outcomes",
        action="store_true",
        help="order numbers carry outcomes: a list of the order A1~500~800 is inspected, then released",
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
    command.add_argument(
        "--amqp",
        type=broker,
        metavar="URL",
        help="broker whose queues messages come and receipts go by, too: amqp://user:password@host:5672/vhost",
    )
    command.add_argument(
        "--amqp-queue",
        type=in_queue,
        metavar="NAME",
        default=IN_QUEUE,
        help="the queue that messages come by (default: %(default)s)",
    )
    command.set_defaults(run=run)


def where(text: str) -> Where:
    """Return a file or the address of a database."""
    try:
        return where_of(text)
    except ValueError as wrong:  # without the text: there may be a password in it
        raise argparse.ArgumentTypeError(f"what was given {wrong}") from None


def broker(text: str) -> Address:
    """Return the address of a broker."""
    try:
        return address(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


def in_queue(text: str) -> str:
    """Return the name of a queue."""
    try:
        return queue_name(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


def workers(text: str) -> int:
    """Return how many processes there shall be."""
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: write one from 1 to {_MOST_WORKERS}")
    return int(text)


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
    from simulator.cli.workers import config, ease, serve
    from simulator.house import prepare

    if options.workers > 1 and not is_shared(options.db):
        print(
            f"kouan up: --workers {options.workers} needs a database that several processes can write: "
            f"{options.db} is a SQLite file, which has one writer; give --db postgresql://user:password@host/name",
            file=sys.stderr,
        )
        return 2
    try:
        if options.schemas:
            Schemas(options.schemas)
        listener = _listen(options.host, options.port)
        if options.amqp:
            _try_out(options.amqp, options.amqp_queue)
        settings = _settings(options)
        if options.workers == 1:
            app = create_app(settings, broker=options.amqp, in_queue=options.amqp_queue)
        else:
            database = prepare(settings)
    except (BadSchemas, _Missing) as wrong:
        print(f"kouan up: {wrong}", file=sys.stderr)
        return 2
    except (OSError, Unusable) as wrong:
        print(f"kouan up: {wrong}", file=sys.stderr)
        return 3
    port = listener.getsockname()[1]

    def ready() -> None:
        if options.port_file:
            options.port_file.write_text(f"{port}\n")
        print(f"ready http://{_shown(options.host)}:{port}", flush=True)

    if options.workers > 1:
        make = partial(create_app, settings, broker=options.amqp, in_queue=options.amqp_queue)
        with closing(database):
            return serve(make, options.workers, listener, ready)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    ease()
    Server(config(app)).run(sockets=[listener])
    return 0


class _Missing(Exception):
    """Something has to be installed first."""


def _try_out(where: Address, queue: str) -> None:
    """Connect to the broker once, before anything is begun."""
    try:
        from simulator.exchange.connection import Unreachable, try_out
    except ModuleNotFoundError as wrong:
        raise _Missing(f'--amqp needs {wrong.name}: pip install "kouan[amqp]"') from None
    try:
        asyncio.run(try_out(where, queue))
    except Unreachable as wrong:
        raise OSError(str(wrong)) from None


def _settings(options: argparse.Namespace) -> "Settings":
    from simulator.clock import WallClock
    from simulator.settings import Settings

    return Settings(
        db=options.db,
        sync=options.sync,
        max_body=options.max_body,
        schemas=options.schemas,
        clock=WallClock(options.at),
        pace=options.pace,
        outcomes=options.outcomes,
        strangers=options.strangers == "default",
        journal=options.journal,
        only_sourced=options.only_sourced,
    )


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
