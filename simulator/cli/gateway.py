"""A gateway on a port, as the demo speaks to it: nothing but HTTP and the standard library."""

import json
from http.client import HTTPConnection
from typing import Any, Final
from urllib.parse import quote, urlsplit

_PATIENCE: Final = 30.0


class Gateway:
    """One connection to a gateway. Raises ``OSError`` when it does not answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=_PATIENCE)

    def post(self, body: bytes) -> tuple[int, bytes]:
        """Hand in a message; returns the HTTP status and the DxpRep."""
        return self._ask("POST", "/dxp/messages", body, "application/xml")

    def collect(self, dxp_id: str) -> list[dict[str, Any]]:
        """Fetch and acknowledge receipts until there are none."""
        found: list[dict[str, Any]] = []
        while receipts := self._json("GET", f"/dxp/receipts?dxpId={quote(dxp_id)}&max=100")["receipts"]:
            ids = json.dumps({"ids": [receipt["id"] for receipt in receipts]}).encode()
            self._ask("POST", f"/dxp/receipts/ack?dxpId={quote(dxp_id)}", ids, "application/json")
            found += receipts
        return found

    def history(self, order_no: str) -> dict[str, Any]:
        """Return what has become of an order."""
        return self._json("GET", f"/_kouan/documents/{quote(order_no, safe='')}")

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _json(self, method: str, path: str) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self._ask(method, path)[1])
        return said

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        self._connection.request(method, path, body, {"Content-Type": kind} if kind else {})
        answer = self._connection.getresponse()
        return answer.status, answer.read()
