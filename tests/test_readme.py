"""The READMEs promise only what happens: their commands are run, their excerpts are real, both say the same."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from simulator.cli.examples import OPENING
from simulator.marketplace.faults import FAULTS
from tests.cli.running import ROOT, spawn
from tests.kouan import KOUAN, Server, up

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


@pytest.mark.parametrize(
    "name",
    ["up", "curl", "ack", "today", "kouan", "worlds", "parties", "ten", "pytest", "story", "load", "amqp-up", "amqp"],
)
def test_both_have_the_same_commands(name: str) -> None:
    assert block(READMES[0], name) == block(READMES[1], name)


@pytest.mark.parametrize("name", ["check", "tax"])
def test_the_example_of(name: str) -> None:
    for readme in READMES:
        command, _, output = block(readme, name).partition("\n")
        assert spawn(*command.split()[2:], LANG="C.UTF-8", LC_ALL="").out == output


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
@pytest.mark.parametrize(
    ("name", "golden"),
    [("demo", "demo"), ("excerpt", "examples"), ("returns", "demo-returns"), ("failing", "run-broken")],
)
def test_the_excerpts_of_what_is_printed(readme: str, lang: str, name: str, golden: str) -> None:
    printed = (ROOT / "tests" / "cli" / "golden" / f"{golden}-{lang}.txt").read_text(encoding="utf-8").splitlines()
    assert set(block(readme, name).splitlines()) <= set(printed)


def test_as_many_purchases_and_ways_to_fail_as_it_says() -> None:
    english, chinese = [(ROOT / readme).read_text(encoding="utf-8") for readme in READMES]
    assert "declares 240 purchases" in english
    assert "240笔订单" in chinese
    assert f"one of {len(FAULTS)} ways" in english
    assert f"错法共{len(FAULTS)}种" in chinese


def test_the_story_comes_out_as_it_says(tmp_path: Path) -> None:
    for readme in READMES:
        story = block(readme, "story")
        (tmp_path / "short.story.toml").write_text(story, encoding="utf-8")
        ran = spawn("run", str(tmp_path / "short.story.toml"), "--lang", "en")
        assert (ran.status, ran.err) == (0, ""), ran.out


def test_ten_lines_of_client(tmp_path: Path) -> None:
    code = block(READMES[0], "ten")
    assert code == (ROOT / "tests" / "client" / "ten_lines.py").read_text(encoding="utf-8")  # tried with the wheel, too
    with up(tmp_path / "kouan.db", at=None) as server:
        assert python(code, tmp_path, KOUAN_URL=server.url) == "released\n"


def python(code: str, folder: Path, **environment: str) -> str:
    """Run code as a reader would, in a folder of his own."""
    command = [sys.executable, "-P", "-c", code]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, env=env, check=True)
    return done.stdout


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


def test_three_commands(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", at=OPENING) as server:
        script = block(READMES[0], "kouan").replace(".venv/bin/kouan", KOUAN)
        said = shell(f"export KOUAN_URL={server.url} LANG=C.UTF-8 PYTHONIOENCODING=utf-8\n{script}", server)
    assert "4 files: 4 accepted" in said
    assert "[Code:2600;Desc:放行]" in said
    assert "order CZ26111160213719: released" in said


def test_a_world_of_its_own(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", at=OPENING) as server:
        script = block(READMES[0], "worlds").replace("/tmp/", f"{tmp_path}/").replace(".venv/bin/kouan", KOUAN)
        said = shell(f"export KOUAN_URL={server.url} LANG=C.UTF-8 PYTHONIOENCODING=utf-8\n{script}", server)
    assert "order CZ26111160213719: released" in said
    count = len((tmp_path / "double11.jsonl").read_text(encoding="utf-8").splitlines()) - 1
    assert said.endswith(f"identical: {count} entries\n")
    for readme, line in zip(READMES, (f"identical: {count} entries", f"一致：{count}条"), strict=True):
        assert f"`{line}`" in (ROOT / readme).read_text(encoding="utf-8")


def test_payment_company_and_carrier(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", at=OPENING) as server:
        said = shell(block(READMES[0], "parties"), server)
        history = httpx.get(f"{server.url}/_kouan/documents/T0002", trust_env=False).json()
    assert re.fullmatch(r'\{"payTransactionId":"\w+","payTime":"[0-9]{14}"\}\{"logisticsNo":"\w+"\}', said)
    assert [(one["document"], one["state"]) for one in history["documents"]] == [
        ("payment", "entered"),
        ("waybill", "entered"),
    ]


def test_dated_today(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", at=None) as server:
        assert "<ResponseCode>0000</ResponseCode>" in shell(block(READMES[0], "today"), server)
        history = httpx.get(f"{server.url}/_kouan/documents/CZ26111160213719", trust_env=False).json()
        assert history["state"] == "waiting"


def test_what_the_examples_print_for_hands(tmp_path: Path) -> None:
    golden = (ROOT / "tests" / "cli" / "golden" / "examples-en.txt").read_text(encoding="utf-8")
    lines = golden.partition("The same by hand:\n")[2].partition("\n\n")[0].splitlines()
    with up(tmp_path / "kouan.db", at=OPENING) as server:
        said = shell("\n".join(lines[1:]), server)
    assert said.count("<returnStatus>800<") == 1


def test_what_the_demo_prints_for_hands() -> None:
    golden = (ROOT / "tests" / "cli" / "golden" / "demo-en.txt").read_text(encoding="utf-8")
    lines = golden.partition("By hand, the first line in a terminal of its own:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.strip() for line in lines[1:]] == block(READMES[0], "kouan").replace(".venv/bin/", "").splitlines()
    assert lines[0].strip() == f"kouan up --at {OPENING}"


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere_and_to_every_example(readme: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []
    examples = {str(path.relative_to(ROOT)) for path in (ROOT / "scenarios/examples").glob("*/*.*")}
    assert len(examples) == 3
    assert examples <= set(links)


def test_nothing_of_this_machine() -> None:
    for readme in READMES:
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert not re.search(r"/work|/home|/root|\.\./", text)
