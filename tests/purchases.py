"""Purchases for tests: four documents that clear, and a way to change any of them."""

from base64 import b64encode
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gateway_client.facts.numbers import resident_check
from gateway_client.rules.kinds import head_of
from gateway_client.wire.ceb import CEB311Message, CEB411Message, CEB511Message, CEB513Message, CEB621Message
from gateway_client.wire.ceb.inventory import Inventory, InventoryHead, InventoryList
from gateway_client.wire.ceb.order import Order, OrderHead, OrderList
from gateway_client.wire.ceb.payment import Payment, PaymentHead
from gateway_client.wire.ceb.tail import BaseTransfer
from gateway_client.wire.ceb.waybill import Logistics, LogisticsHead, LogisticsStatus
from gateway_client.wire.dxp import IMPORT_SYSTEM, DxpMsg, ReceiverIds, TransInfo
from gateway_client.wire.encode import encode
from gateway_client.wire.signature import (
    CanonicalizationMethod,
    DigestMethod,
    Reference,
    Signature,
    SignatureMethod,
    SignatureValue,
    SignedInfo,
)

DXP_ID = "DXPENT0000000001"
NOON = datetime(2026, 11, 11, 12)
DAY = NOON.date()
_KINDS = {
    Order: ("order", CEB311Message),
    Payment: ("payment", CEB411Message),
    Logistics: ("waybill", CEB511Message),
    LogisticsStatus: ("delivery", CEB513Message),
    Inventory: ("inventory", CEB621Message),
}
SIGNATURE = Signature(
    signed_info=SignedInfo(
        canonicalization_method=CanonicalizationMethod(algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
        signature_method=SignatureMethod(algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        references=(
            Reference(
                uri="",
                digest_method=DigestMethod(algorithm="http://www.w3.org/2000/09/xmldsig#sha1"),
                digest_value="YQ==",
            ),
        ),
    ),
    signature_value=SignatureValue(value="YQ=="),
)


def guid(number: str, kind: str) -> str:
    return f"{number}-{kind}".upper().ljust(36, "0")[:36]


def resident(serial: int) -> str:
    """Return the identity number of somebody; another one for another serial."""
    days, place = divmod(serial, 1000)
    head = f"440106{date(1950, 1, 1) + timedelta(days % 18000):%Y%m%d}{place:03d}"
    return head + resident_check(head)


def purchase(
    number: str = "T0001",
    *,
    day: date = DAY,
    prices: tuple[str, ...] = ("99.00", "30.50"),
    qty: str = "2",
    buyer_id_number: str = "440106199003071231",
) -> dict[str, Any]:
    """Return the four documents of a purchase by name; they agree and clear."""
    lines = [
        {
            "gnum": n,
            "unit": "140",
            "qty": Decimal(qty),
            "price": Decimal(p),
            "total_price": Decimal(p) * Decimal(qty),
            "currency": "142",
            "country": "304",
            "gmodel": "600g/盒",
        }
        for n, p in enumerate(prices, 1)
    ]
    goods = sum((line["total_price"] for line in lines), Decimal(0))
    freight, tax, discount = Decimal("12.00"), Decimal("20.35"), Decimal("5.00")
    paid = goods + freight + tax - discount
    moment = f"{day:%Y%m%d}120000"
    common: dict[str, Any] = {"app_type": "1", "app_time": moment, "app_status": "2", "order_no": number}
    buyer = {
        "buyer_name": "张伟",
        "buyer_telephone": "13800138000",
        "buyer_id_type": "1",
        "buyer_id_number": buyer_id_number,
    }
    platform = {"ebp_code": "4401960001", "ebp_name": "海购平台"}
    retailer = {"ebc_code": "4401960002", "ebc_name": "海购商贸"}
    carrier = {"logistics_code": "4401960004", "logistics_name": "速达物流", "logistics_no": f"SD{number}"}
    address = "广东省广州市南沙区进港大道8号"
    consignee = {"consignee": "张伟", "consignee_telephone": "13800138000", "consignee_address": address}
    return {
        "order": Order(
            head=OrderHead(
                guid=guid(number, "order"),
                order_type="I",
                goods_value=goods,
                freight=freight,
                discount=discount,
                tax_total=tax,
                actural_paid=paid,
                currency="142",
                buyer_reg_no="zhangwei",
                pay_code="4401960003",
                pay_name="易付支付",
                pay_transaction_id=f"P{number}",
                **common,
                **platform,
                **retailer,
                **buyer,
                **consignee,
            ),
            lines=tuple(OrderList(item_name=f"奶粉{line['gnum']}段", **line) for line in lines),
        ),
        "payment": Payment(
            head=PaymentHead(
                guid=guid(number, "payment"),
                pay_code="4401960003",
                pay_name="易付支付",
                pay_transaction_id=f"P{number}",
                payer_id_type="1",
                payer_id_number=buyer["buyer_id_number"],
                payer_name="张伟",
                amount_paid=paid,
                currency="142",
                pay_time=moment,
                **common,
                **platform,
            )
        ),
        "waybill": Logistics(
            head=LogisticsHead(
                guid=guid(number, "waybill"),
                currency="142",
                weight=Decimal("1.5"),
                pack_no=1,
                **common,
                **carrier,
                **consignee,
            )
        ),
        "inventory": Inventory(
            head=InventoryHead(
                guid=guid(number, "inventory"),
                cop_no=f"C{number}"[:20],
                assure_code="4401960002",
                ems_no="T5165W000001",
                area_code="4401960006",
                area_name="南沙仓储",
                ie_flag="I",
                decl_time=f"{day:%Y%m%d}",
                customs_code="5165",
                port_code="5165",
                agent_code="4401960005",
                agent_name="南沙报关",
                trade_mode="1210",
                traf_mode="9",
                country="142",
                freight=freight,
                insured_fee=Decimal(0),
                currency="142",
                pack_no=1,
                gross_weight=Decimal("1.5"),
                net_weight=Decimal("1.2"),
                consignee_address=address,
                **common,
                **platform,
                **retailer,
                **carrier,
                **buyer,
            ),
            lines=tuple(
                InventoryList(
                    gname=f"奶粉{line['gnum']}段",
                    item_record_no=f"{1000 + line['gnum']}",
                    gcode="1901101000",
                    qty1=Decimal("1.2"),
                    unit1="035",
                    **line,
                )
                for line in lines
            ),
        ),
    }


def delivery(number: str = "T0001", *, app_time: str = f"{DAY:%Y%m%d}180000") -> LogisticsStatus:
    """Return the word that the parcel of a purchase was signed for."""
    return LogisticsStatus(
        guid=guid(number, "delivery"),
        app_type="1",
        app_time=app_time,
        app_status="2",
        logistics_code="4401960004",
        logistics_name="速达物流",
        logistics_no=f"SD{number}",
        logistics_status="S",
        logistics_time=f"{DAY:%Y%m%d}175900",
    )


def changed(document: Any, /, **head: Any) -> Any:
    """Return a document with other values in its head."""
    if isinstance(document, LogisticsStatus):
        return document.changed(**head)
    return document.changed(head=document.head.changed(**head))


def direct(inventory: Any) -> Any:
    """Return the inventory of a parcel that was flown in instead of one from the bonded warehouse."""
    way = {"traf_mode": "5", "traf_no": "B-2081", "voyage_no": "KY0308", "bill_no": "78444001176", "country": "304"}
    none = {"ems_no": None, "area_code": None, "area_name": None}
    lines = tuple(line.changed(item_record_no=None) for line in inventory.lines)
    return inventory.changed(head=inventory.head.changed(trade_mode="9610", **way, **none), lines=lines)


def relined(document: Any, gnum: int, /, **values: Any) -> Any:
    """Return a document with other values in one line."""
    return document.changed(
        lines=tuple(line.changed(**values) if line.gnum == gnum else line for line in document.lines)
    )


def message(*documents: Any, dxp_id: str = DXP_ID, root_guid: str | None = None, signed: bool = False) -> bytes:
    """Return the bytes of a bare CEB message with these documents, all of one kind."""
    kind, made = _KINDS[type(documents[0])]
    tail = BaseTransfer(cop_code="4401960005", cop_name="南沙报关", dxp_mode="DXP", dxp_id=dxp_id)
    values: dict[str, Any] = {
        "guid": root_guid or head_of(documents[0]).guid,
        "version": "1.0",
        "documents": documents,
        "base_transfer": tail,
    }
    if signed or kind == "inventory":
        values["signature"] = SIGNATURE
    data = encode(made(**values), prefixed=True)
    if kind == "inventory" and not signed:
        head, _, rest = data.partition(b"    <ds:Signature")
        data = head + rest.partition(b"</ds:Signature>\n")[2]
    return data


def enveloped(
    body: bytes,
    *,
    sender: str = DXP_ID,
    cop_msg_id: str = "MSG-1",
    msg_type: str = "CEB311Message",
    receivers: tuple[str, ...] = (IMPORT_SYSTEM,),
) -> bytes:
    """Return the bytes of a DxpMsg that carries a business message."""
    info = TransInfo(
        cop_msg_id=cop_msg_id,
        sender_id=sender,
        receiver_ids=ReceiverIds(ids=receivers),
        creat_time="2026-11-11T12:00:00",
        msg_type=msg_type,
    )
    return encode(DxpMsg(trans_info=info, data=b64encode(body).decode()), prefixed=True)
