"""Who and what is in a story: its parties as senders, its purchases with their documents, drawn when first needed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from gateway_client import BaseSubscribe, Sender, build
from gateway_client.flows import read
from gateway_client.rules.kinds import Kind, head_of
from gateway_client.wire.ceb.waybill import LogisticsHead, LogisticsStatus
from gateway_client.wire.findings import Words
from simulator.marketplace.enterprises import Enterprise, Enterprises
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.people import People
from simulator.marketplace.sales import Sales
from simulator.stories.failing import Failed
from simulator.stories.paths import changed, kind_at
from simulator.stories.returns import DOCUMENTS
from simulator.stories.story import DECLARED, ROLES, Buying, Change, Party, Person, Role, Story

KINDS: Final[dict[str, Kind]] = {name: Kind[name.upper()] for name in DECLARED}
"""The kinds of documents that a purchase is declared with."""
SENT: Final[dict[str, Kind]] = {**KINDS, Kind.DELIVERY.label: Kind.DELIVERY}
"""The kinds of documents that a story can send."""
SENDS: Final[dict[Kind, Role]] = {
    Kind.ORDER: "platform",
    Kind.PAYMENT: "payment",
    Kind.WAYBILL: "carrier",
    Kind.DELIVERY: "carrier",
    Kind.INVENTORY: "declarant",
}
"""Who sends what."""

_USUAL: Final = Enterprises()
_SEEDS: Final = 10**6


@dataclass(slots=True, eq=False)
class Bought:
    """One purchase: its documents as they are now, as they were ``drawn`` at first and as they were last ``sent``.

    ``by_others`` are the kinds that payment company and carrier declare themselves. ``written`` are texts of sent
    documents that no one can read.
    """

    name: str
    plan: Buying
    documents: dict[Kind, Any]
    drawn: dict[Kind, Any] = field(default_factory=dict)
    by_others: set[Kind] = field(default_factory=set)
    sent: dict[Kind, Any] = field(default_factory=dict)
    written: dict[str, str | None] = field(default_factory=dict)

    @property
    def head(self) -> Any:
        """The head of its inventory."""
        return self.documents[Kind.INVENTORY].head

    @property
    def order_no(self) -> str:
        """Its order number."""
        number: str = self.head.order_no
        return number

    def document(self, kind: Kind) -> Any:
        """Return its document of a kind. Raises ``Failed`` if it has none: a folder may lack some."""
        if kind not in self.documents:
            name = DOCUMENTS[kind.label]
            raise Failed(Words(f"{self.name} has no {name.en}", f"{self.name}没有{name.zh}"))
        return self.documents[kind]

    def change(self, changes: tuple[Change, ...]) -> None:
        """Let its documents be different from now on."""
        for path, _ in changes:
            self._must_be_own(path, kind_at(path))
        self.documents = changed(self.documents, changes)

    def let_be(self, kind: Kind, **values: Any) -> None:
        """Let a document's head have values that others gave it."""
        if kind in self.documents:
            document = self.documents[kind]
            head = head_of(document)
            new = head.changed(**values)
            self.documents[kind] = new if head is document else document.changed(head=new)

    def must_be_as_drawn(self, kind: Kind, instead: Words) -> None:
        """Raise ``Failed`` if a document that others will declare was changed: they would know nothing of it."""
        if kind not in self.by_others and self.documents.get(kind) != self.drawn.get(kind):
            name = DOCUMENTS[kind.label]
            raise Failed(
                Words(
                    f"{self.name} has a {name.en} of its own, which nobody would declare: say it by {instead.en} here",
                    f"{self.name}的{name.zh}已被更改，但不会被申报：请在此处用{instead.zh}说明",
                )
            )

    def _must_be_own(self, what: str, kind: Kind | None) -> None:
        if kind in self.by_others:
            name = DOCUMENTS[kind.label]
            raise Failed(
                Words(
                    f"{what}: the {name.en} was declared by others, a change would never be sent",
                    f"{what}：{name.zh}已由他方申报，更改不会被发送",
                )
            )

    def spoil(self, fault: str, seed: str) -> None:
        """Let one of the marketplace's faults happen to it."""
        whole: dict[str, Any] = {kind.label: self.documents.get(kind) for kind in KINDS.values()}
        if None in whole.values():
            missing = ", ".join(name for name, document in whole.items() if document is None)
            raise Failed(Words(f"{self.name} has no {missing} to go wrong", f"{self.name}没有{missing}，无从出错"))
        sale = spoiled(Sale(**whole), FAULTS[fault], Random(f"{seed}/{self.name}/{fault}"))  # noqa: S311  # a story
        for name, document in sale._asdict().items():
            if document != self.documents[KINDS[name]]:
                self._must_be_own(fault, KINDS[name])
            self.documents[KINDS[name]] = document


