"""``kouan replay``: a session lived through again is the same to the last byte, and what differs is named."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator import repetition
from simulator.cli import journal
from tests.cli import session
from tests.cli.running import ROOT, Ran, run, same_as_golden, spawn
from tests.enterprise import Enterprise
from tests.kouan import up
from tests.parties.asking import pay
from tests.parties.deciding import decided, entered


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The journal of a long day, line by line."""
    folder = tmp_path_factory.mktemp("replay")
    with up(folder / "kouan.db") as server, server.client() as http:
        begun = http.post("/_kouan/worlds", json={"name": "busy", "file": session.WORLD_FILE})
        assert begun.status_code == 201, begun.text
        session.play(http, "busy")
        ran = spawn("journal", "--json", "--world", "busy", "--url", server.url)
        assert (ran.status, ran.err) == (0, "")
        yield ran.out.splitlines()


@pytest.fixture
def replay(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def replayed(lines: list[str], *options: str) -> Ran:
        file = tmp_path / "journal.jsonl"
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        ran = run(capsys, monkeypatch, "replay", str(file), *options)
        return Ran(ran.status, ran.out, ran.err.replace(f"{file} ", "FILE "))

    return replayed


def test_the_same_to_the_last_byte(replay: Any, recorded: list[str]) -> None:
    kinds = {json.loads(line)["kind"] for line in recorded[1:]}
    assert kinds == {"message", "verdict", "receipt", "copy", "clock", "payment", "waybill", "officer"}
    ran = replay(recorded)
    assert (ran.status, ran.out, ran.err) == (0, f"identical: {len(recorded) - 1} entries\n", "")


def test_for_programs(replay: Any, recorded: list[str]) -> None:
    ran = replay(recorded, "--json")
    said = {"identical": True, "entries": len(recorded) - 1, "difference": None}
    assert (ran.status, json.loads(ran.out), ran.err) == (0, said, "")


def test_as_another_program_would_write_it(replay: Any, recorded: list[str]) -> None:
    assert replay([json.dumps(json.loads(line)) for line in recorded]).status == 0


SMALL = """
pace = "typical"
seed = "small"
clock = { kind = "stepped", at = 2026-11-11T12:00:00 }
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A journal that is the same each time: of a clock that stands still until it is moved."""
    with up(tmp_path_factory.mktemp("small") / "kouan.db") as server, server.client() as http:
        assert http.post("/_kouan/worlds", json={"name": "small", "file": SMALL}).status_code == 201
        world = session.World(http, "small")
        enterprise = Enterprise(world, 1)
        enterprise.send_all(enterprise.purchase())
        pay(enterprise, enterprise.purchase(2)["order"])
        decided(enterprise, entered(enterprise), decision="refuse", reason="收货地址不详")
        enterprise.send_all(enterprise.purchase(3))
        world.clock(until="quiet")
        return spawn("journal", "--json", "--world", "small", "--url", server.url).out.splitlines()


def test_every_decision_is_told_and_is_the_same_again(replay: Any, tmp_path: Path) -> None:
    decisions: list[dict[str, str]] = [
        {"decision": "release"},
        {"decision": "refuse", "reason": "收货地址不详"},
        {"decision": "inspect"},
        {"decision": "detain"},
        {"decision": "detain", "to": "clearance"},
        {"decision": "suspend", "reason": "收货地址不详"},
        {"decision": "return"},
    ]
    with up(tmp_path / "kouan.db") as server, server.client() as http:
        assert http.post("/_kouan/worlds", json={"name": "decisions", "file": SMALL}).status_code == 201
        enterprise = Enterprise(session.World(http, "decisions"), 1)
        for n, decision in enumerate(decisions, 1):
            enterprise.send_all(enterprise.purchase(n))
            decided(enterprise, entered(enterprise, n), **decision)
        where = ("--world", "decisions", "--url", server.url, "--lang", "en")
        kept = spawn("journal", "--json", *where).out.splitlines()
        told = [line for line in spawn("journal", *where).out.splitlines() if "  officer  5165" in line]
    assert replay(kept).out == f"identical: {len(kept) - 1} entries\n"
    assert len(told) == len(decisions)
    for one, decision in zip(told, decisions, strict=True):
        assert all(word in one for word in decision.values())


def edited(lines: list[str], kind: str, old: str, new: str) -> list[str]:
    """Return the lines with something else in the last entry of a kind that has it."""
    place = max(n for n, line in enumerate(lines) if f'"kind":"{kind}"' in line and old in line)
    return [line.replace(old, new, 1) if n == place else line for n, line in enumerate(lines)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_differs_is_named(replay: Any, small: list[str], lang: str) -> None:
    changed = [
        edited(small, "receipt", "<returnStatus>800", "<returnStatus>801"),
        edited(small, "message", "buyerName>张伟", "buyerName>张小伟"),  # an input: what comes of it differs, too
        edited(small, "clock", "quiet", "loud"),
        edited(small, "payment", '"amount":"', '"amount":"0'),
        edited(small, "payment", '"amount":"', '"amount":"-'),
        edited(small, "officer", "收货地址不详", "地址不详"),
        edited(small, "officer", "refuse", "release"),
        edited(small, "officer", '"decision":"refuse","reason":"收货地址不详"', '"decision":"release","reason":null'),
        edited(small, "officer", '"invtNo":"5165', '"invtNo":"6165'),
        edited(small, "officer", '"orderNo":"T', '"orderNo":"X'),
        edited(small, "officer", '"reason":', '"why":'),
        edited(small, "message", '"bare","body":"<?xml', '"bare","body":"?xml'),
        small[:-1],
        [*small, small[-1].replace(f'"n":{len(small) - 1},', f'"n":{len(small)},')],
    ]
    ran = [replay(lines, "--lang", lang) for lines in changed]
    assert [(one.status, one.err) for one in ran] == [(1, "")] * len(changed)
    same_as_golden(f"replay-{lang}.txt", "\n".join(one.out for one in ran))


def test_what_differs_for_programs(replay: Any, small: list[str]) -> None:
    ran = replay(edited(small, "receipt", "<returnStatus>800", "<returnStatus>801"), "--json")
    said = json.loads(ran.out)["difference"]
    assert (ran.status, said["journal"].keys(), said["why"]) == (1, {"body"}, None)
    assert said["journal"]["body"] == said["replay"]["body"].replace(">800<", ">801<")
    more = json.loads(replay(small[:-1], "--json").out)["difference"]
    assert (more["n"], more["journal"], more["replay"]["kind"]) == (len(small) - 1, None, "receipt")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_cannot_be_repeated(replay: Any, small: list[str], lang: str) -> None:
    head, first, *rest = small
    body = json.loads(first)["body"]
    cut = json.dumps({**json.loads(first), "body": None})
    world = json.loads(head)["world"]
    heads = [
        {**json.loads(head), "version": 2},
        {**json.loads(head), "kouan": "deliveries"},
        {**json.loads(head), "world": None},
        {**json.loads(head), "world": {**world, "pace": "quick"}},
        {**json.loads(head), "world": {**world, "start": "yesterday"}},
        {**json.loads(head), "world": {**world, "beginning": {}}},
    ]
    files = [[], [body], *([json.dumps(one), first, *rest] for one in heads)]
    files += [[head, cut, *rest], [head, *rest], [head, first, "", *rest], [head, first, "{}"], [head, "[1]"]]
    ran = [replay(lines, "--lang", lang) for lines in files]
    assert [(one.status, one.out) for one in ran] == [(2, "")] * len(files)
    same_as_golden(f"replay-wrong-{lang}.txt", "".join(one.err for one in ran))


def test_no_file_and_no_schemas(replay: Any, small: list[str], tmp_path: Path) -> None:
    ran = spawn("replay", str(tmp_path / "none"), LANG="C.UTF-8")
    assert (ran.status, ran.err) == (
        2,
        f"kouan replay: {tmp_path / 'none'} cannot be read: No such file or directory\n",
    )
    assert replay(small, "--schemas", str(tmp_path / "none")).status == 2
    assert replay(small, "--schemas", str(ROOT / "xsd")).status == 0


def test_an_empty_day(replay: Any, small: list[str]) -> None:
    assert replay(small[:1]).out == "identical: 0 entries\n"


def test_the_same_version_everywhere() -> None:
    assert journal.VERSION == repetition.VERSION
