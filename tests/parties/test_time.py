"""The parties keep their word in the world's time, whatever is restarted or killed in between."""

import threading
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.pace.profile import Pace
from tests.enterprise import Enterprise
from tests.kouan import Server, up
from tests.parties.asking import buy, declare, pay, ship
from tests.purchases import NOON, changed
from tests.simulator.gateway import Gateway, taking

PACE = taking(
    accept=timedelta(seconds=2), enter=timedelta(seconds=10), release=timedelta(minutes=1), deliver=timedelta(days=2)
)
DAY = 24 * 3600


def seen(enterprise: Enterprise) -> list[tuple[str, str, str]]:
    """Return (message, status, day and time) of everything received."""
    return [(r.type[3:6], said.return_status, r.time[6:14]) for r in enterprise.receipts() for said in r.returns]


def test_delivered_two_days_after_the_release(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=PACE) as gateway:
        enterprise = Enterprise(gateway, 1)
        logistics_no = buy(enterprise)
        assert seen(enterprise) == []
        gateway.advance(72)
        before = seen(enterprise)
        assert before[-1] == ("622", "800", "11120112")
        gateway.advance(2 * DAY - 0.001)
        assert seen(enterprise) == before
        gateway.advance(0.001)
        assert seen(enterprise) == before
        gateway.advance(2)
        assert seen(enterprise) == [*before, ("514", "2", "13120114")]
        gateway.advance(10)
        assert seen(enterprise) == [*before, ("514", "2", "13120114"), ("514", "120", "13120124")]
        (delivery,) = [one for one in enterprise.history()["documents"] if one["document"] == "delivery"]
        assert (delivery["key"], delivery["appTime"]) == (f"4401960004/{logistics_no}", "20261113120112")


def test_what_is_not_released_is_not_delivered(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=PACE) as gateway:
        enterprise = Enterprise(gateway, 1)
        documents = enterprise.purchase()
        ship(enterprise, documents["order"])
        pay(enterprise, documents["order"], amount=1)
        declare(enterprise, documents, ship(enterprise, documents["order"]))
        gateway.advance(30 * DAY)
        assert enterprise.history()["state"] == "refused"
        assert "514" not in {kind for kind, _, _ in seen(enterprise)}


@pytest.mark.parametrize("pace", [PACE, taking()], ids=["slow", "instant"])
def test_restarts_change_nothing(tmp_path: Path, pace: Pace) -> None:
    seconds = [0, 1, 2, 5, 12, 30, 72, 73, DAY, 2 * DAY + 71, 2 * DAY + 72, 2 * DAY + 74, 2 * DAY + 84, 3 * DAY]

    def act(gateway: Gateway, n: int) -> Any:
        enterprise = Enterprise(gateway, 1)
        first, second = enterprise.purchase(), enterprise.purchase(2)
        if n == 0:
            declare(enterprise, first, ship(enterprise, first["order"]))
        if n in (1, 2):
            pay(enterprise, first["order"])
        if n in (3, 6):
            buy(enterprise, 2) if n == 3 else ship(enterprise, second["order"])
        gateway.catch_up()
        return seen(enterprise), enterprise.history(), enterprise.history(2)

    with Gateway(tmp_path / "one", pace=pace) as gateway:
        expected = None
        for n, moment in enumerate(seconds):
            gateway.clock.advance(NOON + timedelta(seconds=moment) - gateway.clock.now())
            expected = act(gateway, n)
    for n, moment in enumerate(seconds):
        with Gateway(tmp_path / "many", pace=pace, start=NOON + timedelta(seconds=moment)) as gateway:
            found = act(gateway, n)
    assert found == expected
    assert [kind for kind, _, _ in found[0]].count("514") == 4
    assert found[1]["state"] == found[2]["state"] == "released"


def test_a_leap_is_the_same_as_small_steps(tmp_path: Path) -> None:
    told = []
    for name, moves in (("leap", [3 * DAY]), ("small", [3600] * 72)):
        with Gateway(tmp_path / name, pace=PACE) as gateway:
            enterprise = Enterprise(gateway, 1)
            for n in range(3):
                buy(enterprise, n)
            for move in moves:
                gateway.advance(move)
            told.append((enterprise.receipts(), [enterprise.history(n) for n in range(3)]))
    assert told[0] == told[1]
    assert [kind for kind, _, _ in seen_of(told[0][0])].count("514") == 6


def seen_of(receipts: Any) -> list[tuple[str, str, str]]:
    return [(r.type[3:6], said.return_status, r.time[6:14]) for r in receipts for said in r.returns]


def test_another_retailers_inventory_of_a_parcel_is_refused_and_it_is_delivered_once(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=PACE) as gateway:
        enterprise = Enterprise(gateway, 1)
        documents = enterprise.purchase()
        pay(enterprise, documents["order"])
        logistics_no = ship(enterprise, documents["order"])
        declare(enterprise, documents, logistics_no)
        another = changed(documents["inventory"], logistics_no=logistics_no, ebc_code="4401960012", guid="G" * 36)
        another = changed(another, assure_code="4401960012")
        enterprise.send(another)
        gateway.advance(3 * DAY)
        statuses = [status for status, _ in enterprise.statuses()]
        assert (statuses.count("800"), statuses.count("100")) == (1, 1)
        assert len(enterprise.statuses("CEB514Message")) == 2


def test_kill(tmp_path: Path) -> None:
    """What was answered with 201 is kept and known when asked again; what was not is there whole or not at all."""
    db, numbers = tmp_path / "kouan.db", range(1, 400)
    paid: dict[int, dict[str, str]] = {}
    shipped: dict[int, str] = {}
    enough = threading.Event()

    def ask(server: Server, numbers: range) -> None:
        with server.client() as client, suppress(httpx.TransportError):
            enterprise = Enterprise(client, 1)
            for n in numbers:
                order = enterprise.purchase(n)["order"]
                paid[n] = pay(enterprise, order)
                shipped[n] = ship(enterprise, order)
                if len(shipped) >= 40:
                    enough.set()

    with up(db) as server:
        threads = [threading.Thread(target=ask, args=(server, numbers[k::3])) for k in range(3)]
        for thread in threads:
            thread.start()
        assert enough.wait(60)
        server.process.kill()
        for thread in threads:
            thread.join()
    assert len(shipped) < len(numbers)
    with up(db) as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        asked = [n for n in numbers if n in paid or n - 3 in shipped or n <= 3]
        for n in asked:
            documents = enterprise.purchase(n)
            again = pay(enterprise, documents["order"])
            assert paid.get(n, again) == again
            logistics_no = ship(enterprise, documents["order"])
            assert shipped.get(n, logistics_no) == logistics_no
            declare(enterprise, documents, logistics_no)
            history = enterprise.history(n)
            declared = sorted(one["document"] for one in history["documents"])
            assert declared == ["delivery", "inventory", "order", "payment", "waybill"]
            assert history["state"] == "released"


def test_the_simulator_delivers_by_itself(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=taking(deliver=timedelta(hours=1))) as gateway:
        enterprise = Enterprise(gateway, 1)
        buy(enterprise)
        enterprise.acknowledge(*[r.id for r in enterprise.receipts()])
        gateway.clock.advance(timedelta(hours=1))
        begun = time.monotonic()
        receipts = enterprise.receipts(wait=30)
        assert time.monotonic() - begun < 20
        assert {r.type for r in receipts} == {"CEB514Message"}
