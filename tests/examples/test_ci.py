"""The workflow for CI: its run steps are really run, in their order, by bash in a folder of a company's own.

``pip install`` is replaced: the environment of these tests is what is installed. Actions (``uses``) are GitHub's own.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent, indent
from xml.etree import ElementTree

import httpx
import pytest

from tests.cli.running import ROOT

WORKFLOW = ROOT / "scenarios/examples/ci/kouan.yml"
TEN_LINES = ROOT / "tests/client/ten_lines.py"
STORIES = ROOT / "scenarios/stories"


def steps() -> dict[str, str]:
    """Return the run steps by name. Read strictly: a line that has no place in a step is an error."""
    _, _, text = WORKFLOW.read_text(encoding="utf-8").partition("\n    steps:\n")
    found: dict[str, str] = {}
    for step in re.split(r"^      - ", text, flags=re.MULTILINE)[1:]:
        lines = [line for line in step.splitlines() if not line.startswith("      #")]
        if not lines[0].startswith("uses: "):
            head = re.fullmatch(
                r"name: (.+)\n        run: (?:\|\n((?:(?: {10}.*)?\n)+)|(.+)\n)\n*", "\n".join(lines) + "\n"
            )
            assert head, f"not a step that this test can read:\n{step}"
            found[head[1]] = dedent(head[2]) if head[2] else head[3]
    return found


@dataclass
class Runner:
    """A machine of CI as far as the steps see it: a checkout, a folder for the job, variables kept between steps."""

    checkout: Path
    temp: Path
    groups: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.temp / "bin").mkdir(parents=True)
        self.checkout.mkdir()
        pip = self.temp / "bin/pip"
        pip.write_text('#!/bin/sh\necho "$@" > "$RUNNER_TEMP/pip"\n', encoding="utf-8")
        pip.chmod(0o755)
        # the environment of these tests, but for its pip
        self.path = os.pathsep.join([str(self.temp / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])

    @property
    def kept(self) -> dict[str, str]:
        """What steps have written to GITHUB_ENV."""
        file = self.temp / "env"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return dict(line.split("=", 1) for line in lines)

    def run(self, script: str) -> "subprocess.CompletedProcess[str]":
        """Run a step as GitHub does: ``bash -e``, what it left in the background goes on."""
        (self.temp / "step.sh").write_text(script, encoding="utf-8")
        own = {"RUNNER_TEMP": str(self.temp), "GITHUB_ENV": str(self.temp / "env"), "PATH": self.path}
        env = {name: value for name, value in os.environ.items() if not name.startswith(("KOUAN", "PYTEST"))}
        with subprocess.Popen(
            ["bash", "-e", self.temp / "step.sh"],
            cwd=self.checkout,
            env={**env, **self.kept, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            start_new_session=True,
        ) as process:
            self.groups.append(process.pid)
            said, _ = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, said)


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    """A runner; when the job is over, whatever it left running is ended, as GitHub does."""
    runner = Runner(tmp_path / "checkout", tmp_path / "temp")
    yield runner
    for group in runner.groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            continue


def company_test() -> str:
    """Return the ten lines of the README as a test of a company."""
    lines = TEN_LINES.read_text(encoding="utf-8")
    said = lines.replace("print(client.clear(sale).state)", 'assert client.clear(sale).state == "released"')
    assert said != lines
    return f"def test_an_order_clears():\n{indent(said, '    ')}"


def test_the_steps_in_their_order(runner: Runner) -> None:
    names = steps()
    assert list(names) == ["Install", "Start customs", "Our tests", "Our stories"]
    (runner.checkout / "tests").mkdir()
    (runner.checkout / "tests/test_company.py").write_text(company_test(), encoding="utf-8")
    for name in ("Install", "Start customs", "Our tests"):
        done = runner.run(names[name])
        assert done.returncode == 0, done.stdout
    assert (runner.temp / "pip").read_text(encoding="utf-8").split()[:2] == ["install", "kouan"]
    assert (
        httpx.get(f"{runner.kept['KOUAN_URL']}/_kouan/documents/T0001", trust_env=False).json()["state"] == "released"
    )
    reports = runner.checkout / "reports"
    (suite,) = ElementTree.parse(reports / "tests.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("1", "0", "0")
    (runner.checkout / "scenarios").mkdir()
    for name in ("01-main-path", "12-single-limit"):
        shutil.copy(STORIES / f"{name}.story.toml", runner.checkout / "scenarios")
    done = runner.run(names["Our stories"])
    assert done.returncode == 0, done.stdout
    assert ElementTree.parse(reports / "customs.xml").getroot().findall(".//testcase")
    assert "<html" in (reports / "customs.html").read_text(encoding="utf-8")


def test_a_simulator_that_does_not_start_is_told_at_once_with_its_reason(runner: Runner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        script = steps()["Start customs"].replace("--port 0", f"--port {taken.getsockname()[1]}")
        done = runner.run(script)
    assert done.returncode == 1
    said = done.stdout.partition("kouan up is not there / 未能启动:\n")[2]
    assert "in use" in said
    assert "KOUAN_URL" not in runner.kept


def test_reports_are_kept_passed_or_not() -> None:
    last = WORKFLOW.read_text(encoding="utf-8").rpartition("      - ")[2]
    assert last.splitlines()[:2] == ["uses: actions/upload-artifact@v4", "        if: always()"]
    assert last.endswith("path: reports/\n")
    assert all(
        file.startswith("reports/")
        for file in re.findall(r"(?:junitxml|junit|html)=([^\s,]+)", "".join(steps().values()))
    )


def test_nothing_in_it_needs_more_than_spaces() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    assert "\t" not in text
    assert all(len(line) - len(line.lstrip(" ")) in (0, 2, 4, 6, 8, 10, 12, 14) for line in text.splitlines())
