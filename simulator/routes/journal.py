"""The door to a world's journal."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from simulator import journal
from simulator.clock import stamp
from simulator.house import House
from simulator.journal import MOST, Page, Search
from simulator.overview import overview
from simulator.routes.clock import moment
from simulator.routes.world_path import named_world
from simulator.world import World
from simulator.worlds import WorldRefused


def routes(house: House) -> APIRouter:
    """Return the routes of the journal."""
    router = APIRouter(prefix="/_kouan/journal", tags=["worlds"])

    @router.get("", summary="What has happened?")
    async def get_journal(
        request: Request,
        order: Annotated[str | None, Query(max_length=60, description="only what is about this order number")] = None,
        since: Annotated[str | None, Query(max_length=40, description="from this moment on, Beijing time")] = None,
        until: Annotated[str | None, Query(max_length=40, description="up to this moment")] = None,
        after: Annotated[int, Query(ge=0, le=10**12, description="only entries behind this number")] = 0,
        most: Annotated[int, Query(alias="max", ge=1, le=MOST)] = MOST,
        bodies: Annotated[bool, Query(description="with the XML of messages and receipts")] = False,
        deliveries: Annotated[bool, Query(description="what was fetched, pushed and acknowledged, instead")] = False,
    ) -> Response:
        """Return entries in their order: messages, verdicts, receipts, what was done to clock and parties.

        ``last`` is the number to go on behind while ``more`` is true. Entries up to number ``cut`` may have lost
        their bodies to the byte budget: theirs are null. With an order number, ``nearMisses`` says what may have
        been meant by papers that matched nothing.
        """
        world = house.world_of(named_world(request.scope))
        search = Search(
            after=after,
            most=most,
            since=_stamp("since", since, 0),
            until=_stamp("until", until, 10**17),
            bodies=bodies,
        )
        near: dict[str, Any] = {}
        if deliveries:
            page: Page = await house.read_as_one(journal.deliveries, world.number, search)
        elif order is not None:
            page = await house.read_as_one(journal.of_order, world.number, order, search)
            near = {"nearMisses": (await house.read_as_one(overview, world.number, order))["nearMisses"]}
        else:
            page = await house.read_as_one(journal.business, world.number, search)
        head = await house.read_as_one(_head, world)
        said = {"world": head, "cut": world.cut, "entries": page.entries, "last": page.last, "more": page.more, **near}
        return Response(orjson.dumps(said), media_type="application/json")

    return router


def _head(connection: Any, world: World) -> dict[str, Any]:
    """Return what has to be known of a world to live through its journal again."""
    row = connection.execute("SELECT beginning FROM world WHERE number = ?", (world.number,)).fetchone()
    first = journal.business(connection, world.number, Search(most=1)).entries
    return {
        "beginning": orjson.loads(row[0]) if row else None,
        "seed": world.seed,
        "pace": world.pace.source,
        "start": first[0]["time"] if first else str(stamp(world.clock.now())),
    }


def _stamp(name: str, text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    try:
        return stamp(moment(text))
    except ValueError as wrong:
        raise WorldRefused(422, f"query.{name}", text, str(wrong)) from None
