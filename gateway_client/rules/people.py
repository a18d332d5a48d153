"""The rules of the people in a document: who buys or pays has an identity number that checks, and a real name."""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

from gateway_client.facts.numbers import birth_date, resident_check
from gateway_client.rules.answers import SPEC, answers, place_of
from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.waybill import Logistics

BOOK: Final = RuleBook()

_RESIDENT: Final = "1"
_BUYER: Final = (attrgetter("buyer_id_type", "buyer_id_number"), "buyerIdNumber")
_NUMBERS: Final[dict[type, tuple[Callable[[Any], tuple[str, str]], str]]] = {
    Order: _BUYER,
    Payment: (attrgetter("payer_id_type", "payer_id_number"), "payerIdNumber"),
    Inventory: _BUYER,
}


class _Flaw(NamedTuple):
    """What is wrong with an identity number: the part, what it is or should be, and how the receipt says so."""

    part: str
    value: str
    zh: str


@BOOK.rule(
    "DOC-08",
    answers=answers(Kind.ORDER, Kind.PAYMENT, Kind.INVENTORY),
    source=f"{SPEC}, buyerIdNumber with buyerIdType 1; GB 11643; that the port computes it is practice of others",
    confidence=Confidence.PRACTICE,
)
def identity_number(document: Any) -> Conflict | None:
    """An identity number must be a resident's: 17 digits with a real birth date, and the check digit, or X."""
    get, field = _NUMBERS[type(document)]
    id_type, number = get(document.head)
    flaw = _flaw(number)
    if flaw is None or id_type != _RESIDENT:
        return None
    return conflict(
        (f"{place_of(document)}.{field}", number),
        (flaw.part, flaw.value),
        reason=f"{field}填写[{number}]不正确,{flaw.zh}",
    )


@lru_cache(maxsize=10_000)
def _flaw(number: str) -> _Flaw | None:
    """Return what is wrong with an identity number; the documents of a sale have the same one."""
    if not _RESIDENT_NUMBER.fullmatch(number):
        return _Flaw("form", "17 digits and a digit or X", "应为18位居民身份证号码")
    if birth_date(number) is None:
        return _Flaw("birth date that does not exist", number[6:14], f"出生日期[{number[6:14]}]不存在")
    check = resident_check(number[:-1])
    return None if check == number[-1].upper() else _Flaw("check digit", check, f"校验码应为[{check}]")


_RESIDENT_NUMBER: Final = re.compile("[0-9]{17}[0-9Xx]")

_NAMES: Final[dict[type, tuple[tuple[str, str], ...]]] = {
    Order: (("buyer_name", "buyerName"), ("consignee", "consignee")),
    Payment: (("payer_name", "payerName"),),
    Logistics: (("consignee", "consignee"),),
    Inventory: (("buyer_name", "buyerName"),),
}
_TITLES: Final = frozenset({"先生", "女士", "小姐", "太太", "夫人"})
_ENGLISH: Final = re.compile(r"\s*(?:mr|mrs|ms|miss|mister|madam)(?![a-z])", re.IGNORECASE)


@BOOK.rule(
    "DOC-09",
    answers=answers(Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL, Kind.INVENTORY),
    source="operating procedure of a service platform, 2014: no 'Miss Zhang', no 'Mr Wang' as a name",
    confidence=Confidence.ASSUMED,
)
def real_name(document: Any) -> Conflict | None:
    """Buyer, payer and consignee must have their real names: no Miss Zhang, no Mr Wang."""
    head = document.head
    for attr, field in _NAMES[type(document)]:
        name: str = getattr(head, attr)
        if name[-2:] in _TITLES or (name[:1] < "\x7f" and _ENGLISH.match(name)):  # few names are worth a pattern
            return conflict(
                (f"{place_of(document)}.{field}", name),
                ("needed", "the real name, without a title"),
                reason=f"{field}填写[{name}]不正确,应为真实姓名",
            )
    return None
