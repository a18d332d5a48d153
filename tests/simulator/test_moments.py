"""What happens does not depend on how many transactions time passes in, nor on what the writer remembers."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway_client.wire.findings import Words
from simulator.pace.durations import Uniform
from simulator.pace.profile import Pace, Timing
from tests.enterprise import Enterprise
from tests.purchases import NOON, changed
from tests.simulator.gateway import Gateway

ANY_ORDER = Pace("any", Words("In any order", "任意"), {"accept": Timing(Uniform(0, 100_000))})
"""What was sent first may be answered last."""


def journal(gateway: Gateway) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = gateway.get("/_kouan/journal", params={"bodies": True}).json()["entries"]
    return found


def at_one_go(gateway: Gateway) -> None:
    gateway.advance(200)


def by_and_by(gateway: Gateway) -> None:
    for _ in range(400):
        gateway.advance(0.5)


def with_gaps(gateway: Gateway) -> None:
    """Let the writer forget what it remembers now and then, as it does when a world claims somebody."""
    for second in range(200):
        gateway.advance(1)
        if second % 10 == 0:
            asked = {"dxpIds": [f"SOMEBODY{second}"]}
            assert gateway.post("/_kouan/worlds/default/claim", json=asked).status_code == 200


@pytest.mark.parametrize("passes", [by_and_by, with_gaps])
def test_many_that_wait_for_one_paper(tmp_path: Path, passes: Callable[[Gateway], None]) -> None:
    def told(passes: Callable[[Gateway], None]) -> list[dict[str, Any]]:
        with Gateway(tmp_path / f"{passes.__name__}.db", pace=ANY_ORDER) as gateway:
            enterprise = Enterprise(gateway, 1)
            documents = enterprise.purchase()
            for n in range(20):
                enterprise.send(
                    changed(documents["inventory"], ebc_code=f"44019600{n:02d}", guid=f"{n}".ljust(36, "0"))
                )
            for kind in ("waybill", "payment", "order"):
                enterprise.send(documents[kind])
            passes(gateway)
            return journal(gateway)

    assert told(at_one_go) == told(passes)


@pytest.mark.parametrize("passes", [by_and_by, with_gaps])
def test_the_latest_of_many_payments(tmp_path: Path, passes: Callable[[Gateway], None]) -> None:
    def told(passes: Callable[[Gateway], None]) -> list[dict[str, Any]]:
        with Gateway(tmp_path / f"{passes.__name__}.db", pace=ANY_ORDER) as gateway:
            enterprise = Enterprise(gateway, 1)
            documents = enterprise.purchase()
            for n in range(8):
                paid = {"pay_transaction_id": f"P{n}", "amount_paid": Decimal(n + 1), "guid": f"{n}".ljust(36, "0")}
                enterprise.send(changed(documents["payment"], **paid))
            passes(gateway)
            for kind in ("waybill", "order", "inventory"):
                enterprise.send(documents[kind])
            passes(gateway)
            return journal(gateway)

    assert told(at_one_go) == told(passes)


def test_a_fast_clock_that_passes_a_moment_by_itself(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        for move in ({"kind": "running", "rate": "1000000"}, {"advance": "1ms"}, {"until": "quiet"}, {"advance": "1s"}):
            answer = gateway.post("/_kouan/clock", json=move)
            assert answer.status_code == 200, answer.text
        assert gateway.post("/_kouan/clock", json={"to": "2026-11-11T12:00:00"}).status_code == 409


def test_copies_of_the_default_world_keep_its_pace(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        assert gateway.post("/_kouan/worlds/default/fork", json={"name": "early"}).json()["pace"] == "instant"
    slow = Pace("own", ANY_ORDER.title, {"accept": Timing(Uniform(5, 5))}, source={"accept": "5ms"})
    with Gateway(tmp_path / "kouan.db", pace=slow, start=NOON + timedelta(days=1)) as gateway:
        assert gateway.post("/_kouan/worlds/default/fork", json={"name": "late"}).json()["pace"] == "own"
        head = gateway.get("/w/late/_kouan/journal").json()["world"]
        assert (head["pace"], head["start"]) == ({"accept": "5ms"}, "20261112120000000")


def test_a_journal_starts_with_its_first_entry(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        gateway.post("/_kouan/clock", json={"advance": "1h"})
        Enterprise(gateway, 1).send_all(Enterprise(gateway, 1).purchase())
        said = gateway.get("/_kouan/journal").json()
        assert said["world"]["start"] == said["entries"][0]["time"] == "20261111120000000"
