"""The papers of a sale: the four documents that declare it, filled from goods, money and people."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, Final, NamedTuple

from gateway_client.wire.ceb.inventory import Inventory, InventoryHead
from gateway_client.wire.ceb.order import Order, OrderHead
from gateway_client.wire.ceb.payment import Payment, PaymentHead
from gateway_client.wire.ceb.waybill import Logistics, LogisticsHead
from simulator.marketplace.enterprises import Enterprises
from simulator.marketplace.people import Person
from simulator.marketplace.shelf import Line
from simulator.marketplace.transport import Consignment

_CARTON: Final = Decimal("0.25")
_LAST_SECOND: Final = 86000
_LATER: Final = (21, 95, 240, 330)
"""Seconds between ordering and: paying, declaring order and payment, the waybill, the inventory."""


class Sale(NamedTuple):
    """The four documents of one sale."""

    order: Order
    payment: Payment
    waybill: Logistics
    inventory: Inventory


class Amounts(NamedTuple):
    """The money of a sale, in yuan. The order's freight holds the insurance, too (运杂费)."""

    goods: Decimal
    freight: Decimal
    insured: Decimal
    discount: Decimal
    tax: Decimal

    @property
    def paid(self) -> Decimal:
        """What the buyer pays in cash."""
        return self.goods + self.freight + self.insured + self.tax - self.discount


class Bargain(NamedTuple):
    """What was agreed: goods, money, who buys and who receives; ``way`` is ``None`` from a bonded warehouse."""

    lines: list[Line]
    money: Amounts
    buyer: Person
    consignee: Person
    way: Consignment | None


class Papers:
    """Writes the documents of one history; what all of them share is prepared once."""

    def __init__(self, rng: Random, *, run: int, day: date, enterprises: Enterprises) -> None:
        who = enterprises
        self._rng = rng
        self._day = f"{day:%Y%m%d}"
        self._numbers = f"{day:%y%m%d}{run:06d}"
        declared: dict[str, Any] = {"app_type": "1", "app_status": "2", "currency": "142"}
        platform = declared | {"ebp_code": who.platform.code, "ebp_name": who.platform.name}
        payment = {"pay_code": who.payment.code, "pay_name": who.payment.name}
        retailer = {"ebc_code": who.retailer.code, "ebc_name": who.retailer.name, "buyer_id_type": "1"}
        carrier = {"logistics_code": who.carrier.code, "logistics_name": who.carrier.name, "pack_no": 1}
        agent = {"agent_code": who.agent.code, "agent_name": who.agent.name, "assure_code": who.retailer.code}
        self._order = platform | retailer | payment | {"order_type": "I"}
        self._payment = platform | payment | {"payer_id_type": "1"}
        self._waybill = declared | carrier
        self._inventory = platform | retailer | carrier | agent
        self._inventory |= {"ie_flag": "I", "wrap_type": "2", "decl_time": self._day}
        self._bonded: dict[str, Any] = {
            "trade_mode": "1210",
            "traf_mode": "4",  # by road, out of the zone
            "country": "142",
            "customs_code": who.bonded_customs,
            "port_code": who.bonded_customs,
            "ems_no": who.book,
            "area_code": who.warehouse.code,
            "area_name": who.warehouse.name,
        }

    def write(self, serial: int, bargain: Bargain) -> Sale:
        """Return the documents of the history's sale number ``serial``."""
        second = int(self._rng.random() * _LAST_SECOND)
        paid, declared, shipped, listed = [self._moment(second + later) for later in _LATER]
        lines, money, buyer, consignee, way = bargain
        number = f"{self._numbers}{serial:07d}"
        common: dict[str, Any] = {"order_no": number}
        transaction = {"pay_transaction_id": f"4200{number}"}
        parcel = {"logistics_no": f"SD{number}", "freight": money.freight, "insured_fee": money.insured}
        receiver = {
            "consignee": consignee.name,
            "consignee_telephone": consignee.telephone,
            "consignee_address": consignee.address,
        }
        bought = {
            "buyer_name": buyer.name,
            "buyer_telephone": buyer.telephone,
            "buyer_id_number": buyer.id_number,
        }
        gross = sum([line.gross for line in lines], _CARTON)
        guids = _guids(self._rng)
        order = OrderHead(
            guid=guids[0],
            app_time=declared,
            goods_value=money.goods,
            freight=money.freight + money.insured,
            discount=money.discount,
            tax_total=money.tax,
            actural_paid=money.paid,
            buyer_reg_no=buyer.reg_no,
            consignee_district=consignee.district,
            **{**self._order, **common, **transaction, **receiver, **bought},
        )
        payment = PaymentHead(
            guid=guids[1],
            app_time=declared,
            payer_id_number=buyer.id_number,
            payer_name=buyer.name,
            telephone=buyer.telephone,
            amount_paid=money.paid,
            pay_time=paid,
            **{**self._payment, **common, **transaction},
        )
        waybill = LogisticsHead(
            guid=guids[2],
            app_time=shipped,
            bill_no=way.bill_no if way else None,
            weight=gross,
            goods_info=lines[0].good.name,
            **{**self._waybill, **common, **parcel, **receiver},
        )
        inventory = InventoryHead(
            guid=guids[3],
            app_time=listed,
            cop_no=f"B{number}",
            consignee_address=consignee.address,
            gross_weight=gross,
            net_weight=sum([line.net for line in lines], Decimal(0)),
            **{**self._inventory, **common, **parcel, **bought, **(self._direct(way) if way else self._bonded)},
        )
        return Sale(
            Order(head=order, lines=tuple([line.order for line in lines])),
            Payment(head=payment),
            Logistics(head=waybill),
            Inventory(head=inventory, lines=tuple([line.inventory for line in lines])),
        )

    def _direct(self, way: Consignment) -> dict[str, Any]:
        return {"trade_mode": "9610", **way._asdict()}

    def _moment(self, second: int) -> str:
        minute, second = divmod(second, 60)
        hour, minute = divmod(minute, 60)
        return f"{self._day}{hour:02d}{minute:02d}{second:02d}"


def _guids(rng: Random) -> list[str]:
    digits = f"{rng.getrandbits(512):0128X}"
    parts = [digits[start : start + 32] for start in (0, 32, 64, 96)]
    return [f"{each[:8]}-{each[8:12]}-4{each[13:16]}-A{each[17:20]}-{each[20:]}" for each in parts]
