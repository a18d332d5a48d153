"""What the carrier is asked."""

from decimal import Decimal
from typing import Annotated

from gateway_client.wire.ceb.payment import PaymentHead
from gateway_client.wire.ceb.tail import BaseTransfer
from gateway_client.wire.ceb.waybill import LogisticsHead
from simulator.request import Asked, dxp_id_of, number_of, text_of


class Consignee(Asked):
    """Who gets the parcel, and where."""

    name: Annotated[str, text_of(LogisticsHead, "consignee")]
    telephone: Annotated[str, text_of(LogisticsHead, "consignee_telephone")]
    address: Annotated[str, text_of(LogisticsHead, "consignee_address")]


class WaybillRequest(Asked):
    """A parcel of an order: weight in kilograms, freight and insurance in yuan.

    ``ebp_code`` is declared nowhere; it tells the order numbers of two platforms apart.
    """

    dxp_id: Annotated[str, dxp_id_of(BaseTransfer, "dxp_id")]
    logistics_code: Annotated[str, text_of(LogisticsHead, "logistics_code")]
    order_no: Annotated[str, text_of(LogisticsHead, "order_no")]
    ebp_code: Annotated[str, text_of(PaymentHead, "ebp_code")] | None = None
    consignee: Consignee
    weight: Annotated[Decimal, number_of(LogisticsHead, "weight", decimals=5, positive=True)]
    freight: Annotated[Decimal, number_of(LogisticsHead, "freight", decimals=5, positive=False)] = Decimal("0.00")
    insured_fee: Annotated[Decimal, number_of(LogisticsHead, "insured_fee", decimals=5, positive=False)] = Decimal(
        "0.00"
    )
    goods_info: Annotated[str, text_of(LogisticsHead, "goods_info")] | None = None
    bill_no: Annotated[str, text_of(LogisticsHead, "bill_no")] | None = None
