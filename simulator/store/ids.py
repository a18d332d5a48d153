"""Row ids: ``world number << 40 | sequence``, so that a world's rows are one range of ids.

A trillion rows a world, eight million worlds; ids of one world count without gaps of other worlds'
making, which is what makes a world's history repeatable.
"""

from typing import Final

_BITS: Final = 40
_LOW: Final = (1 << _BITS) - 1
_DIGITS: Final = 12


def row_id(world: int, sequence: int) -> int:
    """Return the id of a world's row number ``sequence``."""
    return world << _BITS | sequence


def sequence(row: int) -> int:
    """Return the number of a row within its world."""
    return row & _LOW


def span(world: int) -> tuple[int, int]:
    """Return the lowest and the highest id that a world can have."""
    return world << _BITS, world << _BITS | _LOW


def receipt_id(row: int, life: int) -> str:
    """Return how a receipt is called outside: its number, and in which life of its world, after the first (``17.2``).

    So a late acknowledgement of a receipt from before a reset is not taken for one of another.
    """
    return str(sequence(row)) if life == 1 else f"{sequence(row)}.{life}"


def receipt_row(text: str, world: int, life: int) -> int | None:
    """Return the row that a receipt's id means; ``None`` for one of another life, or that is none."""
    number, _, of = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS) or of != ("" if life == 1 else str(life)):
        return None
    return row_id(world, int(number))