class Cast:
    """The parties and purchases of a story that is being played."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._seed = story.beginning.seed or story.full_name
        self._number = int.from_bytes(blake2b(self._seed.encode(), digest_size=8).digest()) % _SEEDS
        self._bought: dict[str, list[Bought]] = {}
        self._shops: dict[tuple[Enterprises, Any], Iterator[Sale]] = {}
        self._sold: dict[tuple[Enterprises, Any], list[Sale]] = {}

    @property
    def all(self) -> list[Bought]:
        """Every purchase that was needed so far, in the order of the file."""
        return [one for name in self._story.purchases for one in self._bought.get(name, [])]

    def bought(self, name: str, now: datetime) -> list[Bought]:
        """Return the purchases of a name; their documents are drawn when they are first asked for."""
        if name not in self._bought:
            self._bought[name] = self._draw(self._story.purchases[name], now)
        return self._bought[name]

    def party(self, bought: Bought, role: Role) -> Party:
        """Return who plays a role in a purchase."""
        return self._story.parties[bought.plan.parties.get(role, role)]

    def sender(self, party: Party) -> Sender:
        """Return a party as a sender: who shares a dxpId transmits in the name of the first who has it."""
        shared = [one for name in self._order() if (one := self._story.parties[name]).dxp_id == party.dxp_id]
        readers = tuple(
            BaseSubscribe(status=one.take, dxp_mode="DXP", dxp_address=self._story.parties[one.party].dxp_id)
            for one in party.readers
        )
        return Sender(dxp_id=party.dxp_id, cop_code=shared[0].code, cop_name=shared[0].name, readers=readers)

    def person(self, name: str) -> Person:
        """Return somebody by name."""
        return self._story.people[name]

    def spoil(self, bought: Bought, fault: str) -> None:
        """Let a fault happen to a purchase, as the story's seed will have it."""
        bought.spoil(fault, self._seed)

    def _order(self) -> list[str]:
        return ["declarant", *(name for name in self._story.parties if name != "declarant")]

    def _draw(self, plan: Buying, now: datetime) -> list[Bought]:
        if plan.folder:
            found = [Bought(plan.name, plan, _of_folder(Path(plan.folder)))]
        elif plan.goods:
            found = [Bought(plan.name, plan, self._of_goods(plan, now))]
        else:
            found = list(self._of_sales(plan, now))
        for one in found:
            if waybill := one.documents.get(Kind.WAYBILL):
                one.documents[Kind.DELIVERY] = _delivery(waybill.head, now)
            if plan.buyer:
                one.documents = _by(one.documents, self._story.people[plan.buyer])
            one.drawn = dict(one.documents)
            if plan.fault:
                self.spoil(one, plan.fault)
            one.change(plan.change)
        return found

    def _of_sales(self, plan: Buying, now: datetime) -> Iterator[Bought]:
        first = plan.sale or 1
        key = (self._enterprises(plan), now.date())
        shop = self._shops.setdefault(key, iter(Sales(self._number, day=key[1], enterprises=key[0])))
        sold = self._sold.setdefault(key, [])
        sold += islice(shop, max(0, first + plan.count - 1 - len(sold)))
        for place, sale in enumerate(sold[first - 1 : first - 1 + plan.count], 1):
            name = f"{plan.name}[{place}]" if plan.count > 1 else plan.name
            yield Bought(name, plan, {KINDS[kind]: document for kind, document in sale._asdict().items()})

    def _of_goods(self, plan: Buying, now: datetime) -> dict[Kind, Any]:
        who = {role: self._story.parties[plan.parties.get(role, role)] for role in ROLES}
        depot = _USUAL.warehouse
        company = {role: build.Company(party.code, party.name) for role, party in who.items()}
        parties = build.Parties(
            platform=company["platform"],
            retailer=company["retailer"],
            payer=company["payment"],
            carrier=company["carrier"],
            agent=company["declarant"],
            warehouse=build.Warehouse(depot.code, depot.name, book=plan.ems_no or _USUAL.book),
        )
        goods = [
            build.Goods(
                name=one.name,
                model=one.model,
                hs_code=one.hs_code,
                price=one.price,
                qty=one.qty,
                unit=one.unit,
                country=one.country,
                item_record_no=one.item_record_no or f"{place:03d}",
            )
            for place, one in enumerate(plan.goods, 1)
        ]
        place = list(self._story.purchases).index(plan.name) + 1
        made = build.purchase(
            plan.order_no or f"K{now:%y%m%d}{self._number:06d}{place:03d}",
            goods,
            self._somebody(plan, now),
            parties,
            customs=_USUAL.bonded_customs,
            weight=plan.weight,
            tax=plan.tax,
            freight=plan.freight,
            discount=plan.discount,
            now=now,
        )
        papers = {Kind.ORDER: made.order, Kind.PAYMENT: made.payment, Kind.WAYBILL: made.waybill}
        return {**papers, Kind.INVENTORY: made.inventory}

    def _somebody(self, plan: Buying, now: datetime) -> build.Person:
        if plan.buyer:
            one = self._story.people[plan.buyer]
            return build.Person(one.name, one.id_number, one.telephone, one.address)
        drawn = People(Random(f"{self._seed}/{plan.name}"), day=now.date()).draw()  # noqa: S311  # a story
        return build.Person(drawn.name, drawn.id_number, drawn.telephone, drawn.address)

    def _enterprises(self, plan: Buying) -> Enterprises:
        who = {role: self._story.parties[plan.parties.get(role, role)] for role in ROLES}
        named: dict[str, Any] = {role: Enterprise(party.code, party.name) for role, party in who.items()}
        agent = named.pop("declarant")
        return Enterprises(**named, agent=agent)


