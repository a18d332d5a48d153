"""Sixty-four worlds on one server, driven all at once: each has the very history that it has alone.

The proof, and the proof of the proof: with a counter that the worlds share it fails.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from simulator.store.ids import row_id
from simulator.world import World
from tests.enterprise import XML
from tests.kouan import up
from tests.purchases import changed, message, purchase, resident
from tests.simulator.gateway import Gateway
from tests.worlds.places import Place, begun

WORLDS = 64
CLIENTS = 8
FILE = """
seed = "{seed}"
pace = "{pace}"
[clock]
kind = "stepped"
at = 2026-11-11T12:00:00
[[people]]
idNumber = "110101199003078515"
used = {{ 2026 = "25900.00" }}
"""
Act = Callable[[Place], None]


def name(number: int) -> str:
    return f"sandbox-{number}"


def file(number: int) -> str:
    paces = ("instant", "typical", "slow", "double11")
    return FILE.format(seed=f"seed {number}", pace=paces[number % len(paces)])


def script(number: int) -> list[Act]:
    """Return what happens in a world: the same for the same number, and alike in many, so that mixing would show."""
    rng = Random(number)
    acts: list[Act] = []
    for serial in range(1, 4):
        # the same order numbers and dxpIds in all worlds
        documents = purchase(f"T{serial:04d}", buyer_id_number=resident(serial))
        match rng.randrange(5):
            case 0:
                paid = documents["payment"].head.amount_paid - Decimal("0.01")
                documents["payment"] = changed(documents["payment"], amount_paid=paid)
            case 1:
                documents["inventory"] = changed(documents["inventory"], decl_time="20261110")
            case 2:
                del documents["waybill"]
        kinds = list(documents)
        rng.shuffle(kinds)
        acts += [_sent(message(documents[kind])) for kind in kinds]
        acts.append(_moved(rng.choice([{"advance": "3s"}, {"advance": "2h"}, {"until": "quiet"}])))
    acts.insert(rng.randrange(len(acts)), _sent(b"<ceb:CEB311Message"))
    acts.insert(rng.randrange(len(acts)), _paid(f"P{number % 3}"))
    acts.append(_moved({"to": "2027-01-01"}))
    return acts


def _sent(body: bytes) -> Act:
    def act(place: Place) -> None:
        assert place.post("/dxp/messages", content=body, headers=XML).status_code in (200, 400)

    return act


def _moved(move: dict[str, str]) -> Act:
    return lambda place: place.clock(**move) and None


def _paid(order_no: str) -> Act:
    asked = {
        "dxpId": "DXPENT0000000007",
        "payCode": "4401960003",
        "ebpCode": "4401960001",
        "orderNo": order_no,
        "amount": "12.50",
        "payer": {"name": "张伟", "idNumber": "110101199003078515", "telephone": "13800000000"},
    }

    def act(place: Place) -> None:
        assert place.post("/payment/payments", json=asked).status_code == 201

    return act


def alone(folder: Path, number: int) -> list[bytes]:
    """Return the journal of a world that has a simulator for itself."""
    with Gateway(folder / f"{number}.db") as gateway:
        place = begun(gateway, name(number), file(number))
        for act in script(number):
            act(place)
        return place.journal()


def together(http: Callable[[], Any], seed: int) -> list[list[bytes]]:
    """Drive all worlds at once, in an order that the seed decides as far as clients at work can be told."""
    with http() as client:
        for number in range(WORLDS):
            begun(client, name(number), file(number))
    turns = [number for number in range(WORLDS) for _ in script(number)]
    Random(seed).shuffle(turns)
    left: dict[int, Iterator[Act]] = {number: iter(script(number)) for number in range(WORLDS)}
    locks = {number: threading.Lock() for number in range(WORLDS)}
    waiting = iter(turns)
    taking = threading.Lock()

    def drive(_: int) -> None:
        with http() as client:
            while True:
                with taking:
                    number = next(waiting, None)
                if number is None:
                    return
                with locks[number]:  # one world is driven by one at a time: its own order is its history
                    next(left[number])(Place(client, name(number)))

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(drive, range(CLIENTS)))
    with http() as client:
        return [Place(client, name(number)).journal() for number in range(WORLDS)]


def test_each_world_has_the_history_that_it_has_alone(tmp_path: Path) -> None:
    with up(tmp_path / "together.db") as server:
        journals = together(server.client, seed=1)
    for number, journal in enumerate(journals):
        assert journal == alone(tmp_path, number), name(number)
    assert len({b"".join(journal) for journal in journals}) == WORLDS  # they are not all one and the same
    assert sum(map(len, journals)) > 20 * WORLDS


def test_a_counter_that_worlds_share_would_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this the proof above might prove nothing."""
    shared = {"entry": 0}

    def next_id(world: World, what: str) -> int:
        if what == "entry":
            shared["entry"] += 1
            return row_id(world.number, shared["entry"])
        world.counted[what] = count = world.counted[what] + 1
        return row_id(world.number, count)

    expected = alone(tmp_path, 1)
    monkeypatch.setattr(World, "next_id", next_id)
    with Gateway(tmp_path / "both.db") as gateway:
        places = [begun(gateway, name(number), file(number)) for number in (0, 1)]
        for turn in zip(script(0), script(1), strict=False):
            for place, act in zip(places, turn, strict=True):
                act(place)
        assert places[1].journal()[:5] != expected[:5]
