"""``kouan world``: worlds begin, are looked at, claimed for, reset, saved, loaded, forked and dropped."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gateway_client import GatewayClient, Purchase, Sender
from tests.cli.pretender import pretender
from tests.cli.running import ROOT, run, same_as_golden
from tests.enterprise import Enterprise
from tests.kouan import Server, up
from tests.purchases import message, purchase

WORLD_FILE = """title = "Year's end 年末"
seed = "tidy"
pace = "typical"
claims = ["DXPENT0000440001"]
clock = { kind = "stepped", at = 2026-12-31T10:00:00 }

[[enterprises]]
code = "4401960A01"
name = "广州橙舟网络科技有限公司"
kinds = ["platform"]

[[stock]]
emsNo = "T5165W000012"
itemRecordNo = "101"
actlIncQty = "100000"
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A simulator whose worlds are these tests' own."""
    with up(tmp_path_factory.mktemp("world") / "kouan.db") as running:
        yield running


@pytest.fixture
def kouan(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own: Server) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("LC_ALL", "KOUAN_WORLD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KOUAN_URL", own.url)
    return lambda *arguments: run(capsys, monkeypatch, *map(str, arguments))


@pytest.fixture
def world(kouan: Any) -> Any:
    return lambda *arguments: kouan("world", *arguments)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_from_beginning_to_end(kouan: Any, tmp_path: Path, lang: str) -> None:
    file, saved = tmp_path / "year-end.toml", tmp_path / "saved.kouan"
    file.write_text(WORLD_FILE, encoding="utf-8")
    told = []
    for arguments in [
        ("new", "tidy", "--file", file, "--claim", "DXPENT0000440002", "DXPENT0000440003", "DXPENT0000440001"),
        ("claim", "tidy", "DXPENT0000440004", "DXPENT0000440002"),
        ("show", "tidy"),
        ("fork", "tidy", "copy"),
        ("reset", "tidy"),
        ("save", "tidy", saved),
        ("drop", "tidy"),
        ("load", saved, "tidy"),
        ("show", "tidy"),
        ("drop", "copy"),
        ("drop", "tidy"),
    ]:
        ran = kouan("world", *arguments, "--lang", lang)
        assert (ran.status, ran.err) == (0, "")
        out = re.sub("[0-9,]+(?= ?(bytes|字节)$)", "N", ran.out.replace(str(saved), "FILE"), flags=re.MULTILINE)
        told.append(f"$ kouan world {' '.join(map(str, arguments))}\n{out}".replace(f"{tmp_path}/", ""))
    same_as_golden(f"world-{lang}.txt", "\n".join(told))


