"""Row ids: ``world number << 40 | sequence``, so that a world's rows are one range of ids.

A trillion rows a world, eight million worlds; ids of one world count without gaps of other worlds'
making, which is what makes a world's history repeatable.
"""

from typing import Final

_BITS: Final = 40
_LOW: Final = (1 << _BITS) - 1


def row_id(world: int, sequence: int) -> int:
    """Return the id of a world's row number ``sequence``."""
    return world << _BITS | sequence


def sequence(row: int) -> int:
    """Return the number of a row within its world."""
    return row & _LOW


def span(world: int) -> tuple[int, int]:
    """Return the lowest and the highest id that a world can have."""
    return world << _BITS, world << _BITS | _LOW
