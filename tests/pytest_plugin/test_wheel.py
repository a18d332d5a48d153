"""The READMEs' tests, pasted into an empty project with nothing but the wheel and a pytest, old or new."""

import os
import re
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.test_readme import READMES, block
from tests.wheel import PIP, installed, link, needed, site


def passed(home: Path, *options: str) -> int:
    """Run the tests of a project; return how many passed, if all did."""
    command = [".venv/bin/python", "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *options]
    bare = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    ran = subprocess.run(command, cwd=home, env=bare, capture_output=True, text=True, check=False)
    found = re.search(r"^([0-9]+) passed in", ran.stdout, re.MULTILINE)
    assert found, ran.stdout + ran.stderr
    return int(found[1])


def with_newest(home: Path) -> None:
    """Link the pytest that this house is tested with, which is the newest of the lock."""
    ours = distribution("pytest")
    for dist in (ours, *needed(ours)):
        link(dist, site(home))


def test_with_the_newest_pytest(empty_project: Path) -> None:
    with_newest(empty_project)
    (empty_project / "test_sale.py").write_text(block(READMES[0], "pytest"), encoding="utf-8")
    assert passed(empty_project) == 2


def test_with_the_oldest_pytest(empty_project: Path) -> None:
    wanted = [Requirement(line) for line in installed(empty_project).requires or [] if "extra ==" in line]
    (oldest,) = [each.version for one in wanted if one.name == "pytest" for each in one.specifier]
    command = [*PIP, "--python", empty_project / ".venv/bin/python", "install", f"pytest=={oldest}"]
    got = subprocess.run(command, cwd=empty_project, capture_output=True, text=True, check=False)
    if got.returncode and "CI" not in os.environ:
        pytest.skip(f"pytest {oldest} cannot be had here, no index has it: {got.stderr.strip()[-200:]}")
    assert got.returncode == 0, got.stderr
    (empty_project / "test_sale.py").write_text(block(READMES[0], "pytest"), encoding="utf-8")
    assert passed(empty_project) == 2


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
