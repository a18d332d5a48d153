"""The READMEs' tests, pasted into an empty project with nothing but the wheel and a pytest, old or new."""

import os
import re
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.pytest_plugin.test_stories import BAD, GOOD
from tests.test_readme import READMES, block
from tests.wheel import PIP, installed, link, needed, site

FAILS = """
import pytest


@pytest.mark.kouan(pace="typical", at="2026-12-31T10:00")
def test_it_fails(kouan, kouan_server):
    assert kouan.now == kouan_server.now
    assert kouan.client.clear(kouan.sale()).state == "refused"


@pytest.mark.kouan(pase="typical")
def test_it_is_marked_wrongly(kouan): ...
"""


def ran(home: Path, *options: str) -> str:
    """Run the tests of a project; return what it said."""
    command = [".venv/bin/python", "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *options]
    bare = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=home, env=bare, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def passed(home: Path, *options: str) -> int:
    """Run the tests of a project; return how many passed, if all did."""
    said = ran(home, *options)
    found = re.search(r"^([0-9]+) passed in", said, re.MULTILINE)
    assert found, said
    return int(found[1])


def all_of_it(home: Path) -> None:
    """Try the READMEs' tests, and whatever depends on pytest: marker, stories, what is told of failures."""
    (home / "test_sale.py").write_text(block(READMES[0], "pytest"), encoding="utf-8")
    (home / "good.story.toml").write_text(GOOD, encoding="utf-8")
    assert passed(home) == 3
    (home / "test_fails.py").write_text(FAILS)
    (home / "bad.story.toml").write_text(BAD, encoding="utf-8")
    (home / "none.story.toml").write_text("title = 1")
    assert "ERROR collecting none.story.toml" in ran(home)
    (home / "none.story.toml").unlink()
    said = ran(home)
    assert "2 failed, 3 passed, 1 error in" in said
    assert [said.count(f"- {fixture} -") for fixture in ("kouan", "kouan_server")] == [1, 1]
    assert "pytest test_fails.py::test_it_fails" in said
    assert "pase is unknown; there are world, seed, pace, at, clock. Did you mean pace?" in said
    assert "pytest bad.story.toml::bad" in said


def with_newest(home: Path) -> None:
    """Link the pytest that this house is tested with, which is the newest of the lock."""
    ours = distribution("pytest")
    for dist in (ours, *needed(ours)):
        link(dist, site(home))


def test_with_the_newest_pytest(empty_project: Path) -> None:
    with_newest(empty_project)
    all_of_it(empty_project)


def test_with_the_oldest_pytest(empty_project: Path) -> None:
    wanted = [Requirement(line) for line in installed(empty_project).requires or [] if "extra ==" in line]
    (oldest,) = [each.version for one in wanted if one.name == "pytest" for each in one.specifier]
    command = [*PIP, "--python", empty_project / ".venv/bin/python", "install", f"pytest=={oldest}"]
    got = subprocess.run(command, cwd=empty_project, capture_output=True, text=True, check=False)
    if got.returncode and "CI" not in os.environ:
        pytest.skip(f"pytest {oldest} cannot be had here, no index has it: {got.stderr.strip()[-200:]}")
    assert got.returncode == 0, got.stderr
    all_of_it(empty_project)


def test_a_project_with_packages_called_like_our_folders(empty_project: Path) -> None:
    with_newest(empty_project)
    tops = {file.parts[0] for file in installed(empty_project).files or []} - {".."}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"simulator", "gateway_client"}
    for package in ("load", "scenarios", "tests"):
        (empty_project / package).mkdir()
        (empty_project / package / "__init__.py").write_text("MINE = True\n")
    (empty_project / "tests" / "test_it.py").write_text(
        "import load, scenarios\n\n\n"
        "def test_it(kouan, kouan_server):\n"
        "    assert load.MINE and scenarios.MINE\n"
        "    for world in (kouan, kouan_server):\n"
        '        assert world.client.clear(world.sale()).state == "released"\n'
    )
    for mode in ("prepend", "importlib"):
        assert passed(empty_project, f"--import-mode={mode}") == 1
