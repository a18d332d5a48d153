"""The HTTP face of the house."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline

from simulator.house import House
from simulator.routes import control, port
from simulator.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Return the application; it opens its house when it starts and closes it when it stops."""
    house = House(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await house.open()
        yield
        await house.close()

    app = FastAPIOffline(
        title="Kouan 口岸",
        summary="A China customs that runs on a laptop.",
        lifespan=lifespan,
        redoc_url=None,
    )
    app.include_router(port.routes(house))
    app.include_router(control.routes(house))
    app.add_exception_handler(RequestValidationError, _unusable)
    return app


async def _unusable(request: Request, wrong: Exception) -> JSONResponse:
    """Name each thing that is wrong with a request: place, value, reason."""
    errors = wrong.errors() if isinstance(wrong, RequestValidationError) else []
    said = [
        {"place": ".".join(map(str, error["loc"])), "value": error.get("input"), "why": error["msg"]}
        for error in errors
    ]
    return JSONResponse({"errors": said}, 422)
