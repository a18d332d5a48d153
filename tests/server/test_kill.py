"""kill -9 at any moment: what was answered with 200 is there, in one final state, and nothing is half done.

The short form of ``make torture``: the same rounds with less in each, on SQLite and on PostgreSQL. There a worker may
die alone, or the database: the others go on, and nobody has to start anything anew.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from load.torture.fire import Size
from load.torture.report import Report
from load.torture.round import LEAST, Round
from load.torture.store import PostgresDatabase, SqliteFile, Store
from simulator.bench.postgresql import PostgresServer
from tests.bench import planted

_SIZE = Size(companies=4, batch=40, alone=4, served=4, orders=10)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer(durable=True) as running:
        yield running


@pytest.fixture
def on_postgresql(server: PostgresServer) -> Iterator[Store]:
    store = PostgresDatabase(server, "killed")
    yield store
    store.throw_away()


def played(seed: int, kills: tuple[str, ...], store: Store, folder: Path) -> Report:
    return Round(seed, store, folder, _SIZE, kills).play()


def held(report: Report) -> None:
    assert not report.wrong, "\n".join(map(str, report.wrong))
    assert all(count >= LEAST for count in report.in_flight)
    assert report.receipts
    assert report.entries


@pytest.mark.parametrize(("seed", "kills"), [(20261111, ("again", "start-up")), (20261212, ("shutdown",))])
def test_five_kills_lose_and_double_nothing(tmp_path: Path, seed: int, kills: tuple[str, ...]) -> None:
    report = played(seed, kills, SqliteFile(tmp_path), tmp_path)
    held(report)
    assert report.resent
    assert len(report.kills) >= 1 + len(kills)


def test_a_worker_dies_and_the_others_go_on(tmp_path: Path, on_postgresql: Store) -> None:
    report = played(20260618, ("worker",), on_postgresql, tmp_path)
    held(report)
    assert report.blows["worker"]


def test_the_database_dies_and_comes_again(tmp_path: Path, on_postgresql: Store) -> None:
    report = played(20261111, ("database",), on_postgresql, tmp_path)
    held(report)
    assert report.blows["database"]
    assert report.away, "who asked meanwhile was told so"


@pytest.mark.parametrize("plant", [planted.ANSWERED_NOT_KEPT, planted.ACKNOWLEDGED_FOR_NOTHING])
def test_what_is_lost_is_noticed(plant: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", planted.planted(tmp_path, *plant)["PYTHONPATH"])
    assert played(1, (), SqliteFile(tmp_path), tmp_path).wrong


@pytest.mark.parametrize("plant", [planted.ANSWERED_NOT_KEPT, planted.WORLDS_NOT_TAKEN])
def test_it_is_on_postgresql(
    plant: tuple[str, ...], tmp_path: Path, on_postgresql: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", planted.planted(tmp_path, *plant)["PYTHONPATH"])
    assert played(1, (), on_postgresql, tmp_path).wrong
