"""``kouan journal``: what has happened in a world, for people, and as the file that ``kouan replay`` takes."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
import pytest

from tests.cli import session
from tests.cli.pretender import pretender
from tests.cli.running import ROOT, run, same_as_golden
from tests.enterprise import Enterprise
from tests.kouan import Server, up
from tests.parties.asking import pay, ship
from tests.parties.deciding import decided, entered
from tests.purchases import changed, enveloped, message

WORLD_FILE = """
pace = "typical"
seed = "journal"
clock = { kind = "stepped", at = 2026-11-11T12:00:00 }
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A simulator with a day in a world whose clock is moved by hand: the same day each time."""
    with up(tmp_path_factory.mktemp("journal") / "kouan.db") as server, server.client() as http:
        for name in ("day", "empty"):
            assert http.post("/_kouan/worlds", json={"name": name, "file": WORLD_FILE}).status_code == 201
        world = session.World(http, "day")
        enterprise = Enterprise(world, 1)
        _day(world, enterprise)
        yield server


def _day(world: session.World, enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["payment"] = changed(documents["payment"], payer_name="李娜")
    enterprise.send_all(documents)
    world.clock(advance="1h")
    order = message(enterprise.purchase(2)["order"], dxp_id=enterprise.dxp_id)
    body = session.subscribed(order, "DXPENT0000000777")
    enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id, cop_msg_id="LINE\nBREAK")))
    pay(enterprise, enterprise.purchase(3)["order"])
    ship(enterprise, enterprise.purchase(3)["order"])
    enterprise.accepted(enterprise.post(order.replace(b"orderType>I", b"orderType>")))
    world.clock(to="2026-11-12T09:00")
    enterprise.send(*[enterprise.purchase(n)["order"] for n in range(4, 11)], root_guid="MANY".ljust(36, "0"))
    slip = enterprise.purchase(11, day=date(2026, 11, 12))
    enterprise.send(slip["inventory"])
    enterprise.send(changed(slip["order"], order_no="T000001-110"))
    for n, decision in ((12, {"decision": "refuse", "reason": "收货地址不详"}), (13, {"decision": "release"})):
        enterprise.send_all(enterprise.purchase(n, day=date(2026, 11, 12)))
        decided(enterprise, entered(enterprise, n), **decision)
    world.clock(until="quiet")
    world.clock(kind="running", rate="0.000001")
    world.clock(kind="stepped")
    enterprise.acknowledge(*[receipt.id for receipt in enterprise.receipts(max=5)])


@pytest.fixture
def journal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own: Server) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("KOUAN_URL", own.url)
    monkeypatch.setenv("KOUAN_WORLD", "day")
    return lambda *arguments: run(capsys, monkeypatch, "journal", *map(str, arguments))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_for_people(journal: Any, lang: str) -> None:
    ran = journal("--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    same_as_golden(f"journal-{lang}.txt", ran.out)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_one_order(journal: Any, lang: str) -> None:
    told = [
        journal("--order", number, "--lang", lang)
        for number in ("T000001-001", "T000001-011", "T000001-012", "NOBODYS")
    ]
    assert [(ran.status, ran.err) for ran in told] == [(0, "")] * 4
    same_as_golden(f"journal-order-{lang}.txt", "\n".join(ran.out for ran in told))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_who_fetched_what(journal: Any, lang: str) -> None:
    ran = journal("--deliveries", "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    same_as_golden(f"journal-deliveries-{lang}.txt", ran.out)
    head, first, *_ = [json.loads(line) for line in journal("--deliveries", "--json").out.splitlines()]
    assert (head["kouan"], first["kind"]) == ("deliveries", "fetched")


def test_in_a_span_of_time(journal: Any) -> None:
    def numbers(*options: str) -> list[int]:
        return [int(line[:6]) for line in journal(*options).out.splitlines()]

    whole = numbers()
    before, behind = numbers("--until", "2026-11-11T23:59"), numbers("--since", "2026-11-12")
    assert before + behind == whole == [*range(1, len(whole) + 1)]
    assert before
    assert behind
    assert journal("--since", "2027-01-01").out == "nothing has happened\n"
    with pytest.raises(SystemExit) as left:
        journal("--since", "today")
    assert left.value.code == 2


def test_with_bodies(journal: Any) -> None:
    lines = journal("--order", "T000001-001", "--bodies").out.splitlines()
    assert lines[1] == '        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    assert '        <CEB622Message xmlns="http://www.chinaport.gov.cn/ceb"' in "\n".join(lines)


def test_for_programs(journal: Any, own: Server) -> None:
    head, *lines = journal("--json").out.splitlines()
    with own.client() as http:
        said = http.get("/w/day/_kouan/journal", params={"bodies": True}).json()
    assert json.loads(head) == {"kouan": "journal", "version": 1, "world": said["world"], "cut": 0}
    assert list(json.loads(head)) == ["kouan", "version", "world", "cut"]
    assert [line.encode() for line in lines] == [orjson.dumps(entry) for entry in said["entries"]]
    assert "nearMisses" in json.loads(journal("--json", "--order", "T000001-011").out.splitlines()[0])


def test_page_by_page(journal: Any, own: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOUAN_WORLD", "")
    with own.client() as http:
        enterprise = Enterprise(http, 2)
        for first in range(1, 1200, 80):
            orders = [enterprise.purchase(n)["order"] for n in range(first, first + 80)]
            enterprise.send(*orders, root_guid=f"{first}".ljust(36, "0"))
            for one in orders[:15]:
                enterprise.send(changed(one, app_time="20261111130000", guid="R".ljust(36, "0")))
    lines = journal("--json").out.splitlines()[1:]
    assert len(lines) > 400
    assert [json.loads(line)["n"] for line in lines] == [*range(1, len(lines) + 1)]
    assert sum(len(line) for line in lines) > 4_000_000  # more than a page may have
    assert len(journal().out.splitlines()) == len(lines)


def test_nothing_yet(journal: Any) -> None:
    ran = journal("--world", "empty")
    assert (ran.status, ran.out, ran.err) == (0, "nothing has happened\n", "")
    assert journal("--world", "empty", "--lang", "zh").out == "没有记录\n"
    (head,) = journal("--world", "empty", "--json").out.splitlines()
    assert json.loads(head)["world"]["start"] == "20261111120000000"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_bodies_were_cut(journal: Any, lang: str) -> None:
    entry = {"time": "20261111120000000", "dxpId": "D", "copMsgId": "M", "messageType": "CEB311Message"}
    entries = [
        {"n": 1, "kind": "message", **entry, "entrance": "bare", "body": None},
        {"n": 2, "kind": "receipt", **entry, "messageType": "CEB312Message", "message": 1, "body": None},
        {"n": 3, "kind": "copy", **entry, "message": 1, "body": "<x/>"},
        {"n": 4, "kind": "receipt", **entry, "messageType": "CEB312Message", "message": 1, "body": "<x/>"},
    ]
    page = {"world": {}, "cut": 3, "last": 4, "more": False}
    told = ""
    for some in (entries, entries[:2], entries[2:]):
        with pretender((200, orjson.dumps({**page, "entries": some}))) as server:
            told += journal("--url", server.url, "--lang", lang).out + "\n"
    same_as_golden(f"journal-cut-{lang}.txt", told)


def test_nobody_there(journal: Any) -> None:
    ran = journal("--url", "http://127.0.0.1:9")
    assert (ran.status, ran.out, ran.err.count("\n")) == (3, "", 1)
