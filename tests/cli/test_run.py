"""``kouan run`` as people and CI meet it: what it prints, its reports, its exit status, where it plays."""

import json
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.running import ROOT, same_as_golden, spawn
from tests.kouan import up

BROKEN = Path("tests/stories/broken")
WAYS = ("impatient", "mistyped", "never-paid", "other-code", "quota", "stopped")
SOME = ("01-main-path", "05-customs-refuses", "16-subscribers")


def paths(*names: str) -> list[str]:
    return [f"scenarios/stories/{name}.story.toml" for name in names]


def timeless(text: str) -> str:
    return re.sub(r"(in |用时)[0-9.]+( s|秒)", r"\1N\2", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_story_broken_in_six_ways_gives_six_reasons(lang: str) -> None:
    ran = spawn("run", *[str(BROKEN / f"{way}.story.toml") for way in WAYS], "--lang", lang)
    assert (ran.status, ran.err) == (1, "")
    same_as_golden(f"run-broken-{lang}.txt", timeless(ran.out))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_misspelt_file_is_refused_with_line_and_nearest_name(lang: str) -> None:
    ran = spawn("run", str(BROKEN), "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    same_as_golden(f"run-misspelt-{lang}.txt", ran.err)


def test_the_stories_of_the_box_pass_and_twice_with_the_same_json(tmp_path: Path) -> None:
    files = [tmp_path / "first.json", tmp_path / "second.json"]
    for file, jobs in zip(files, ("1", "8"), strict=True):
        ran = spawn("run", "scenarios/", "--jobs", jobs, "--report", f"json={file}")
        assert (ran.status, ran.err) == (0, "")
    assert files[0].read_bytes() == files[1].read_bytes()
    told = json.loads(files[0].read_text())
    assert told["summary"]["passed"] == told["summary"]["stories"] >= 80


def test_without_a_path_those_of_the_box_are_played() -> None:
    ran = spawn("run", "--story", "01-main-path", "--lang", "en")
    assert ran.status == 0
    assert ran.out.startswith("ok    01-main-path")


@pytest.mark.parametrize("where", ["server", "target"])
def test_on_a_server_it_is_the_same_as_in_process(where: str, tmp_path: Path) -> None:
    here = spawn("run", *paths(*SOME), "--report", "json=-")
    if where == "server":
        there = spawn("run", *paths(*SOME), "--report", "json=-", "--server")
    else:
        with up(tmp_path / "kouan.db") as running:
            there = spawn("run", *paths(*SOME), "--report", "json=-", "--target", running.url)
            with running.client() as http:
                assert [one["name"] for one in http.get("/_kouan/worlds").json()["worlds"]] == ["default"]
    assert (here.status, there.status) == (0, 0)
    assert here.out == there.out


def test_who_reads_may_have_seen_enough() -> None:
    command = [sys.executable, "-P", "-m", "simulator.cli", "run", "scenarios/", "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith("ok    01-main-path")
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141


PATIENT = """
title = { en = "Waits without end", zh = "无限等待" }
clock = { kind = "running", at = 2026-11-11T20:00:00 }
pace = "slow"

[purchases.milk]

[[steps]]
declare = "milk"

[[steps]]
expect = "milk"
sequence = ["inventory 800"]
"""


@contextmanager
def waiting_on(url: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run a story that passes and one that waits on a running clock; yields when the first has been told."""
    (folder / "waits.story.toml").write_text(PATIENT, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "simulator.cli", "run", *paths("01-main-path"), str(folder)]
    with subprocess.Popen(
        [*command, "--target", url, "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline().startswith("ok    01-main-path")
            yield process
        finally:
            process.kill()


def test_who_is_tired_of_waiting_leaves_nothing_behind(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db") as running, waiting_on(running.url, tmp_path) as process, running.client() as http:
        while len(http.get("/_kouan/worlds").json()["worlds"]) < 2:
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr
        assert process.stderr.read() == ""
        assert [one["name"] for one in http.get("/_kouan/worlds").json()["worlds"]] == ["default"]


def test_a_target_that_goes_away_in_the_middle(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db") as running, waiting_on(running.url, tmp_path) as process:
        running.process.kill()
        out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "1 story: 1 passed" in out
    assert "no usable answer from " in err
    assert "; 1 of 2 stories were not played" in err


def test_one_variant_alone() -> None:
    ran = spawn("run", *paths("05-customs-refuses"), "--story", "05-customs-refuses[old telephone]", "--lang", "en")
    assert ran.status == 0
    assert ran.out.startswith("ok    05-customs-refuses[old telephone]")
    assert "1 story" in ran.last


def test_the_line_that_repeats_it_repeats_it(tmp_path: Path) -> None:
    text = Path(ROOT, *paths("05-customs-refuses")).read_text(encoding="utf-8")
    (tmp_path / "it's.story.toml").write_text(text.replace('code = "130126"', 'code = "1"'), encoding="utf-8")
    ran = spawn("run", str(tmp_path), "--lang", "en")
    (again,) = re.findall(r"again: kouan (.*)", ran.out)
    assert again.endswith("--story 'it'\"'\"'s[old telephone]'")
    assert "1 story: 1 failed" in spawn(*shlex.split(again), "--lang", "en").out


def test_reports(tmp_path: Path) -> None:
    report = f"junit={tmp_path}/r.xml,html={tmp_path}/r.html,json={tmp_path}/r.json"
    ran = spawn("run", str(BROKEN / "other-code.story.toml"), *paths("01-main-path"), "--report", report)
    assert ran.status == 1
    suites = etree.parse(str(tmp_path / "r.xml")).getroot()
    assert [suites.get("tests"), suites.get("failures")] == ["2", "1"]
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "CUS-03" in page
    assert "<svg" in page
    assert json.loads((tmp_path / "r.json").read_text())["summary"]["failed"] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "why"),
    [
        (["nowhere.story.toml"], 2, "nowhere.story.toml: is not there"),
        (["xsd"], 2, "xsd: has no file called NAME.story.toml in it"),
        (["scenarios", "--story", "01-main"], 2, "no story is called 01-main, only 01-main-path, 02-"),
        (["scenarios", "--report", "xml=x"], 2, "'xml=x' is no report: write some of junit=FILE,html=FILE,json=FILE"),
        (["scenarios", "--report", "json=a,html=a"], 2, "writes two reports to one place"),
        (["scenarios", "--jobs", "0"], 2, "'0' is not possible: write a number from 1 to 64"),
        (["scenarios", "--target", "http://127.0.0.1:9"], 3, "no usable answer from "),
        (["scenarios", "--target", "http://example.com"], 2, "example.com is not this machine"),
        (["scenarios", "--server", "--target", "http://127.0.0.1:9"], 2, "not allowed with argument"),
        (["scenarios", "--story", "01-main-path", "--report", "json=/nowhere/x"], 2, "/nowhere/x"),
    ],
)
def test_what_cannot_be(arguments: list[str], status: int, why: str) -> None:
    ran = spawn("run", *arguments, "--lang", "en")
    assert (ran.status, why in ran.err) == (status, True), ran.err
    assert "Traceback" not in ran.err


def test_draw_as_mermaid_and_svg(tmp_path: Path) -> None:
    (story,) = paths("03-inventory-first")
    drawn = spawn("draw", story, "--lang", "en")
    assert (drawn.status, drawn.err) == (0, "")
    same_as_golden("draw-inventory-first.mmd", drawn.out)
    svg = spawn("draw", story, "--svg", "--output", str(tmp_path / "x.svg"))
    assert (svg.status, svg.out) == (0, "")
    assert etree.parse(str(tmp_path / "x.svg")).getroot().tag.endswith("}svg")


def test_draw_wants_one_story() -> None:
    ran = spawn("draw", *paths("12-single-limit"), "--lang", "en")
    assert ran.status == 2
    assert "holds 3 stories, name one with --story: 12-single-limit[just within], " in ran.err


def test_draw_tells_how_far_it_went() -> None:
    ran = spawn("draw", str(BROKEN / "stopped.story.toml"), "--lang", "en")
    assert ran.status == 0
    assert "drawn as far as it went: the client stops it, ORD-01" in ran.err
