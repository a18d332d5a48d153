"""The doors to the worlds: begin, list, look at, claim for, begin again, end, save, load and fork them."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Annotated, Any, Final

import orjson
import zstandard
from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from simulator.beginning.start import EMPTY
from simulator.clock import setting_of, stamp
from simulator.copying import NoWorld
from simulator.house import House
from simulator.routes.body import Unread, read_body
from simulator.routes.world_path import named_world
from simulator.strict.finding import WrongFile
from simulator.world import World
from simulator.worlds import WorldRefused

_LARGEST_FILE: Final = 1_100_000
_LARGEST_SAVED: Final = 256_000_000
_LARGEST_UNPACKED: Final = 1_000_000_000
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"description": "there is no such world; the nearest name is given"},
    409: {"description": "the name or a dxpId is another world's already"},
    422: {"description": "what is wrong with the world file or the request, each thing with its place"},
}
_Name = Annotated[str, Path(max_length=63)]


class NewWorld(BaseModel):
    """A world that is to begin: empty, or as ``file`` says, the text of a world file in TOML.

    ``dxpIds`` are claimed for it, besides those that the file claims.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    file: str | None = Field(default=None, max_length=_LARGEST_FILE)
    dxpIds: list[str] = Field(default=[], max_length=1000)  # noqa: N815  # the wire's name


class Claims(BaseModel):
    """The dxpIds whose messages are to belong to a world."""

    model_config = ConfigDict(extra="forbid")

    dxpIds: list[str] = Field(min_length=1, max_length=1000)  # noqa: N815  # the wire's name


class Fork(BaseModel):
    """The name of a copy."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)


def routes(house: House) -> APIRouter:
    """Return the routes under ``/_kouan/worlds``."""

    def named(request: Request) -> None:
        house.world_of(named_world(request.scope))  # a world in front of the path that is not there is a mistake

    router = APIRouter(prefix="/_kouan/worlds", tags=["worlds"], responses=_ANSWERS, dependencies=[Depends(named)])

    @router.get("", summary="Which worlds are there?")
    async def get_worlds() -> dict[str, Any]:
        """Return the worlds that are alive, the oldest first."""
        return {"worlds": [told(world) for world in house.worlds.all()]}

    @router.post("", summary="Let a world begin", status_code=201, max_body_size=_LARGEST_FILE * 2)
    async def post_world(asked: Annotated[NewWorld, Body()]) -> dict[str, Any]:
        """Let a world begin, empty or from a world file: its claims, clock, pace, seed and registers."""
        from simulator.beginning.reading import read_beginning  # they read TOML, which nobody needs to start
        from simulator.pace.sheet import WrongPace

        try:
            beginning = read_beginning(asked.file, "file") if asked.file is not None else EMPTY
            claims = tuple(dict.fromkeys([*beginning.claims, *asked.dxpIds]))
            return told(await house.begin(asked.name, replace(beginning, claims=claims)))
        except (WrongFile, WrongPace) as wrong:
            raise WorldRefused(422, "file", None, str(wrong)) from None

    @router.post("/load", summary="Load a saved world", status_code=201)
    async def post_load(request: Request, name: Annotated[str, Query(max_length=200)]) -> Response:
        """Let a saved world go on under a name; the body is what ``save`` gave."""
        house.worlds.must_be_free(name)
        packed = await read_body(request, _LARGEST_SAVED)
        if isinstance(packed, Unread):
            raise WorldRefused(packed.status, "body", None, packed.words.en)
        with tempfile.TemporaryDirectory() as folder:
            file = FilePath(folder) / "world"
            try:
                await asyncio.to_thread(_unpack, packed, file)
                world = await house.load(name, file)
            except NoWorld as wrong:
                raise WorldRefused(422, "body", None, str(wrong)) from None
        return Response(orjson.dumps(told(world)), 201, media_type="application/json")

    @router.get("/{name}", summary="Look at a world")
    async def get_world(name: _Name) -> dict[str, Any]:
        """Return its claims, clock, seed and pace, and how much is in it."""
        world = house.worlds.named(name)
        return {**told(world), **await house.read(_contents, world)}

    @router.delete("/{name}", summary="Let a world end")
    async def delete_world(name: _Name) -> dict[str, Any]:
        """Let a world end at once; its rows are purged in the background."""
        await house.drop(house.worlds.named(name))
        return {}

    @router.post("/{name}/reset", summary="Let a world begin again")
    async def post_reset(name: _Name) -> dict[str, Any]:
        """Let a world begin again as it began at first; its claims stay, its old rows are purged in the background."""
        world = house.worlds.named(name)
        await house.reset(world)
        return told(world)

    @router.post("/{name}/claim", summary="Claim dxpIds for a world")
    async def post_claim(name: _Name, asked: Annotated[Claims, Body()]) -> dict[str, Any]:
        """Let the messages of these senders belong to a world. Claiming again what it has changes nothing."""
        world = house.worlds.named(name)
        await house.claim(world, asked.dxpIds)
        return told(world)

    @router.post("/{name}/fork", summary="Fork a world", status_code=201)
    async def post_fork(name: _Name, asked: Annotated[Fork, Body()]) -> dict[str, Any]:
        """Let a copy go on beside a world, from this moment; the claims stay with the original."""
        return told(await house.fork(house.worlds.named(name), asked.name))

    @router.get("/{name}/save", summary="Save a world", response_class=Response)
    async def get_save(name: _Name) -> Response:
        """Return a world as a file that ``load`` takes, here or on another server."""
        world = house.worlds.named(name)
        with tempfile.TemporaryDirectory() as folder:
            file = FilePath(folder) / "world"
            await house.save(world, file)
            packed = await asyncio.to_thread(_packed, file)
        return Response(packed, media_type="application/octet-stream")

    return router


def told(world: World) -> dict[str, Any]:
    """Return what is said of a world."""
    kept = setting_of(world.clock)
    return {
        "name": world.name,
        "claims": sorted(world.claims),
        "time": str(stamp(kept.at)),
        "clock": "running" if kept.kind == "machine" else kept.kind,
        "rate": str(kept.rate),
        "pace": world.pace.name,
        "seed": world.seed,
        "armed": world.armed,
    }


def _contents(connection: Any, world: World) -> dict[str, Any]:
    counted = world.counted
    stock = connection.execute(
        "SELECT ems_no, item_record_no, actl_inc_qty, actl_redc_qty, prevd_redc_qty"
        " FROM stock WHERE world = ? LIMIT 1000",
        (world.number,),
    ).fetchall()
    names = ("emsNo", "itemRecordNo", "actlIncQty", "actlRedcQty", "prevdRedcQty")
    return {
        "documents": counted.get("document", 0),
        "entries": counted.get("entry", 0),
        "nextDue": str(world.next_due) if world.next_due else None,
        "journalBytes": world.kept,
        "stock": [dict(zip(names, row, strict=True)) for row in stock],
    }


def _packed(file: FilePath) -> bytes:
    packed: bytes = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(file.read_bytes())
    return packed


def _unpack(packed: bytes, file: FilePath) -> None:
    size = 0
    try:
        with file.open("wb") as out:
            for part in zstandard.ZstdDecompressor().read_to_iter(packed):
                size += len(part)
                if size > _LARGEST_UNPACKED:
                    raise NoWorld("it unpacks to more than any saved world")
                out.write(part)
    except zstandard.ZstdError as wrong:
        raise NoWorld(f"it is no saved world: {wrong}") from None
