"""Two documents held side by side, an inventory and a paper: where they part, and what speaks for them all the same."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

from gateway_client.rules.kinds import Kind, key
from gateway_client.rules.money import cents, total
from gateway_client.wire.findings import Words
from gateway_client.wire.record import camel
from simulator.declaration import Declaration
from simulator.life import ENTERED
from simulator.near.slips import SAME, WRITTEN, Slip, slip

PAPERS: Final = (Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL)
"""What an inventory can wait for."""

_ORDER_FIELDS: Final = ("ebp_code", "order_no")
_FIELDS: Final = {
    Kind.ORDER: _ORDER_FIELDS,
    Kind.PAYMENT: _ORDER_FIELDS,
    Kind.WAYBILL: ("logistics_code", "logistics_no", "order_no"),
}
"""What has to agree: enterprise and number, and a waybill's order as well."""

_OTHER_NUMBER: Final = Slip(5, Words("another number", "编号不同"))
_OTHER_CODES: Final = {
    "ebp_code": Slip(2, Words("another platform", "电商平台不同")),
    "logistics_code": Slip(2, Words("another carrier", "物流企业不同")),
}

_SAME_BUYER: Final = Words("the buyer is the same", "订购人相同")
_SAME_AMOUNT: Final = Words("the amount is the same", "金额相同")
_SAME_ORDER: Final = Words("the order is the same", "订单编号相同")
_SAME_ADDRESS: Final = Words("the address is the same", "收货地址相同")

_ELSEWHERE: Final = Words("in another world: {world}", "在另一个world：{world}")
_REFUSED: Final = Words("refused with {code}", "已被退单：{code}")
_UNDER_WAY: Final = Words("customs has not taken it in yet", "海关尚未入库")


class Difference(NamedTuple):
    """A field of what was found, the value it should have, and the one it has."""

    path: str
    wanted: str
    found: str


class Sighting(NamedTuple):
    """A document and the world in which it was seen; ``name`` is that of another world than the one that was asked."""

    declaration: Declaration
    world: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may have been meant, where it stands apart from what is wanted, and why it is named."""

    seen: Sighting
    differences: tuple[Difference, ...]
    why: Words
    merit: tuple[int, int, int]
    """The smaller, the nearer; the same documents are always in the same order."""


def matched_as(kind: Kind, head: Any) -> str:
    """Return the key by which customs brings a paper of a kind and its inventory together, from the head of either."""
    first, second = _FIELDS[kind][:2]
    return key(getattr(head, first), getattr(head, second))


def number_of(kind: Kind, head: Any) -> str:
    """Return the number that decides whether a paper of a kind and an inventory belong together."""
    number: str = getattr(head, _FIELDS[kind][1])
    return number


def path_of(head: Any, attr: str) -> str:
    """Return where a field stands: ``OrderHead.orderNo``."""
    return f"{head.table.name}.{camel(attr)}"


def candidate(kind: Kind, wanted: Declaration, seen: Sighting, paid: Decimal | None = None) -> Candidate | None:
    """Hold what was seen against what wants it, one of them an inventory, the other a paper of this kind.

    ``None`` if they have nothing to do with each other. ``paid`` is what the inventory's order says was paid.
    Where order numbers are given one after the other, each is one slip from the next: unless a number differs
    in its writing only, something else must agree as well.
    """
    found = seen.declaration
    wishes = {attr: getattr(wanted.head, attr) for attr in _FIELDS[kind]}
    slips = _slips(wishes, found.head)
    number = slips[_FIELDS[kind][1]]
    agreed = _agreed(wanted, found, paid) if wanted.kind is Kind.INVENTORY else _agreed(found, wanted, paid)
    sure = number.rank <= WRITTEN or slips["order_no"] is SAME
    if not sure and (number is _OTHER_NUMBER or not agreed):
        return None
    return _made(seen, wishes, slips, _standing(found), agreed)


def namesake(asked: dict[str, str], seen: Sighting) -> Candidate | None:
    """Hold a document against the number (and platform) that somebody asked for; ``None`` if it is another one."""
    slips = _slips(asked, seen.declaration.head)
    return None if slips["order_no"] is _OTHER_NUMBER else _made(seen, asked, slips, [], [])


def _made(
    seen: Sighting, wishes: dict[str, str], slips: dict[str, Slip], standing: list[Words], agreed: list[Words]
) -> Candidate:
    found = seen.declaration
    return Candidate(
        seen=seen,
        differences=tuple(
            Difference(path_of(found.head, attr), wishes[attr], getattr(found.head, attr))
            for attr, each in slips.items()
            if each is not SAME
        ),
        why=_joined([*_elsewhere(seen.name), *standing, *_named(slips), *agreed]),
        merit=(sum(each.rank for each in slips.values()) + (seen.name is not None), -len(agreed), -found.id),
    )


def _joined(reasons: list[Words]) -> Words:
    """Return several reasons as one sentence."""
    return Words("; ".join(one.en for one in reasons), "；".join(one.zh for one in reasons))


def _slips(wishes: dict[str, str], head: Any) -> dict[str, Slip]:
    """Return per field how it went wrong; a waybill names no platform, so none can be wrong."""
    return {attr: _slip(attr, wanted, getattr(head, attr, wanted)) for attr, wanted in wishes.items()}


def _slip(attr: str, wanted: str, found: str) -> Slip:
    near = slip(wanted, found)
    if attr not in _OTHER_CODES:
        return near or _OTHER_NUMBER
    return near if near and near.rank <= WRITTEN else _OTHER_CODES[attr]  # codes alike are enterprises all the same


def _named(slips: dict[str, Slip]) -> list[Words]:
    return [
        Words(f"{camel(attr)}: {each.words.en}", f"{camel(attr)}：{each.words.zh}")
        for attr, each in slips.items()
        if each is not SAME
    ]


def _standing(found: Declaration) -> list[Words]:
    """Say how a paper stands, where that alone keeps it from being used."""
    if found.refused:
        return [Words(*(text.format(code=found.status) for text in _REFUSED))]  # the port's status is its code
    return [_UNDER_WAY] if found.kind is not Kind.INVENTORY and found.status != ENTERED else []


def _elsewhere(name: str | None) -> list[Words]:
    return [] if name is None else [Words(*(text.format(world=name) for text in _ELSEWHERE))]


def _agreed(inventory: Declaration, paper: Declaration, paid: Decimal | None) -> list[Words]:
    """Name what else the two have in common."""
    ours, theirs = inventory.head, paper.head
    match paper.kind:
        case Kind.ORDER:
            amount = total(line.total_price for line in inventory.document.lines)
            agreed = {
                _SAME_BUYER: _same_person(ours.buyer_id_number, theirs.buyer_id_number),
                _SAME_AMOUNT: cents(amount) == cents(theirs.goods_value),
            }
        case Kind.PAYMENT:
            agreed = {
                _SAME_BUYER: _same_person(ours.buyer_id_number, theirs.payer_id_number),
                _SAME_AMOUNT: paid is not None and cents(paid) == cents(theirs.amount_paid),
            }
        case _:
            agreed = {
                _SAME_ORDER: ours.order_no == theirs.order_no,
                _SAME_ADDRESS: ours.consignee_address == theirs.consignee_address,
            }
    return [words for words, same in agreed.items() if same]


def _same_person(one: str, other: str) -> bool:
    return one.upper() == other.upper()
