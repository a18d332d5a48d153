"""What one receiver knows of its receipts: which have come, which it has acknowledged, which must come again."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from gateway_client.wire.ceb import RECEIPTS
from gateway_client.wire.decode import decode
from gateway_client.wire.parse import Parsed, parse
from load.torture.line import Gone, Line
from load.torture.wrong import Wrong, hold

_KINDS: Final = {
    "CEB312Message": ("order", "order_no"),
    "CEB412Message": ("payment", "pay_transaction_id"),
    "CEB512Message": ("waybill", "logistics_no"),
    "CEB514Message": ("delivery", "logistics_no"),
    "CEB622Message": ("inventory", "cop_no"),
}
"""Of which kind of document a receipt speaks, and by which number it calls it."""


def returns_of(receipt: str, body: bytes) -> list[tuple[str, str, Any]]:
    """Return kind and number of each document of which a receipt speaks, and what it says."""
    kind, name = _KINDS[receipt]
    parsed = parse(body)
    if not isinstance(parsed, Parsed):
        raise Wrong(receipt, "a receipt", body)
    return [(kind, getattr(said, name), said) for said in decode(parsed.root, RECEIPTS[receipt], parsed.text).returns]


class Inbox:
    """The receipts of one dxpId. An acknowledgement that nobody answered is doubtful: it may have been taken."""

    def __init__(self, dxp_id: str) -> None:
        self._dxp_id = dxp_id
        self._seen: dict[str, tuple[str, str]] = {}
        self._rested: set[str] = set()
        self._doubtful: set[str] = set()
        self._owed: set[str] = set()

    def restarted(self) -> None:
        """The server starts anew: what was fetched and not acknowledged must come again."""
        self._owed = self._seen.keys() - self._rested - self._doubtful

    def fetch(self, line: Line, most: int) -> list[dict[str, str]]:
        """Fetch receipts and hold them to what is known of them."""
        found: list[dict[str, str]] = line.json("GET", "/dxp/receipts", dxpId=self._dxp_id, max=most)["receipts"]
        for one in found:
            number, what = one["id"], (one["messageType"], one["body"])
            hold(f"receipt {number} of {self._dxp_id}, fetched again", self._seen.setdefault(number, what), what)
            if number in self._rested:
                raise Wrong(f"receipt {number} of {self._dxp_id}", "acknowledged and at rest", "fetched again")
            self._doubtful.discard(number)
            self._owed.discard(number)
        return found

    def acknowledge(self, line: Line, numbers: Iterable[str]) -> None:
        """Let receipts rest."""
        ids = list(numbers)
        try:
            line.json("POST", "/dxp/receipts/ack", {"ids": ids}, dxpId=self._dxp_id)
        except Gone:
            self._doubtful.update(ids)
            raise
        self._rested.update(ids)

    def empty(self, line: Line) -> None:
        """Fetch and acknowledge until nothing comes any more; what was owed must have come."""
        while found := self.fetch(line, 100):
            self.acknowledge(line, [one["id"] for one in found])
        hold(f"receipts of {self._dxp_id} that were not acknowledged and did not come again", set(), self._owed)

    def statuses(self) -> dict[tuple[str, str], list[str]]:
        """Return what was said of each document, by kind and number, in the order of the receipts' ids."""
        said: dict[tuple[str, str], list[str]] = defaultdict(list)
        for _, (receipt, body) in sorted(self._seen.items(), key=lambda one: int(one[0].partition(".")[0])):
            for kind, number, each in returns_of(receipt, body.encode()):
                said[kind, number].append(each.return_status)
        return dict(said)
