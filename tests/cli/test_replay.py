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
from tests.kouan import up


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
    assert kinds == {"message", "verdict", "receipt", "copy", "clock", "payment", "waybill"}
    ran = replay(recorded)
    assert (ran.status, ran.out, ran.err) == (0, f"identical: {len(recorded) - 1} entries\n", "")
