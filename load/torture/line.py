"""A connection to a simulator that may be gone at any moment."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlencode

from load.torture.wrong import Wrong

MESSAGES: Final = "/dxp/messages"
_XML: Final = "application/xml"
_JSON: Final = "application/json"
_PATIENCE: Final = 60
_UNAVAILABLE: Final = 503
_CODE: Final = b"<ResponseCode>3001</ResponseCode>"
"""How the port says it."""


class Gone(Exception):
    """No whole answer came: whether the request was taken, nobody can tell."""


class Away(Gone):
    """The answer was that the database is away: whether anything was kept, nobody can tell, either."""


class Line:
    """Asks one thing after the other."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = _XML) -> tuple[int, bytes]:
        """Return status and body of the answer; ``Gone`` when there is none, or half of one, ``Away`` for a 503."""
        try:
            self._connection.request(method, path, body, {"Content-Type": kind} if body is not None else {})
            answer = self._connection.getresponse()
            status, said = answer.status, answer.read()
        except TimeoutError as wrong:
            raise Wrong(f"{method} {path}", f"an answer within {_PATIENCE} s", "none") from wrong
        except (OSError, HTTPException) as wrong:
            raise Gone(f"no answer to {method} {path}") from wrong
        if status == _UNAVAILABLE:
            if path == MESSAGES and _CODE not in said:
                raise Wrong(f"503 of {path}", f"a DxpRep with {_CODE.decode()}", said.decode(errors="replace"))
            raise Away(f"{status} to {method} {path}: {said.decode(errors='replace')}")
        return status, said

    def json(self, method: str, path: str, said: Any = None, *, also: tuple[int, ...] = (), **query: Any) -> Any:
        """Return what a JSON door answers; another status than 200, 201 and those of ``also`` is wrong."""
        body = None if said is None else json.dumps(said).encode()
        status, answer = self.ask(method, f"{path}?{urlencode(query)}" if query else path, body, _JSON)
        if status not in (200, 201, *also):
            raise Wrong(f"{method} {path}", "status 200 or 201", f"{status} {answer.decode(errors='replace')}")
        return json.loads(answer) if answer else None

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
