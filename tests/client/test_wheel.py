"""Ten lines, pasted into an empty project with only the wheel installed, clear an order.

The wheel is built and unpacked by pip into a virtual environment that holds nothing else but links to the
distributions that the wheel's own metadata asks for, directly or not: those of the lock, without the tools.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("ten_lines.py")


def needed(dist: Distribution, extras: tuple[str, ...] = ("",), seen: set[str] | None = None) -> Iterator[Distribution]:
    """Yield what a distribution asks for here and now, directly or not."""
    seen = set() if seen is None else seen
    for line in dist.requires or []:
        wanted = Requirement(line)
        marker = wanted.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in extras):
            continue
        if wanted.name.lower() not in seen:
            seen.add(wanted.name.lower())
            found = distribution(wanted.name)
            yield found
            yield from needed(found, ("", *wanted.extras), seen)


def link(dist: Distribution, into: Path) -> None:
    """Link a distribution's packages and modules into a site-packages."""
    for top in {file.parts[0] for file in dist.files or [] if file.parts[0] not in ("..", "__pycache__")}:
        if not (into / top).exists():
            (into / top).symlink_to(Path(str(dist.locate_file(top))))


@pytest.fixture
def empty_project(tmp_path: Path) -> Path:
    """An empty folder with a virtual environment in which only the wheel is installed."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wheels, home = tmp_path / "wheels", tmp_path / "project"
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ROOT], cwd=tmp_path, check=True
    )
    (wheel,) = wheels.glob("kouan-*.whl")
    venv.create(home / ".venv", with_pip=False, symlinks=True)
    python = home / ".venv/bin/python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", wheel], cwd=tmp_path, check=True)
    (site,) = (home / ".venv/lib").glob("python*/site-packages")
    (kouan,) = distributions(name="kouan", path=[str(site)])
    for dist in needed(kouan):
        link(dist, site)
    return home


def test_ten_lines_clear_an_order(empty_project: Path) -> None:
    assert sum(1 for line in SCRIPT.read_text().splitlines() if line) == 10
    (empty_project / "script.py").write_text(SCRIPT.read_text())
    bare = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    with subprocess.Popen(
        [empty_project / ".venv/bin/kouan", "up", "--port", "0"],
        cwd=empty_project,
        env=bare,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout
            ready, _, url = server.stdout.readline().strip().partition(" ")
            assert ready == "ready"
            done = subprocess.run(
                [".venv/bin/python", "script.py"],
                cwd=empty_project,
                env={**bare, "KOUAN_URL": url},
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.kill()
    assert (done.stdout, done.stderr) == ("released\n", "")


def test_the_wheel_ships_what_the_client_needs(empty_project: Path) -> None:
    code = "import gateway_client as g, sys; print(g.__file__); [getattr(g, n) for n in g.__all__]; print(*sys.modules)"
    python = empty_project / ".venv/bin/python"
    told = subprocess.run([python, "-c", code], cwd=empty_project, capture_output=True, text=True, check=True)
    place, _, modules = told.stdout.partition("\n")
    assert place.startswith(str(empty_project))
    assert (Path(place).parent / "py.typed").exists()
    assert not {"simulator", "pytest", "sqlalchemy"} & set(modules.split())
