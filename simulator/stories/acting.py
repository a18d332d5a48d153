"""What companies and officers do in a story, verb by verb. Each raises ``Failed`` when it goes otherwise."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gateway_client import GatewayClient
from gateway_client.rules.kinds import Kind
from gateway_client.rules.money import cents
from gateway_client.wire.findings import Words
from simulator.stories import declaring, versions
from simulator.stories import story as s
from simulator.stories.cast import SENDS, SENT, Bought
from simulator.stories.failing import Failed
from simulator.stories.paths import kind_at
from simulator.stories.result import Objection
from simulator.stories.returns import DOCUMENTS
from simulator.stories.stage import Stage


def declare(stage: Stage, step: s.Declare) -> None:
    """Let companies send documents of purchases, those of a kind together."""
    purchases = stage.bought(*step.purchases)
    for one in purchases:
        one.change(step.change)
        if step.fault:
            stage.cast.spoil(one, step.fault)
    batches = list(_batches(stage, step, purchases))
    if not (step.unchecked or step.spoil):
        _must_be_stopped(stage, batches, step.stopped)
    if step.stopped:
        return
    _must_be_sent(step, batches)
    for batch in batches:
        answer = _sent(stage, step, batch)
        if answer != step.answer or batch is batches[-1]:
            declaring.must_answer(answer, step.answer)


def post(stage: Stage, step: s.Post) -> None:
    """Hand in bytes as they are."""
    body = Path(step.file).read_bytes() if step.file else (step.text or "").encode()
    declaring.must_answer(declaring.post(stage.world, body), step.answer)


def pay(stage: Stage, step: s.Pay) -> None:
    """Ask the payment company to take the money."""
    for one in stage.bought(step.purchase):
        one.must_be_as_drawn(Kind.PAYMENT, Words("amount and payer", "amount和payer"))
        party, order = stage.cast.party(one, "payment"), one.document(Kind.ORDER).head
        payer = stage.cast.person(step.payer) if step.payer else None
        amount = cents(order.actural_paid if step.amount is None else step.amount)
        who = {
            "name": payer.name if payer else order.buyer_name,
            "idNumber": payer.id_number if payer else order.buyer_id_number,
            "telephone": payer.telephone if payer else order.buyer_telephone,
        }
        asked = {"dxpId": party.dxp_id, "payCode": party.code, "ebpCode": order.ebp_code, "orderNo": order.order_no}
        said = stage.world.pay(**asked, amount=f"{amount:f}", payer=who)
        number = said["payTransactionId"]
        one.let_be(
            Kind.PAYMENT,
            pay_transaction_id=number,
            amount_paid=amount,
            payer_name=who["name"],
            payer_id_number=who["idNumber"],
            telephone=who["telephone"],
        )
        one.let_be(Kind.ORDER, pay_transaction_id=number)
        _by_other(stage, one, Kind.PAYMENT)


def ship(stage: Stage, step: s.Ship) -> None:
    """Ask the carrier to take the parcel."""
    for one in stage.bought(step.purchase):
        one.must_be_as_drawn(Kind.WAYBILL, Words("consignee", "consignee"))
        party, order = stage.cast.party(one, "carrier"), one.document(Kind.ORDER).head
        parcel = one.document(Kind.WAYBILL).head
        other = stage.cast.person(step.consignee) if step.consignee else None
        who = {
            "name": other.name if other else order.consignee,
            "telephone": other.telephone if other else order.consignee_telephone,
            "address": other.address if other else order.consignee_address,
        }
        said = stage.world.ship(
            dxpId=party.dxp_id,
            logisticsCode=party.code,
            ebpCode=order.ebp_code,
            orderNo=order.order_no,
            weight=f"{parcel.weight:f}",
            freight=f"{parcel.freight:f}",
            insuredFee=f"{parcel.insured_fee or 0:f}",
            consignee=who,
        )
        number = said["logisticsNo"]
        one.let_be(
            Kind.WAYBILL,
            logistics_no=number,
            consignee=who["name"],
            consignee_telephone=who["telephone"],
            consignee_address=who["address"],
        )
        one.let_be(Kind.DELIVERY, logistics_no=number)
        one.let_be(Kind.INVENTORY, logistics_no=number)
        _by_other(stage, one, Kind.WAYBILL)


def decide(stage: Stage, step: s.Officer) -> None:
    """Let an officer decide."""
    for one in stage.bought(step.purchase):
        stage.world.decide(stage.invt_no(one), step.decision, step.reason, step.to)


def advance(stage: Stage, step: s.Advance) -> None:
    """Move the clock."""
    if step.by is not None:
        stage.world.advance(step.by)
    elif step.to is not None:
        stage.world.to(step.to)
    else:
        stage.world.run_until_quiet()


class _Batch:
    """Documents of a kind that one company sends together."""

    def __init__(self, kind: Kind, client: GatewayClient, bought: list[Bought], documents: list[Any]) -> None:
        self.kind, self.client, self.bought, self.documents = kind, client, bought, documents


def _batches(stage: Stage, step: s.Declare, purchases: list[Bought]) -> Iterator[_Batch]:
    """Yield who sends which documents, a kind after the other."""
    for kind in [SENT[name] for name in step.documents or s.DECLARED]:
        for party, ones in _by_sender(kind, purchases, named=bool(step.documents)).items():
            documents = [versions.version(stage, one, kind, step.version) for one in ones]
            yield _Batch(kind, stage.client(stage.story.parties[party]), ones, documents)


def _by_sender(kind: Kind, purchases: list[Bought], *, named: bool) -> dict[str, list[Bought]]:
    """Return by the name of its party who sends which documents of a kind."""
    found: dict[str, list[Bought]] = {}
    for one in purchases:
        if kind not in one.documents:
            if named:
                one.document(kind)
        elif named or kind not in one.by_others:
            role = SENDS[kind]
            found.setdefault(one.plan.parties.get(role, role), []).append(one)
    return found


def _must_be_stopped(stage: Stage, batches: list[_Batch], wanted: tuple[str, ...]) -> None:
    """Let the clients look at everything; raise ``Failed`` if they do not stop just what is wanted."""
    stopped: list[Objection] = []
    for batch in batches:
        for one, document in zip(batch.bought, batch.documents, strict=True):
            if found := declaring.stops(batch.client, [document]):
                stopped += found
                stage.note_stopped(batch.client, one, found)
    declaring.must_stop(stopped, wanted)


def _must_be_sent(step: s.Declare, batches: Sequence[_Batch]) -> None:
    """Raise ``Failed`` for a text that is to be spoilt in a document that is not sent."""
    kinds = {batch.kind for batch in batches}
    for path, _ in step.spoil:
        if (kind := kind_at(path)) is not None and kind not in kinds:
            name = DOCUMENTS[kind.label]
            raise Failed(Words(f"{path}: no {name.en} is sent in this step", f"{path}：本步骤未发送{name.zh}"))


def _sent(stage: Stage, step: s.Declare, batch: _Batch) -> str:
    """Send a batch and note what went out; return the port's answer."""
    if not (step.unchecked or step.spoil):
        _listen(stage, batch, batch.documents)
        return declaring.send(batch.client, batch.documents)
    messages = declaring.packed(batch.client, batch.documents, step.spoil)
    written = declaring.documents_of(messages)
    _listen(stage, batch, written)
    for one, document in zip(batch.bought, written, strict=True):
        if document is None:
            one.written.update({path: text for path, text in step.spoil if kind_at(path) is batch.kind})
    return declaring.hand_in(stage.world, messages)


def _listen(stage: Stage, batch: _Batch, sent: Sequence[Any]) -> None:
    """Know what is said of documents, as they are and as they were written (``None``: not to be read)."""
    for one, document, own in zip(batch.bought, sent, batch.documents, strict=True):
        one.sent[batch.kind] = own if document is None else document
        for known in {id(own): own, id(document): document}.values():
            if known is not None:
                stage.hearing.listen_for(one, batch.kind, known)


def _by_other(stage: Stage, one: Bought, kind: Kind) -> None:
    one.by_others.add(kind)
    if kind in one.documents:
        one.sent[kind] = one.documents[kind]
        stage.hearing.listen_for(one, kind, one.documents[kind])
