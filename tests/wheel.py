"""An empty project in which only the wheel is installed, as its user has it.

The wheel is built and unpacked by pip into a virtual environment that holds nothing else but links to the
distributions that the wheel's own metadata asks for, directly or not: those of the lock, without the tools.
"""

import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


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


def build(folder: Path) -> Path:
    """Return the wheel, built in a folder."""
    subprocess.run(
        [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT], cwd=folder, check=True
    )
    (wheel,) = folder.glob("kouan-*.whl")
    return wheel


def install(wheel: Path, home: Path) -> None:
    """Make a folder with a virtual environment in which only the wheel is installed."""
    venv.create(home / ".venv", with_pip=False, symlinks=True)
    subprocess.run([*PIP, "--python", home / ".venv/bin/python", "install", "--no-deps", wheel], cwd=home, check=True)
    for dist in needed(installed(home)):
        link(dist, site(home))


def site(home: Path) -> Path:
    """Return the site-packages of a project."""
    (found,) = (home / ".venv/lib").glob("python*/site-packages")
    return found


def installed(home: Path) -> Distribution:
    """Return the house as it is installed in a project."""
    (kouan,) = distributions(name="kouan", path=[str(site(home))])
    return kouan
