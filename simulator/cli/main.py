"""Finds the command that was asked for. Nothing heavy is imported here: ``--help`` must be instant."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Final

_INTERRUPTED: Final = 130  # as shells say of SIGINT and SIGPIPE
_UNREAD: Final = 141

_COMMANDS: Final = {
    "up": "start the simulator",
    "check": "check files against schema and rules, without any server",
    "tax": "reckon what an inventory owes, step by step",
    "send": "hand files to a gateway",
    "receipts": "see what port and customs answered",
    "status": "see what has become of an order",
    "world": "begin, list, look at, save and end worlds",
    "clock": "see and move a world's clock",
    "journal": "see what has happened in a world",
    "replay": "live through a journal again and name the first difference",
    "run": "play stories, and tell which did not go as they say",
    "draw": "play a story and draw who sent what to whom",
    "bench": "measure what this machine clears, with every check on",
    "load": "let a rush of purchases arrive, and tell what became of every one",
    "ledger": "see every rule, status, text, delay, fact and code, and how well it is founded",
    "migrate": "bring the database of an older kouan up to this one",
    "demo": "watch parcels clear customs, and some being refused",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="kouan", description="Kouan 口岸: a China customs that runs on a laptop.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    given = list(sys.argv[1:] if arguments is None else arguments)
    for name, purpose in _COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)
        if name in given[:1]:
            import_module(f"simulator.cli.{name}").declare(command)
    options = parser.parse_args(given)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese letters is no reason to fail
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNREAD
    return status
