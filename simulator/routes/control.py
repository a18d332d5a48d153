"""The simulator's own doors, which no real port has: health, what became of an order, a fresh start."""

import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path as File
from time import process_time
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from simulator.clock import stamp
from simulator.house import House
from simulator.overview import overview
from simulator.routes.world_path import named_world
from simulator.world import ARMABLE


def routes(house: House) -> APIRouter:
    """Return the routes under ``/_kouan``."""
    router = APIRouter(prefix="/_kouan", tags=["simulator"])

    @router.get("/health", summary="Is it ready?")
    async def get_health(request: Request) -> dict[str, Any]:
        """Tell version, time in a world, CPU and memory used so far, and what is not checked there.

        Registers that hold nothing check nothing, a world whose file does not ask for it sends no tax bills and looks
        at no taxTotal, and of no version yet are signatures checked. `onlySourced` says whether documents are judged
        without the assumed rules (`kouan up --only-sourced`). `amqp` is there when
        the server was given a broker: is it connected, and if not, why?
        """
        world = house.world_of(named_world(request.scope))
        return {
            "status": "ok",
            "version": version("kouan"),
            "time": str(stamp(world.clock.now())),
            "cpuSeconds": process_time(),
            "memoryBytes": _memory(),
            "notArmed": ["signatures", *[name for name in ARMABLE if name not in world.armed]],
            "onlySourced": house.settings.only_sourced,
            **{name: tell() for name, tell in house.doors.items()},
        }

    @router.get("/documents/{orderNo:path}", summary="What has become of an order?")
    async def get_documents(
        request: Request,
        order_no: Annotated[str, Path(alias="orderNo", max_length=60)],
        ebp_code: Annotated[str | None, Query(alias="ebpCode", max_length=18)] = None,
    ) -> Response:
        """Return documents, receipts and verdicts of an order number, and the state of the whole.

        An inventory's `taxBill` is there once customs has sent one: `taxNo`, `status` (1 generated, 2 summed, 3 void),
        the three taxes in yuan, when it was `billed` and `changed`, and the `entDutyNo` of the month's payment.

        The state is unknown, incomplete, stored, received, declaring, waiting, entered, held, cleared, released,
        refused, cancelled or sent back.

        `nearMisses` names what may have been meant by what is not there: `document` and `key` of what is wanted,
        `wantedBy` (`document` and `key`; null when nothing is known of the number that was asked for), and up to
        three `candidates`, the nearest first: `document`, `key`, `state`, `dxpId` (its sender), `world` (only if it
        is another one), `differences` (`path` in the candidate, `wanted` and `found` value) and `why` in `en` and
        `zh`. An inventory wants papers; an order, payment or waybill without an inventory wants one that waits, and
        is then itself the `key` to be named. What has no candidate is left out.
        """
        world = house.world_of(named_world(request.scope))
        found = await house.read_as_one(overview, world.number, order_no, ebp_code)
        return Response(orjson.dumps(found), media_type="application/json")

    @router.post("/reset", summary="Start afresh")
    async def post_reset(request: Request) -> dict[str, Any]:
        """Let a world begin again; its old rows are purged in the background."""
        await house.reset(house.world_of(named_world(request.scope)))
        return {}

    return router


def _memory() -> int | None:
    """Return the bytes of memory that this process holds at this moment, where the system tells."""
    with suppress(OSError, ValueError, IndexError):
        pages = int(File("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return None
