"""The door at which somebody decides as an officer of customs would."""

from functools import partial
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Body, Path, Query, Request, Response

from simulator.customs.decision import Decision
from simulator.customs.officer import Closed, Decided, Finished, Unknown, decide, queue
from simulator.house import House
from simulator.routes.clash import JSON, MOST_BODY
from simulator.routes.world_path import named_world
from simulator.worlds import WorldRefused

_LONGEST: Final = 60
_MOST_AFTER: Final = 10**12
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"description": "customs gave no such number in this world"},
    409: {"description": "it is finished already, does not get there from where it is, or the office is closed"},
    503: {"description": "the database cannot write; nothing was kept"},
}


def routes(house: House) -> APIRouter:
    """Return the officer's routes."""
    router = APIRouter(prefix="/_kouan/officer", tags=["simulator"])

    @router.get("/queue", summary="What is held?")
    async def get_queue(
        request: Request,
        after: Annotated[int, Query(ge=0, le=_MOST_AFTER, description="`next` of the last page")] = 0,
    ) -> Response:
        """Return the inventories that wait for an officer, or for the arrival of their goods, the oldest first.

        `held`: `invtNo`, `orderNo`, `ebcCode`, `agentCode`, `dxpId`, `amount` (yuan), `status`, `meaning` (`en`,
        `zh`), `entered`, `hold` (the world's rule that holds it; null: an officer, or its order number), `course` and
        the decisions that are `possible`. At most 100; `next` is null when these are all.
        """
        world = house.world_of(named_world(request.scope))
        found = await house.read(queue, world, after)
        return Response(orjson.dumps(found), media_type=JSON)

    @router.post("/{invtNo}", summary="Decide of an inventory", responses=_ANSWERS, max_body_size=MOST_BODY)
    async def post_decision(
        request: Request,
        number: Annotated[str, Path(alias="invtNo", max_length=_LONGEST)],
        asked: Annotated[Decision, Body()],
    ) -> Response:
        """Decide at once of an inventory that customs has taken in (120) and not finished.

        `release` (800), `refuse` (100), `inspect` (500), `detain` (501, 502, 503, 599 by `to`), `suspend` (600) or
        `return` (700). Refusing and suspending want a `reason`, which the receipt says. Of what is refused or returned
        quota and stock are given back. What the pace has planned for it finds it where it is by then.
        """
        world = house.world_of(named_world(request.scope))
        said: Decided | Unknown | Finished | Closed = await house.change(
            world, partial(decide, invt_no=number, asked=asked)
        )
        if not isinstance(said, Decided):
            raise WorldRefused(404 if isinstance(said, Unknown) else 409, "path.invtNo", number, said.why())
        told = {
            "invtNo": said.invt_no,
            "orderNo": said.order_no,
            "status": str(said.status),
            "returnTime": str(said.time),
        }
        return Response(orjson.dumps(told), media_type=JSON)

    return router
