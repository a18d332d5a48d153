"""Traces: what a world's journal becomes as a diagram of who sent what to whom."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random
from typing import Any, get_args

import pytest

from gateway_client import BaseSubscribe, GatewayClient, Sender, envelopes
from gateway_client.wire.findings import Words
from simulator.grounds import in_process
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales
from simulator.sandbox.sandbox import Sandbox
from simulator.stories import declaring, told
from simulator.stories.result import Event, Trace
from simulator.stories.story import Decision, Officer, Party
from simulator.stories.trace import trace_of

WORLD = 'seed = "7"\n[clock]\nkind = "stepped"\nat = 2026-11-11T20:00:00\n'
US, READER = "DXPENT0000000001", "DXPENT0000000009"
PARTIES = {
    "declarant": Party(code="4401960005", name="南沙报关", dxp_id=US),
    "watcher": Party(code="4401960001", name="海购平台", dxp_id=READER),
}
BODY = b'<CEB311Message xmlns="http://www.chinaport.gov.cn/ceb" guid="x"/>'


@pytest.fixture(scope="module")
def worlds() -> Iterator[Any]:
    with in_process() as wire:
        yield wire


@pytest.fixture
def world(worlds: Any, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox.begin(worlds, request.node.name.replace("_", "-"), WORLD) as found:
        yield found


def _client(world: Sandbox, *readers: BaseSubscribe) -> GatewayClient:
    return world.client(Sender(dxp_id=US, cop_code="4401960005", cop_name="南沙报关", readers=readers))


def _sales(count: int) -> list[Sale]:
    return list(islice(Sales(7, day=date(2026, 11, 11)), count))


def _trace(world: Sandbox, **options: Any) -> Trace:
    return trace_of(world.journal(bodies=True), PARTIES, **options)


def _shown(trace: Trace) -> list[tuple[str, str, str, bool | None]]:
    return [(one.source, one.target, one.label.en.split("\n")[0], one.good) for one in trace.events]


def test_a_purchase_clears(world: Sandbox) -> None:
    (sale,) = _sales(1)
    _client(world).send(*sale)
    trace = _trace(world)
    us, order, pay = f"company {US}", sale.order.head.order_no, sale.order.head.pay_transaction_id
    assert _shown(trace) == [
        (us, "port", f"CEB311 order {order}", None),
        ("port", us, f"CEB312 2 order {order}", None),
        ("port", us, f"CEB312 120 order {order}", None),
        (us, "port", f"CEB411 payment {order}", None),
        ("port", us, f"CEB412 2 payment {pay}", None),
        ("port", us, f"CEB412 120 payment {pay}", None),
        (us, "port", f"CEB511 waybill {order}", None),
        ("port", us, f"CEB512 2 waybill SD{order}", None),
        ("port", us, f"CEB512 120 waybill SD{order}", None),
        (us, "port", f"CEB621 inventory {order}", None),
        ("port", us, f"CEB622 2 inventory B{order}", None),
        ("port", us, f"CEB622 120 inventory B{order}", None),
        ("port", us, f"CEB622 800 inventory B{order}", True),
    ]
    assert [(one.id, one.kind, one.name) for one in trace.lifelines] == [
        (us, "company", Words("declarant", "南沙报关")),
        (f"company {READER}", "company", Words("watcher", "海购平台")),
        ("port", "port", Words("port and customs", "口岸与海关")),
    ]
    assert [one.n for one in trace.events] == list(range(1, 14))
    assert trace.events[-1].label == Words(f"CEB622 800 inventory B{order}\n放行", f"CEB622 800 清单 B{order}\n放行")


def test_a_refusal_shows_rule_and_both_values(world: Sandbox) -> None:
    sale = spoiled(_sales(1)[0], FAULTS["paid_by_spouse"], Random(1))
    for packed in envelopes.pack(sale, _client(world).sender):
        declaring.post(world, packed.body)
    trace = _trace(world)
    verdict = next(one for one in trace.events if one.kind == "verdict")
    head, *values = verdict.label.en.split("\n")
    assert (verdict.source, verdict.target, verdict.good) == ("port", "port", False)
    assert head.startswith("CUS-02 ")
    assert f"OrderHead.buyerName {sale.order.head.buyer_name}" in values
    assert f"PaymentHead.payerName {sale.payment.head.payer_name}" in values
    assert verdict.label.zh.startswith("CUS-02 订单购买人与支付单支付人名字或身份证号码不一致\n")
    assert any("[Code:1327;" in one.en for one in verdict.details)
    assert _shown(trace)[-1] == ("port", f"company {US}", f"CEB622 100 inventory B{sale.order.head.order_no}", False)


def test_many_documents_are_counted(world: Sandbox) -> None:
    client = _client(world)
    client.send(*[sale.order for sale in _sales(12)])
    said = _trace(world).events
    assert said[0].label == Words("CEB311 order × 12", "CEB311 订单 × 12")
    assert said[0].details[-1] == Words("… and 4 more", "……另有4条")
    assert said[1].label.en.startswith("CEB312 2 × 12 order")


def test_a_broken_message(world: Sandbox) -> None:
    declaring.post(
        world, BODY.replace(b"/>", f"><BaseTransfer><dxpId>{US}</dxpId></BaseTransfer></CEB311Message>".encode())
    )
    said = _shown(_trace(world))
    assert [one[2].split(" ")[0] for one in said] == ["CEB311", "CEB900"]
    assert said[1][3] is False


def test_readers_get_copies(world: Sandbox) -> None:
    client = _client(world, BaseSubscribe(status="ALL", dxp_mode="DXP", dxp_address=READER))
    client.send(_sales(1)[0].order)
    order = _sales(1)[0].order.head.order_no
    copies = [one for one in _trace(world).events if one.kind == "copy"]
    assert [(one.source, one.target, one.label.en) for one in copies] == [
        ("port", f"company {READER}", f"copy of CEB311 order {order}")
    ]


def _pay(world: Sandbox) -> None:
    order = _sales(1)[0].order.head
    payer = {"name": "王伟", "idNumber": order.buyer_id_number, "telephone": "13800000000"}
    world.pay(
        dxpId=US, payCode="4401960003", ebpCode=order.ebp_code, orderNo=order.order_no, amount="12.30", payer=payer
    )


def test_payment_companies_declare_themselves(world: Sandbox) -> None:
    _pay(world)
    order = _sales(1)[0].order.head.order_no
    asked, declared, *_ = _trace(world).events
    assert (asked.kind, asked.source, asked.target) == ("asked", f"company {US}", "payment")
    assert asked.label == Words(f"take 12.30 for order {order}", f"收取订单{order}的款项12.30")
    assert asked.details == (Words("王伟", "王伟"),)
    assert (declared.source, declared.target) == ("payment", "port")


def test_a_payment_company_with_a_lifeline_of_its_own(world: Sandbox) -> None:
    _pay(world)
    parties = {"payment": Party(code="4401960003", name="易付支付", dxp_id=US)}
    asked, declared, *_ = trace_of(world.journal(bodies=True), parties).events
    assert asked.source == asked.target == declared.source == f"company {US}"


def test_acts_of_the_clock(world: Sandbox) -> None:
    world.advance("1h")
    world.advance("1h")
    world.run_until_quiet()
    (only,) = _trace(world).events
    assert (only.source, only.target, only.time) == ("clock", "clock", "20261111200000000")
    assert only.label == Words("time runs until nothing is planned any more", "时间推进至无待办步骤")


def _clock(at: str, to: str) -> dict[str, Any]:
    return {"n": 1, "time": at, "kind": "clock", "said": {"to": to}}


def _paid(at: str) -> dict[str, Any]:
    said = {"dxpId": US, "payCode": "1", "orderNo": "A", "amount": "1", "payer": {"name": "王"}}
    return {"n": 2, "time": at, "kind": "payment", "said": said}


def test_moves_to_what_is_due_next_are_left_out() -> None:
    early, late, later = "20261111200000000", "20261111210000000", "20261111220000000"
    due = {"n": 2, "time": late, "kind": "receipt", "dxpId": US, "messageType": "CEB622Message", "body": None}
    assert [one.kind for one in trace_of([_clock(early, late), due], PARTIES).events] == ["receipt"]
    assert [one.kind for one in trace_of([_clock(early, late), _paid(late)], PARTIES).events] == ["clock", "asked"]
    far = trace_of([_clock(early, later), due], PARTIES).events
    assert [one.kind for one in far] == ["clock", "receipt"]
    assert far[0].label.en == "the clock goes on to 2026-11-11 22:00:00"


@pytest.mark.parametrize(("decision", "good"), [("release", True), ("refuse", False)])
def test_an_officer_decides(decision: str, good: bool) -> None:
    said = {"invtNo": "51652026I000000001", "decision": decision, "reason": "抽查"}
    entry = {"n": 1, "time": "20261111200000000", "kind": "officer", "said": said}
    (one,) = trace_of([entry], PARTIES).events
    assert (one.source, one.target, one.good) == ("officer", "port", good)
    assert one.label.en == f"{decision}s 51652026I000000001\n抽查"


def test_an_officer_hands_a_parcel_over() -> None:
    said = {"invtNo": "51652026I000000001", "decision": "detain", "reason": None, "to": "smuggling"}
    entry = {"n": 1, "time": "20261111200000000", "kind": "officer", "said": said}
    (one,) = trace_of([entry], PARTIES).events
    assert (one.good, one.label.en) == (False, "detains 51652026I000000001\nfor the anti-smuggling bureau")
    assert one.label.zh == "扣留51652026I000000001\n移交缉私部门"


def test_words_for_every_decision() -> None:
    for decision in get_args(Decision):
        said = {"invtNo": "51652026I000000001", "decision": decision, "reason": None}
        (one,) = trace_of([{"n": 1, "time": "20261111200000000", "kind": "officer", "said": said}], PARTIES).events
        assert "51652026I000000001" in one.label.en
        step = Officer(line=1, purchase="milk", decision=decision)
        assert f": {decision} milk" in told.step(step).en


def test_no_more_than_most_events_are_kept() -> None:
    entries = [_paid(f"{20261111200000000 + n}") for n in range(250)]
    trace = trace_of(entries, PARTIES)
    assert (len(trace.events), trace.left_out) == (200, 50)
    assert trace_of(entries, PARTIES, most=3).left_out == 247


def test_what_a_client_stopped_stands_in_its_time() -> None:
    early, late = "20261111200000000", "20261111210000000"
    label = Words("stopped", "拦下")
    act = Event(n=0, time=early, kind="stopped", source=US, target=US, label=label, good=False)
    found = trace_of([_paid(early), _paid(late)], PARTIES, [act]).events
    assert [(one.n, one.kind) for one in found] == [(1, "asked"), (2, "stopped"), (3, "asked")]
    assert found[1].source == f"company {US}"


def test_names_of_those_who_share_a_dxp_id() -> None:
    def names(*groups: tuple[str, str]) -> list[Words]:
        parties = {name: Party(code="1", name=name.upper(), dxp_id=dxp_id) for name, dxp_id in groups}
        return [one.name for one in trace_of([], parties).lifelines]

    assert names(("a", "1"), ("b", "1")) == [Words("operator", "运营企业")]
    assert names(("a", "1")) == [Words("a", "A")]
    assert names(("a", "1"), ("b", "1"), ("c", "2")) == [Words("a, b", "A、B"), Words("c", "C")]
    assert names(("a", "1"), ("b", "1"), ("c", "1"), ("d", "2"))[0] == Words("a, b +1", "A、B +1")
