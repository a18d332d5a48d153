"""Workers behind one port: one may die, the others go on; all of them end with the process that started them."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import pytest

from simulator.bench.postgresql import database
from tests.enterprise import Enterprise
from tests.kouan import KOUAN, Server, up
from tests.worlds.places import Place, begun


@pytest.fixture
def address(postgres: str, request: pytest.FixtureRequest) -> str:
    return database(postgres, f"workers_{os.getpid()}_{abs(hash(request.node.name))}")


def children(server: Server) -> set[int]:
    """Return the processes that a server has started to do its work."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == server.process.pid and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
    return found


def lives(process: int) -> bool:
    with suppress(OSError):
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture
def workers(address: str) -> Iterator[Server]:
    with up(address, "--workers", "2") as server:
        yield server


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(workers: Server) -> None:
    before = children(workers)
    assert len(before) == 2
    with workers.client() as client:
        enterprise = Enterprise(client, 1)
        enterprise.send(enterprise.purchase()["order"])
    os.kill(min(before), signal.SIGKILL)
    for kind in ("payment", "waybill", "inventory"):
        with workers.client() as client:
            enterprise = Enterprise(client, 1)
            enterprise.send(enterprise.purchase()[kind])
    with workers.client() as client:
        assert Enterprise(client, 1).history()["state"] == "released"
    while len(now := {one for one in children(workers) if lives(one)}) < 2:
        assert workers.process.poll() is None
    assert now != before


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_process_that_started_them(workers: Server, way: signal.Signals) -> None:
    begun = children(workers)
    workers.process.send_signal(way)
    assert workers.process.wait(20) == (-signal.SIGKILL if way is signal.SIGKILL else 0)
    while any(map(lives, begun)):
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{workers.url}/_kouan/health", trust_env=False)


def test_what_a_process_had_planned_another_lives_through(address: str) -> None:
    with up(address) as dies, up(address) as lives_on:
        with dies.client() as client:
            place = begun(client, "planned", 'pace = { accept = "1s", enter = "1s", release = "1s" }\n')
            enterprise = Enterprise(place, 1)
            enterprise.send_all(enterprise.purchase())
        dies.process.kill()
        with lives_on.client() as client:
            enterprise = Enterprise(Place(client, "planned"), 1)
            while len(receipts := enterprise.receipts(wait=30)) < 9:
                assert receipts
            assert receipts[-1].returns[0].return_status == "800"


def test_connections_that_are_cut_are_made_again(address: str, postgres: str) -> None:
    with up(address) as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        enterprise.send(enterprise.purchase()["order"])
        with psycopg.connect(postgres, autocommit=True) as connection:
            name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            assert len(connection.execute(cut, (name,)).fetchall()) >= 2
        said = set()
        for _ in range(20):
            response = client.get(f"/_kouan/documents/{enterprise.number()}")
            said.add(response.status_code)
            if response.status_code == 503:
                assert response.json()["errors"][0]["place"] == "database"
        assert said <= {200, 503}
        assert response.status_code == 200
        answers = [enterprise.http.post("/dxp/receipts/ack", params={"dxpId": "X"}, json={"ids": ["1"]}) for _ in "12"]
        assert {one.status_code for one in answers} <= {200, 503}
        enterprise.send(enterprise.purchase()["payment"])
        assert [one.type for one in enterprise.receipts()] == ["CEB312Message"] * 2 + ["CEB412Message"] * 2


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://kouan:secret@127.0.0.1:1/none", "kouan up: postgresql://127.0.0.1:1/none cannot be used as a"),
        ("postgresql://kouan:secret@[/none", "kouan up: what --db says is no address: write "),
    ],
)
def test_a_database_that_is_not_there(address: str, sentence: str) -> None:
    done = subprocess.run([KOUAN, "up", "--port", "0", "--db", address], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(sentence)
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_database_with_the_tables_of_others_is_left_alone(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    done = subprocess.run([KOUAN, "up", "--port", "0", "--db", address], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.endswith(" has 1 tables that are not kouan's: give --db another one\n")


def test_one_file_has_one_writer(tmp_path: Path) -> None:
    done = subprocess.run([KOUAN, "up", "--workers", "2"], capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kouan up: --workers 2 needs a database that several processes can write: kouan.db is a SQLite file, "
        "which has one writer; give --db postgresql://user:password@host/name\n"
    )
    assert list(tmp_path.iterdir()) == []
