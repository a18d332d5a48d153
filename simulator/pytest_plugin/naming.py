"""How a test's world is called, and from what it draws its numbers: the same on every machine and in any order."""

import os
import re
from hashlib import blake2b
from typing import Final

import pytest

_MOST: Final = 46
"""Characters of the test's own name: a world's name has at most 63, a seed 64 bytes."""


def name_of(item: pytest.Item) -> str:
    """Return a name for the world of a test, which is its seed, too.

    It depends on the names of file, classes and test, not on where the file lies, which differs among machines and
    with the folder that pytest takes for the root.
    """
    names = [item.path.name, *(one.name for one in item.listchain() if isinstance(one, pytest.Class | pytest.Item))]
    plain = re.sub("[^A-Za-z0-9]+", "-", item.name).strip("-")[:_MOST].rstrip("-")
    return f"{plain or 'test'}-{blake2b('::'.join(names).encode(), digest_size=4).hexdigest()}"


def node_of(item: pytest.Item) -> str:
    """Return a test's address as a command line takes it, without the group that xdist puts behind it."""
    return f"{item.parent.nodeid}::{item.name}" if item.parent else item.nodeid


def address_of(item: pytest.Item) -> str:
    """Return a test's address as it is typed where pytest was started."""
    node = node_of(item)
    file = os.path.relpath(item.path, item.config.invocation_params.dir)
    return file + node[node.index("::") :] if "::" in node else file
