"""A connection to a simulator that may be gone at any moment."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlencode

from load.torture.wrong import Wrong

_XML: Final = "application/xml"
_JSON: Final = "application/json"
_PATIENCE: Final = 60


class Gone(Exception):
    """No whole answer came: whether the request was taken, nobody can tell."""


class Line:
    """Asks one thing after the other."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = _XML) -> tuple[int, bytes]:
        """Return status and body of the answer; ``Gone`` when there is none, or half of one."""
        try:
            self._connection.request(method, path, body, {"Content-Type": kind} if body is not None else {})
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except TimeoutError as wrong:
            raise Wrong(f"{method} {path}", f"an answer within {_PATIENCE} s", "none") from wrong
        except (OSError, HTTPException) as wrong:
            raise Gone(path) from wrong

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
