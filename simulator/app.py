"""The HTTP face of the house."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi_offline import FastAPIOffline
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from gateway_client.wire.findings import shown
from simulator.exchange.address import IN_QUEUE, Address
from simulator.house import House
from simulator.reception import unavailable
from simulator.routes import carrier, clock, control, journal, officer, payment, port, quota, worlds
from simulator.routes.freshness import Freshness
from simulator.routes.world_path import WorldPath
from simulator.settings import Settings
from simulator.worlds import WorldRefused
from simulator.writer import Gone, Unwritable


class Error(BaseModel):
    """One thing that is wrong with a request."""

    place: str
    value: str | None
    why: str


class Errors(BaseModel):
    """How every refusal that is not a DxpRep looks."""

    errors: list[Error]


def create_app(settings: Settings, *, broker: Address | None = None, in_queue: str = IN_QUEUE) -> FastAPI:
    """Return the application; it opens its house when it starts and closes it when it stops.

    With a ``broker`` the house has a door at its queues, too.
    """
    house = House(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await house.open()
        async with _exchange(house, broker, in_queue):
            yield
        await house.close()

    app = FastAPIOffline(
        title="Kouan 口岸",
        summary="A China customs that runs on a laptop.",
        lifespan=lifespan,
        redoc_url=None,
        responses={422: {"model": Errors, "description": "what is wrong with the request, each thing with its place"}},
    )
    app.state.house = house
    app.add_middleware(WorldPath)
    if not house.database.alone:
        app.add_middleware(Freshness, house=house, away=partial(_away, house))
    app.include_router(port.routes(house))
    app.include_router(payment.routes(house))
    app.include_router(carrier.routes(house))
    for room in (control, quota, officer, worlds, clock, journal):
        app.include_router(room.routes(house))
    app.add_exception_handler(RequestValidationError, _unusable)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(WorldRefused, _no_world)
    app.add_exception_handler(Gone, _gone)
    app.add_exception_handler(Unwritable, _unavailable)
    for failure in house.database.errors:
        app.add_exception_handler(failure, _unavailable)
    return app


def _exchange(house: House, broker: Address | None, in_queue: str) -> AbstractAsyncContextManager[Any]:
    if broker is None:
        return nullcontext()
    from simulator.exchange.exchange import Exchange  # the library of AMQP comes with it

    return Exchange(house, broker, in_queue)


async def _unusable(request: Request, wrong: Exception) -> JSONResponse:
    """Name each thing that is wrong with a request: place, value, reason."""
    errors = wrong.errors() if isinstance(wrong, RequestValidationError) else []
    said = [
        {"place": ".".join(map(str, error["loc"])), "value": _value(error.get("input")), "why": error["msg"]}
        for error in errors
    ]
    return JSONResponse({"errors": said}, 422)


async def _refused(request: Request, wrong: Exception) -> JSONResponse:
    """Say what cannot be read at all (400), or is not there (404, 405), in the form of all refusals."""
    assert isinstance(wrong, HTTPException)
    place = "body" if wrong.status_code == 400 else f"{request.method} {shown(request.url.path)}"
    said = {"errors": [{"place": place, "value": None, "why": wrong.detail}]}
    return JSONResponse(said, wrong.status_code, wrong.headers)


async def _no_world(request: Request, wrong: Exception) -> JSONResponse:
    """Say what of a world cannot be: it is not there, it is somebody's already, its clock would go back."""
    assert isinstance(wrong, WorldRefused)
    return JSONResponse(
        {"errors": [{"place": wrong.place, "value": shown(wrong.value), "why": wrong.why}]}, wrong.status
    )


async def _gone(request: Request, wrong: Exception) -> JSONResponse:
    """Say that a world was dropped meanwhile; nothing of the request was kept."""
    return JSONResponse({"errors": [{"place": "world", "value": str(wrong), "why": "it was dropped meanwhile"}]}, 404)


async def _unavailable(request: Request, wrong: Exception) -> JSONResponse:
    """Say that the database failed; nothing of the request was kept."""
    return _database(wrong)


def _away(house: House, request: Request, wrong: Exception) -> Response:
    """Say it before a request has come to its door."""
    if not request.url.path.endswith(port.MESSAGES):
        return _database(wrong)
    said = unavailable(house, wrong)
    return Response(said.rep, said.status, media_type=port.XML)


def _database(wrong: Exception) -> JSONResponse:
    return JSONResponse({"errors": [{"place": "database", "value": None, "why": str(wrong)}]}, 503)


def _value(given: Any) -> str | None:
    """Return what was given as a short text: JSON that was read may hold what JSON cannot say."""
    if given is None:
        return None
    text = given if isinstance(given, str) else repr(given)
    return shown(text.encode(errors="replace").decode())
