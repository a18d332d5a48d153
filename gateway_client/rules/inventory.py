"""The rules of the inventory as such: import, one of two trade modes with what each demands, numbers in their form."""

from typing import Final

from gateway_client.facts.numbers import is_day, is_invt_no, is_pre_no
from gateway_client.rules.answers import SPEC, answers, line_of, missing, only
from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.record import camel

BOOK: Final = RuleBook()


@BOOK.rule("INV-01", answers=answers(Kind.INVENTORY), source=f"{SPEC}, ieFlag", confidence=Confidence.SPECIFICATION)
def ie_flag(inventory: Inventory) -> Conflict | None:
    """The ieFlag must be I (import)."""
    value = inventory.head.ie_flag
    return None if value == "I" else only("InventoryHead", "ieFlag", value, "I")


@BOOK.rule("INV-02", answers=answers(Kind.INVENTORY), source=f"{SPEC}, tradeMode", confidence=Confidence.SPECIFICATION)
def trade_mode(inventory: Inventory) -> Conflict | None:
    """The tradeMode must be 9610 (direct) or 1210 (bonded)."""
    value = inventory.head.trade_mode
    return None if value in ("9610", "1210") else only("InventoryHead", "tradeMode", value, "9610, 1210")


@BOOK.rule("INV-03", answers=answers(Kind.INVENTORY), source="receipts of real systems", confidence=Confidence.PRACTICE)
def no_pre_no(inventory: Inventory) -> Conflict | None:
    """A new inventory must not carry a preNo: the electronic port gives it."""
    head = inventory.head
    if head.app_type != "1" or not head.pre_no:
        return None
    return conflict(("InventoryHead.preNo", head.pre_no), ("allowed", ""), reason="预录入编号(preNo)应由电子口岸生成")


_DIRECT: Final = ("traf_no", "voyage_no", "bill_no")
_BONDED: Final = ("ems_no", "area_code", "area_name")


@BOOK.rule(
    "INV-15",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}: 直购进口必填",
    confidence=Confidence.SPECIFICATION,
)
def direct_has_its_way(inventory: Inventory) -> Conflict | None:
    """A direct parcel (9610) must name its vehicle, voyage and bill: trafNo, voyageNo, billNo."""
    head = inventory.head
    return _needs(head, _DIRECT, "tradeMode 9610", "直购进口") if head.trade_mode == "9610" else None


@BOOK.rule(
    "INV-16",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}: 保税模式必填",
    confidence=Confidence.SPECIFICATION,
)
def bonded_has_its_book(inventory: Inventory) -> Conflict | None:
    """Bonded goods (1210) must name book and warehouse, emsNo, areaCode, areaName, and each line its itemRecordNo."""
    head = inventory.head
    if head.trade_mode != "1210":
        return None
    if found := _needs(head, _BONDED, "tradeMode 1210", "保税进口"):
        return found
    for line in inventory.lines:
        if _blank(line.item_record_no):
            return missing(
                line_of(line), "itemRecordNo", line.item_record_no, "tradeMode 1210", f"保税进口表体第[{line.gnum}]项"
            )
    return None


def _needs(head: object, attrs: tuple[str, ...], when: str, zh: str) -> Conflict | None:
    for attr in attrs:
        value = getattr(head, attr)
        if _blank(value):
            return missing("InventoryHead", camel(attr), value, when, zh)
    return None


def _blank(value: str | None) -> bool:
    return not value or value.isspace()


@BOOK.rule(
    "INV-17",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}: invtNo as in CEB816, preNo as in its samples",
    confidence=Confidence.SPECIFICATION,
)
def numbers_given(inventory: Inventory) -> Conflict | None:
    """A preNo or invtNo must look as port and customs give them: B20261111000000001, 51652026I000000001."""
    head = inventory.head
    if head.invt_no and not is_invt_no(head.invt_no):
        return only("InventoryHead", "invtNo", head.invt_no, "4位关区+4位年+I+9位流水号")
    if head.pre_no and not is_pre_no(head.pre_no, "B"):
        return only("InventoryHead", "preNo", head.pre_no, "B+8位日期+9位流水号")
    return None


@BOOK.rule(
    "INV-18",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}, ieDate: YYYYMMDD",
    confidence=Confidence.SPECIFICATION,
)
def entry_date(inventory: Inventory) -> Conflict | None:
    """The ieDate, if there is one, must be a day written YYYYMMDD."""
    value = inventory.head.ie_date
    return None if not value or is_day(value) else only("InventoryHead", "ieDate", value, "YYYYMMDD")
