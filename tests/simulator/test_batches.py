"""A hundred documents in one message fare exactly like a hundred messages, at any pace."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from simulator.pace.profile import INSTANT, Pace
from tests.enterprise import FOUR, Enterprise
from tests.purchases import changed, relined
from tests.simulator.gateway import SLOW, Gateway

_PURCHASES = 15
Told = dict[tuple[str, str], list[tuple[str, str]]]


def purchases(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Return purchases of which some are wrong, one is late, and three share a buyer's year."""
    made = [enterprise.purchase(n) for n in range(1, _PURCHASES - 2)]
    made += [
        enterprise.purchase(n, prices=("13000.00",), qty="1", buyer_id_number="440106198001010019")
        for n in range(_PURCHASES - 2, _PURCHASES + 1)
    ]
    made[1]["payment"] = changed(made[1]["payment"], payer_name="李娜")
    made[2]["order"] = changed(made[2]["order"], app_status="1")
    made[4]["waybill"] = changed(made[4]["waybill"], consignee="李娜")
    made[5]["inventory"] = changed(made[5]["inventory"], decl_time="20261110")
    made[7]["inventory"] = relined(made[7]["inventory"], 1, country="601")
    made[9]["inventory"] = relined(made[9]["inventory"], 2, gnum=1)
    made[10]["payment"] = changed(made[10]["payment"], order_no="SOMEBODY-ELSES")
    return made


def fate(db: Path, pace: Pace, plan: list[tuple[str, list[int]]]) -> tuple[Told, list[str]]:
    """Send documents as planned, (kind, purchases) a message; return what was said of each, and how all ended."""
    with Gateway(db, pace=pace) as gateway:
        enterprise = Enterprise(gateway, 1)
        made = purchases(enterprise)
        for kind, places in plan:
            enterprise.send(*[made[place][kind] for place in places], root_guid=f"{kind}-{places}"[:36].ljust(36))
        gateway.advance(1000)
        told: Told = {}
        while receipts := enterprise.receipts():
            for receipt in receipts:
                for said in receipt.returns:
                    names = [said.named().get(name) for name in ("order_no", "pay_transaction_id", "logistics_no")]
                    key = receipt.type, next((name for name in names if name), said.named().get("cop_no"))
                    told.setdefault(key, []).append((said.return_status, said.return_info))
            enterprise.acknowledge(*[receipt.id for receipt in receipts])
        return told, [enterprise.history(n)["state"] for n in range(1, _PURCHASES + 1)]


def one_by_one(kinds: tuple[str, ...]) -> list[tuple[str, list[int]]]:
    return [(kind, [place]) for kind in kinds for place in range(_PURCHASES)]


@pytest.mark.parametrize("kinds", [FOUR, FOUR[::-1], ("payment", "inventory", "waybill", "order")], ids="-".join)
@pytest.mark.parametrize("pace", [INSTANT, SLOW], ids=["instant", "slow"])
def test_batches_fare_like_single_messages(tmp_path: Path, pace: Pace, kinds: tuple[str, ...]) -> None:
    single = fate(tmp_path / "single", pace, one_by_one(kinds))
    batched = fate(tmp_path / "batched", pace, [(kind, list(range(_PURCHASES))) for kind in kinds])
    pairs = [(kind, list(range(at, min(at + 4, _PURCHASES)))) for kind in kinds for at in range(0, _PURCHASES, 4)]
    assert single == batched == fate(tmp_path / "fours", pace, pairs)
    told, states = single
    assert len(told) == 4 * _PURCHASES
    assert states.count("released") == 7
    assert [said[-1][0] for (kind, _), said in told.items() if kind == "CEB622Message"].count("800") == 7


@pytest.mark.parametrize("seed", range(4))
def test_the_final_states_do_not_depend_on_the_order_of_arrival(tmp_path: Path, seed: int) -> None:
    plan = one_by_one(FOUR)
    expected = fate(tmp_path / "sorted", INSTANT, plan)
    Random(seed).shuffle(plan)
    told, states = fate(tmp_path / "shuffled", INSTANT, plan)
    assert sorted(states) == sorted(expected[1])  # which of three buys comes too late depends on the order
    assert states[: _PURCHASES - 3] == expected[1][: _PURCHASES - 3]
    for key, said in expected[0].items():
        if key[1][-3:] <= f"{_PURCHASES - 3:03d}":
            assert [status for status, _ in told[key]] == [status for status, _ in said]
