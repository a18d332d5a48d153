"""The rules of the enterprises in a document: their codes, and who may stand surety for the taxes."""

from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from gateway_client.facts.numbers import is_credit_code, is_enterprise_code
from gateway_client.rules.answers import PARAMETERS, SPEC, answers, only, place_of
from gateway_client.rules.kinds import Kind, head_of
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.waybill import Logistics, LogisticsStatus
from gateway_client.wire.record import camel

BOOK: Final = RuleBook()

_NAMED: Final[dict[type, tuple[str, ...]]] = {
    Order: ("ebp_code", "ebc_code", "pay_code"),
    Payment: ("ebp_code", "pay_code"),
    Logistics: ("logistics_code", "logistics_code"),
    LogisticsStatus: ("logistics_code", "logistics_code"),
    Inventory: ("ebp_code", "ebc_code", "logistics_code", "agent_code", "area_code"),
}
"""The enterprises that a document names; one that is alone stands there twice, so that all are tuples."""
_CODES: Final = {record: attrgetter(*attrs) for record, attrs in _NAMED.items()}
_CREDIT_LENGTH: Final = 18
_FORMS: Final = "10 digits or capitals (customs registration) or 18 with a check digit (social credit code)"


@BOOK.rule(
    "DOC-10",
    answers=PARAMETERS,
    source=f"{SPEC}: codes of 10 (registration) or 18 characters (GB 32100), as real messages have them",
    confidence=Confidence.TWO_SOURCES,
)
def enterprise_code(document: Any) -> Conflict | None:
    """An enterprise is named by its registration of 10 digits or capitals, or by a social credit code that checks."""
    record = type(document)
    wrong = _wrong(_CODES[record](head_of(document)), record)  # type: ignore[arg-type]  # a class can be hashed
    if wrong is None:
        return None
    value = getattr(head_of(document), wrong)
    found = only(place_of(document), camel(wrong), value, _FORMS)
    reason = f"{camel(wrong)}填写[{value}]不正确,应为10位海关注册登记编号或18位统一社会信用代码"
    return found._replace(fill={"reason": reason})


@lru_cache(maxsize=10_000)
def _wrong(codes: tuple[str | None, ...], record: type) -> str | None:
    """Return which of the codes is none; the documents of an enterprise have the same ones again and again.

    A platform that is not registered has an identifier of the electronic port, whatever that looks like. What has
    18 characters is a social credit code all the same.
    """
    for code, name in zip(codes, _NAMED[record], strict=True):
        if not code or is_enterprise_code(code):
            continue
        if name != "ebp_code" or (len(code) == _CREDIT_LENGTH and not is_credit_code(code)):
            return name
    return None


@BOOK.rule(
    "INV-04",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}, assureCode: declarant, retailer, carrier in the schema; platform, retailer, carrier in its text",
    confidence=Confidence.SPECIFICATION,
)
def surety(inventory: Inventory) -> Conflict | None:
    """The assureCode must be that of the declarant, the retailer, the carrier or the platform of the inventory."""
    head = inventory.head
    code = head.assure_code
    if code in (head.ebc_code, head.agent_code, head.logistics_code, head.ebp_code):
        return None
    allowed = ", ".join(dict.fromkeys((head.agent_code, head.ebc_code, head.logistics_code, head.ebp_code)))
    return conflict(
        ("InventoryHead.assureCode", code),
        ("agentCode, ebcCode, logisticsCode, ebpCode", allowed),
        reason=f"assureCode填写[{code}]不正确,只限清单的申报企业、电商企业、物流企业、电商平台企业",
    )
