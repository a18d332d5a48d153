"""How a fault is written: one function that spoils a sale, its docstring what happened, beside the code it earns."""

from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any, NamedTuple

from gateway_client.rules.kinds import Kind
from simulator.marketplace.papers import Sale
from simulator.marketplace.people import People, Person

Spoil = Callable[[Sale, Random], Sale]


class Fault(NamedTuple):
    """One thing that goes wrong: how it happened, and which official code the document of ``kind`` gets for it.

    A fault that is ``later`` is a second sending: that document is sent after the sale itself.
    """

    name: str
    title: str
    code: str
    kind: Kind
    later: bool
    spoil: Spoil


def fault(
    book: dict[str, Fault], code: str, kind: Kind = Kind.INVENTORY, *, later: bool = False
) -> Callable[[Spoil], Spoil]:
    """Declare a fault; the first line of the function's docstring is its title."""

    def declare(spoil: Spoil) -> Spoil:
        title = (spoil.__doc__ or "").partition("\n")[0]
        book[spoil.__name__] = Fault(spoil.__name__, title, code, kind, later, spoil)
        return spoil

    return declare


def headed(document: Any, **values: Any) -> Any:
    """Return a document with other values in its head."""
    return document.changed(head=document.head.changed(**values))


def relined(document: Any, place: int, **values: Any) -> Any:
    """Return a document with other values in the line at a place."""
    lines = list(document.lines)
    lines[place] = lines[place].changed(**values)
    return document.changed(lines=tuple(lines))


def paid_line(sale: Sale, rng: Random) -> int:
    """Return the place of a line that is no gift."""
    return rng.choice([place for place, line in enumerate(sale.inventory.lines) if line.price])


def somebody(sale: Sale, rng: Random) -> Person:
    """Return somebody who has nothing to do with the sale."""
    return People(rng, day=day_of(sale)).draw()


def day_of(sale: Sale) -> date:
    """Return the day of a sale."""
    return datetime.strptime(sale.inventory.head.decl_time, "%Y%m%d").date()
