"""Asks the simulator's payment company and carrier to pay for a purchase and to ship it."""

import json
from typing import TYPE_CHECKING, Any, Final

from gateway_client.asking import Ask
from simulator.cli.remote import known
from simulator.marketplace.papers import Sale

if TYPE_CHECKING:
    from simulator.cli.remote import Line

PAYMENTS: Final = "/payment/payments"
WAYBILLS: Final = "/carrier/waybills"


def paid_and_shipped(line: "Line", sale: Sale, dxp_id: str) -> Sale:
    """Return the sale with the numbers that payment company and carrier gave; both declare by themselves."""
    transaction = _asked(line, PAYMENTS, _payment(sale, dxp_id), "payTransactionId")
    logistics_no = _asked(line, WAYBILLS, _waybill(sale, dxp_id), "logisticsNo")
    return Sale(
        order=sale.order.changed(head=sale.order.head.changed(pay_transaction_id=transaction)),
        payment=sale.payment.changed(head=sale.payment.head.changed(pay_transaction_id=transaction)),
        waybill=sale.waybill.changed(head=sale.waybill.head.changed(logistics_no=logistics_no)),
        inventory=sale.inventory.changed(head=sale.inventory.head.changed(logistics_no=logistics_no)),
    )


def _asked(line: "Line", path: str, body: dict[str, Any], key: str) -> str:
    given = json.dumps(body, ensure_ascii=False).encode()
    said = line.play(known(Ask("POST", path, body=given, content_type="application/json"), key))
    return str(said[key])


def _payment(sale: Sale, dxp_id: str) -> dict[str, Any]:
    head = sale.payment.head
    return {
        "dxpId": dxp_id,
        "payCode": head.pay_code,
        "ebpCode": head.ebp_code,
        "orderNo": head.order_no,
        "amount": str(head.amount_paid),
        "payer": {"name": head.payer_name, "idNumber": head.payer_id_number, "telephone": head.telephone},
    }


def _waybill(sale: Sale, dxp_id: str) -> dict[str, Any]:
    head = sale.waybill.head
    return {
        "dxpId": dxp_id,
        "logisticsCode": head.logistics_code,
        "orderNo": head.order_no,
        "ebpCode": sale.order.head.ebp_code,
        "consignee": {
            "name": head.consignee,
            "telephone": head.consignee_telephone,
            "address": head.consignee_address,
        },
        "weight": str(head.weight),
        "freight": str(head.freight),
        "insuredFee": str(head.insured_fee),
        "goodsInfo": head.goods_info,
        "billNo": head.bill_no,
    }
