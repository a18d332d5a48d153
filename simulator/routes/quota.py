"""The door at which one asks what a person may still buy in a year."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import APIRouter, Path, Query, Request

from gateway_client.wire.lexical import Unreadable
from simulator.beginning import fields
from simulator.house import House
from simulator.routes.world_path import named_world
from simulator.store import statements
from simulator.worlds import WorldRefused

T = TypeVar("T")


def routes(house: House) -> APIRouter:
    """Return the routes of quotas."""
    router = APIRouter(prefix="/_kouan/quota", tags=["simulator"])

    @router.get("/{idNumber}", summary="What may a person still buy?")
    async def get_quota(
        request: Request,
        number: Annotated[str, Path(alias="idNumber", max_length=60)],
        year: Annotated[str | None, Query(max_length=20, description="of the world's clock, unless given")] = None,
    ) -> dict[str, Any]:
        """Return the yearly limit of a person, what is `used` of it and what is `left`, in yuan.

        Used is what the inventories that customs has taken in come to, and what the world began with; a person
        whom nobody knows has used nothing. The limit is that of the year's last day.
        """
        world = house.world_of(named_world(request.scope))
        person = _read(fields.id_number, "path.idNumber", number)
        asked = f"{world.clock.now():%Y}" if year is None else year
        calendar, limit = _read(fields.limited_year, "query.year", asked)
        used = await house.read(_used, world.number, calendar, person)
        return {
            "idNumber": person,
            "year": calendar,
            "limit": f"{limit:.2f}",
            "used": f"{used:.2f}",
            "left": f"{max(limit - used, Decimal(0)):.2f}",
        }

    return router


def _used(connection: Any, world: int, year: int, person: str) -> Decimal:
    row = connection.execute(statements.QUOTAS, (world, year, orjson.dumps([person]).decode())).fetchone()
    return Decimal(row[1]).scaleb(-2) if row else Decimal(0)


def _read(take: Callable[[str], T], place: str, value: str) -> T:
    try:
        return take(value)
    except Unreadable as wrong:
        raise WorldRefused(422, place, value, wrong.words.en) from None
