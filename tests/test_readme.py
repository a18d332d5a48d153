"""The READMEs promise only what happens: their commands are run, their excerpts are real, both say the same."""

import json
import os
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from simulator.cli.examples import OPENING
from tests.cli.running import ROOT, spawn
from tests.kouan import Server, up

READMES = ["README.md", "README.zh.md"]


def block(readme: str, name: str) -> str:
    """Return the code between two markers."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)```\n<!-- /{name} -->", text, re.DOTALL)
    assert found, f"{readme} has no block {name}"
    return found[1]


def shell(script: str, server: Server) -> str:
    """Run a block as a reader would, only with the port that the test's server has."""
    script = script.replace("http://127.0.0.1:8765", server.url)
    env = {**os.environ, "no_proxy": "127.0.0.1"}
    done = subprocess.run(["sh", "-ec", script], capture_output=True, text=True, cwd=ROOT, env=env, check=True)
    return done.stdout


@pytest.mark.parametrize("name", ["up", "curl", "ack", "today"])
def test_both_have_the_same_commands(name: str) -> None:
    assert block(READMES[0], name) == block(READMES[1], name)


def test_the_example_of_check() -> None:
    for readme in READMES:
        command, _, output = block(readme, "check").partition("\n")
        assert spawn(*command.split()[2:], LANG="C.UTF-8", LC_ALL="").out == output


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_excerpt_of_the_demo(readme: str, lang: str) -> None:
    golden = (ROOT / "tests" / "cli" / "golden" / f"examples-{lang}.txt").read_text(encoding="utf-8").splitlines()
    assert set(block(readme, "excerpt").splitlines()) <= set(golden)


def test_four_files_by_hand(tmp_path: Path) -> None:
    assert block(READMES[0], "up").split() == [".venv/bin/kouan", "up", "--at", OPENING[:16]]
    with up(tmp_path / "kouan.db", at=OPENING[:16]) as server:
        said = shell(block(READMES[0], "curl"), server)
        assert said.count("<ResponseCode>0000</ResponseCode>") == 4
        receipts, history = [
            json.loads(line) for line in said[said.index('{"receipts"') :].replace("}{", "}\n{").split("\n")
        ]
        statuses = [re.search("<returnStatus>(.*?)<", each["body"])[1] for each in receipts["receipts"]]  # type: ignore[index]
        assert statuses == ["2", "120", "800"]
        assert history["state"] == "released"
        shell(block(READMES[0], "ack"), server)
        left = httpx.get(f"{server.url}/dxp/receipts", params={"dxpId": "DXPENT0000440005"}, trust_env=False)
        assert left.json() == {"receipts": []}


def test_dated_today(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", at=None) as server:
        assert "<ResponseCode>0000</ResponseCode>" in shell(block(READMES[0], "today"), server)
        history = httpx.get(f"{server.url}/_kouan/documents/CZ26111160213719", trust_env=False).json()
        assert history["state"] == "waiting"


def test_what_the_demo_prints_for_hands(tmp_path: Path) -> None:
    golden = (ROOT / "tests" / "cli" / "golden" / "examples-en.txt").read_text(encoding="utf-8")
    lines = golden.partition("The same by hand:\n")[2].partition("\n\n")[0].splitlines()
    with up(tmp_path / "kouan.db", at=OPENING) as server:
        said = shell("\n".join(lines[1:]), server)
    assert said.count("<returnStatus>800<") == 1


def test_nothing_of_this_machine() -> None:
    for readme in READMES:
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert not re.search(r"/work|/home|/root|\.\./", text)
