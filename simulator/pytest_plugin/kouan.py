"""What a test has in hand: a world of customs, a company in it, a shop's sales, and the clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cached_property
from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from gateway_client import AsyncGatewayClient, GatewayClient, Purchase, Sender
from gateway_client.asking import Wire
from gateway_client.rules.kinds import Kind
from simulator.beginning.start import Beginning
from simulator.beginning.writing import to_toml
from simulator.marketplace.enterprises import Enterprises
from simulator.marketplace.fault import Fault
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales
from simulator.sandbox.sandbox import Sandbox, Time
from simulator.sandbox.wires import path_of
from simulator.stories.story import OPERATOR

if TYPE_CHECKING:
    from datetime import date

_PLACES: Final = {Kind.ORDER: 0, Kind.PAYMENT: 1, Kind.WAYBILL: 2, Kind.INVENTORY: 3}


class Kouan:
    """A test's world. It begins with the test and ends with it; nothing of another test is in it.

    >>> def test_a_sale_clears(kouan: Kouan) -> None:
    ...     sale = kouan.sale()
    ...     assert kouan.client.clear(sale).state == "released"

    Unless ``@pytest.mark.kouan`` says otherwise, its clock stands at 20:00 of 11 November 2026 in Beijing until it is
    moved, port and customs take no time, and its seed is drawn from the test's name: a test repeats itself exactly,
    alone or among others. A client that waits moves the clock to whatever is due next.

    ``world`` is the world itself, with all that can be done to one. ``name`` is how it is called, ``seed`` what all
    chance in it comes from.
    """

    def __init__(self, world: Sandbox, seed: str, server: str | None = None) -> None:
        self.world = world
        self.name = world.name
        self.seed = seed
        self._server = server
        self._days: dict[date, Iterator[Sale]] = {}

    @classmethod
    def begin(cls, wire: Wire, name: str, beginning: Beginning, server: str | None = None) -> Self:
        """Let a world begin; ``server`` is the address behind the wire, if it has one."""
        world = Sandbox.begin(wire, name, to_toml(beginning))
        return cls(world, beginning.seed or name, server)

    @property
    def url(self) -> str:
        """The world's address: what a program of your own is given as ``KOUAN_URL``. Only ``kouan_server`` has one."""
        if self._server is None:
            raise AttributeError("a world in this process has no address: ask for the fixture kouan_server")
        return f"{self._server}{path_of(self.name)}"

    @cached_property
    def client(self) -> GatewayClient:
        """The client of the shop, which transmits for all who take part in its sales."""
        return self.connect(_shop())

    @cached_property
    def async_client(self) -> AsyncGatewayClient:
        """The same for event loops: those of asyncio, whether pytest-asyncio or anyio runs the test; not trio's."""
        return self.world.async_client(_shop())

    def connect(self, sender: Sender) -> GatewayClient:
        """Return the client of another company; it is closed with the world."""
        return self.world.client(sender)

    def sale(self, fault: str | None = None) -> Purchase:
        """Return the shop's next sale on the day that the clock shows, with one ``fault`` in it if one is named.

        Faults are those of ``simulator.marketplace.faults.FAULTS``. What the client itself objects to, it does not
        send (``Unsendable``). A fault that is a second sending is no sale: see ``again``.
        """
        wrong = _fault(fault) if fault is not None else None
        if wrong and wrong.later:
            raise ValueError(
                f"{wrong.name} is a second sending, not a sale with a fault in it: clear sale = kouan.sale() first, "
                f'then kouan.client.send(kouan.again(sale, "{wrong.name}"))'
            )
        day = self.now.date()
        if day not in self._days:
            self._days[day] = iter(Sales(self._number, day=day))
        sale = next(self._days[day])
        return Purchase(**(self._spoiled(sale, wrong) if wrong else sale)._asdict())

    def sales(self, count: int) -> list[Purchase]:
        """Return the shop's next sales."""
        return [self.sale() for _ in range(count)]

    def again(self, sale: Purchase, fault: str) -> Any:
        """Return the document of a cleared sale that is sent a second time in a fault such as ``order_sent_twice``."""
        wrong = _fault(fault)
        if not wrong.later:
            raise ValueError(f'{fault} is no second sending: write kouan.sale(fault="{fault}")')
        if sale.order is None or sale.payment is None or sale.waybill is None:
            raise ValueError(f"of the sale {sale.order_no} all four documents are needed, as kouan.sale() makes them")
        whole = Sale(sale.order, sale.payment, sale.waybill, sale.inventory)
        return self._spoiled(whole, wrong)[_PLACES[wrong.kind]]

    @property
    def now(self) -> datetime:
        """What the clock shows, in Beijing."""
        return self.world.time().now

    def advance(self, by: timedelta | str) -> Time:
        """Move the clock on by ``"5min"``, ``"2h"``, ``"30d"``: what is due by then has happened."""
        return self.world.advance(by)

    def to(self, when: datetime | str) -> Time:
        """Move the clock to a moment of Beijing: ``"2027-01-01T00:00"``."""
        return self.world.to(when)

    def run_until_quiet(self) -> Time:
        """Let time run until nothing is planned any more."""
        return self.world.run_until_quiet()

    def order(self, order_no: str) -> dict[str, Any]:
        """Return all that is known of an order: documents, receipts, verdicts with both values, state."""
        return self.world.order(order_no)

    def journal(self) -> list[dict[str, Any]]:
        """Return what has happened so far, in its order."""
        return list(self.world.journal())

    def quota(self, id_number: str) -> dict[str, Any]:
        """Return the ``limit`` of a person this year, what is ``used`` of it and ``left``."""
        return self.world.quota(id_number)

    def decide(
        self,
        invt_no: str,
        decision: Literal["release", "refuse", "inspect", "detain", "suspend", "return"],
        reason: str | None = None,
        to: Literal["clearance", "smuggling", "law", "other"] | None = None,
    ) -> dict[str, Any]:
        """Let an officer decide about an inventory that customs has taken in and not finished.

        ``reason`` goes with refuse and suspend, ``to`` with detain.
        """
        return self.world.decide(invt_no, decision, reason, to)

    def __repr__(self) -> str:
        return f"<Kouan {self.name}>"

    @cached_property
    def _number(self) -> int:
        """The seed of the shop's sales, whose order numbers hold six digits of it."""
        return int.from_bytes(blake2b(self.seed.encode(), digest_size=8).digest()) % 10**6

    def _spoiled(self, sale: Sale, fault: Fault) -> Sale:
        drawn = Random(f"{self.seed}/{sale.order.head.order_no}/{fault.name}")  # noqa: S311  # a story, not a secret
        return spoiled(sale, fault, drawn)


def _fault(name: str) -> Fault:
    if name not in FAULTS:
        near = get_close_matches(name, FAULTS, 1, 0)
        raise ValueError(f"there is no fault {name!r}: did you mean {near[0]!r}? All: {', '.join(FAULTS)}")
    return FAULTS[name]


def _shop() -> Sender:
    who = Enterprises().retailer
    return Sender(dxp_id=OPERATOR, cop_code=who.code, cop_name=who.name)
