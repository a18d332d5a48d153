"""What a receipt says of each document, flat and the same for all kinds: for tables, timelines and JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway_client.wire.findings import Words

DOCUMENTS: Final = {
    "order": Words("order", "订单"),
    "payment": Words("payment", "支付单"),
    "waybill": Words("waybill", "运单"),
    "delivery": Words("delivery", "运单状态"),
    "inventory": Words("inventory", "清单"),
    "cancel": Words("cancellation", "撤销单"),
    "return": Words("return", "退货单"),
    "arrival": Words("arrival", "入库单"),
    "tax": Words("tax", "税单"),
    "message": Words("message", "报文"),
}
"""The names of documents in this house, in words."""

_KINDS: Final = {
    "CEB312Message": ("order", "ebp_code", "order_no"),
    "CEB412Message": ("payment", "pay_code", "pay_transaction_id"),
    "CEB512Message": ("waybill", "logistics_code", "logistics_no"),
    "CEB514Message": ("delivery", "logistics_code", "logistics_no"),
    "CEB622Message": ("inventory", "ebc_code", "cop_no"),
    "CEB624Message": ("cancel", "ebc_code", "cop_no"),
    "CEB626Message": ("return", "ebc_code", "cop_no"),
    "CEB712Message": ("arrival", "operator_code", "cop_no"),
    "CEB816Message": ("tax", "invt_no", "tax_no"),
    "CEB818Message": ("tax", "invt_no", "tax_no"),
    "CEB900Message": ("message", "ori_message_type", "ori_cop_msg_id"),
}


@dataclass(frozen=True, slots=True)
class Return:
    """A return; ``key`` is what the document's sender knows it by. A tax bill has its number as the text."""

    document: str
    key: str
    status: str
    time: str
    info: str
    pre_no: str | None
    invt_no: str | None

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON types; every key is always there."""
        return {
            "document": self.document,
            "key": self.key,
            "returnStatus": self.status,
            "returnTime": self.time,
            "returnInfo": self.info,
            "preNo": self.pre_no,
            "invtNo": self.invt_no,
        }


def returns_of(message_type: str, returns: tuple[Any, ...]) -> list[Return]:
    """Return what the records of a receipt message say; nothing of a message that is no receipt."""
    if message_type not in _KINDS:
        return []
    document, *names = _KINDS[message_type]
    return [flat(document, one, names) for one in returns]


def flat(document: str, one: Any, names: Sequence[str] = ()) -> Return:
    """Return what one record of a receipt message says; ``names`` are the fields of its key."""
    said = getattr(one, "head", one)
    key = [getattr(said, name, None) for name in names]
    return Return(
        document=document,
        key="/".join(part for part in key if part),
        status=str(getattr(said, "return_status", None) or getattr(said, "status", "")),
        time=said.return_time,
        info=getattr(said, "return_info", None) or getattr(said, "tax_no", None) or "",
        pre_no=getattr(said, "pre_no", None),
        invt_no=getattr(said, "invt_no", None),
    )


def shown_time(stamp: str) -> str:
    """Return ``YYYYMMDDhhmmssSSS`` as people read it."""
    day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    return f"{day} {stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}.{stamp[14:]}"
