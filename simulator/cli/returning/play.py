"""Plays the chapters with the client library in a world of their own, whose clock is moved from step to step."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from gateway_client.applications import cancel_for, return_for
from gateway_client.asking import Wire
from gateway_client.build import Company, Goods, Parties, Person, purchase
from gateway_client.client import GatewayClient
from gateway_client.envelopes import Sender
from gateway_client.flows import Receipt
from gateway_client.rules.statuses import STATUSES
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.tax import Tax
from gateway_client.wire.findings import Words
from simulator.cli.returning.tale import Chapter, Line
from simulator.marketplace.enterprises import Enterprises
from simulator.sandbox.sandbox import Sandbox
from simulator.stories.returns import Return, returns_of

OPENING: Final = datetime(2026, 11, 11, 10)
_WORLD: Final = f"""\
seed = "returns"
pace = "typical"

[clock]
kind = "stepped"
at = {OPENING.isoformat()}

[customs]
outcomes = true

[tax]
bills = true

[[holds]]
name = "鱼油抽查"
course = "300~500"
gcode = "2106"
"""
_EVENING: Final = datetime(2026, 11, 11, 20)
_NEXT_MONTH: Final = datetime(2026, 12, 1)
_WHO: Final = Enterprises()
_PARTIES: Final = Parties(
    platform=Company(*_WHO.platform),
    retailer=Company(*_WHO.retailer),
    payer=Company(*_WHO.payment),
    carrier=Company(*_WHO.carrier),
    agent=Company(*_WHO.agent),
)
_SENDER: Final = Sender(dxp_id="DXPENT0000000001", cop_code=_WHO.agent.code, cop_name=_WHO.agent.name)
BUYER: Final = Person("沈静", "310115198507130007", "13800138001", "上海市浦东新区世纪大道100号")
_MILK: Final = Goods(
    name="奶粉",
    model="900g/罐",
    hs_code="1901101000",
    price=Decimal(99),
    qty=Decimal(2),
    unit="122",
    legal_qty=Decimal("1.8"),
    legal_unit="035",
    country="304",
)
_OIL: Final = Goods(
    name="鱼油软胶囊",
    model="60粒/瓶",
    hs_code="2106909090",
    price=Decimal(88),
    qty=Decimal(1),
    unit="142",
    legal_qty=Decimal("0.1"),
    legal_unit="035",
    country="502",
)
_SHARE: Final = Decimal("0.091")
"""Of value added tax, for goods without consumption tax: 13 % × 70 %."""
_FOLLOWED: Final = ("inventory", "cancel", "return")

_DECLARED: Final = Words("inventory of order {order_no}, {amount} yuan", "订单{order_no}的清单，{amount}元")
_CANCEL: Final = Words("cancellation: {reason}", "撤销申请单：{reason}")
_RETURN: Final = Words("return of 1 of the 4 tins: {reason}", "退货申请单，4罐退1罐：{reason}")
_OFFICER: Final = Words("an officer releases {invt_no}", "关员放行{invt_no}")
_BILL: Final = Words(
    "tax bill {tax_no}: value added tax {vat} yuan, consumption tax {consumption}",
    "税单{tax_no}：增值税{vat}元，消费税{consumption}元",
)
_SUMMED: Final = Words("{tax_no} is summed with the month's others", "税单{tax_no}已汇总")
_TO: Final = Words("the clock goes on to {day}", "时钟推进至{day}")


class _Play:
    """One run: the world, its only company, and the chapter that is being told."""

    def __init__(self, world: Sandbox) -> None:
        self.world = world
        self.client: GatewayClient = world.client(_SENDER)
        self.bills: list[Line] = []
        self.used = Decimal(0)
        self.invt_no = ""

    def declare(self, chapter: Chapter, order_no: str, goods: Goods) -> Inventory:
        """Declare a purchase of goods; what is heard of its papers is not told."""
        value = goods.price * goods.qty
        made = purchase(
            order_no,
            [goods],
            BUYER,
            _PARTIES,
            customs=_WHO.bonded_customs,
            weight=Decimal(2),
            tax=(value * _SHARE).quantize(Decimal("0.01")),
            now=self.now,
        )
        said = _words(_DECLARED, order_no=order_no, amount=f"{value:.2f}")
        self.send(chapter, "CEB621", said, *made.documents)
        return made.inventory

    def send(self, chapter: Chapter, message: str, said: Words, *documents: Any) -> None:
        """Send documents and tell of the last kind."""
        chapter.lines.append(Line(self.stamp, "→", message, "", said))
        self.client.send(*documents)

    def hear(self, chapter: Chapter, until: str) -> None:
        """Move the clock from step to step until a receipt comes, such as ``CEB622 120``, or nothing is planned."""
        self.fetch(chapter)
        while until not in chapter.came and (due := self.world.time().next_due):
            self.world.to(due)
            self.fetch(chapter)

    def fetch(self, chapter: Chapter) -> None:
        """Hear what there is by now."""
        found, before = self.client.receipts(), len(chapter.lines)
        for receipt in found:
            self._take(chapter, receipt)
        self.client.acknowledge(*found)
        if len(chapter.lines) > before and (used := self._quota()) is not None:
            chapter.lines[-1] = replace(chapter.lines[-1], used=used)

    def _take(self, chapter: Chapter, receipt: Receipt) -> None:
        message = receipt.message_type.removesuffix("Message")
        for said, record in zip(returns_of(receipt.message_type, receipt.returns), receipt.returns, strict=True):
            if said.document == "tax":
                self.bills.append(Line(said.time, "←", message, said.status, _taxed(said, record)))
            elif said.document in _FOLLOWED:
                self.invt_no = said.invt_no or self.invt_no
                words = STATUSES[int(said.status)].words
                chapter.lines.append(Line(said.time, "←", message, said.status, words))

    def _quota(self) -> Decimal | None:
        """Return what the buyer has used by now if that is something else than before."""
        before, self.used = self.used, Decimal(self.world.quota(BUYER.id_number)["used"])
        return None if self.used == before else self.used

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.world.time().now

    @property
    def stamp(self) -> str:
        """The same as a stamp."""
        return self.now.strftime("%Y%m%d%H%M%S%f")[:-3]


def play(wire: Wire) -> list[Chapter]:
    """Play all chapters in a world that begins and ends with them."""
    with Sandbox.begin(wire, "returns", _WORLD) as world:
        run = _Play(world)
        return [_cancelled(run), _returned(run), _held(run), _taxes(run)]


def _cancelled(run: _Play) -> Chapter:
    chapter = Chapter(
        "cancel",
        Words(
            "Cancelled before its release. The order number carries the outcome: ~600, suspended",
            "放行前撤单（订单号自带结果：~600挂起）",
        ),
        ("CEB622 2", "CEB622 120", "CEB622 600", "CEB624 2", "CEB624 120", "CEB624 399", "CEB622 430"),
    )
    inventory = run.declare(chapter, "H1~600", _MILK)
    run.hear(chapter, "CEB622 600")
    reason = "订购人取消订单"
    asked = cancel_for(inventory, run.invt_no, reason=reason, now=run.now)
    run.send(chapter, "CEB623", _words(_CANCEL, reason=reason), asked)
    run.hear(chapter, "CEB622 430")
    return chapter


def _returned(run: _Play) -> Chapter:
    chapter = Chapter(
        "return",
        Words("Released, and a part comes back", "放行后部分退货"),
        ("CEB622 2", "CEB622 120", "CEB622 800", "CEB626 2", "CEB626 120", "CEB626 399"),
    )
    inventory = run.declare(chapter, "H2", replace(_MILK, qty=Decimal(4)))
    run.hear(chapter, "CEB622 800")
    reason = "一罐破损"
    quantities = {1: Decimal(1)}
    asked = return_for(inventory, run.invt_no, reason=reason, cop_no="H2-T1", quantities=quantities, now=run.now)
    run.send(chapter, "CEB625", _words(_RETURN, reason=reason), asked)
    run.hear(chapter, "CEB626 399")
    return chapter


def _held(run: _Play) -> Chapter:
    chapter = Chapter(
        "hold",
        Words(
            "Held by a rule of the world, looked at and inspected; an officer lets it go",
            "布控命中：人工审核、查验，关员放行",
        ),
        ("CEB622 2", "CEB622 120", "CEB622 300", "CEB622 500", "CEB622 800"),
    )
    run.declare(chapter, "H3", _OIL)
    run.hear(chapter, "CEB622 500")
    run.world.decide(run.invt_no, "release")
    chapter.lines.append(Line(run.stamp, "·", "", "", _words(_OFFICER, invt_no=run.invt_no)))
    run.hear(chapter, "CEB622 800")
    return chapter


def _taxes(run: _Play) -> Chapter:
    chapter = Chapter(
        "tax",
        Words("Whatever was released is taxed, and paid for by the month", "放行即计税，按月汇总缴纳"),
        ("CEB816 1", "CEB816 1", "CEB818 2", "CEB818 2"),
    )
    run.world.to(_EVENING)
    run.fetch(chapter)
    chapter.lines += run.bills
    run.bills.clear()
    run.world.to(_NEXT_MONTH)
    chapter.lines.append(Line(run.stamp, "·", "", "", _words(_TO, day=f"{_NEXT_MONTH:%Y-%m-%d}")))
    run.fetch(chapter)
    chapter.lines += run.bills
    return chapter


def _taxed(said: Return, record: Any) -> Words:
    if not isinstance(record, Tax):
        return _words(_SUMMED, tax_no=said.info)
    head = record.head
    return _words(_BILL, tax_no=said.info, vat=f"{head.value_added_tax:.2f}", consumption=f"{head.consumption_tax:.2f}")


def _words(words: Words, **values: str) -> Words:
    return Words(words.en.format(**values), words.zh.format(**values))
