"""Cancelling, returning, arriving, changing and storing through either client: built, checked, sent, followed."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from inspect import isawaitable
from typing import Any
from uuid import uuid4

import pytest

from gateway_client import (
    Purchase,
    Sender,
    Unanswered,
    Unsendable,
    arrival_for,
    build,
    cancel_for,
    change_of,
    declared,
    deletion_of,
    return_for,
    stored,
)
from gateway_client.asking import Wire
from gateway_client.wire.ceb import CEB816Message
from simulator import grounds
from simulator.sandbox.sandbox import Sandbox
from tests.purchases import NOON, purchase

SENDER = Sender(dxp_id="DXPENT0000000001", cop_code="4401960005", cop_name="南沙报关")
LATER = datetime(2026, 11, 11, 12, 30)
SITE = build.Company("4401960009", "机场监管场所")
CARRIER = build.Company("4401960004", "速达物流")
HELD = '[[holds]]\nname = "all"\ncourse = "300"\n'
WAITING = "[customs]\narrivals = true\n"

Begin = Callable[[str], tuple[Sandbox, Any]]


class Called:
    """A client of either kind, called as if it were synchronous."""

    def __init__(self, inner: Any, runner: asyncio.Runner) -> None:
        self._inner, self._runner = inner, runner

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            async def play() -> Any:
                said = getattr(self._inner, name)(*arguments, **options)
                return await said if isawaitable(said) else said

            return self._runner.run(play())

        return call


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with grounds.in_process() as wire:
        yield wire


@pytest.fixture(params=["client", "async_client"])
def begin(request: pytest.FixtureRequest, wire: Wire) -> Iterator[Begin]:
    """Return what begins a world at noon, and gives it with a client in it."""
    worlds: list[Sandbox] = []
    with asyncio.Runner() as runner:

        def begun(file: str) -> tuple[Sandbox, Any]:
            text = f'{file}\n[clock]\nkind = "stepped"\nat = 2026-11-11T12:00:00\n'
            worlds.append(Sandbox.begin(wire, f"applications-{uuid4().hex[:16]}", text))
            return worlds[-1], Called(getattr(worlds[-1], request.param)(SENDER), runner)

        yield begun
        for one in worlds:
            one.end()


def bought(number: str = "A1") -> Purchase:
    return Purchase(**purchase(number))


def left(client: Any) -> list[tuple[str, str]]:
    """Return what nobody has taken: message and status."""
    return [(one.message_type, getattr(said, "return_status", "")) for one in client.receipts() for said in one.returns]


def taken_in(client: Any, one: Purchase) -> Any:
    """Declare a purchase that is held, and return what was heard of it until then."""
    client.send(*one.documents)
    with pytest.raises(Unanswered) as waited:
        client.follow(one, timeout=1)
    return waited.value.outcomes[0]


def test_a_held_list_is_cancelled(begin: Begin) -> None:
    _, client = begin(HELD)
    one = bought()
    outcome = taken_in(client, one)
    assert (outcome.state, outcome.held, outcome.final) == ("held", True, False)
    cancelled = client.apply(cancel_for(one.inventory, outcome.invt_no, reason="订购人取消订单", now=LATER))
    assert (cancelled.state, [(each.document, each.status) for each in cancelled.heard]) == (
        "cleared",
        [("cancel", "2"), ("cancel", "120"), ("cancel", "399")],
    )
    assert cancelled.invt_no == outcome.invt_no
    ended = client.follow(one)
    assert (ended.state, ended.refusal, ended.released, ended.heard[-1].status) == ("cancelled", None, False, "430")
    assert left(client) == []


def test_goods_are_returned_in_two_parts_and_not_a_third_time(begin: Begin) -> None:
    _, client = begin("")
    one = bought()
    invt_no = client.clear(one).invt_no
    part = {1: Decimal(1)}
    first = return_for(one.inventory, invt_no, reason="退货", cop_no="R1", quantities=part, now=LATER)
    second = return_for(one.inventory, invt_no, reason="退货", cop_no="R2", quantities=part, now=LATER)
    third = return_for(one.inventory, invt_no, reason="退货", cop_no="R3", quantities=part, now=LATER)
    assert [client.apply(each).state for each in (first, second)] == ["cleared", "cleared"]
    assert client.apply(third).refusal.status == "-625001"
    rest = return_for(one.inventory, invt_no, reason="退货", cop_no="R4", now=LATER)
    assert [(line.gnum, line.qty) for line in rest.lines] == [(1, Decimal(2)), (2, Decimal(2))]
    assert client.apply(rest).refusal.status == "-625001"


def flown(number: str) -> Purchase:
    one = bought(number)
    head = one.inventory.head.changed(
        trade_mode="9610", traf_mode="5", country="304", traf_no="CA936", voyage_no="CA936", bill_no="99912345675",
        wrap_type="2",
    )  # fmt: skip
    return replace(one, inventory=one.inventory.changed(head=head))


def test_parcels_go_on_when_their_arrival_list_is_there(begin: Begin) -> None:
    _, client = begin(WAITING)
    ones = [flown("A1"), flown("A2")]
    outcomes = [taken_in(client, one) for one in ones]
    assert [(each.state, each.heard[-1].status) for each in outcomes] == [("held", "400")] * 2
    numbers = [one.inventory.head.logistics_no for one in ones]
    arrival = arrival_for(
        numbers, SITE, CARRIER, customs="5165", bill_no="99912345675", voyage_no="CA936", traf_no="CA936", cop_no="R1",
        now=LATER,
    )  # fmt: skip
    came = client.apply(arrival)
    assert (came.order_no, came.state) == ("99912345675", "cleared")
    assert [each.state for each in client.follow_all(ones)] == ["released", "released"]


def test_a_list_is_changed_while_it_is_held(begin: Begin) -> None:
    world, client = begin(HELD)
    one = bought()
    outcome = taken_in(client, one)
    with_note = one.inventory.changed(head=one.inventory.head.changed(note="改"))
    change = change_of(with_note, pre_no=outcome.pre_no, invt_no=outcome.invt_no, now=LATER)
    client.send(change)
    changed = Purchase(inventory=change)
    with pytest.raises(Unanswered) as waited:
        client.follow(changed, timeout=1)
    heard = waited.value.outcomes[0]
    assert [each.status for each in heard.heard if each.document == "inventory"] == ["2", "120", "300"] * 2
    assert heard.invt_no == outcome.invt_no
    world.decide(outcome.invt_no, "release")
    assert client.follow(changed).released


def test_what_is_only_stored_ends_there_and_is_declared_later(begin: Begin) -> None:
    _, client = begin("")
    one = bought()
    kept = Purchase(inventory=stored(one.inventory))
    outcome = client.clear(kept)
    assert (outcome.state, outcome.final, [each.status for each in outcome.heard]) == ("stored", True, ["1"])
    client.send(one.order, one.payment, one.waybill)
    now = declared(kept.inventory, now=LATER)
    assert (now.head.app_status, now.head.app_time) == ("2", "20261111123000")
    assert client.clear(replace(one, inventory=now)).released


def test_a_stored_list_is_deleted(begin: Begin) -> None:
    world, client = begin("")
    kept = stored(bought().inventory)
    client.clear(Purchase(inventory=kept))
    gone = client.clear(Purchase(inventory=deletion_of(declared(kept, now=NOON), now=LATER)))
    assert ([each.status for each in gone.heard], gone.invt_no) == (["2", "120"], None)
    assert gone.pre_no
    assert world.order("A1")["documents"][0]["current"] is False


def test_tax_bills_stay_for_who_asks_for_receipts(begin: Begin) -> None:
    _, client = begin("[tax]\nbills = true\n")
    ones = [bought(f"A{n}") for n in range(1, 61)]
    assert {each.state for each in client.clear_all(ones)} == {"released"}
    found = client.receipts()
    assert {one.message_type for one in found} == {"CEB816Message"}
    bills = [bill for one in found if isinstance(one.message, CEB816Message) for bill in one.message.returns]
    assert len(bills) == 60


def test_what_is_wrong_with_an_application_is_found_before_it_is_sent(begin: Begin) -> None:
    _, client = begin("")
    inventory = bought().inventory
    with pytest.raises(Unsendable) as wrong:
        client.send(
            cancel_for(inventory, "51652026I000000001", reason="", now=NOON),
            return_for(inventory, "51652026I000000001", reason="R", cop_no="R1", quantities={1: Decimal(0)}, now=NOON),
        )
    assert [one.path for one in wrong.value.findings] == ["InvtCancel[1]/reason"]
    assert [one.refusal.rule.code for one in wrong.value.objections] == ["RET-01"]
    with pytest.raises(ValueError, match="there is no line 7 in the inventory, only 1, 2"):
        return_for(inventory, "51652026I000000001", reason="R", cop_no="R1", quantities={7: Decimal(1)})


def test_built_twice_it_is_the_same_and_at_another_moment_another() -> None:
    inventory = bought().inventory
    made = [cancel_for(inventory, "51652026I000000001", reason="R", now=now) for now in (NOON, NOON, LATER)]
    assert made[0] == made[1]
    guids = {
        *(one.guid for one in made),
        *(return_for(inventory, "51652026I000000001", reason="R", cop_no=no, now=NOON).head.guid for no in "AB"),
        *(change_of(inventory, now=now).head.guid for now in (NOON, LATER)),
        *(one(inventory, now=NOON).head.guid for one in (deletion_of, declared)),
        inventory.head.guid,
    }
    assert len(guids) == 9
    assert cancel_for(inventory, "X", reason="R", now=NOON, cop_no="C1", note="N").cop_no == "C1"
