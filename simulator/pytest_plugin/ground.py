"""The simulator that the tests of a session share, in this process: opened by the first that asks."""

from contextlib import ExitStack
from typing import Final

import pytest

from gateway_client.asking import Wire
from simulator.grounds import in_process

_GROUND: Final = pytest.StashKey[Wire]()


def ground(config: pytest.Config) -> Wire:
    """Return the wire to the session's simulator; it is closed with the session. Every worker has its own."""
    if _GROUND not in config.stash:
        opened = ExitStack()
        config.stash[_GROUND] = opened.enter_context(in_process(only_sourced=config.getini("kouan_only_sourced")))
        config.add_cleanup(opened.close)
    return config.stash[_GROUND]
