"""Purchases for measuring: unique documents, every hundredth purchase wrong, cheap to make.

The texts are filled templates, so that making them costs the bench next to nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_OPEN: Final = """<?xml version="1.0" encoding="UTF-8"?>
<ceb:CEB{number}Message xmlns:ceb="http://www.chinaport.gov.cn/ceb" guid="{guid}" version="1.0">
"""
_CLOSE: Final = """  <ceb:BaseTransfer>
    <ceb:copCode>4401960005</ceb:copCode>
    <ceb:copName>南沙报关</ceb:copName>
    <ceb:dxpMode>DXP</ceb:dxpMode>
    <ceb:dxpId>{dxp_id}</ceb:dxpId>
  </ceb:BaseTransfer>
</ceb:CEB{number}Message>
"""
_PLATFORM: Final = "    <ceb:ebpCode>4401960001</ceb:ebpCode>\n    <ceb:ebpName>海购平台</ceb:ebpName>\n"
_RETAILER: Final = "    <ceb:ebcCode>4401960002</ceb:ebcCode>\n    <ceb:ebcName>海购商贸</ceb:ebcName>\n"
_START: Final = (
    "    <ceb:guid>{guid}</ceb:guid>\n    <ceb:appType>1</ceb:appType>\n    <ceb:appTime>{day}120000</ceb:appTime>\n"
    "    <ceb:appStatus>2</ceb:appStatus>\n"
)

_ORDER: Final = (
    "  <ceb:Order>\n   <ceb:OrderHead>\n"
    + _START
    + "    <ceb:orderType>I</ceb:orderType>\n    <ceb:orderNo>{no}</ceb:orderNo>\n"
    + _PLATFORM
    + _RETAILER
    + """    <ceb:goodsValue>{goods}</ceb:goodsValue>
    <ceb:freight>12.00</ceb:freight>
    <ceb:discount>5.00</ceb:discount>
    <ceb:taxTotal>20.35</ceb:taxTotal>
    <ceb:acturalPaid>{paid}</ceb:acturalPaid>
    <ceb:currency>142</ceb:currency>
    <ceb:buyerRegNo>buyer-{serial}</ceb:buyerRegNo>
    <ceb:buyerName>{buyer}</ceb:buyerName>
    <ceb:buyerTelephone>{phone}</ceb:buyerTelephone>
    <ceb:buyerIdType>1</ceb:buyerIdType>
    <ceb:buyerIdNumber>{person}</ceb:buyerIdNumber>
    <ceb:payCode>4401960003</ceb:payCode>
    <ceb:payName>易付支付</ceb:payName>
    <ceb:payTransactionId>P{no}</ceb:payTransactionId>
    <ceb:consignee>{buyer}</ceb:consignee>
    <ceb:consigneeTelephone>{phone}</ceb:consigneeTelephone>
    <ceb:consigneeAddress>广东省广州市南沙区进港大道{serial}号</ceb:consigneeAddress>
    <ceb:consigneeDistrict>440115</ceb:consigneeDistrict>
   </ceb:OrderHead>
{lines}  </ceb:Order>
"""
)
_ORDER_LINE: Final = """   <ceb:OrderList>
    <ceb:gnum>{gnum}</ceb:gnum>
    <ceb:itemNo>SKU{gnum:05d}</ceb:itemNo>
    <ceb:itemName>婴儿配方奶粉{gnum}段</ceb:itemName>
    <ceb:gmodel>品牌:海购|规格:600克/盒|成分:乳粉</ceb:gmodel>
    <ceb:unit>140</ceb:unit>
    <ceb:qty>{qty}</ceb:qty>
    <ceb:price>{price}</ceb:price>
    <ceb:totalPrice>{total}</ceb:totalPrice>
    <ceb:currency>142</ceb:currency>
    <ceb:country>304</ceb:country>
   </ceb:OrderList>
"""
_PAYMENT: Final = (
    "  <ceb:Payment>\n   <ceb:PaymentHead>\n"
    + _START
    + "    <ceb:payCode>{payer_code}</ceb:payCode>\n    <ceb:payName>易付支付</ceb:payName>\n"
    "    <ceb:payTransactionId>P{no}</ceb:payTransactionId>\n    <ceb:orderNo>{no}</ceb:orderNo>\n"
    + _PLATFORM
    + """    <ceb:payerIdType>1</ceb:payerIdType>
    <ceb:payerIdNumber>{person}</ceb:payerIdNumber>
    <ceb:payerName>{payer}</ceb:payerName>
    <ceb:telephone>{phone}</ceb:telephone>
    <ceb:amountPaid>{amount}</ceb:amountPaid>
    <ceb:currency>142</ceb:currency>
    <ceb:payTime>{day}115900</ceb:payTime>
   </ceb:PaymentHead>
  </ceb:Payment>
