"""Do the children of an element stand in the order and number of its table? For the decoder.

Of children in disorder the longest run that is in order counts as right, so that one element which
was moved is one finding and not thirty.
"""

from bisect import bisect_right
from collections import Counter
from typing import Final, NamedTuple

from lxml import etree

from gateway_client.wire.complaints import Complaints
from gateway_client.wire.record import UNBOUNDED, Field

WILDCARD: Final = "*"


class Order(NamedTuple):
    """What may stand in an element: the fields in their order, and the rank of each by its tag."""

    fields: list[Field]
    ranks: dict[str, int]  # WILDCARD: any element
    names: dict[str, str]  # tags by local name


def matched(
    element: etree._Element, children: list[etree._Element], tags: tuple[str, ...], order: Order, complaints: Complaints
) -> tuple[list[int | None], bool]:
    """Return for each child the rank of its field, ``None`` for those to skip, and whether all is as it should be."""
    anything = order.ranks.get(WILDCARD)
    ranks: list[int | None] = [order.ranks.get(tag, anything) for tag in tags]
    present = Counter(ranks)
    if None not in present and _is_sorted(ranks) and all(_allows(f, present[n]) for n, f in enumerate(order.fields)):
        return ranks, True
    upright = _longest_run(ranks)
    probably = set()
    counts: Counter[int] = Counter()
    for place, (child, rank) in enumerate(zip(children, ranks, strict=True)):
        if complaints.is_full():
            break
        if rank is None:
            probably.add(complaints.unknown(child, order.names))
            continue
        counts[rank] += 1
        most = order.fields[rank].most
        if counts[rank] > most != UNBOUNDED:
            ranks[place] = None
            if counts[rank] == most + 1:
                complaints.too_many(child, most, present[rank])
        elif place not in upright:
            complaints.misplaced(child, _neighbour(rank, ranks, upright, order))
    for rank, field in enumerate(order.fields):
        if present[rank] < field.least and _tag(rank, order) not in probably:
            complaints.missing(element, field)
    return ranks, False


def _allows(field: Field, count: int) -> bool:
    return field.least <= count and (count <= field.most or field.most == UNBOUNDED)


def _is_sorted(ranks: list[int | None]) -> bool:
    return ranks == sorted(ranks, key=lambda rank: rank or 0)


def _longest_run(ranks: list[int | None]) -> set[int]:
    """Return the places of the longest part of the ranks that never falls."""
    ends: list[int] = []  # the smallest rank that ends a run of each length
    at: list[int] = []  # its place
    before: dict[int, int | None] = {}
    for place, rank in enumerate(ranks):
        if rank is None:
            continue
        length = bisect_right(ends, rank)
        before[place] = at[length - 1] if length else None
        ends[length : length + 1] = [rank]
        at[length : length + 1] = [place]
    run = set()
    last = at[-1] if at else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run


def _neighbour(rank: int, ranks: list[int | None], upright: set[int], order: Order) -> str | None:
    """Return the name of the element that a misplaced one should follow."""
    front = [other for place in upright if (other := ranks[place]) is not None and other <= rank]
    return order.fields[max(front)].wire if front else None


def _tag(rank: int, order: Order) -> str:
    return next(tag for tag, at in order.ranks.items() if at == rank)
