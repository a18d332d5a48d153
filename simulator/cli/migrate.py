"""``kouan migrate``: brings the tables of an older kouan's database up to this one's, with all that is in them."""

import argparse
import sys
from pathlib import Path

from simulator.cli.up import where
from simulator.store.database import VERSION, Unusable


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "--db",
        type=where,
        default=Path("kouan.db"),
        metavar="FILE|URL",
        help="database file (default: ./kouan.db), or postgresql://user:password@host/name",
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Bring the database up. Exit status 2 when the tool is missing, 3 when it cannot be done."""
    try:
        from simulator.store.migrating import migrate
    except ModuleNotFoundError as wrong:
        print(f'kouan migrate: it needs {wrong.name}: pip install "kouan[postgres]"', file=sys.stderr)
        return 2
    try:
        found = migrate(options.db)
    except Unusable as wrong:
        print(f"kouan migrate: {wrong}", file=sys.stderr)
        return 3
    print(f"version {found}, nothing to do" if found == VERSION else f"from version {found} to {VERSION}")
    return 0
