"""One world, from its beginning to its end, for who plays or tests a company.

>>> with Sandbox.begin(wire, "double11", beginning) as world:
...     client = world.client(me)
...     world.advance("5min")
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

from gateway_client import AsyncGatewayClient, GatewayClient, Sender, Tries
from gateway_client.asking import Flow, Pause, Reply, Silence, Wire
from simulator.sandbox.clock import WorldClock, moment
from simulator.sandbox.doors import DoorClosed, DoorRefused, Doors
from simulator.sandbox.wires import ThreadedWire, WorldWire

T = TypeVar("T")

AT_ONCE = Tries(pause=0, longest_wait=0)


@dataclass(frozen=True, slots=True)
class Time:
    """What a world's clock shows (Beijing): how it goes, and when the next step is due, ``None`` if none is planned."""

    now: datetime
    kind: str
    rate: str
    next_due: datetime | None


class Sandbox:
    """A world by its name, over any wire that leads to its simulator. The wire stays its maker's."""

    def __init__(self, wire: Wire, name: str) -> None:
        self.name = name
        self.wire: Wire = WorldWire(wire, name)
        self._all = Doors(wire)
        self._doors = Doors(self.wire)
        self._clients: list[GatewayClient] = []

    @classmethod
    def begin(cls, wire: Wire, name: str, file: str | None = None) -> Self:
        """Let a world begin, as ``file`` (the text of a world file) says. Raises ``DoorRefused``, ``DoorClosed``."""
        Doors(wire).post("/_kouan/worlds", {"name": name, "file": file})
        return cls(wire, name)

    def end(self) -> None:
        """Let the world end; one that ended already, or its simulator before it, is no mistake."""
        for client in self._clients:
            client.close()
        with suppress(DoorRefused, DoorClosed):
            self._all.delete(f"/_kouan/worlds/{quote(self.name, safe='')}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def client(self, sender: Sender) -> GatewayClient:
        """Return a client in this world, whose pauses move the world's clock; it is closed with the world."""
        time = self.time()
        clock = WorldClock(self._doors) if time.kind != "running" else None
        client = GatewayClient(sender, wire=self.wire, clock=clock, tries=AT_ONCE if clock else None)
        self._clients.append(client)
        return client

    def async_client(self, sender: Sender) -> AsyncGatewayClient:
        """Return a client for an event loop; it needs no closing."""
        clock = WorldClock(self._doors) if self.time().kind != "running" else None
        wire = ThreadedWire(self.wire)
        return AsyncGatewayClient(sender, wire=wire, clock=clock, tries=AT_ONCE if clock else None)

    def play(self, flow: Flow[T]) -> T:
        """Play a conversation of the client library in this world; its pauses take no time."""
        heard: Reply | Silence | None = None
        try:
            while True:
                said = flow.send(heard)
                heard = None if isinstance(said, Pause) else self.wire.ask(said)
        except StopIteration as end:
            ended: T = end.value
            return ended
        finally:
            flow.close()

    def time(self) -> Time:
        """Look at the clock."""
        return _time(self._doors.get("/_kouan/clock"))

    def advance(self, by: timedelta | str) -> Time:
        """Move the clock on by a duration (``"90s"``, ``"2h"``, ``"30d"``); what is due by then has happened."""
        return self._moved(advance=by if isinstance(by, str) else f"{by // timedelta(milliseconds=1)}ms")

    def to(self, when: datetime | str) -> Time:
        """Move the clock to a moment of Beijing."""
        return self._moved(to=when if isinstance(when, str) else when.isoformat())

    def run_until_quiet(self) -> Time:
        """Let time run until nothing is planned any more."""
        return self._moved(until="quiet")

    def order(self, order_no: str, ebp_code: str | None = None) -> dict[str, Any]:
        """Return what ``GET /_kouan/documents`` knows of an order: documents, receipts, verdicts, state."""
        query = {"ebpCode": ebp_code} if ebp_code else {}
        return self._doors.get(f"/_kouan/documents/{quote(order_no, safe='')}", **query)

    def journal(self, *, bodies: bool = False) -> Iterator[dict[str, Any]]:
        """Yield the entries of the world's journal in their order."""
        after, more = 0, True
        while more:
            page = self._doors.get("/_kouan/journal", after=str(after), bodies=str(bodies).lower())
            yield from page["entries"]
            after, more = page["last"], page["more"]

    def look(self) -> dict[str, Any]:
        """Return what ``kouan world show`` knows of the world: claims, clock, seed, pace, stock."""
        return self._all.get(f"/_kouan/worlds/{quote(self.name, safe='')}")

    def quota(self, id_number: str, year: int | None = None) -> dict[str, Any]:
        """Return the ``limit`` of a person in a year (default: the clock's), what is ``used`` and ``left``."""
        return self._doors.get(f"/_kouan/quota/{quote(id_number, safe='')}", **({"year": str(year)} if year else {}))

    def decide(self, invt_no: str, decision: str, reason: str | None = None, to: str | None = None) -> dict[str, Any]:
        """Let an officer decide about an inventory that customs has taken in and not finished.

        He can ``release``, ``refuse``, ``inspect``, ``detain``, ``suspend`` or ``return``. ``reason`` goes with refuse
        and suspend; a detained parcel goes ``to`` clearance, smuggling, law or other.
        """
        asked = {"decision": decision, "reason": reason, "to": to}
        return self._doors.post(f"/_kouan/officer/{quote(invt_no, safe='')}", asked)

    def pay(self, **asked: Any) -> dict[str, Any]:
        """Ask the payment company for a payment; keys as ``POST /payment/payments`` has them."""
        return self._doors.post("/payment/payments", asked)

    def ship(self, **asked: Any) -> dict[str, Any]:
        """Ask the carrier to take a parcel; keys as ``POST /carrier/waybills`` has them."""
        return self._doors.post("/carrier/waybills", asked)

    def _moved(self, **move: str) -> Time:
        return _time(self._doors.post("/_kouan/clock", move))


def _time(said: dict[str, Any]) -> Time:
    due = said["nextDue"]
    return Time(moment(said["time"]), said["kind"], said["rate"], moment(due) if due else None)
