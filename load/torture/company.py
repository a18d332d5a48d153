"""A company under fire: it hands in its sales, takes receipts now and then, and knows what must come of each sale."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain
from random import Random
from typing import Any, Final

from gateway_client import Sender
from load.torture.inbox import Inbox, returns_of
from load.torture.line import Line
from load.torture.post import Post, message_of, payment_of, waybill_of
from load.torture.sales import Prepared
from load.torture.watch import Watch
from load.torture.wrong import Wrong
from simulator.bench.sales import SENDER

ACKNOWLEDGE: Final = "acknowledge"
_TAKES: Final = 0.3
"""How often receipts are taken behind a message."""
_TAKEN_IN: Final = ["2", "120"]
_RELEASED: Final = [*_TAKEN_IN, "800"]
_REFUSED: Final = ["2", "100"]
_ENDS: Final = {"release": _RELEASED, "refuse": [*_TAKEN_IN, "100"]}
"""Of what an officer has decided."""


class Company:
    """Sends batches, as many documents a message as there are ``together``; one message after the other."""

    by_parties = False
    """Do payment company and carrier declare for it?"""

    def __init__(self, serial: int, world: str, sales: Sequence[Prepared], together: int, random: Random) -> None:
        self.sender = Sender(dxp_id=f"DXPENT{serial:010d}", cop_code=SENDER.cop_code, cop_name=SENDER.cop_name)
        self.world = world
        self.sales = list(sales)
        self.inbox = Inbox(self.sender.dxp_id)
        self.entered: list[tuple[str, str]] = []
        """Inventories of which it has heard that customs has taken them in: invtNo and copNo."""
        self._random = random
        self._posts = self._prepared(together)

    def run(self, port: int, watch: Watch) -> None:
        """Hand in what is not answered yet."""

        def act() -> None:
            with closing(Line(port)) as line:
                for post in self.posts():
                    if post.answer is None:
                        with watch.on_its_way(post.kind or post.path, post.documents):
                            post.hand_in(line)
                        if self._random.random() < _TAKES:
                            self._take(line, watch)

        watch.at_work(act)

    def posts(self) -> Iterator[Post]:
        """Yield what it hands in, in its order, whether that has happened or not."""
        yield from self._posts

    def known(self) -> list[Post]:
        """Return what it hands in, as far as it is made already."""
        return self._posts

    def again(self, line: Line, count: int) -> None:
        """Hand in a few once more that were answered long ago."""
        posts = self.known()
        for post in self._random.sample(posts, min(count, len(posts))):
            post.hand_in(line)

    def check(self, decided: dict[str, set[str]]) -> int:
        """Hold the receipts to the sales; ``decided``: what may have come of inventories in an officer's hands."""
        found = self.inbox.statuses()
        wanted = self._wanted(found, decided)
        for document in sorted(wanted.keys() | found.keys()):
            if wanted.get(document) != found.get(document):
                what = f"receipts of {' '.join(document)} for {self.sender.dxp_id} in {self.world}"
                raise Wrong(what, wanted.get(document), found.get(document))
        return sum(map(len, found.values()))

    def _wanted(self, found: dict[tuple[str, str], list[str]], decided: dict[str, set[str]]) -> dict[Any, list[str]]:
        wanted: dict[Any, list[str]] = {}
        for each in self.sales:
            order, payment, waybill, inventory = self.numbers(each)
            wanted |= {("order", order): _TAKEN_IN, ("payment", payment): _TAKEN_IN, ("waybill", waybill): _TAKEN_IN}
            ended = _REFUSED if each.fault else _RELEASED
            if inventory in decided:
                ends = [_ENDS[one] for one in decided[inventory]]
                said = found.get(("inventory", inventory))
                ended = said if said in ends else ends[0]
            wanted["inventory", inventory] = ended
            if self.by_parties and ended == _RELEASED:
                wanted["delivery", waybill] = _TAKEN_IN
        return wanted

    def numbers(self, each: Prepared) -> tuple[str, str, str, str]:
        """Return how receipts call the four documents of a sale."""
        sale = each.sale
        return (
            sale.order.head.order_no,
            sale.payment.head.pay_transaction_id,
            sale.waybill.head.logistics_no,
            sale.inventory.head.cop_no or "",
        )

    def _prepared(self, together: int) -> list[Post]:
        made = []
        for first in range(0, len(self.sales), together):
            some = [each.sale for each in self.sales[first : first + together]]
            kinds = list(zip(*some, strict=True))
            self._random.shuffle(kinds)  # an inventory may come before its papers, and wait
            made += [message_of(documents, self.sender) for documents in kinds]
        return made

    def _take(self, line: Line, watch: Watch) -> None:
        """Fetch some receipts and acknowledge some of them."""
        found = self.inbox.fetch(line, self._random.randint(1, 20))
        for one in found:
            if one["messageType"] == "CEB622Message":
                said = returns_of(one["messageType"], one["body"].encode())
                self.entered += [(each.invt_no, number) for _, number, each in said if each.return_status == "120"]
        some = [one["id"] for one in found if self._random.random() < 0.6]
        if some:
            with watch.on_its_way(ACKNOWLEDGE):
                self.inbox.acknowledge(line, some)


class Served(Company):
    """A company that lets payment company and carrier declare for it."""

    by_parties = True

    def posts(self) -> Iterator[Post]:
        """Pay, have it sent, then declare order and inventory with the numbers that the parties gave."""
        for asked, made in zip(self._asked, self._made, strict=True):
            yield from asked
            if not made:
                made += self._declared(*asked)
            yield from made

    def known(self) -> list[Post]:
        """Return what it hands in, as far as it is made already."""
        return [*self._posts, *chain.from_iterable(self._made)]

    def numbers(self, each: Prepared) -> tuple[str, str, str, str]:
        """Return how receipts call the documents, those of the parties by the numbers that they gave."""
        pay, ship = self._asked[self.sales.index(each)]
        order, _, _, inventory = super().numbers(each)
        return order, pay.said("payTransactionId"), ship.said("logisticsNo"), inventory

    def _prepared(self, together: int) -> list[Post]:
        self._asked = [(payment_of(one.sale, self.sender), waybill_of(one.sale, self.sender)) for one in self.sales]
        self._made: list[list[Post]] = [[] for _ in self.sales]
        return list(chain.from_iterable(self._asked))

    def _declared(self, pay: Post, ship: Post) -> list[Post]:
        sale = self.sales[next(n for n, one in enumerate(self._asked) if one[0] is pay)].sale
        transaction = {"pay_transaction_id": pay.said("payTransactionId")}
        parcel = {"logistics_no": ship.said("logisticsNo")}
        order = sale.order.changed(head=sale.order.head.changed(**transaction))
        inventory = sale.inventory.changed(head=sale.inventory.head.changed(**parcel))
        return [message_of([order], self.sender), message_of([inventory], self.sender)]
