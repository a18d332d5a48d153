"""The payment company's door."""

from functools import partial
from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Request, Response

from simulator.house import House
from simulator.payment.request import PaymentRequest
from simulator.payment.service import Paid, pay
from simulator.request import Clash
from simulator.routes.clash import ANSWERS, JSON, MOST_BODY, refused
from simulator.routes.world_path import named_world


def routes(house: House) -> APIRouter:
    """Return the payment company's routes."""
    router = APIRouter(prefix="/payment", tags=["payment company 支付企业"])

    @router.post("/payments", summary="Pay for an order", status_code=201, responses=ANSWERS, max_body_size=MOST_BODY)
    async def post_payment(request: Request, asked: Annotated[PaymentRequest, Body()]) -> Response:
        """Pay; the payment company declares CEB411 by itself, its receipts go to the dxpId.

        Asking again for the same ebpCode and orderNo changes nothing and gets the same answer.
        """
        world = house.world_of(named_world(request.scope), asked.dxp_id)
        said: Paid | Clash = await house.change(world, partial(pay, asked=asked, declarant=house.declarant))
        if isinstance(said, Clash):
            return refused(said)
        paid = {"payTransactionId": said.pay_transaction_id, "payTime": said.pay_time}
        return Response(orjson.dumps(paid), 201, media_type=JSON)

    return router
