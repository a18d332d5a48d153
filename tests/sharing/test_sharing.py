"""Whichever process is asked, the worlds are the same, and what is done at once is done as if one did it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.enterprise import Enterprise
from tests.kouan import Server
from tests.purchases import message
from tests.worlds.places import Place, begun
from tests.worlds.test_interleaving import WORLDS, alone, name, together

STEPPED = '[clock]\nkind = "stepped"\nat = 2026-11-11T12:00:00\n'
CARD = "420106197804050008"


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Run all of them at the same time."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(work) for work in works]]


def test_each_world_has_the_history_that_it_has_alone(two: list[Server], tmp_path: Path) -> None:
    """Sixty-four worlds, each of them driven through both processes in turn."""
    servers = cycle(two)
    journals = together(lambda: next(servers).client(), seed=2)
    for number, journal in enumerate(journals):
        assert journal == alone(tmp_path, number), name(number)
    assert sum(map(len, journals)) > 20 * WORLDS


def test_the_last_yuan_of_a_quota_is_spent_once(clients: list[httpx.Client]) -> None:
    """16,000 of 26,000 yuan are used; of twelve purchases of 1,999 declared at once five fit."""
    begun(clients[0], "quota", f'[[people]]\nidNumber = "{CARD}"\nused = {{ 2026 = "16000.00" }}\n')
    places = [Place(client, "quota") for client in clients]
    declared = [Enterprise(places[n % 2], n) for n in range(1, 13)]
    papers = [one.purchase(prices=("1999.00",), qty="1", buyer_id_number=CARD) for one in declared]
    for one, documents in zip(declared, papers, strict=True):
        for kind in ("order", "payment", "waybill"):
            one.send(documents[kind])
    at_once([lambda one=one, its=its: one.send(its["inventory"]) for one, its in zip(declared, papers, strict=True)])
    ended = Counter(one.history()["state"] for one in declared)
    assert ended == {"released": 5, "refused": 7}
    said = {place.get(f"/_kouan/quota/{CARD}").json()["used"] for place in places}
    assert said == {"25995.00"}


def test_one_key_is_declared_once(clients: list[httpx.Client]) -> None:
    """Twelve different messages with one order at the same time: one is the first, eleven come too late."""
    begun(clients[0], "keys")
    both = [Enterprise(Place(client, "keys"), 1) for client in clients]
    order = both[0].purchase()["order"]
    at_once(
        [lambda n=n: both[n % 2].send(order, root_guid=f"4CDE1CFD-EDED-46B1-946C-B8022E42{n:04d}") for n in range(12)]
    )
    assert Counter(status for status, _ in both[1].statuses("CEB312Message")) == {"2": 1, "-301014": 11, "120": 1}


def test_one_message_is_kept_once(clients: list[httpx.Client]) -> None:
    begun(clients[0], "same")
    both = [Enterprise(Place(client, "same"), 1) for client in clients]
    body = message(both[0].purchase()["order"], dxp_id=both[0].dxp_id)
    at_once([lambda n=n: both[n % 2].accepted(both[n % 2].post(body)) for n in range(12)])
    assert [status for status, _ in both[0].statuses("CEB312Message")] == ["2", "120"]


def test_what_one_process_does_to_worlds_the_other_knows(clients: list[httpx.Client]) -> None:
    here, there = clients
    begun(here, "shop", STEPPED, "DXPENT0000000777")
    place = Place(there, "shop")
    enterprise = Enterprise(there, 777)
    enterprise.send(enterprise.purchase()["order"])  # by its claim, to the other process
    assert Enterprise(Place(here, "shop"), 777).history()["state"] == "incomplete"
    assert Place(here, "shop").clock(advance="1h")["time"] == "20261111130000000"
    assert place.clock()["time"] == "20261111130000000"
    assert {one["name"] for one in there.get("/_kouan/worlds").json()["worlds"]} >= {"default", "shop"}
    assert there.post("/_kouan/worlds", json={"name": "shop"}).status_code == 409
    assert there.post("/_kouan/worlds/default/claim", json={"dxpIds": ["DXPENT0000000777"]}).status_code == 409
    assert there.post("/_kouan/worlds/shop/reset").status_code == 200
    assert Enterprise(here, 777).receipts() == []
    assert Place(here, "shop").clock()["time"] == "20261111120000000"
    assert there.delete("/_kouan/worlds/shop").status_code == 200
    assert here.get("/w/shop/_kouan/clock").status_code == 404
    begun(there, "shop", 'seed = "another"\n' + STEPPED)
    assert here.get("/_kouan/worlds/shop").json()["seed"] == "another"


def test_a_copy_that_one_process_makes_the_other_goes_on_with(clients: list[httpx.Client]) -> None:
    here, there = clients
    place = begun(here, "parent", f'pace = "typical"\n{STEPPED}')
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase())
    assert there.post("/_kouan/worlds/parent/fork", json={"name": "child"}).status_code == 201
    saved = there.get("/_kouan/worlds/parent/save").content
    assert here.post("/_kouan/worlds/load", params={"name": "loaded"}, content=saved).status_code == 201
    for client, one in ((here, "child"), (there, "loaded"), (there, "parent")):
        Place(client, one).clock(until="quiet")
        assert Enterprise(Place(client, one), 1).history()["state"] == "released"
    journals = [Place(here, one).journal() for one in ("parent", "child", "loaded")]
    assert journals[0] == journals[1] == journals[2]


def test_who_waits_at_one_process_is_woken_by_the_other(clients: list[httpx.Client]) -> None:
    begun(clients[0], "waits")
    here, there = (Enterprise(Place(client, "waits"), 1) for client in clients)
    with ThreadPoolExecutor(1) as pool:
        for n in range(1, 9):  # some of them will have waited
            waiting = pool.submit(here.receipts, wait=30)
            there.send(there.purchase(n)["order"])
            receipts = waiting.result(20)
            assert [one.returns[0].return_status for one in receipts] == ["2", "120"]
            there.acknowledge(*[one.id for one in receipts])


def test_a_clock_that_runs_runs_on_for_whoever_asks(clients: list[httpx.Client]) -> None:
    begun(clients[0], "runs", '[clock]\nat = 2026-11-11T12:00:00\nrate = "1000"\n')
    times: list[str] = []
    for client in cycle(clients):
        Place(client, "runs").clock(advance="1ms")
        times.append(Place(client, "runs").clock()["time"])
        if len(times) == 8:
            break
    assert times == sorted(times)
    assert times[-1] > times[0] > "20261111120000000"


@pytest.mark.parametrize("what", ["\0", "T000001-001\0", "\ufffd"])
def test_what_no_text_of_postgresql_can_hold_is_found_nowhere(clients: list[httpx.Client], what: str) -> None:
    answer = clients[0].get(f"/_kouan/documents/{quote(what)}")
    assert answer.status_code == 200
    assert answer.json()["state"] == "unknown"
    assert clients[0].get("/dxp/receipts", params={"dxpId": what}).status_code == 200
