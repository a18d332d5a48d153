"""The port's doors: messages in, receipts out."""

import asyncio
from functools import partial
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from simulator.delivery import MOST_RECEIPTS, acknowledge, unacknowledged
from simulator.house import House
from simulator.reception import receive, unreceived
from simulator.routes.body import Unread, read_body
from simulator.routes.world_path import named_world
from simulator.world import World

MESSAGES: Final = "/dxp/messages"
XML: Final = "application/xml; charset=utf-8"
_LONGEST_WAIT: Final = 60.0
_LARGEST_ACK: Final = 300_000
_SMALL: Final = 64_000
"""Bytes of a body that need not wait until large ones of slow senders have come."""
_DxpId = Annotated[str, Query(alias="dxpId", min_length=1, max_length=30, description="whose receipts")]


class Acknowledgement(BaseModel):
    """Which receipts have arrived."""

    model_config = ConfigDict(extra="forbid")

    ids: list[Annotated[str, Field(max_length=255)]] = Field(max_length=10_000)


class Receipt(BaseModel):
    """A receipt; ``body`` is its XML, ``copMsgId`` that of the message it answers."""

    id: str
    messageType: str  # noqa: N815  # the wire's names
    copMsgId: str  # noqa: N815
    returnTime: str  # noqa: N815
    body: str


class Receipts(BaseModel):
    """The oldest receipts that are not acknowledged yet."""

    receipts: list[Receipt]


def routes(house: House) -> APIRouter:
    """Return the port's routes."""
    router = APIRouter(prefix="/dxp", tags=["electronic port 电子口岸"])

    @router.post(
        "/messages",
        summary="Hand in a message",
        response_class=Response,
        responses=_ANSWERS,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/xml": {"schema": {"type": "string", "format": "binary"}}},
            }
        },
    )
    async def post_message(request: Request) -> Response:
        """Take a DxpMsg or a bare CEB message; 200 once it is durable, receipts follow."""
        return await _take(house, request)

    @router.get("/receipts", summary="Fetch receipts", responses={200: {"model": Receipts}})
    async def get_receipts(
        request: Request,
        dxp_id: _DxpId,
        most: Annotated[int, Query(alias="max", ge=1, le=MOST_RECEIPTS)] = MOST_RECEIPTS,
        wait: Annotated[float, Query(ge=0, le=_LONGEST_WAIT, description="seconds to wait for the first")] = 0,
    ) -> Response:
        """Return the oldest receipts not yet acknowledged, the same again until they are."""
        found = await _fetch(house, house.world_of(named_world(request.scope), dxp_id), dxp_id, most, wait)
        return Response(orjson.dumps({"receipts": found}), media_type="application/json")

    @router.post("/receipts/ack", summary="Acknowledge receipts", max_body_size=_LARGEST_ACK)
    async def post_ack(request: Request, dxp_id: _DxpId, arrived: Annotated[Acknowledgement, Body()]) -> dict[str, Any]:
        """Let receipts rest. Idempotent; ids that are unknown are ignored."""
        world = house.world_of(named_world(request.scope), dxp_id)
        await house.change(world, lambda docket: acknowledge(docket, dxp_id, arrived.ids))
        return {}

    return router


_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "durable; a DxpRep with ResponseCode 0000", "content": {"application/xml": {}}},
    400: {"description": "refused by the envelope's gate; a DxpRep that says why", "content": {"application/xml": {}}},
    404: {"description": "a world that is not there, or a stranger; a DxpRep", "content": {"application/xml": {}}},
    413: {"description": "larger than the server takes; a DxpRep", "content": {"application/xml": {}}},
    503: {"description": "the database cannot write; a DxpRep with 3001", "content": {"application/xml": {}}},
}


async def _take(house: House, request: Request) -> Response:
    most = house.settings.max_body
    declared = request.headers.get("content-length", "")
    size = min(int(declared), most) if declared.isdecimal() else most
    name = named_world(request.scope)
    async with house.intake.room_for(size if size > _SMALL else 0):
        body = await read_body(request, most)
        if isinstance(body, Unread):
            said = unreceived(house, body.status, body.words)
        else:
            said = await receive(house, body, partial(house.world_of, name))
    return Response(said.rep, said.status, media_type=XML)


async def _fetch(house: House, world: World, dxp_id: str, most: int, wait: float) -> list[dict[str, Any]]:
    loop = asyncio.get_running_loop()
    end = loop.time() + wait
    receiver = (world.name, dxp_id)
    while True:
        event = house.waiters.expect(receiver)
        try:
            found = await house.read(unacknowledged, world.number, dxp_id, most)
            if found:
                house.writer.note(world, dxp_id, [one["id"] for one in found])
            if found or loop.time() >= end or not world.alive:
                return found
            async with asyncio.timeout_at(end):
                await event.wait()
        except TimeoutError:
            return []
        finally:
            house.waiters.forget(receiver, event)
