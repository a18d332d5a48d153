"""The door to a world's clock."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from simulator import timekeeper
from simulator.clock import BEIJING, Backwards
from simulator.docket import Docket
from simulator.house import House
from simulator.pace.durations import WRITTEN, milliseconds
from simulator.routes.world_path import named_world
from simulator.worlds import WorldRefused

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
_MOMENT = re.compile(f"{_DAY}([T ]{_CLOCK})?")


class Move(BaseModel):
    """One thing that is to be done to a clock."""

    model_config = ConfigDict(extra="forbid")

    advance: str | None = Field(default=None, description="a duration: 90s, 15min, 2h, 30d", max_length=30)
    to: str | None = Field(default=None, description="a moment in Beijing: 2027-01-01T00:00", max_length=40)
    until: Literal["quiet"] | None = Field(default=None, description="until nothing is planned any more")
    kind: Literal["running", "stepped", "instant"] | None = Field(default=None, description="how it goes from now on")
    rate: Decimal | None = Field(default=None, gt=0, le=1_000_000, description="running: times real time (default: 1)")

    @model_validator(mode="after")
    def one_of_them(self) -> "Move":
        """Refuse a request that asks for several things, or for none."""
        asked = [name for name in ("advance", "to", "until", "kind") if getattr(self, name) is not None]
        if len(asked) != 1:
            raise ValueError(f"give one of advance, to, until and kind, not {' and '.join(asked) or 'none of them'}")
        if self.rate is not None and self.kind != "running":
            raise ValueError('rate goes with kind "running"')
        return self


def routes(house: House) -> APIRouter:
    """Return the routes of the clock."""
    router = APIRouter(prefix="/_kouan/clock", tags=["worlds"])

    @router.get("", summary="What time is it?")
    async def get_clock(request: Request) -> dict[str, Any]:
        """Return the time of a world (Beijing time, YYYYMMDDhhmmssSSS), how its clock goes, when a step is due next."""
        return await _told(house, request, lambda _: 0)

    @router.post("", summary="Move the clock")
    async def post_clock(request: Request, move: Annotated[Move, Body()]) -> dict[str, Any]:
        """Move a world's clock on; everything due by then has happened when the answer comes. It never goes back."""
        return await _told(house, request, _change(move))

    return router


def moment(text: str) -> datetime:
    """Return a moment in Beijing; one with a zone is converted. ``ValueError`` says how to write one."""
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        found = datetime.fromisoformat(text)
        return found.astimezone(BEIJING).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        raise ValueError("is no moment: write 2027-01-01 or 2027-01-01T00:00:00, in Beijing time") from None


async def _told(house: House, request: Request, change: Callable[[Docket], int]) -> dict[str, Any]:
    world = house.world_of(named_world(request.scope))

    def run(docket: Docket) -> dict[str, Any]:
        steps = change(docket)
        return {**timekeeper.told(docket), "steps": steps}

    try:
        said: dict[str, Any] = await house.change(world, run)
    except Backwards as wrong:
        raise WorldRefused(409, "body.to", str(wrong.to), str(wrong)) from None
    except timekeeper.TooFar as wrong:
        raise WorldRefused(422, "body", None, str(wrong)) from None
    return said


def _change(move: Move) -> Callable[[Docket], int]:
    if move.advance is not None:
        time = milliseconds(move.advance)
        if time is None:
            raise WorldRefused(422, "body.advance", move.advance, f"is no duration: {WRITTEN}")
        return partial(timekeeper.advance, by=timedelta(milliseconds=time))
    if move.to is not None:
        try:
            return partial(timekeeper.move_to, to=moment(move.to))
        except ValueError as wrong:
            raise WorldRefused(422, "body.to", move.to, str(wrong)) from None
    if move.kind is not None:
        return partial(timekeeper.set_kind, kind=move.kind, rate=move.rate or Decimal(1))
    return timekeeper.run_until_quiet
