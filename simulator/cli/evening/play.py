"""Plays an evening: a company declares hundreds of purchases with ``GatewayClient`` and reads what comes back."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from gateway_client.asking import Ask
from gateway_client.client import GatewayClient
from gateway_client.envelopes import Sender
from gateway_client.errors import Unsendable
from simulator.cli.evening.parties import PAYMENTS, WAYBILLS, paid_and_shipped
from simulator.cli.evening.plan import Purchase, enterprises
from simulator.cli.evening.tale import Came, Tale, Went
from simulator.cli.progress import Progress
from simulator.cli.remote import Line, known
from simulator.clock import moment, stamp
from simulator.marketplace.faults import FAULTS
from simulator.stories.returns import returns_of

DXP_ID: Final = "DXPENT0000440099"
EXPLAINED: Final = FAULTS["wrong_character"]
_BATCH: Final = 100
_PATIENCE: Final = 20.0
"""Seconds without any receipt after which the demo gives up."""


@dataclass(frozen=True, slots=True)
class Evening:
    """What was played: the tales in their order, what it took, and what the simulator knows of one of them."""

    tales: list[Tale]
    messages: int
    seconds: float
    explained: Tale
    history: dict[str, Any]


def play(purchases: list[Purchase], url: str, bars: dict[str, str]) -> Evening:
    """Play the purchases; ``bars`` words the progress. Raises ``OSError`` when receipts stay away."""
    line = Line(url, [])
    who = enterprises().agent
    with GatewayClient(Sender(dxp_id=DXP_ID, cop_code=who.code, cop_name=who.name), url) as client:
        try:
            return _Play(line, client, bars).play([Tale(one) for one in purchases])
        finally:
            line.close()


class _Play:
    def __init__(self, line: Line, client: GatewayClient, bars: dict[str, str]) -> None:
        self._line, self._client, self._bars = line, client, bars
        self._owners: dict[tuple[str, str], Tale] = {}
        self._messages = 0
        began = moment(int(line.play(known(Ask("GET", "/_kouan/health"), "time"))["time"]))
        self._began, self._started = began, time.monotonic()

    def play(self, tales: list[Tale]) -> Evening:
        for tale in tales:
            self._check(tale)
        sent = [tale for tale in tales if not tale.stopped]
        self._pay_and_ship([tale for tale in sent if tale.purchase.by_parties])
        with Progress(self._bars["sending"], sum(len(_documents(tale.purchase)) for tale in sent)) as bar:
            for place in range(4):
                self._send([(tale, document) for tale in sent for document in _documents(tale.purchase, place)], bar)
        for tale in sent:
            self._owners |= dict.fromkeys(_keys(tale.purchase), tale)
        self._hear_of(sent, len(tales))
        twice = [tale for tale in sent if tale.purchase.again is not None and tale.released]
        self._send([(tale, tale.purchase.again) for tale in twice])
        self._hear_of([tale for tale in twice if not tale.refusals], len(twice), again=True)
        took = time.monotonic() - self._started
        explained = next((tale for tale in sent if tale.purchase.fault == EXPLAINED), sent[0])
        return Evening(tales, self._messages, took, explained, self._history(explained))

    def _history(self, tale: Tale) -> dict[str, Any]:
        return self._line.play(known(Ask("GET", f"/_kouan/documents/{tale.purchase.order_no}"), "documents"))

    def _now(self) -> str:
        """Return the time on the simulator's clock, or a moment before."""
        return str(stamp(self._began + timedelta(seconds=time.monotonic() - self._started)))

    def _check(self, tale: Tale) -> None:
        try:
            self._client.check(*tale.purchase.sale)
        except Unsendable as wrong:
            if wrong.findings:
                raise
            tale.stopped = wrong.refusals[0]

    def _pay_and_ship(self, tales: list[Tale]) -> None:
        with Progress(self._bars["paying"], len(tales)) as bar:
            for tale in tales:
                now = self._now()
                tale.purchase.sale = sale = paid_and_shipped(self._line, tale.purchase.sale, DXP_ID)
                tale.went.append(Went(now, f"POST {PAYMENTS}", sale.payment.head.pay_transaction_id))
                tale.went.append(Went(now, f"POST {WAYBILLS}", sale.waybill.head.logistics_no))
                bar.step()

    def _send(self, documents: list[tuple[Tale, Any]], bar: Progress | None = None) -> None:
        """Send documents of one kind, a hundred to a message; a second sending may be of several kinds."""
        for first in range(0, len(documents), _BATCH):
            batch = documents[first : first + _BATCH]
            now = self._now()
            packed = {one.message_type: one for one in self._client.send(*[document for _, document in batch])}
            self._messages += len(packed)
            for tale, document in batch:
                message = packed[_message_of(document)]
                tale.went.append(Went(now, message.message_type, message.cop_msg_id))
            if bar:
                bar.step(len(batch))

    def _hear_of(self, tales: list[Tale], total: int, *, again: bool = False) -> None:
        """Fetch, note and acknowledge receipts until nothing more is to be waited for."""
        open_ = dict.fromkeys(map(id, tales))
        by_id = {id(tale): tale for tale in tales}
        with Progress(self._bars["waiting"], total) as bar:
            while open_:
                receipts = self._client.receipts(wait=_PATIENCE)
                if not receipts:
                    raise OSError(f"no receipts within {_PATIENCE:g} s, {len(open_)} purchases are not at their end")
                for receipt in receipts:
                    for said in returns_of(receipt.message_type, receipt.returns):
                        self._owners[said.document, said.key].came.append(Came(receipt.message_type, said))
                self._client.acknowledge(*receipts)
                for one in [one for one in open_ if (by_id[one].refusals if again else by_id[one].ended)]:
                    del open_[one]
                bar.reach(total - len(open_))


def _documents(purchase: Purchase, place: int | None = None) -> list[Any]:
    """Return what the company declares itself: all of it, or what stands at a place of a sale."""
    sale = purchase.sale
    own = (sale.order, None, None, sale.inventory) if purchase.by_parties else sale
    return [one for number, one in enumerate(own) if one is not None and place in (None, number)]


def _message_of(document: Any) -> str:
    from gateway_client.wire import ceb

    return next(
        name
        for name, message in ceb.REQUESTS.items()
        if any(field.entity and field.entity.record is type(document) for field in message.table.fields)
    )


def _keys(purchase: Purchase) -> Iterator[tuple[str, str]]:
    """Yield what returns about a purchase are known by."""
    sale = purchase.sale
    order, payment, waybill, inventory = sale.order.head, sale.payment.head, sale.waybill.head, sale.inventory.head
    yield "order", f"{order.ebp_code}/{order.order_no}"
    yield "payment", f"{payment.pay_code}/{payment.pay_transaction_id}"
    yield "waybill", f"{waybill.logistics_code}/{waybill.logistics_no}"
    yield "delivery", f"{waybill.logistics_code}/{waybill.logistics_no}"
    yield "inventory", f"{inventory.ebc_code}/{inventory.cop_no}"
