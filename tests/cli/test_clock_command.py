"""``kouan clock``: what time it is in a world, and how it is made to go on."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.cli.pretender import pretender
from tests.cli.running import ROOT, run, same_as_golden
from tests.cli.session import World
from tests.enterprise import Enterprise
from tests.kouan import Server

WORLD_FILE = 'pace = "typical"\nseed = "clock"\nclock = { kind = "stepped", at = 2026-11-11T12:00:00 }'
_NAMES = count(1)


@pytest.fixture
def name(server: Server) -> Iterator[str]:
    """A world in which the clock stands still, and a purchase has just been declared."""
    name = f"clock{next(_NAMES)}"
    with server.client() as http:
        assert http.post("/_kouan/worlds", json={"name": name, "file": WORLD_FILE}).status_code == 201
        enterprise = Enterprise(World(http, name), 1)
        enterprise.send_all(enterprise.purchase())
        yield name
        assert http.delete(f"/_kouan/worlds/{name}").status_code == 200


@pytest.fixture
def clock(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: Server, name: str) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("KOUAN_URL", server.url)
    monkeypatch.setenv("KOUAN_WORLD", name)
    return lambda *arguments: run(capsys, monkeypatch, "clock", *map(str, arguments))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_day_by_hand(clock: Any, lang: str) -> None:
    told = []
    for arguments in [
        (),
        ("advance", "1s"),
        ("advance", "2500ms"),
        ("run", "until", "quiet"),
        ("advance", "to", "2026-11-30"),
        ("to", "2027-01-01T00:00"),
        ("to", "2026-12-31T16:00:00Z"),
        ("advance", "30d"),
        ("set", "instant"),
        ("set", "stepped"),
    ]:
        ran = clock(*arguments, "--lang", lang)
        assert (ran.status, ran.err) == (0, "")
        told.append(" ".join(["$ kouan clock", *arguments]) + "\n" + ran.out)
    same_as_golden(f"clock-{lang}.txt", "\n".join(told))


def test_a_clock_that_runs(clock: Any) -> None:
    for arguments, shown in [
        (("set", "running", "--rate", "60"), ", running ×60"),
        ((), ", running ×60"),
        (("set", "running"), ", running"),
    ]:
        ran = clock(*arguments)
        assert ran.status == 0
        assert ran.out.splitlines()[0].endswith(shown)
        assert ran.out.startswith("2026-11-11 12:")


def test_for_programs(clock: Any) -> None:
    assert json.loads(clock("--json").out) == {
        "time": "20261111120000000",
        "kind": "stepped",
        "rate": "1",
        "nextDue": json.loads(clock("--json").out)["nextDue"],
        "steps": 0,
    }
    moved = json.loads(clock("run", "until", "quiet", "--json").out)
    assert (moved["nextDue"], moved["steps"] > 8) == (None, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("to", "2026-11-11T11:00"), "body.to 2026-11-11 11:00:00: 2026-11-11 11:00:00 is before the world's time"),
        (("set", "running", "--rate", "0"), "body.rate 0: "),
        (("set", "running", "--rate", "x"), "body.rate x: "),
    ],
)
def test_what_the_server_refuses(clock: Any, arguments: tuple[str, ...], said: str) -> None:
    ran = clock(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (4, "", 1)
    assert said in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("30d",), "'30d' is no move: write advance 30d"),
        (("advance",), "'advance' is no move"),
        (("set", "stopped"), "'set stopped' is no move"),
        (("run",), "'run' is no move"),
        (("advance", "30"), "'30' is no duration: write 90s, 15min, 2h or 30d"),
        (("advance", "400d"), "'400d' is no duration"),
        (("to", "tomorrow"), "'tomorrow' is no time: write 2026-11-11T20:00"),
        (("set", "stepped", "--rate", "2"), "--rate goes with set running"),
        (("--rate", "2"), "--rate goes with set running"),
        (("to", "2200-01-01"), "'2200-01-01' is no time of ours: clocks know the years 2000 to 2199"),
    ],
)
def test_what_is_no_move(clock: Any, arguments: tuple[str, ...], said: str) -> None:
    ran = clock(*arguments)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"kouan clock: {said}")
    assert clock(*arguments, "--lang", "zh").status == 2


def test_a_move_is_not_made_twice(clock: Any) -> None:
    with pretender(None) as server:
        ran = clock("advance", "1d", "--url", server.url)
    assert (ran.status, server.bodies) == (3, [b'{"advance": "1d"}'])
    assert clock("--url", "http://127.0.0.1:9").status == 3
