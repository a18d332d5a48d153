"""What an enterprise asks of payment company and carrier for one of its purchases."""

from typing import Any

from tests.enterprise import Enterprise
from tests.purchases import changed

DOCUMENTS = ("order", "inventory")


def payment_of(enterprise: Enterprise, order: Any, **other: Any) -> dict[str, Any]:
    """Return the request for the payment of an order."""
    head = order.head
    payer = {"name": head.buyer_name, "idNumber": head.buyer_id_number, "telephone": head.buyer_telephone}
    asked = {
        "dxpId": enterprise.dxp_id,
        "payCode": head.pay_code,
        "ebpCode": head.ebp_code,
        "orderNo": head.order_no,
        "amount": str(head.actural_paid),
        "payer": payer,
    }
    return {**asked, **other}


def waybill_of(enterprise: Enterprise, order: Any, **other: Any) -> dict[str, Any]:
    """Return the request for the waybill of an order."""
    head = order.head
    asked = {
        "dxpId": enterprise.dxp_id,
        "logisticsCode": "4401960004",
        "orderNo": head.order_no,
        "ebpCode": head.ebp_code,
        "consignee": {
            "name": head.consignee,
            "telephone": head.consignee_telephone,
            "address": head.consignee_address,
        },
        "weight": 1.5,
    }
    return {**asked, **other}


def pay(enterprise: Enterprise, order: Any, **other: Any) -> dict[str, str]:
    """Have an order paid."""
    return _made(enterprise.http.post("/payment/payments", json=payment_of(enterprise, order, **other)))


def ship(enterprise: Enterprise, order: Any, **other: Any) -> str:
    """Have a parcel sent; returns the number of its waybill."""
    return _made(enterprise.http.post("/carrier/waybills", json=waybill_of(enterprise, order, **other)))["logisticsNo"]


def declare(enterprise: Enterprise, documents: dict[str, Any], logistics_no: str) -> None:
    """Send order and inventory, which is all that the retailer of such a purchase declares himself."""
    enterprise.send(documents["order"])
    enterprise.send(changed(documents["inventory"], logistics_no=logistics_no))


def buy(enterprise: Enterprise, n: int = 1, **options: Any) -> str:
    """Buy, pay and ship by the parties, declare the rest; returns the number of the waybill."""
    documents = enterprise.purchase(n, **options)
    pay(enterprise, documents["order"])
    logistics_no = ship(enterprise, documents["order"])
    declare(enterprise, documents, logistics_no)
    return logistics_no


def _made(response: Any) -> Any:
    assert response.status_code == 201, response.text
    return response.json()
