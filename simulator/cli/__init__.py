"""The command ``kouan``. Each command lives in its own module and imports what it needs when it runs."""

from simulator.cli.main import main

__all__ = ["main"]