def _of_folder(folder: Path) -> dict[Kind, Any]:
    """Return the documents of example files: the first of each message."""
    found = {}
    for name, kind in KINDS.items():
        file = folder / f"{name}.xml"
        if file.exists():
            message = read(file.read_text(encoding="utf-8"))
            if message is None:
                raise Failed(
                    Words(
                        f"{file} is no message of ours: see what kouan check says of it",
                        f"{file}不是可读的报文：请用kouan check查看",
                    )
                )
            found[kind] = message.documents[0]  # type: ignore[attr-defined]  # a request has documents
    return found


def _by(documents: dict[Kind, Any], person: Person) -> dict[Kind, Any]:
    """Return documents with another buyer, who is also the consignee."""
    buyer = {"buyer_name": person.name, "buyer_id_number": person.id_number, "buyer_telephone": person.telephone}
    consignee = {
        "consignee": person.name,
        "consignee_telephone": person.telephone,
        "consignee_address": person.address,
    }
    payer = {"payer_name": person.name, "payer_id_number": person.id_number, "telephone": person.telephone}
    values: dict[Kind, dict[str, Any]] = {
        Kind.ORDER: {**buyer, **consignee, "consignee_district": None},
        Kind.PAYMENT: payer,
        Kind.WAYBILL: consignee,
        Kind.INVENTORY: {**buyer, "consignee_address": person.address},
    }
    return {
        kind: document.changed(head=document.head.changed(**values[kind])) if kind in values else document
        for kind, document in documents.items()
    }


def _delivery(waybill: LogisticsHead, now: datetime) -> LogisticsStatus:
    """Return what a carrier declares when a parcel has been signed for."""
    time = f"{now:%Y%m%d%H%M%S}"
    return LogisticsStatus(
        guid=str(uuid5(NAMESPACE_OID, f"{waybill.guid}/{Kind.DELIVERY.label}")).upper(),
        app_type="1",
        app_time=time,
        app_status="2",
        logistics_code=waybill.logistics_code,
        logistics_name=waybill.logistics_name,
        logistics_no=waybill.logistics_no,
        logistics_status="S",
        logistics_time=time,
    )


def goods_value(bought: Bought) -> Decimal:
    """Return what the goods of a purchase cost, by its inventory."""
    return sum((line.total_price for line in bought.documents[Kind.INVENTORY].lines), Decimal(0))
