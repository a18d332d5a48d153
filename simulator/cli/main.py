"""Finds the command that was asked for. Nothing heavy is imported here: ``--help`` must be instant."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

_COMMANDS: Final = {
    "up": "start the simulator",
    "check": "check files against schema and rules, without any server",
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
    status: int = options.run(options)
    return status
