"""What the payment company is asked."""

from decimal import Decimal
from typing import Annotated

from gateway_client.wire.ceb.payment import PaymentHead
from gateway_client.wire.ceb.tail import BaseTransfer
from simulator.request import Asked, dxp_id_of, number_of, text_of


class Payer(Asked):
    """Who pays."""

    name: Annotated[str, text_of(PaymentHead, "payer_name")]
    id_number: Annotated[str, text_of(PaymentHead, "payer_id_number")]
    telephone: Annotated[str, text_of(PaymentHead, "telephone")]


class PaymentRequest(Asked):
    """A payment for an order, in yuan. ``dxp_id`` is whose declaration it travels under."""

    dxp_id: Annotated[str, dxp_id_of(BaseTransfer, "dxp_id")]
    pay_code: Annotated[str, text_of(PaymentHead, "pay_code")]
    ebp_code: Annotated[str, text_of(PaymentHead, "ebp_code")]
    order_no: Annotated[str, text_of(PaymentHead, "order_no")]
    amount: Annotated[Decimal, number_of(PaymentHead, "amount_paid", decimals=2, positive=True)]
    payer: Payer
