"""What is asked for behind a purchase: cancelling, returning, arrival; and other versions of its documents.

The values are those of the inventory, so that the two agree by construction. As with ``build``, what is wrong with a
value is said when the documents are checked, and the same arguments with the same ``now`` give the same document.

>>> outcome = client.apply(cancel_for(purchase.inventory, invt_no, reason="订购人取消订单"))
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from gateway_client.build import Company
from gateway_client.heads import LONGEST_COP_NO, guid, moment, opening
from gateway_client.rules.kinds import head_of
from gateway_client.wire.ceb.arrival import Delivery, DeliveryHead, DeliveryList
from gateway_client.wire.ceb.cancel import InvtCancel
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.refund import InvtRefund, InvtRefundHead, InvtRefundList

_SAME: Final = (
    *("customs_code", "order_no", "ebp_code", "ebp_name", "ebc_code", "ebc_name"),
    *("logistics_no", "logistics_code", "logistics_name", "agent_code", "agent_name"),
    *("buyer_id_type", "buyer_id_number", "buyer_name", "buyer_telephone"),
)
"""What an application says as its inventory does."""

D = TypeVar("D")


def cancel_for(
    inventory: Inventory, invt_no: str, *, reason: str, now: datetime | None = None, **other: Any
) -> InvtCancel:
    """Return the application to cancel an inventory before its release. ``other`` are fields that shall be different.

    ``invt_no`` is the number that customs gave it: ``Outcome.invt_no``. Its copNo is the inventory's.
    """
    values = {
        **opening("cancel", invt_no, now),
        **{name: getattr(inventory.head, name) for name in _SAME},
        "cop_no": inventory.head.cop_no or inventory.head.order_no[:LONGEST_COP_NO],
        "invt_no": invt_no,
        "reason": reason,
    }
    return InvtCancel(**{**values, **other})


def return_for(
    inventory: Inventory,
    invt_no: str,
    *,
    reason: str,
    cop_no: str,
    quantities: Mapping[int, Decimal] | None = None,
    now: datetime | None = None,
    **other: Any,
) -> InvtRefund:
    """Return the application to return goods of a released inventory.

    ``cop_no`` is a number of its own: several returns of one inventory differ by it. ``quantities`` says by gnum how
    much goes back, all of it unless it is given. ``other`` are head fields that shall be different.
    """
    known = {line.gnum: line for line in inventory.lines}
    going = {gnum: line.qty for gnum, line in known.items()} if quantities is None else quantities
    if strange := [gnum for gnum in going if gnum not in known]:
        raise ValueError(f"there is no line {strange[0]} in the inventory, only {', '.join(map(str, known))}")
    values = {
        **opening("return", f"{invt_no}\x1f{cop_no}", now),
        **{name: getattr(inventory.head, name) for name in _SAME},
        "cop_no": cop_no,
        "invt_no": invt_no,
        "reason": reason,
    }
    return InvtRefund(
        head=InvtRefundHead(**{**values, **other}),
        lines=tuple(
            InvtRefundList(gnum=gnum, gcode=known[gnum].gcode, gname=known[gnum].gname, qty=qty, unit=known[gnum].unit)
            for gnum, qty in going.items()
        ),
    )


def arrival_for(
    logistics_nos: Sequence[str],
    operator: Company,
    carrier: Company,
    *,
    customs: str,
    bill_no: str,
    voyage_no: str,
    traf_no: str,
    cop_no: str,
    traf_mode: str = "5",
    now: datetime | None = None,
    **other: Any,
) -> Delivery:
    """Return the arrival list of parcels flown in together: the ``operator`` of the supervised site has them.

    ``logistics_nos`` are waybill numbers of the ``carrier``; ``bill_no`` is the flight's, ``traf_mode`` 5 by air.
    ``other`` are head fields that shall be different.
    """
    values = {
        **opening("arrival", f"{bill_no}\x1f{cop_no}", now),
        "customs_code": customs,
        "cop_no": cop_no,
        "operator_code": operator.code,
        "operator_name": operator.name,
        "ie_flag": "I",
        "traf_mode": traf_mode,
        "traf_no": traf_no,
        "voyage_no": voyage_no,
        "bill_no": bill_no,
        "logistics_code": carrier.code,
        "logistics_name": carrier.name,
    }
    return Delivery(
        head=DeliveryHead(**{**values, **other}),
        lines=tuple(DeliveryList(gnum=gnum, logistics_no=one) for gnum, one in enumerate(logistics_nos, 1)),
    )


def change_of(document: D, *, pre_no: str | None = None, invt_no: str | None = None, now: datetime | None = None) -> D:
    """Return a document as the change (appType 2) of what was declared before: with its values as they shall be now.

    The change of an inventory names the ``pre_no`` and ``invt_no`` that it got, and is declared today.
    """
    return _another(document, "2", now, **_numbers(document, pre_no, invt_no))


def deletion_of(
    document: D, *, pre_no: str | None = None, invt_no: str | None = None, now: datetime | None = None
) -> D:
    """Return a document as the deletion (appType 3) of what was declared before."""
    return _another(document, "3", now, **_numbers(document, pre_no, invt_no))


def stored(document: D) -> D:
    """Return a document as one that the port only stores (appStatus 1), until it is declared."""
    return _with_head(document, app_status="1")


def declared(document: D, *, now: datetime | None = None) -> D:
    """Return a stored document as it is declared at last (appStatus 2): a newer version of itself."""
    return _another(document, head_of(document).app_type, now, app_status="2")


def _numbers(document: Any, pre_no: str | None, invt_no: str | None) -> dict[str, str]:
    given = {"pre_no": pre_no, "invt_no": invt_no}
    return {name: value for name, value in given.items() if value is not None and hasattr(head_of(document), name)}


def _another(document: D, app_type: str, now: datetime | None, **values: str) -> D:
    """Return another version of a document, with a guid of its own; an inventory's is declared on that day."""
    head, at = head_of(document), moment(now)
    if hasattr(head, "decl_time"):
        values["decl_time"] = at[:8]
    return _with_head(document, guid=guid(app_type, head.guid, at), app_type=app_type, app_time=at, **values)


def _with_head(document: D, **values: str) -> D:
    head: Any = head_of(document)
    new = head.changed(**values)
    changed: D = new if head is document else document.changed(head=new)  # type: ignore[attr-defined]  # a record
    return changed
