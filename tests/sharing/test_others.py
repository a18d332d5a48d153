"""What one process does or leaves undone, another one that nobody has asked anything takes up."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from simulator.bench.postgresql import database
from simulator.store.postgres import _notices
from tests.enterprise import Enterprise
from tests.kouan import Server, up
from tests.sharing.test_workers import children, lives
from tests.worlds.places import Place, begun

STEPPED = '[clock]\nkind = "stepped"\nat = 2026-11-11T12:00:00\n'
SOON = 'pace = { accept = "1s", enter = "1s", release = "1s" }\n'


@pytest.fixture
def address(postgres: str, request: pytest.FixtureRequest) -> str:
    return database(postgres, f"others_{os.getpid()}_{abs(hash(request.node.name))}")


def ask(address: str, statement: str) -> list[tuple]:
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def nothing_is_planned(address: str) -> None:
    while ask(address, "SELECT 1 FROM step"):
        pass


@pytest.fixture
def pair(address: str) -> Iterator[tuple[Server, Server]]:
    with up(address) as dies, up(address) as other:
        yield dies, other


def planned(server: Server, client: httpx.Client, beginning: str) -> Place:
    place = begun(client, "planned", beginning)
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase())
    return place


def test_worlds_of_which_nobody_has_asked_go_on(pair: tuple[Server, Server], address: str) -> None:
    with pair[0].client() as client:
        planned(pair[0], client, SOON)
    pair[0].process.kill()
    nothing_is_planned(address)


def test_a_clock_that_another_set_running_runs(pair: tuple[Server, Server], address: str) -> None:
    with pair[0].client() as client, pair[1].client() as other:
        place = planned(pair[0], client, SOON + STEPPED)
        assert other.get("/w/planned/_kouan/health").status_code == 200
        place.clock(kind="running")
    pair[0].process.kill()
    nothing_is_planned(address)


def test_who_always_has_something_to_do_looks_around_too(pair: tuple[Server, Server], address: str) -> None:
    with pair[0].client() as client, pair[1].client() as other:
        place = begun(client, "planned", SOON)
        begun(other, "busy")
        stop = threading.Event()

        def work() -> None:
            with pair[1].client() as one:
                while not stop.is_set():
                    one.post("/w/busy/dxp/receipts/ack", params={"dxpId": "X"}, json={"ids": ["1"]})

        with ThreadPoolExecutor(2) as pool:
            for _ in range(2):
                pool.submit(work)
            try:
                enterprise = Enterprise(place, 1)
                enterprise.send_all(enterprise.purchase())
                pair[0].process.kill()
                nothing_is_planned(address)
            finally:
                stop.set()


def test_a_world_begun_under_an_old_name_is_another(pair: tuple[Server, Server], address: str) -> None:
    """Also for a process that could not hear that the old one was dropped."""
    with pair[0].client() as here, pair[1].client() as there:
        begun(here, "shop", 'seed = "one"\n')
        assert there.get("/_kouan/worlds/shop").json()["seed"] == "one"
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        assert ask(address, f"{cut} AND query LIKE 'LISTEN%'")
        assert here.delete("/_kouan/worlds/shop").status_code == 200
        place = begun(here, "shop", f'seed = "two"\n{SOON}')
        enterprise = Enterprise(place, 1)
        enterprise.send_all(enterprise.purchase())
        nothing_is_planned(address)
        assert there.get("/_kouan/worlds/shop").json()["seed"] == "two"


def test_a_clock_never_goes_back_while_its_world_claims(clients: list[httpx.Client], two: list[Server]) -> None:
    places = [begun(clients[0], "claims", STEPPED), Place(clients[1], "claims")]
    stop = threading.Event()

    def claim() -> None:
        with two[1].client() as client:
            n = 0
            while not stop.is_set():
                n += 1
                client.post("/_kouan/worlds/claims/claim", json={"dxpIds": [f"CLAIM{n}"]})

    with ThreadPoolExecutor(1) as pool:
        pool.submit(claim)
        try:
            times = [place.clock(advance="1s")["time"] for _ in range(60) for place in places]
        finally:
            stop.set()
    assert times == [f"20261111{_time(n)}" for n in range(1, 121)]


def _time(seconds: int) -> str:
    return f"12{seconds // 60:02d}{seconds % 60:02d}000"


def test_worlds_can_be_looked_at_while_others_begin(clients: list[httpx.Client], two: list[Server]) -> None:
    for n in range(20):
        begun(clients[0], f"there-{n}")
    stop = threading.Event()

    def look() -> set[int]:
        said = set()
        with two[1].client() as client:
            while not stop.is_set():
                said.add(client.get("/_kouan/worlds").status_code)
        return said

    with ThreadPoolExecutor(2) as pool:
        looking = [pool.submit(look) for _ in range(2)]
        for n in range(80):
            asked = {"name": f"begins-{n}", "dxpIds": [f"BEGINS{n}"]}
            assert clients[0].post("/_kouan/worlds", json=asked).status_code == 201
        stop.set()
        assert [each.result() for each in looking] == [{200}, {200}]


def test_a_clock_that_was_stopped_stands_when_a_worker_dies(address: str) -> None:
    with up(address, "--workers", "2") as server:
        with server.client() as client:
            stands = client.post("/_kouan/clock", json={"kind": "stepped"}).json()["time"]
        before = children(server)
        for one in before:
            os.kill(one, signal.SIGKILL)
        while len({one for one in children(server) - before if lives(one)}) < 2:
            assert server.process.poll() is None
        with server.client() as client:
            clock = client.get("/_kouan/clock").json()
        assert (clock["kind"], clock["time"]) == ("stepped", stands)


def test_readers_that_could_not_connect_connect_later(address: str, postgres: str) -> None:
    name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
    with up(address) as server:
        ask(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        with server.client() as client:
            assert client.get("/_kouan/documents/T1").status_code == 503
            ask(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            assert client.get("/_kouan/documents/T1").status_code == 200


def test_many_senders_of_a_world_with_a_long_name_are_told() -> None:
    told = [("w" * 63, f"关{n:029d}") for n in range(300)]
    notices = list(_notices(told))
    assert all(len(one.encode()) < 8000 for one in notices)
    assert [tuple(one) for notice in notices for one in json.loads(notice)] == told


def test_what_an_address_says_of_the_connection_holds(address: str) -> None:
    ask(address, "CREATE SCHEMA customs")
    with up(f"{address}&options=-csearch_path%3Dcustoms&application_name=shop"):
        assert {row[0] for row in ask(address, "SELECT schemaname FROM pg_tables WHERE tablename = 'world'")} == {
            "customs"
        }
        assert ask(address, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'shop'")


def test_a_notice_that_is_none_of_ours_is_not_heeded(postgres: str) -> None:
    address = database(postgres, f"notices_{os.getpid()}")
    with up(address) as here, up(address) as there, here.client() as asking, there.client() as waiting:
        with psycopg.connect(address, autocommit=True) as connection:
            for said in ("hello", "7", "[7]", '[["only one"]]', ""):
                connection.execute("SELECT pg_notify('kouan', %s)", (said,))
        sends, waits = Enterprise(asking, 1), Enterprise(waiting, 1)
        with ThreadPoolExecutor(1) as pool:
            for n in range(1, 5):
                heard = pool.submit(waits.receipts, wait=30)
                sends.send(sends.purchase(n)["order"])
                waits.acknowledge(*[one.id for one in heard.result(20)])
