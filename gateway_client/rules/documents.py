"""The rules of the single document: order, payment, waybill, delivery and inventory, each on its own.

Fixed values and formulas of the specification (edition 202205). Amounts are rounded half up to the
cent before they are compared. Of a guid only the length is asked, which is the schema's: the specification wants
capitals, but real ones of any 36 characters were taken.
"""

from decimal import Decimal
from typing import Any, Final

from gateway_client.rules import answers, codes, enterprises, inventory, measures, papers, people
from gateway_client.rules.answers import SPEC, below, line_of, only, place_of
from gateway_client.rules.kinds import Kind, head_of, names_of
from gateway_client.rules.moments import is_moment
from gateway_client.rules.money import agree, exact_product, product
from gateway_client.rules.rule import Confidence, Conflict, Refusal, RuleBook, all_conflicts, conflict
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.waybill import Logistics
from gateway_client.wire.record import camel

PARAMETERS: Final = answers.PARAMETERS
_ALL: Final = PARAMETERS
_PRICED: Final[dict[Kind, tuple[str, str]]] = {
    kind: answer for kind, answer in PARAMETERS.items() if kind is not Kind.DELIVERY
}
_LINED: Final = answers.answers(Kind.ORDER, Kind.INVENTORY)
BOOK: Final = RuleBook()
"""All rules of the single document, in the order in which they are asked."""


def refusals(kind: Kind, document: Any) -> list[Refusal]:
    """Return everything that a document's own rules object to, in the rules' order."""
    for judge in _JUDGES[kind]:  # nearly always none objects: then nothing needs to be gathered
        if judge(document) is not None:
            break
    else:
        return []
    conflicts, names = all_conflicts(_RULES[kind], document), names_of(kind, head_of(document))
    return [rule.refuse(kind, found, names) for rule, found in conflicts]


@BOOK.rule("DOC-01", answers=_ALL, source=f"{SPEC}, appStatus", confidence=Confidence.ASSUMED)
def app_status(document: Any) -> Conflict | None:
    """The appStatus must be 2 (declared): 1 (stored only) is not supported yet and never taken for 2."""
    value = head_of(document).app_status
    if value == "2":
        return None
    stored = "appStatus填写[1]为暂存,暂不支持,请填写[2]申报"
    found = only(place_of(document), "appStatus", value, "2")
    return found._replace(fill={"reason": stored}) if value == "1" else found


@BOOK.rule("DOC-02", answers=_ALL, source=f"{SPEC}, appTime", confidence=Confidence.SPECIFICATION)
def app_time(document: Any) -> Conflict | None:
    """The appTime must be a moment written YYYYMMDDhhmmss."""
    value = head_of(document).app_time
    return None if is_moment(value) else only(place_of(document), "appTime", value, "YYYYMMDDhhmmss")


@BOOK.rule("DOC-03", answers=_PRICED, source=f"{SPEC}, currency", confidence=Confidence.SPECIFICATION)
def currency(document: Any) -> Conflict | None:
    """The currency must be 142 (CNY), in the head and in every line."""
    if document.head.currency != "142":
        return only(place_of(document), "currency", document.head.currency, "142")
    for line in getattr(document, "lines", ()):
        if line.currency != "142":
            return only(line_of(line), "currency", line.currency, "142")
    return None


@BOOK.rule("DOC-04", answers=_LINED, source=f"{SPEC}, buyerIdType", confidence=Confidence.SPECIFICATION)
def buyer_id_type(document: Any) -> Conflict | None:
    """The buyerIdType must be 1 (resident identity card)."""
    value = document.head.buyer_id_type
    return None if value == "1" else only(place_of(document), "buyerIdType", value, "1")


@BOOK.rule("DOC-05", answers=_LINED, source=f"{SPEC}, totalPrice", confidence=Confidence.SPECIFICATION)
def line_total(document: Any) -> Conflict | None:
    """Each line's totalPrice must be its qty times its price, to the cent."""
    for line in document.lines:
        if not agree(line.total_price, exact_product(line.qty, line.price)):
            place = line_of(line)
            expected = product(line.qty, line.price)
            return conflict(
                (f"{place}.totalPrice", line.total_price),
                (f"{place}.qty×price", expected),
                reason=f"第[{line.gnum}]项商品总价[{line.total_price}]不等于单价乘以数量[{expected}]",
            )
    return None


_DOUBLE_GNUM: Final = {
    Kind.ORDER: ("-301002", "订单商品信息内有重复商品序号"),
    Kind.INVENTORY: ("-621027", "请确认表体gnum无重复！"),
}


@BOOK.rule("DOC-06", answers=_DOUBLE_GNUM, source="table 7-2", confidence=Confidence.SPECIFICATION)
def gnum_unique(document: Any) -> Conflict | None:
    """No two lines of a document may have the same gnum."""
    if len(document.lines) == 1:
        return None
    numbers = [line.gnum for line in document.lines]
    if len(set(numbers)) == len(numbers):
        return None
    double = next(n for n in numbers if numbers.count(n) > 1)
    name = type(document.lines[0]).table.name
    places = [place for place, n in enumerate(numbers, 1) if n == double]
    return conflict(*((f"{name}[{place}].gnum", double) for place in places[:2]))


_NOTHING: Final = Decimal(0)
_AMOUNTS: Final[dict[type, tuple[str, ...]]] = {
    Order: ("goods_value", "freight", "discount", "tax_total", "actural_paid"),
    Payment: ("amount_paid",),
    Logistics: ("freight", "insured_fee", "weight"),
    Inventory: ("freight", "insured_fee", "gross_weight", "net_weight"),
}


@BOOK.rule(
    "DOC-07",
    answers=_PRICED,
    source="practice: checks of another simulator; negative amounts would give quota back",
    confidence=Confidence.ASSUMED,
)
def not_negative(document: Any) -> Conflict | None:
    """Quantities must be above 0, prices, amounts and weights not below: a gift costs 0, nothing costs less."""
    head = document.head
    for attr in _AMOUNTS[type(document)]:
        value = getattr(head, attr)
        if value is not None and value < _NOTHING:
            return below(place_of(document), camel(attr), value, "不能为负数")
    for line in getattr(document, "lines", ()):
        if line.qty > _NOTHING and line.price >= _NOTHING and line.total_price >= _NOTHING:
            continue
        place = line_of(line)
        if line.qty <= 0:
            return below(place, "qty", line.qty, "应大于0")
        name, value = ("price", line.price) if line.price < 0 else ("totalPrice", line.total_price)
        return below(place, name, value, "不能为负数")
    return None


BOOK.take_in(papers.BOOK, inventory.BOOK, people.BOOK, enterprises.BOOK, codes.BOOK, measures.BOOK)

_RULES: Final = {kind: BOOK.for_kind(kind) for kind in Kind}
_JUDGES: Final = {kind: tuple(rule.judge for rule in rules) for kind, rules in _RULES.items()}
