"""The door at which somebody decides as an officer of customs would."""

from functools import partial
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Body, Path, Request, Response

from simulator.customs.decision import Decision
from simulator.customs.officer import Decided, Finished, Unknown, decide
from simulator.house import House
from simulator.routes.clash import JSON, MOST_BODY
from simulator.routes.world_path import named_world
from simulator.worlds import WorldRefused

_LONGEST: Final = 60
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"description": "customs gave no such number in this world"},
    409: {"description": "it is released or refused already"},
    503: {"description": "the database cannot write; nothing was kept"},
}


def routes(house: House) -> APIRouter:
    """Return the officer's routes."""
    router = APIRouter(prefix="/_kouan/officer", tags=["simulator"])

    @router.post("/{invtNo}", summary="Decide of an inventory", responses=_ANSWERS, max_body_size=MOST_BODY)
    async def post_decision(
        request: Request,
        number: Annotated[str, Path(alias="invtNo", max_length=_LONGEST)],
        asked: Annotated[Decision, Body()],
    ) -> Response:
        """Release (800) or refuse (100) at once an inventory that customs has taken in (120) and not finished.

        A refusal wants a `reason`, which its receipt says; what the buyer has used of his quota and what was
        spoken for in the account book is given back. What the pace has planned for it does nothing any more.
        """
        world = house.world_of(named_world(request.scope))
        said: Decided | Unknown | Finished = await house.change(world, partial(decide, invt_no=number, asked=asked))
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
