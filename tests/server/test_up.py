"""``kouan up``: says when it is ready, does what its options say, and in one sentence why it cannot start."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from gateway_client.wire.schema import schema_files
from tests.databases import sqlite_only
from tests.enterprise import Enterprise
from tests.kouan import KOUAN, up
from tests.purchases import message
from tests.receipts import answer_of

_HELP = """\
usage: kouan [-h] COMMAND ...

Kouan 口岸: a China customs that runs on a laptop.

positional arguments:
  COMMAND
    up        start the simulator
    check     check files against schema and rules, without any server
"""
_HELP_ENDS = """
options:
  -h, --help  show this help message and exit
"""


def kouan(*arguments: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command that ends by itself."""
    environment = {**os.environ, "COLUMNS": "80", "LANG": "en_US.UTF-8"}
    return subprocess.run([KOUAN, *arguments], capture_output=True, text=True, timeout=30, env=environment, cwd=cwd)


def test_help_names_the_commands() -> None:
    done = kouan("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(_HELP)
    assert done.stdout.endswith(_HELP_ENDS)
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "kouan: error: the following arguments are required: COMMAND"),
        (("up", "--bogus"), "kouan: error: unrecognized arguments: --bogus"),
        (("up", "--port", "65536"), "'65536' is no port: write a number from 0 to 65535"),
        (("up", "--port", "http"), "'http' is no port: write a number from 0 to 65535"),
        (("up", "--max-body", "1GB"), "'1GB' is no size: write 8MB, 500KB or a number of bytes"),
        (("up", "--at", "yesterday"), "'yesterday' is no time: write 2026-11-11T20:00"),
        (("up", "--schemas", "nowhere"), "kouan up: nowhere: no *.xsd there declares an element"),
    ],
    ids=lambda given: "-".join(given) if isinstance(given, tuple) else "",
)
def test_unusable_options_end_with_status_2(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    done = kouan(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.rstrip().endswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_it_tells_its_port_by_line_and_by_file(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", "--port-file", str(tmp_path / "port"), "--sync", "full") as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:[1-9][0-9]*", server.url)
        assert (tmp_path / "port").read_text() == server.url.rpartition(":")[2] + "\n"
        with server.client() as client:
            health = client.get("/_kouan/health").json()
            assert health["status"] == "ok"
            assert health["time"].startswith("20261111120")
            enterprise = Enterprise(client, 1)
            enterprise.send_all(enterprise.purchase())
            assert enterprise.history()["state"] == "released"


def test_a_time_with_a_zone_is_told_in_beijing(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", "--host", "localhost", at="2026-12-31T16:00:00+00:00") as server:
        assert server.url.startswith("http://localhost:")
        assert httpx.get(f"{server.url}/_kouan/health", trust_env=False).json()["time"].startswith("20270101000")


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = kouan("up", "--port", str(port), "--db", str(tmp_path / "kouan.db"))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"kouan up: cannot listen on 127.0.0.1:{port}: Address already in use\n"


@sqlite_only
def test_a_database_in_use_is_named(tmp_path: Path) -> None:
    db, alias = tmp_path / "kouan.db", tmp_path / "alias.db"
    with up(db):
        alias.symlink_to(db)
        for name in (db, alias):
            done = kouan("up", "--port", "0", "--db", str(name))
            assert (done.returncode, done.stdout) == (3, "")
            assert (
                done.stderr == f"kouan up: {db} is in use by another kouan: stop that one or give --db another file\n"
            )


@sqlite_only
def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with up(db):
        pass
    with closing(sqlite3.connect(db)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("PRAGMA user_version = 99")
    done = kouan("up", "--port", "0", "--db", str(db))
    assert (done.returncode, done.stdout) == (3, "")
    sentence = f"{db} has tables of version 99, this kouan needs {version}: give --db another file"
    assert done.stderr == f"kouan up: {sentence}\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.db", "Dear customs", "cannot be used as a database: file is not a database"),
        ("nowhere/kouan.db", None, "cannot be opened: No such file or directory"),
    ],
)
def test_what_is_no_database_is_refused(tmp_path: Path, name: str, content: str | None, sentence: str) -> None:
    if content:
        (tmp_path / name).write_text(content * 100)
    done = kouan("up", "--port", "0", "--db", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == f"kouan up: {tmp_path / name} {sentence}\n"


def test_the_largest_body_is_the_users(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", "--max-body", "1MB") as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        body = message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id)
        too_large = client.post("/dxp/messages", content=body + b" " * (1_000_001 - len(body)))
        assert too_large.status_code == 413
        assert "is larger than 1000000 bytes: send smaller batches" in answer_of(too_large.content).note
        enterprise.accepted(enterprise.post(body + b" " * (1_000_000 - len(body))))


def test_the_users_own_schemas_decide(tmp_path: Path) -> None:
    files = schema_files()
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "xmldsig.xsd").write_text(files["xmldsig.xsd"])
    strict = re.sub(
        r'(<xs:element name="orderNo">.*?<xs:restriction base="xs:string">)',
        r'\1<xs:pattern value="[0-9]+"/>',
        files["CEB311Message.xsd"],
        count=1,
        flags=re.DOTALL,
    )
    (folder / "CEB311Message.xsd").write_text(strict)
    with up(tmp_path / "kouan.db", "--schemas", str(folder)) as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        documents = enterprise.purchase()
        enterprise.send(documents["order"])
        (receipt,) = enterprise.receipts()
        assert receipt.type == "CEB900Message"
        assert "orderNo “T000001-001” value doesn't match any pattern of ['[0-9]+']" in receipt.returns[0].return_info
        enterprise.send(documents["payment"])
        assert [status for status, _ in enterprise.statuses("CEB412Message")] == ["2", "120"]


def test_the_documentation_works_offline(http: httpx.Client) -> None:
    page = http.get("/docs")
    assert page.status_code == 200
    assert re.findall(r"""["'(]\s*(?:https?:)?//""", page.text) == []
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) >= 3
    for asset in assets:
        assert http.get(asset).status_code == 200, asset


def test_every_door_is_documented(http: httpx.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    doors = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert doors >= {
        ("POST", "/dxp/messages"),
        ("GET", "/dxp/receipts"),
        ("POST", "/dxp/receipts/ack"),
        ("GET", "/_kouan/health"),
        ("GET", "/_kouan/documents/{orderNo}"),
        ("POST", "/_kouan/reset"),
    }
    assert all(said["summary"] for methods in paths.values() for said in methods.values())


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_a_signal_stops_it_cleanly(tmp_path: Path, number: signal.Signals, status: int) -> None:
    """A shell sees that a signal stopped it; nothing is printed."""
    with up(tmp_path / "kouan.db", stderr=subprocess.PIPE) as server:
        with server.client() as client:
            enterprise = Enterprise(client, 1)
            enterprise.send(enterprise.purchase()["order"])
        server.process.send_signal(number)
        assert server.process.wait(30) == status
        assert server.process.stderr
        assert server.process.stderr.read() == ""
    assert not (tmp_path / "kouan.db-wal").exists()  # all of it is in the one file
    with up(tmp_path / "kouan.db") as server, server.client() as client:
        assert len(Enterprise(client, 1).receipts()) == 2


def test_an_answer_is_whole_before_the_server_hangs_up(http: httpx.Client) -> None:
    answer = http.post("/dxp/messages", content=b"<no>message</no>", headers={"Connection": "close"})
    assert (answer.status_code, answer.headers["connection"]) == (400, "close")
    assert answer_of(answer.content).response_code == "0002"


def test_openapi_tells_how_refusals_and_receipts_look(http: httpx.Client) -> None:
    described = http.get("/openapi.json").json()
    answers = described["paths"]["/dxp/receipts"]["get"]["responses"]
    assert answers["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Errors")
    assert answers["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Receipts")
    assert "HTTPValidationError" not in described["components"]["schemas"]