"""
)
_CARRIER: Final = (
    "    <ceb:logisticsCode>4401960004</ceb:logisticsCode>\n    <ceb:logisticsName>速达物流</ceb:logisticsName>\n"
)
_WAYBILL: Final = (
    "  <ceb:Logistics>\n   <ceb:LogisticsHead>\n"
    + _START
    + _CARRIER
    + """    <ceb:logisticsNo>SD{no}</ceb:logisticsNo>
    <ceb:orderNo>{no}</ceb:orderNo>
    <ceb:freight>12.00</ceb:freight>
    <ceb:insuredFee>0</ceb:insuredFee>
    <ceb:currency>142</ceb:currency>
    <ceb:weight>2.10000</ceb:weight>
    <ceb:packNo>1</ceb:packNo>
    <ceb:consignee>{consignee}</ceb:consignee>
    <ceb:consigneeAddress>广东省广州市南沙区进港大道{serial}号</ceb:consigneeAddress>
    <ceb:consigneeTelephone>{phone}</ceb:consigneeTelephone>
   </ceb:LogisticsHead>
  </ceb:Logistics>
"""
)
_INVENTORY: Final = (
    "  <ceb:Inventory>\n   <ceb:InventoryHead>\n"
    + _START
    + "    <ceb:orderNo>{no}</ceb:orderNo>\n"
    + _PLATFORM
    + _RETAILER
    + "    <ceb:logisticsNo>SD{no}</ceb:logisticsNo>\n"
    + _CARRIER
    + """    <ceb:copNo>{no}</ceb:copNo>
    <ceb:assureCode>4401960002</ceb:assureCode>
    <ceb:emsNo>T51650000001</ceb:emsNo>
    <ceb:ieFlag>I</ceb:ieFlag>
    <ceb:declTime>{day}</ceb:declTime>
    <ceb:customsCode>5165</ceb:customsCode>
    <ceb:portCode>5165</ceb:portCode>
    <ceb:buyerIdType>1</ceb:buyerIdType>
    <ceb:buyerIdNumber>{person}</ceb:buyerIdNumber>
    <ceb:buyerName>{inventory_buyer}</ceb:buyerName>
    <ceb:buyerTelephone>{inventory_phone}</ceb:buyerTelephone>
    <ceb:consigneeAddress>广东省广州市南沙区进港大道{serial}号</ceb:consigneeAddress>
    <ceb:agentCode>4401960005</ceb:agentCode>
    <ceb:agentName>南沙报关</ceb:agentName>
    <ceb:areaCode>4401960006</ceb:areaCode>
    <ceb:areaName>南沙仓储</ceb:areaName>
    <ceb:tradeMode>1210</ceb:tradeMode>
    <ceb:trafMode>9</ceb:trafMode>
    <ceb:country>142</ceb:country>
    <ceb:freight>12.00</ceb:freight>
    <ceb:insuredFee>0</ceb:insuredFee>
    <ceb:currency>142</ceb:currency>
    <ceb:wrapType>2</ceb:wrapType>
    <ceb:packNo>1</ceb:packNo>
    <ceb:grossWeight>2.10000</ceb:grossWeight>
    <ceb:netWeight>1.80000</ceb:netWeight>
   </ceb:InventoryHead>
{lines}  </ceb:Inventory>
"""
)
_INVENTORY_LINE: Final = """   <ceb:InventoryList>
    <ceb:gnum>{gnum}</ceb:gnum>
    <ceb:itemRecordNo>{gnum}</ceb:itemRecordNo>
    <ceb:itemNo>SKU{gnum:05d}</ceb:itemNo>
    <ceb:gcode>1901101000</ceb:gcode>
    <ceb:gname>婴儿配方奶粉{gnum}段</ceb:gname>
    <ceb:gmodel>品牌:海购|规格:600克/盒|成分:乳粉</ceb:gmodel>
    <ceb:barCode>无</ceb:barCode>
    <ceb:country>{country}</ceb:country>
    <ceb:currency>142</ceb:currency>
    <ceb:qty>{qty}</ceb:qty>
    <ceb:unit>140</ceb:unit>
    <ceb:qty1>0.6</ceb:qty1>
    <ceb:unit1>035</ceb:unit1>
    <ceb:price>{price}</ceb:price>
    <ceb:totalPrice>{total}</ceb:totalPrice>
   </ceb:InventoryList>