def test_a_list_of_them(world: Any) -> None:
    world("new", "a", "--claim", *[f"CLAIM{n}" for n in range(5)])
    world("new", "一", "--claim", "X")
    ran = world("list")
    heads, *rows = ran.out.splitlines()
    assert heads.split() == ["name", "time", "clock", "pace", "claims", "armed"]
    assert [row.split()[0] for row in rows][:: len(rows) - 1] == ["default", "a"]
    assert rows[-1].endswith("instant  CLAIM0 CLAIM1 CLAIM2 … and 2 more")
    told = json.loads(world("list", "--json").out)["worlds"]
    assert [one["name"] for one in told][:: len(told) - 1] == ["default", "a"]
    assert json.loads(world("show", "a", "--json").out)["claims"] == [f"CLAIM{n}" for n in range(5)]
    assert json.loads(world("drop", "a", "--json").out) == {"name": "a"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "default"), "name default: there is a world of this name"),
        (("new", "no/name"), "name no/name: a name has 1 to 63 letters"),
        (("new", "b", "--claim", "TAKEN"), "dxpIds TAKEN: the world taken has claimed it already"),
        (("claim", "default", "TAKEN"), "dxpIds TAKEN: the world taken has claimed it already"),
        (("show", "takn"), "world takn: there is no such world: did you mean taken?"),
        (("show", "a/../taken"), "GET /_kouan/worlds/a/../taken: Not Found"),
        (("drop", "default"), "world default: it is everybody's: reset it instead"),
        (("fork", "default", "taken"), "name taken: there is a world of this name"),
        (("reset", "nobody"), "world nobody: there is no such world"),
        (("load", "README.md", "c"), "body: it is no saved world: "),
        (("load", "README.md", "taken"), "name taken: there is a world of this name"),
    ],
)
def test_what_the_server_refuses(world: Any, arguments: tuple[str, ...], said: str) -> None:
    world("new", "taken", "--claim", "TAKEN")
    ran = world(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert ran.err.startswith(f"kouan world: {said}")
    told = world(*arguments, "--json")
    assert (told.status, told.err) == (4, ran.err)
    assert said.startswith(json.loads(told.out)["errors"][0]["place"])


def test_all_that_is_wrong_with_a_world_file(world: Any, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text('sed = "x"\npace = "typical"\nclock = { kind = "stopped" }\n', encoding="utf-8")
    ran = world("new", "d", "--file", file)
    lines = ran.err.splitlines()
    assert (ran.status, ran.out, len(lines)) == (2, "", 2)
    assert lines[0].startswith(f"kouan world: {file}, line 1, sed")
    assert lines[1].startswith(f"kouan world: {file}, line 3, clock.kind")
    assert "，第3行，" in world("new", "d", "--file", file, "--lang", "zh").err
    told = world("new", "d", "--file", file, "--json")
    assert [one["line"] for one in json.loads(told.out)["findings"]] == [1, 3]
    file.write_text('pace = "quick"', encoding="utf-8")
    assert world("new", "d", "--file", file).err.startswith(f'kouan world: {file}, there is no pace "quick"')
    file.write_bytes(b'title = "\xff"')
    assert "is not UTF-8" in world("new", "d", "--file", file).err
    assert world("show", "d").status == 4


def test_files_that_cannot_be_read_or_written(world: Any, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    for arguments in (("new", "e", "--file", missing), ("load", missing, "e"), ("save", "default", missing / "x")):
        ran = world(*arguments)
        assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "No such file or directory" in ran.err


def test_nothing_is_overwritten_unless_it_is_meant(world: Any, tmp_path: Path) -> None:
    file = tmp_path / "world.kouan"
    file.write_text("precious")
    ran = world("save", "default", file)
    assert (ran.status, ran.err) == (
        2,
        f"kouan world: {file} is there already: name another, or add --force\n",
    )
    assert world("save", "nobody", file, "--force").status == 4
    assert file.read_text() == "precious"
    assert world("save", "default", file, "--force").status == 0
    assert [one.name for one in tmp_path.iterdir()] == ["world.kouan"]
    assert world("load", file, "again").status == 0
    assert world("drop", "again").status == 0


def test_commands_speak_to_the_world_that_is_named(kouan: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kouan("world", "new", "named")
    order = tmp_path / "order.xml"
    order.write_bytes(message(purchase("NAMED")["order"]))
    assert kouan("send", order, "--world", "named").status == 0
    receipts = ("receipts", "--dxp-id", "DXPENT0000000001")
    assert (kouan("status", "NAMED").status, kouan(*receipts).out) == (4, "")
    assert kouan("status", "NAMED", "--world", "named").status == 0
    monkeypatch.setenv("KOUAN_WORLD", "named")
    assert kouan("status", "NAMED").status == 0
    assert len(kouan(*receipts, "--ack").out.splitlines()) == 2
    assert "NAMED" in kouan("journal").out
    for command in (("status", "NAMED"), receipts, ("journal",), ("clock",), ("clock", "advance", "1s")):
        ran = kouan(*command, "--world", "nmed")
        assert (ran.status, ran.out) == (4, "")
        assert ran.err == f"kouan {command[0]}: world nmed: there is no such world: did you mean named?\n"
    sent = kouan("send", order, "--world", "no such")
    assert (sent.status, "2999" in sent.out) == (1, True)


@pytest.mark.parametrize("end", ["", "/"])
def test_the_client_in_a_world(world: Any, own: Server, end: str) -> None:
    name = f"client{len(end)}"
    world("new", name)
    sender = Sender(dxp_id="DXPENT0000000001", cop_code="4401960002", cop_name="海购商贸")
    with GatewayClient(sender, url=f"{own.url}/w/{name}{end}") as client:
        day = json.loads(world("show", name, "--json").out)["time"]
        bought = Purchase(**purchase("CLIENT", day=datetime.strptime(day[:8], "%Y%m%d").date()))
        assert client.clear(bought).state == "released"
    assert json.loads(world("show", name, "--json").out)["documents"] == 4
    with own.client() as http:
        assert Enterprise(http, 1).http.get("/_kouan/documents/CLIENT").json()["documents"] == []


def test_nobody_there(world: Any) -> None:
    for arguments in (("list",), ("new", "f"), ("drop", "f")):
        ran = world(*arguments, "--url", "http://127.0.0.1:9")
        assert (ran.status, ran.out, ran.err.count("\n")) == (3, "", 1)


def test_what_may_have_been_done_is_not_asked_again(world: Any) -> None:
    with pretender(None) as server:
        ran = world("new", "g", "--url", server.url)
    assert (ran.status, len(server.bodies)) == (3, 1)
    full = b'{"errors": [{"place": "database", "value": null, "why": "disk full"}]}'
    with pretender((503, full)) as server:
        ran = world("new", "g", "--url", server.url)
    assert (ran.status, len(server.bodies), "HTTP 503: disk full" in ran.err) == (3, 1, True)


@pytest.mark.parametrize("answer", [(404, b"{}"), (302, b""), (422, b'{"errors": [1]}'), (400, b'{"errors": {}}')])
def test_no_simulator(world: Any, answer: tuple[int, bytes]) -> None:
    with pretender(answer) as server:
        ran = world("new", "h", "--url", server.url)
    assert (ran.status, "is no port" in ran.err) == (3, True)


@pytest.mark.parametrize("arguments", [(), ("make",), ("new",), ("claim", "a"), ("save", "a"), ("list", "a")])
def test_unusable_options(world: Any, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        world(*arguments)
    assert left.value.code == 2
