"""``kouan load`` as its user runs it: short rushes on real servers."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.rush.reading import NAMES, folder
from tests.cli.running import ROOT, spawn
from tests.kouan import up
from tests.reports.markup import harmless, leads_nowhere

NOBODY_LOST = {"receiptsLost": {}, "receiptsDoubled": {}, "receiptsOfOthers": 0, "unanswered": 0, "endedOtherwise": 0}


def subset(told: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: told[key] for key in keys}


def test_a_rush_and_its_report(tmp_path: Path) -> None:
    page, told = tmp_path / "rush.html", tmp_path / "rush.json"
    ran = spawn("load", "--rate", "100", "--for", "2s", "--report", str(page), "--json", str(told), "--lang", "en")
    assert (ran.status, ran.err) == (0, "")
    assert ran.last == "Nothing lost, nothing twice; all ended as planned"
    said = json.loads(told.read_text(encoding="utf-8"))
    assert subset(said, *NOBODY_LOST) == NOBODY_LOST
    assert subset(said, "planned", "arrived", "sent", "released", "refusedAsPlanned") == {
        "planned": 200,
        "arrived": 200,
        "sent": 200,
        "released": 198,
        "refusedAsPlanned": 2,
    }
    assert all(stage["p50"] is not None and stage["p50"] <= stage["p99"] for stage in said["stages"].values())
    assert said["samples"][-1]["backlog"] == 0
    text = page.read_text(encoding="utf-8")
    root = harmless(text)
    assert leads_nowhere(text)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 3


def test_two_workers() -> None:
    ran = spawn("load", "--profile", "double11", "--rate", "30", "--for", "2s", "--workers", "2", "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert subset(said, *NOBODY_LOST) == NOBODY_LOST
    assert said["planned"] == said["arrived"] == said["sent"] == said["released"] + said["refusedAsPlanned"] > 100
    assert (said["workers"], said["users"], said["workersLost"]) == (2, 16, 0)


def test_a_server_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "simulator.cli", "load", "--seed", "7", "--rate", "20", "--for", "2s"]
    with (
        up(tmp_path / "kouan.db", "--pace", "0.1,0.1,60,60") as server,
        server.client() as http,
        subprocess.Popen(
            [*command, "--patience", "1s", "--target", server.url, "--lang", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as load,
    ):
        while not http.get("/dxp/receipts", params={"dxpId": "DXPLOAD0000700O00000", "wait": "5"}).json()["receipts"]:
            assert load.poll() is None
        server.process.kill()
        out, err = load.communicate()
    assert (load.returncode, err) == (1, "")
    assert "! unanswered                           40\n" in out
    assert "Unanswered, the oldest first" in out
    assert "s ago, waits for inventory 2" in out or "inventory 800\n" in out
    assert "… and 30 more" in out
    assert "POST /dxp/messages: ConnectionRefusedError" in out or "GET /dxp/receipts: ConnectionRefusedError" in out
    assert out.endswith("\nNot as planned\n")


def test_locust_by_hand(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "locust", "-f", str(folder() / "locustfile.py"), "--headless"]
    with up(tmp_path / "kouan.db") as server:
        done = subprocess.run(
            [*command, "--only-summary", "-u", "3", "-r", "3", "--host", server.url, "--lasting", "1", "--rate", "20"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "Nothing lost, nothing twice; all ended as planned" in done.stdout
    assert "/dxp/messages" in done.stderr  # locust's own figures


def test_without_locust() -> None:
    code = "import sys; sys.modules['locust'] = None; from simulator.cli import main; sys.exit(main(sys.argv[1:]))"
    for lang, begin in (
        ("en", "kouan load: locust is not installed: pip install 'kouan[load]'"),
        ("zh", "kouan load: 未安装locust"),
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, "load", "--lang", lang],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(begin)
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--profile", "doubel11"], '"doubel11" is none of steady, ramp, double11, batch, and no file *.toml. Did you'),
        (["--profile", "not/there.toml"], "not/there.toml: No such file or directory"),
        (["--profile", "tests/load/broken/nobody.toml"], "nobody.toml, line 2, minutes: nothing would arrive"),
        (["--rate", "0"], "'0' is no rate: write purchases a second, above 0 and to 100000"),
        (["--rate", "0.1", "--for", "1s"], "--rate 0.1 --for 1s is less than one purchase"),
        (["--for", "1 minute"], "'1 minute' is no time: write 500ms, 60s, 5min or 1h, at most a day"),
        (["--workers", "3", "--users", "8"], "--users 8 is too few for --workers 3"),
        (["--users", "2"], "'2' is not possible: write a number from 3 to 10000"),
        (["--batch", "101"], "'101' is not possible: write a number from 1 to 100"),
        (["--pace", "fast"], '--pace: there is no pace "fast"'),
        (
            ["--target", "http://customs.example:8765"],
            "customs.example is not this machine: if you mean it, add --allow",
        ),
    ],
)
def test_what_cannot_be(arguments: list[str], why: str) -> None:
    ran = spawn("load", *arguments, "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert why in ran.err


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_tells_all_options_and_profiles(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8").partition("## kouan load\n")[2].partition("\n## ")[0]
    options = set(re.findall("--[a-z]+", spawn("load", "--help").out)) - {"--help", "--lang"}
    assert options | {f"`{name}`" for name in NAMES} <= set(re.findall("--[a-z]+|`[a-z0-9]+`", text))


def test_nobody_at_the_target() -> None:
    ran = spawn("load", "--target", "http://127.0.0.1:9", "--lang", "en")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("kouan load: no answer from http://127.0.0.1:9 (ConnectError: ")


def test_midnight_is_near(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", at="2026-11-11T23:59:40") as server:
        ran = spawn("load", "--target", server.url, "--lang", "en")
    assert (ran.status, ran.out) == (2, "")
    assert "and its midnight comes within 90 s" in ran.err
