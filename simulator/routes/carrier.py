"""The carrier's door."""

from functools import partial
from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Request, Response

from simulator.carrier.request import WaybillRequest
from simulator.carrier.service import ship
from simulator.house import House
from simulator.request import Clash
from simulator.routes.clash import ANSWERS, JSON, MOST_BODY, refused
from simulator.routes.world_path import named_world


def routes(house: House) -> APIRouter:
    """Return the carrier's routes."""
    router = APIRouter(prefix="/carrier", tags=["carrier 物流企业"])

    @router.post("/waybills", summary="Send a parcel", status_code=201, responses=ANSWERS, max_body_size=MOST_BODY)
    async def post_waybill(request: Request, asked: Annotated[WaybillRequest, Body()]) -> Response:
        """Get a waybill; the carrier declares CEB511 by itself, and CEB513 once the parcel is delivered.

        Delivered is what customs has released (800). Asking again for the same ebpCode and orderNo
        changes nothing and gets the same answer.
        """
        world = house.world_of(named_world(request.scope), asked.dxp_id)
        said: str | Clash = await house.change(world, partial(ship, asked=asked, declarant=house.declarant))
        if isinstance(said, Clash):
            return refused(said)
        return Response(orjson.dumps({"logisticsNo": said}), 201, media_type=JSON)

    return router
