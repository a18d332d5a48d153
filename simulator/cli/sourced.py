"""``--only-sourced``: judge without the assumed rules. ``kouan ledger`` names those that it leaves out."""

import argparse


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the option."""
    command.add_argument(
        "--only-sourced",
        action="store_true",
        help="judge without the rules that have no source but our assumption: kouan ledger names them",
    )
