"""The four documents of a purchase from what is known of it: they agree by construction, and the sums are right.

For those who have no documents yet. Fixed values are filled in (appType 1, appStatus 2, currency 142,
one parcel, identity cards), totals are computed, times are Beijing time. What nobody can know without
the tariff, the tax, is an argument.

All money is ``Decimal`` in yuan, all weights are ``Decimal`` in kilograms. What is wrong with a value is
said when the documents are checked, not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from gateway_client.purchase import Purchase
from gateway_client.rules.money import cents, product, total
from gateway_client.wire.ceb.inventory import Inventory, InventoryHead, InventoryList
from gateway_client.wire.ceb.order import Order, OrderHead, OrderList
from gateway_client.wire.ceb.payment import Payment, PaymentHead
from gateway_client.wire.ceb.waybill import Logistics, LogisticsHead

BEIJING: Final = timezone(timedelta(hours=8))
_NOTHING: Final = Decimal(0)
_NAMESPACE: Final = UUID("5b0c1c0e-52a3-5f6e-8d6b-0f6d3a1f4b02")
_LONGEST_COP_NO: Final = 20
_BONDED: Final = "1210"


@dataclass(frozen=True, slots=True)
class Company:
    """An enterprise: its customs code (10 digits, or 18 of its credit code) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse(Company):
    """A warehouse in the zone, with the number of its bonded account ``book`` (emsNo)."""

    book: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who takes part in a sale. The ``agent`` declares the inventory; the ``retailer`` stands surety.

    Bonded goods (1210) come out of a ``warehouse``.
    """

    platform: Company
    retailer: Company
    payer: Company
    carrier: Company
    agent: Company
    warehouse: Warehouse | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer, who is also the consignee: name, identity card number, telephone, address."""

    name: str
    id_number: str
    telephone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One line of a sale: ``qty`` of ``unit`` at ``price`` each.

    Units and countries are customs codes (``122`` tin, ``035`` kilogram, ``304`` Germany); ``hs_code`` has
    10 digits. The tariff's own unit, and how much of it the whole line is, are ``legal_unit`` and
    ``legal_qty``; left out, they are the same as ``unit`` and ``qty``. Bonded goods have an ``item_record_no`` in
    the warehouse's book.
    """

    name: str
    model: str
    hs_code: str
    price: Decimal
    qty: Decimal
    unit: str
    country: str
    legal_qty: Decimal | None = None
    legal_unit: str | None = None
    item_record_no: str | None = None


def purchase(
    order_no: str,
    goods: Sequence[Goods],
    buyer: Person,
    parties: Parties,
    *,
    customs: str,
    weight: Decimal,
    tax: Decimal,
    freight: Decimal = _NOTHING,
    discount: Decimal = _NOTHING,
    trade_mode: str = _BONDED,
    now: datetime | None = None,
) -> Purchase:
    """Return a purchase with all four documents.

    ``customs`` is the office (4 digits). ``trade_mode`` is 1210 (bonded, by road from the zone: then name the
    warehouse, and each good's number in its book) or 9610 (direct: then see ``inventory_for``). ``now`` is the
    machine's clock unless given. Built twice with the same arguments and the same ``now``, the documents are the
    same, and sent twice they are declared once; built at another moment, they are other versions of them.
    """
    now = now or datetime.now(BEIJING)
    bought = order(order_no, goods, buyer, parties, tax=tax, freight=freight, discount=discount, now=now)
    waybill = waybill_for(bought, parties.carrier, weight=weight, now=now)
    inventory = inventory_for(bought, waybill, goods, parties, customs=customs, trade_mode=trade_mode, now=now)
    return Purchase(order=bought, payment=payment_for(bought, now=now), waybill=waybill, inventory=inventory)


def order(
    order_no: str,
    goods: Sequence[Goods],
    buyer: Person,
    parties: Parties,
    *,
    tax: Decimal,
    freight: Decimal = _NOTHING,
    discount: Decimal = _NOTHING,
    now: datetime | None = None,
) -> Order:
    """Return an order; goodsValue and acturalPaid are computed. The payment's number is the order's, with a P."""
    lines = tuple(
        OrderList(item_name=one.name, gmodel=one.model, **_line(gnum, one)) for gnum, one in enumerate(goods, 1)
    )
    value = total(line.total_price for line in lines)
    head = OrderHead(
        **_common("order", order_no, now),
        order_type="I",
        order_no=order_no,
        ebp_code=parties.platform.code,
        ebp_name=parties.platform.name,
        ebc_code=parties.retailer.code,
        ebc_name=parties.retailer.name,
        goods_value=value,
        freight=freight,
        discount=discount,
        tax_total=tax,
        actural_paid=cents(value + freight + tax - discount),
        currency="142",
        buyer_reg_no=buyer.telephone,
        buyer_name=buyer.name,
        buyer_telephone=buyer.telephone,
        buyer_id_type="1",
        buyer_id_number=buyer.id_number,
        pay_code=parties.payer.code,
        pay_name=parties.payer.name,
        pay_transaction_id=f"P{order_no}",
        consignee=buyer.name,
        consignee_telephone=buyer.telephone,
        consignee_address=buyer.address,
    )
    return Order(head=head, lines=lines)


def payment_for(bought: Order, *, now: datetime | None = None, **other: Any) -> Payment:
    """Return the payment of an order by its buyer. ``other`` are head fields that shall be different."""
    head = bought.head
    values = {
        **_common("payment", head.order_no, now),
        "pay_code": head.pay_code,
        "pay_name": head.pay_name,
        "pay_transaction_id": head.pay_transaction_id,
        "order_no": head.order_no,
        "ebp_code": head.ebp_code,
        "ebp_name": head.ebp_name,
        "payer_id_type": head.buyer_id_type,
        "payer_id_number": head.buyer_id_number,
        "payer_name": head.buyer_name,
        "telephone": head.buyer_telephone,
        "amount_paid": head.actural_paid,
        "currency": "142",
        "pay_time": _moment(now),
    }
    return Payment(head=PaymentHead(**{**values, **other}))


def waybill_for(
    bought: Order,
    carrier: Company,
    *,
    weight: Decimal,
    logistics_no: str | None = None,
    now: datetime | None = None,
    **other: Any,
) -> Logistics:
    """Return the waybill of an order's parcel; its number is the order's, with a W, unless it is given."""
    head = bought.head
    values = {
        **_common("waybill", head.order_no, now),
        "logistics_code": carrier.code,
        "logistics_name": carrier.name,
        "logistics_no": logistics_no or f"W{head.order_no}",
        "order_no": head.order_no,
        "freight": head.freight,
        "insured_fee": _NOTHING,
        "currency": "142",
        "weight": weight,
        "pack_no": 1,
        "consignee": head.consignee,
        "consignee_address": head.consignee_address,
        "consignee_telephone": head.consignee_telephone,
    }
    return Logistics(head=LogisticsHead(**{**values, **other}))


def inventory_for(
    bought: Order,
    waybill: Logistics,
    goods: Sequence[Goods],
    parties: Parties,
    *,
    customs: str,
    trade_mode: str = _BONDED,
    now: datetime | None = None,
    **other: Any,
) -> Inventory:
    """Return the inventory that declares an order's parcel.

    The head says road transport from within the country, net weight like gross weight, and copNo like
    the order's number; a direct import (9610) wants its own ``traf_mode``, ``country``, ``bill_no``, … in
    ``other``.
    """
    head, parcel = bought.head, waybill.head
    names = "order_no ebp_code ebp_name ebc_code ebc_name buyer_id_type buyer_id_number buyer_name buyer_telephone"
    values = {
        **{name: getattr(head, name) for name in names.split()},
        **{name: getattr(parcel, name) for name in ("logistics_no", "logistics_code", "logistics_name")},
        **_common("inventory", head.order_no, now),
        "cop_no": head.order_no[:_LONGEST_COP_NO],
        "assure_code": head.ebc_code,
        "ie_flag": "I",
        "decl_time": _moment(now)[:8],
        "customs_code": customs,
        "port_code": customs,
        "consignee_address": head.consignee_address,
        "agent_code": parties.agent.code,
        "agent_name": parties.agent.name,
        "trade_mode": trade_mode,
        "traf_mode": "4",
        "country": "142",
        "freight": head.freight,
        "insured_fee": parcel.insured_fee or _NOTHING,
        "currency": "142",
        "pack_no": 1,
        "gross_weight": parcel.weight,
        "net_weight": parcel.weight,
        **_stored(parties.warehouse if trade_mode == _BONDED else None),
    }
    lines = tuple(
        InventoryList(
            gname=one.name,
            gmodel=one.model,
            gcode=one.hs_code,
            qty1=one.qty if one.legal_qty is None else one.legal_qty,
            unit1=one.legal_unit or one.unit,
            item_record_no=one.item_record_no,
            **_line(gnum, one),
        )
        for gnum, one in enumerate(goods, 1)
    )
    return Inventory(head=InventoryHead(**{**values, **other}), lines=lines)


def _stored(warehouse: Warehouse | None) -> dict[str, str]:
    if warehouse is None:
        return {}
    return {"ems_no": warehouse.book, "area_code": warehouse.code, "area_name": warehouse.name}


def _line(gnum: int, goods: Goods) -> dict[str, Any]:
    return {
        "gnum": gnum,
        "qty": goods.qty,
        "unit": goods.unit,
        "price": goods.price,
        "total_price": product(goods.qty, goods.price),
        "currency": "142",
        "country": goods.country,
    }


def _common(kind: str, order_no: str, now: datetime | None) -> dict[str, str]:
    moment = _moment(now)
    guid = str(uuid5(_NAMESPACE, f"{kind}\x1f{order_no}\x1f{moment}")).upper()
    return {"guid": guid, "app_type": "1", "app_time": moment, "app_status": "2"}


def _moment(now: datetime | None) -> str:
    """Write a moment as Beijing's clock shows it; one without a zone is Beijing time already."""
    now = now or datetime.now(BEIJING)
    return f"{now.astimezone(BEIJING) if now.tzinfo else now:%Y%m%d%H%M%S}"
