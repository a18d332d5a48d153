"""Plays a story in a world of its own, through the client library, and tells what came of it.

Nothing is ever slept for: the clock of a stepped world is moved from step to step until what is expected has come, and
of a running one the port holds its answer back until there is a receipt.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_OID, uuid4, uuid5

from gateway_client import GatewayClient, Sender, Unsendable
from gateway_client.asking import Wire
from gateway_client.rules.kinds import Kind
from gateway_client.wire.findings import Words
from simulator.beginning.writing import to_toml
from simulator.sandbox.doors import DoorRefused
from simulator.sandbox.sandbox import Sandbox
from simulator.stories import declaring, told
from simulator.stories import story as s
from simulator.stories.cast import SENDS, SENT, Bought, Cast, goods_value
from simulator.stories.expecting import Facts, Unmet, unheard, unmet
from simulator.stories.failing import Failed
from simulator.stories.hearing import Hearing
from simulator.stories.reasons import not_come, objections
from simulator.stories.result import Event, Objection, OrderResult, Status, StepResult, StoryResult
from simulator.stories.trace import trace_of

_LOOK: Final = 1.0
"""Seconds that the port of a running world is asked to hold back its answer at a time."""


def play(story: s.Story, wire: Wire, *, repeat: str = "") -> StoryResult:
    """Play a story in a new world of the simulator at a wire, and let that world end.

    ``repeat`` is the command that plays it again. Raises ``DoorClosed`` when there is no simulator any more,
    ``DoorRefused`` when it lets no world begin.
    """
    begun = time.perf_counter()
    with Sandbox.begin(wire, f"story-{uuid4().hex[:16]}", to_toml(story.beginning)) as world:
        stage = _Stage(story, world)
        steps = _steps(story, stage)
        failed = next((one for one in steps if one.status == "failed"), None)
        return StoryResult(
            story=story,
            status="failed" if failed else "passed",
            steps=tuple(steps),
            orders=tuple(stage.told(one) for one in stage.cast.all if one.declared or stage.stopped.get(one.name)),
            trace=trace_of(world.journal(bodies=True), story.parties, stage.acts),
            seconds=time.perf_counter() - begun,
            why=failed.why if failed else None,
            line=failed.line if failed else None,
            repeat=repeat,
        )


def _steps(story: s.Story, stage: "_Stage") -> list[StepResult]:
    """Do the steps one after the other, up to the first that fails."""
    found: list[StepResult] = []
    status: Status = "passed"
    for number, step in enumerate(story.steps, 1):
        why = None
        if status == "failed":
            status = "skipped"
        if status != "skipped":
            why = stage.done(step)
            status = "failed" if why else "passed"
        found.append(
            StepResult(
                number=number, line=step.line, said=told.step(step), status=status, time=stage.time_of_day(), why=why
            )
        )
    return found


class _Stage:
    """A world with the story's companies in it."""

    def __init__(self, story: s.Story, world: Sandbox) -> None:
        self.story, self.world = story, world
        self.cast = Cast(story)
        self.hearing = Hearing()
        self.stopped: dict[str, list[Objection]] = {}
        self.acts: list[Event] = []
        self._clients: dict[Sender, GatewayClient] = {}

    def done(self, step: s.Step) -> Words | None:
        """Do a step; return why it failed, ``None`` if it did not."""
        try:
            self._do(step)
        except Failed as wrong:
            return wrong.words
        except DoorRefused as wrong:
            said = "; ".join(" ".join(filter(None, (one["place"], one["value"], one["why"]))) for one in wrong.errors)
            return Words(f"the simulator refuses: {said}", f"模拟器拒绝：{said}")
        return None

    def time_of_day(self) -> str:
        """Return the world's time as a stamp."""
        return self.world.time().now.strftime("%Y%m%d%H%M%S%f")[:-3]

    def told(self, bought: Bought) -> OrderResult:
        """Return what became of a purchase."""
        facts = Facts(self.world, self.hearing, bought)
        state = facts.order["state"] if bought.declared else "not declared"
        return OrderResult(
            purchase=bought.name,
            order_no=bought.order_no,
            buyer=bought.head.buyer_name,
            goods_value=f"{goods_value(bought):f}",
            state=state,
            missing=tuple(one["document"] for one in facts.missing),
            receipts=tuple(self.hearing.of(bought)),
            objections=(*self.stopped.get(bought.name, ()), *objections(facts)),
        )

    def _do(self, step: s.Step) -> None:
        match step:
            case s.Declare():
                self._declare(step)
            case s.Post():
                body = Path(step.file).read_bytes() if step.file else (step.text or "").encode()
                declaring.must_answer(declaring.post(self.world, body), step.answer)
            case s.Pay():
                self._pay(step)
            case s.Ship():
                self._ship(step)
            case s.Cancel() | s.Return():
                self._apply(step)
            case s.Officer():
                self._decide(step)
            case s.Advance():
                self._advance(step)
            case s.Expect():
                self._expect(step)
            case s.Hears():
                self._hears(step)
        self._hear()

    def _declare(self, step: s.Declare) -> None:
        purchases = self._bought(*step.purchases)
        for one in purchases:
            one.change(step.change)
            if step.fault:
                self.cast.spoil(one, step.fault)
        batches = list(self._batches(step, purchases))
        if not (step.unchecked or step.spoil):
            self._must_be_stopped(batches, step.stopped)
        if step.stopped:
            return
        for batch in batches:
            self._listen(batch)
            if step.unchecked or step.spoil:
                answer = declaring.send_unchecked(self.world, batch.client, batch.documents, step.spoil)
            else:
                answer = declaring.send(batch.client, batch.documents)
            if answer != step.answer or batch is batches[-1]:
                declaring.must_answer(answer, step.answer)

    def _must_be_stopped(self, batches: list["_Batch"], wanted: tuple[str, ...]) -> None:
        """Let the client look at everything; raise ``Failed`` if it does not stop just what is wanted."""
        stopped: list[Objection] = []
        for batch in batches:
            found = declaring.stops(batch.client, batch.documents)
            stopped += found
            self._stopped(batch.client, batch.bought, found)
        declaring.must_stop(stopped, wanted)

    def _batches(self, step: s.Declare, purchases: list[Bought]) -> Iterator["_Batch"]:
        """Yield who sends which documents, a kind after the other."""
        for kind in [SENT[name] for name in step.documents or s.DECLARED]:
            for party, ones in self._by_sender(kind, purchases, named=bool(step.documents)).items():
                yield _Batch(kind, self._client(self.story.parties[party]), ones)

    def _by_sender(self, kind: Kind, purchases: list[Bought], *, named: bool) -> dict[str, list[Bought]]:
        """Return by the name of its party who sends which documents of a kind."""
        found: dict[str, list[Bought]] = {}
        for one in purchases:
            if kind not in one.documents:
                if named:
                    raise Failed(Words(f"{one.name} has no {kind.label}", f"{one.name}没有{kind.label}"))
            elif named or kind not in one.by_others:
                role = SENDS[kind]
                found.setdefault(one.plan.parties.get(role, role), []).append(one)
        return found

    def _listen(self, batch: "_Batch") -> None:
        for one, document in zip(batch.bought, batch.documents, strict=True):
            one.declared = True
            self.hearing.listen_for(one, batch.kind, document)

    def _stopped(self, client: GatewayClient, ones: list[Bought], found: list[Objection]) -> None:
        """Note what a client has against documents: it is in no journal, for nothing was sent."""
        for one in ones:
            self.stopped.setdefault(one.name, []).extend(found)
        company = client.sender.dxp_id
        self.acts += [
            Event(
                n=0,
                time=self.time_of_day(),
                kind="stopped",
                source=company,
                target=company,
                label=Words(f"{each.rule} {each.title.en}", f"{each.rule} {each.title.zh}"),
                good=False,
                details=tuple(Words(f"{side.path} {side.value}", f"{side.path} {side.value}") for side in each.values),
            )
            for each in found
        ]

    def _pay(self, step: s.Pay) -> None:
        for one in self._bought(step.purchase):
            party, order = self.cast.party(one, "payment"), one.documents[Kind.ORDER].head
            payer = self.cast.person(step.payer) if step.payer else None
            said = self.world.pay(
                dxpId=party.dxp_id,
                payCode=party.code,
                ebpCode=order.ebp_code,
                orderNo=order.order_no,
                amount=f"{order.actural_paid if step.amount is None else step.amount:f}",
                payer={
                    "name": payer.name if payer else order.buyer_name,
                    "idNumber": payer.id_number if payer else order.buyer_id_number,
                    "telephone": payer.telephone if payer else order.buyer_telephone,
                },
            )
            number = said["payTransactionId"]
            one.change((("OrderHead.payTransactionId", number), ("PaymentHead.payTransactionId", number)))
            self._by_other(one, Kind.PAYMENT)

    def _ship(self, step: s.Ship) -> None:
        for one in self._bought(step.purchase):
            party, order = self.cast.party(one, "carrier"), one.documents[Kind.ORDER].head
            parcel = one.documents[Kind.WAYBILL].head
            other = self.cast.person(step.consignee) if step.consignee else None
            said = self.world.ship(
                dxpId=party.dxp_id,
                logisticsCode=party.code,
                ebpCode=order.ebp_code,
                orderNo=order.order_no,
                weight=f"{parcel.weight:f}",
                freight=f"{parcel.freight:f}",
                insuredFee=f"{parcel.insured_fee or 0:f}",
                consignee={
                    "name": other.name if other else order.consignee,
                    "telephone": other.telephone if other else order.consignee_telephone,
                    "address": other.address if other else order.consignee_address,
                },
            )
            number = said["logisticsNo"]
            places = ("LogisticsHead.logisticsNo", "LogisticsStatus.logisticsNo", "InventoryHead.logisticsNo")
            one.change(tuple((place, number) for place in places))
            self._by_other(one, Kind.WAYBILL)

    def _by_other(self, one: Bought, kind: Kind) -> None:
        one.by_others.add(kind)
        one.declared = True
        self.hearing.listen_for(one, kind, one.documents[kind])

    def _apply(self, step: s.Cancel | s.Return) -> None:
        for one in self._bought(step.purchase):
            self._hear()
            pre_no, _ = self.hearing.numbers(one)
            asked = declaring.Application(
                pre_no=pre_no,
                invt_no=self._invt_no(one),
                reason=step.reason,
                app_time=f"{self._now():%Y%m%d%H%M%S}",
                guid=str(uuid5(NAMESPACE_OID, f"{self.story.full_name}/{one.name}/{step.line}")).upper(),
            )
            inventory = one.documents[Kind.INVENTORY]
            document = (
                declaring.cancel(inventory, asked)
                if isinstance(step, s.Cancel)
                else declaring.refund(inventory, asked, step.lines)
            )
            client = self._client(self.cast.party(one, "declarant"))
            try:
                declaring.must_answer(declaring.send(client, [document]), step.answer)
            except Unsendable as wrong:
                found = declaring.objections(wrong)
                self._stopped(client, [one], found)
                declaring.must_stop(found, ())

    def _decide(self, step: s.Officer) -> None:
        for one in self._bought(step.purchase):
            self._hear()
            self.world.decide(self._invt_no(one), step.decision, step.reason)

    def _invt_no(self, one: Bought) -> str:
        _, invt_no = self.hearing.numbers(one)
        if invt_no is None:
            raise Failed(
                Words(
                    f"{one.name} has no invtNo yet: expect its 120 first",
                    f"{one.name}尚无清单编号（invtNo）：请先期望其回执120",
                )
            )
        return invt_no

    def _advance(self, step: s.Advance) -> None:
        if step.by is not None:
            self.world.advance(step.by)
        elif step.to is not None:
            self.world.to(step.to)
        else:
            self.world.run_until_quiet()

    def _expect(self, step: s.Expect) -> None:
        for one in self._bought(*step.purchases):
            if found := self._until(step.within, partial(self._unmet, step, one)):
                facts = Facts(self.world, self.hearing, one)
                raise Failed(_of_order(one, found.words) if found.final else not_come(found, facts, step.within))

    def _unmet(self, step: s.Expect, one: Bought) -> Unmet | None:
        return unmet(step, Facts(self.world, self.hearing, one))

    def _hears(self, step: s.Hears) -> None:
        heard = self.hearing.by_dxp_id.setdefault(self.story.parties[step.party].dxp_id, [])
        if found := self._until(step.within, partial(unheard, step, heard)):
            raise Failed(found.words)

    def _until(self, within: timedelta | None, check: Callable[[], Unmet | None]) -> Unmet | None:
        """Let time go on until a check finds nothing any more; return what it finds in the end."""
        deadline = None if within is None else self._now() + within
        while found := check():
            if found.final or not self._go_on(deadline):
                return found
            self._hear()
        return None

    def _go_on(self, deadline: datetime | None) -> bool:
        """Let the next thing happen; ``False`` if there is none before the deadline."""
        time = self.world.time()
        due = time.next_due
        if due is None or (deadline is not None and max(due, time.now) > deadline):
            if deadline is not None and time.now < deadline and time.kind != "running":
                self.world.to(deadline)
            return False
        if time.kind == "running":
            self.hearing.fetch(self._all_clients(), wait=_LOOK)
        else:
            self.world.to(max(due, time.now))
        return True

    def _hear(self) -> None:
        self.hearing.fetch(self._all_clients())

    def _all_clients(self) -> list[GatewayClient]:
        return [self._client(party) for party in {one.dxp_id: one for one in self.story.parties.values()}.values()]

    def _client(self, party: s.Party) -> GatewayClient:
        """Return the client of a party; who shares its dxpId and its readers shares the client."""
        sender = self.cast.sender(party)
        if sender not in self._clients:
            self._clients[sender] = self.world.client(sender)
        return self._clients[sender]

    def _bought(self, *names: str) -> list[Bought]:
        return [one for name in names for one in self.cast.bought(name, self._now())]

    def _now(self) -> datetime:
        return self.world.time().now


def _of_order(one: Bought, words: Words) -> Words:
    return Words(f"order {one.order_no}: {words.en}", f"订单{one.order_no}：{words.zh}")


class _Batch:
    """Documents of a kind that one company sends together."""

    def __init__(self, kind: Kind, client: GatewayClient, bought: list[Bought]) -> None:
        self.kind, self.client, self.bought = kind, client, bought
        self.documents = [one.documents[kind] for one in bought]
