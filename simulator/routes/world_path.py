"""``/w/NAME/…`` in front of any path names a world outright."""

from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

_KEY = "kouan.world"
_MARK = "/w/"


class WorldPath:
    """Takes the name off the path and keeps it with the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["path"].startswith(_MARK):
            name, _, rest = scope["path"].removeprefix(_MARK).partition("/")
            raw = scope.get("raw_path", b"").removeprefix(_MARK.encode()).partition(b"/")[2]
            scope = {**scope, "path": f"/{rest}", "raw_path": b"/" + raw, _KEY: unquote(name)}
        await self._app(scope, receive, send)


def named_world(scope: Scope) -> str | None:
    """Return the name of the world that a request names in its path, if it does."""
    name: str | None = scope.get(_KEY)
    return name
