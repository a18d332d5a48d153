"""Every step is judged when it is due, on the facts of that moment, never before."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed
from tests.simulator.gateway import SLOW, Gateway, taking


def seen(enterprise: Enterprise) -> list[tuple[str, str, str]]:
    """Return (message type, status, time of day) of everything received so far."""
    return [(r.type[3:6], said.return_status, r.time[8:]) for r in enterprise.receipts() for said in r.returns]


def test_nothing_happens_before_its_time(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        enterprise.send_all(enterprise.purchase())
        assert seen(enterprise) == []
        assert [each["state"] for each in enterprise.history()["documents"]] == ["received"] * 4
        assert enterprise.history()["state"] == "received"
        gateway.advance(1.999)
        assert seen(enterprise) == []
        gateway.advance(0.001)
        accepted = [(kind, "2", "120002000") for kind in ("312", "412", "512", "622")]
        assert seen(enterprise) == accepted
        assert enterprise.history()["state"] == "declaring"
        gateway.advance(9.999)
        assert seen(enterprise) == accepted
        gateway.advance(0.001)
        entered = [(kind, "120", "120012000") for kind in ("312", "412", "512", "622")]
        assert seen(enterprise) == accepted + entered
        assert enterprise.history()["state"] == "entered"
        gateway.advance(59.999)
        assert seen(enterprise) == accepted + entered
        gateway.advance(1000)
        assert seen(enterprise) == [*accepted, *entered, ("622", "800", "120112000")]
        assert enterprise.history()["state"] == "released"


def test_the_simulator_wakes_up_by_itself(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        enterprise.send(enterprise.purchase()["order"])
        assert enterprise.receipts(wait=0.2) == []
        gateway.clock.advance(timedelta(seconds=2))
        (receipt,) = enterprise.receipts(wait=30)
        assert receipt.returns[0].return_status == "2"


@pytest.mark.parametrize("last", ["order", "payment", "waybill", "inventory"])
def test_a_leap_is_the_same_as_many_small_steps(tmp_path: Path, last: str) -> None:
    histories = []
    for name, moves in (("small", [0.5] * 200), ("leap", [100.0]), ("halves", [50.0, 50.0])):
        with Gateway(tmp_path / name, pace=SLOW) as gateway:
            enterprise = Enterprise(gateway, 1)
            documents = enterprise.purchase()
            documents[last] = documents.pop(last)
            enterprise.send_all(documents)
            for move in moves:
                gateway.advance(move)
            histories.append((seen(enterprise), enterprise.statuses(), enterprise.history()))
    assert histories[0][0][-1][:2] == ("622", "800")
    assert histories[0] == histories[1] == histories[2]


def test_receipts_come_in_the_order_in_which_they_fell_due(tmp_path: Path) -> None:
    pace = taking(accept=timedelta(seconds=1), enter=timedelta(seconds=30))
    with Gateway(tmp_path / "kouan.db", pace=pace) as gateway:
        enterprise = Enterprise(gateway, 1)
        for n in range(1, 4):
            enterprise.send(enterprise.purchase(n)["order"])
            gateway.clock.advance(timedelta(seconds=20))
        gateway.advance(100)
        said = [(r.returns[0].order_no[-1], r.returns[0].return_status, r.time[8:14]) for r in enterprise.receipts()]
        assert said == [
            ("1", "2", "120001"),
            ("2", "2", "120021"),
            ("1", "120", "120031"),
            ("3", "2", "120041"),
            ("2", "120", "120051"),
            ("3", "120", "120111"),
        ]


def test_an_inventory_is_judged_on_what_is_there_when_it_is_due(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        documents = enterprise.purchase()
        wrong = changed(documents["order"], actural_paid=Decimal("1.00"))
        for document in (wrong, documents["payment"], documents["waybill"], documents["inventory"]):
            enterprise.send(document)
        gateway.advance(5)
        assert "的订单信息不存在" in enterprise.statuses()[0][1]
        enterprise.send(changed(documents["order"], app_time="20261111120001"))
        gateway.advance(11)
        assert [status for status, _ in enterprise.statuses()] == ["2"]  # due, but the order is not in yet
        gateway.advance(100)
        assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]


def test_last_years_purchases_do_not_count_this_year(tmp_path: Path) -> None:
    pace = taking(enter=timedelta(minutes=5))
    start = datetime(2026, 12, 31, 23, 40)
    with Gateway(tmp_path / "kouan.db", start=start, pace=pace) as gateway:
        enterprise = Enterprise(gateway, 1)

        def buy(n: int, price: str) -> str:
            options: dict[str, Any] = {"prices": (price,), "qty": "1", "day": start.date()}
            enterprise.send_all(enterprise.purchase(n, **options))
            gateway.advance(300)
            return enterprise.statuses()[-1][0]

        assert buy(1, "26000.00") == "800"
        assert buy(2, "0.01") == "100"  # 23:50
        gateway.advance(300)
        assert buy(3, "26000.00") == "800"  # declared at 23:55, judged at midnight: the new year's
        assert enterprise.receipts()[-1].time == "20270101000000000"
        assert enterprise.history(3)["documents"][-1]["invtNo"][4:8] == "2027"


def test_limits_are_those_of_the_day_of_acceptance(tmp_path: Path) -> None:
    start = datetime(2018, 12, 31, 23, 59)
    with Gateway(tmp_path / "kouan.db", start=start, pace=taking(enter=timedelta(minutes=5))) as gateway:
        enterprise = Enterprise(gateway, 1)
        enterprise.send_all(enterprise.purchase(1, prices=("1000.00",), qty="3", day=start.date()))
        assert enterprise.statuses()[-1][1].endswith("超过单笔限额[[2000]]")
        enterprise.send_all(enterprise.purchase(2, prices=("20000.01",), qty="1", day=start.date()))
        gateway.advance(300)
        assert enterprise.statuses()[-1][1].endswith("totalPrice：20,000.01 > limitPrice: 20,000;]")
        enterprise.send_all(enterprise.purchase(3, prices=("20000.01",), qty="1", day=gateway.clock.now().date()))
        gateway.advance(300)
        assert enterprise.statuses()[-1][0] == "800"


def test_an_inventory_accepted_after_midnight_is_dated_wrong(tmp_path: Path) -> None:
    start = datetime(2026, 11, 11, 23, 59, 59)
    with Gateway(tmp_path / "kouan.db", start=start, pace=taking(accept=timedelta(seconds=1))) as gateway:
        enterprise = Enterprise(gateway, 1)
        yesterday, today = enterprise.purchase(1), enterprise.purchase(2, day=datetime(2026, 11, 12).date())
        enterprise.send(yesterday["inventory"])
        enterprise.send(today["inventory"])
        gateway.advance(1)
        assert [status for status, _ in enterprise.statuses()] == ["-621001", "2"]
        assert enterprise.statuses()[0][1].endswith("申报日期[20261111]与系统接收申报日期[20261112]不一致")
        assert enterprise.history(2)["documents"][0]["preNo"].startswith("B20261112")