"""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One way to be refused: the official code, the document that gets it, what is said instead."""

    code: str
    message: str
    values: dict[str, str]


WRONGS: Final = (
    Wrong("1332", "CEB622Message", {"amount": "1.00"}),
    Wrong("1327", "CEB622Message", {"payer": "别人"}),
    Wrong("13035", "CEB622Message", {"payer_code": "4401960099"}),
    Wrong("1320", "CEB622Message", {"inventory_lines": "2"}),
    Wrong("1322", "CEB622Message", {"country": "116"}),
    Wrong("13127", "CEB622Message", {"inventory_buyer": "别人"}),
    Wrong("130126", "CEB622Message", {"inventory_phone": "13999999999"}),
    Wrong("1300", "CEB622Message", {"consignee": "别人"}),
    Wrong("-621005", "CEB622Message", {"price": "2000.00"}),
    Wrong("-301008", "CEB312Message", {"paid": "1.00"}),
)
"""Every hundredth purchase is one of these, in turn."""

KINDS: Final = (311, 411, 511, 621)


def wrong_of(serial: int) -> Wrong | None:
    """Return what is wrong with purchase number ``serial``, if anything is."""
    return WRONGS[serial // 100 % len(WRONGS)] if serial % 100 == 99 else None


def order_no(run: str, serial: int) -> str:
    """Return the order number of a purchase of a run."""
    return f"{run}{serial:08d}"


def messages(run: str, first: int, count: int, *, day: str, dxp_id: str) -> Iterator[bytes]:
    """Yield the four messages of ``count`` purchases, 311 first; ``day`` is YYYYMMDD."""
    purchases = [_values(run, serial, day) for serial in range(first, first + count)]
    for number, document in zip(KINDS, (_order, _payment, _waybill, _inventory), strict=True):
        guid = f"{run}-{number}-{first:08d}".upper().ljust(36, "0")
        parts = [_OPEN.format(number=number, guid=guid)]
        parts += [
            document(values | {"guid": f"{values['no']}-{number}".upper().ljust(36, "0")}) for values in purchases
        ]
        parts.append(_CLOSE.format(number=number, dxp_id=dxp_id))
        yield "".join(parts).encode()


def _values(run: str, serial: int, day: str) -> dict[str, str]:
    wrong = wrong_of(serial)
    values = {"no": order_no(run, serial), "serial": str(serial), "day": day, "price": "98.50"}
    values |= {
        "buyer": f"买家{serial}",
        "phone": f"138{serial % 10**8:08d}",
        "person": f"4401061990{serial % 10**8:08d}",
    }
    values |= {"payer_code": "4401960003", "country": "304", "inventory_lines": "3"}
    values |= {name: value for name, value in (wrong.values if wrong else {}).items() if name == "price"}
    goods = Decimal(values["price"]) * 3
    values |= {"goods": str(goods), "paid": str(goods + Decimal("27.35"))}
    values |= {"amount": values["paid"], "payer": values["buyer"], "consignee": values["buyer"]}
    values |= {"inventory_buyer": values["buyer"], "inventory_phone": values["phone"]}
    return values | (wrong.values if wrong else {})


def _order(values: dict[str, str]) -> str:
    lines = "".join(
        _ORDER_LINE.format(gnum=gnum, qty="1", price=values["price"], total=values["price"]) for gnum in (1, 2, 3)
    )
    return _ORDER.format(lines=lines, **values)


def _payment(values: dict[str, str]) -> str:
    return _PAYMENT.format(**values)


def _waybill(values: dict[str, str]) -> str:
    return _WAYBILL.format(**values)


def _inventory(values: dict[str, str]) -> str:
    gnums = range(1, int(values["inventory_lines"]) + 1)
    lines = "".join(
        _INVENTORY_LINE.format(
            gnum=gnum, qty="1", price=values["price"], total=values["price"], country=values["country"]
        )
        for gnum in gnums
    )
    return _INVENTORY.format(lines=lines, **values)
