"""Judges sales with the real rules of port and customs, in the order in which they are asked."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from gateway_client.rules.documents import refusals as own_refusals
from gateway_client.rules.kinds import Kind, head_of
from gateway_client.rules.rule import Refusal
from gateway_client.wire.encode import encode
from simulator.customs.rules import Case
from simulator.customs.rules import refusals as customs_refusals
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales
from simulator.port.rules import Arrival, Version
from simulator.port.rules import refusals as port_refusals

DAY = date(2026, 11, 11)
KINDS = (Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL, Kind.INVENTORY)


def judged(sale: Sale, *, used: Decimal = Decimal(0)) -> list[Refusal]:
    """Return what port and customs object to; customs is not asked of what the port refuses."""
    found = [refusal for kind, document in zip(KINDS, sale, strict=True) for refusal in at_the_port(kind, document)]
    return found or at_customs(sale, used=used)


def at_the_port(kind: Kind, document: Any, *, before: Version | None = None) -> Iterator[Refusal]:
    yield from own_refusals(kind, document)
    arrival = Arrival(
        kind=kind, document=document, head=head_of(document), sender_id="DXP", dxp_id="DXP", day=DAY, before=before
    )
    yield from port_refusals(arrival)


def at_customs(sale: Sale, *, used: Decimal) -> list[Refusal]:
    case = Case(
        inventory=sale.inventory,
        order=sale.order,
        payment=sale.payment,
        waybill=sale.waybill,
        day=DAY,
        used=used,
    )
    return customs_refusals(case)


def code_of(refusal: Refusal) -> str:
    return refusal.rule.official[refusal.kind]


def digest(seed: int) -> str:
    """Return the digest of the bytes of a history's first 200 sales."""
    sales = islice(Sales(seed, day=DAY), 200)
    return sha256(b"".join(encode(document) for sale in sales for document in sale)).hexdigest()
