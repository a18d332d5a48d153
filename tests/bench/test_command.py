"""``kouan bench`` end to end: what it prints and writes, and that a run with a wrong end does not count."""

import json
import re
from pathlib import Path

import pytest

from simulator.bench.figures import FIGURES, SHARED
from simulator.bench.result import from_json
from simulator.cli.figures import table
from tests.bench import planted
from tests.cli.running import same_as_golden, spawn
from tests.reports.markup import harmless

LONG = {"storedToNone", "memoryGrowth"}
ELSEWHERE = LONG | {figure.id for figure in FIGURES if figure.id.startswith(SHARED)}


def masked(text: str) -> str:
    """Return what is printed without what is another on each machine and in each run."""
    text = re.sub(r"^(machine|机器)( +).*", r"\1\2THIS", text, flags=re.MULTILINE)
    lines = []
    for line in text.splitlines():
        words = next((one for figure in FIGURES for one in figure.words if line.startswith(one)), None)
        if words:
            cells = re.split(" {2,}", line)
            asked = cells[3:-1]
            line = "  ".join([words, "N", "N … N", *asked, "–" if cells[-1] == "–" else "REACHED"])
        lines.append(re.sub(" {3,}", "  ", line))
    return "\n".join(lines) + "\n"


def test_what_it_prints_and_writes(tmp_path: Path) -> None:
    written, drawn = tmp_path / "result.json", tmp_path / "chart.svg"
    files = ("--json", str(written), "--chart", str(drawn))
    ran = spawn("bench", "--clearances", "200", "--rounds", "2", "--lang", "en", *files)
    assert (ran.status, ran.err) == (0, "")
    same_as_golden("bench-en.txt", masked(ran.out))
    result = from_json(written.read_text(encoding="utf-8"))
    assert masked(ran.out) == masked(f"{table(result, 'en')}\n")  # the file holds rounded figures
    same_as_golden("bench-zh.txt", masked(table(result, "zh")))
    _is_as_documented(written.read_text(encoding="utf-8"))
    root = harmless(drawn.read_text(encoding="utf-8"))
    assert root.get("aria-label") == "200 clearances, client and simulator together"


def _is_as_documented(text: str) -> None:
    said = json.loads(text)
    assert list(said) == [
        "kouanBench",
        "kouan",
        "begun",
        "command",
        "machine",
        "settings",
        "figures",
        "readBack",
        "timeline",
    ]
    assert said["kouanBench"] == 1
    assert set(said["machine"]) == {"cpu", "cores", "python", "os"}
    assert {one["id"] for one in said["figures"]} == {figure.id for figure in FIGURES} - ELSEWHERE
    for one in said["figures"]:
        assert set(one) == {"id", "title", "unit", "better", "measured", "rounds", "least", "aim"}
        assert len(one["rounds"]) == 2
        assert min(one["rounds"]) <= one["measured"] <= max(one["rounds"])
        assert one["measured"] > 0
    assert said["readBack"] == {"CUS-02 1327": 1, "CUS-03 1332": 1, "released": 198}
    assert sum(each["released"] for each in said["timeline"]) == 198
    assert set(said["timeline"][0]) == {"second", "length", "released", "messages", "p50", "p99"}
    assert from_json(text).to_json() == text


def test_the_long_one(tmp_path: Path) -> None:
    ran = spawn("bench", "--long", "--clearances", "100", "--stored", "200", "--json", "-", "--lang", "zh")
    assert ran.status == 0, ran.err
    said = json.loads(ran.out)
    assert {one["id"] for one in said["figures"]} <= LONG
    assert said["settings"]["stored"] == 200
    assert "已存200笔" in ran.err, "people see the table beside"


@pytest.mark.parametrize(
    ("plant", "why"),
    [
        (planted.RULE_TAKEN_OUT, r"(coupon_rounded_elsewhere) should be refused with 1332, the database has: "),
        (planted.RULE_TOO_STRICT, r" should be released, the database has: "),
    ],
)
def test_a_rule_that_is_wrong(plant: tuple[str, ...], why: str, tmp_path: Path) -> None:
    ran = spawn("bench", "--clearances", "100", "--lang", "en", **planted.planted(tmp_path, *plant))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("kouan bench: the run does not count: ")
    assert why in ran.err


def test_receipts_that_never_come(tmp_path: Path) -> None:
    plant = planted.planted(tmp_path, *planted.RECEIPTS_LOST)
    ran = spawn("bench", "--long", "--clearances", "100", "--stored", "100", "--lang", "en", **plant)
    assert (ran.status, ran.out) == (1, "")
    assert "699 returns came for 100 sales, 899 must come: some are lost or doubled" in ran.err


def test_a_simulator_that_does_not_start(tmp_path: Path) -> None:
    ran = spawn("bench", "--clearances", "100", **planted.planted(tmp_path, *planted.DOES_NOT_START))
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("kouan bench: the simulator did not start: exit status 1\n")
    assert "no room left on this machine" in ran.err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--clearances", "99"), "'99' is not possible: write a number from 100 to 5000000"),
        (("--seed", "-1"), "'-1' is not possible"),
        (("--rounds", "0"), "'0' is not possible: write a number from 1 to 50"),
        (("--fast",), "unrecognized arguments: --fast"),
        (("--long", "--chart", "c.svg"), "--chart draws the course of one run, which --long does not show"),
        (("--json", "x", "--chart", "x"), "--json and --chart write to one place: x"),
        (("--json", "no/such/folder.json"), "no/such/folder.json: nothing can be written there"),
        (("--compare", "no-such.json"), "no-such.json: No such file or directory"),
        (("--compare", "README.md"), "README.md is no JSON"),
    ],
)
def test_what_cannot_be(arguments: tuple[str, ...], why: str) -> None:
    ran = spawn("bench", "--lang", "en", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert why in ran.err
