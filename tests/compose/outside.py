"""The Dockerfile done outside of a container: its steps, in their order, in a folder instead of a root file system.

All stages share the folder, in which each absolute path of the file is found; Python and pip are those that run the
tests. Who is root runs the result as the image's user, without capabilities, on a file system that is read-only.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.running import ROOT
from tests.compose.files import Instruction, assigned, sent, stages

_PATHS = re.compile(r"(?<![\w./*])/(?=(build|wheels|srv/kouan|var/lib/kouan)\b)")
IS_ROOT = os.geteuid() == 0


@dataclass
class Image:
    """What a Dockerfile has made so far."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = ""

    @property
    def programs(self) -> Path:
        """Where the commands are that the image has in its PATH."""
        return Path(self.environment["PATH"].partition(":")[0])

    def at(self, text: str) -> str:
        """Return a text with the folder's paths for the image's."""
        return _PATHS.sub(f"{self.root}/", text)

    def build(self) -> None:
        """Do all steps."""
        for stage in stages():
            self.environment = {**os.environ, "PATH": self._tools(), "LANG": "C.UTF-8"}
            self.folder = "/"
            for one in stage.instructions:
                self._do(one)

    def run(self, command: list[str], *, writable: str) -> list[str]:
        """Return how to run a command as the image's user, who may write into one folder."""
        if not IS_ROOT:
            return command
        data = self.at(writable)
        readonly = f"mount --bind {data} {data} && mount -o remount,bind,ro / && cd {self.at(self.folder)}"
        user, _, group = self.user.partition(":")
        rights = ["--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"]
        bare = ["setpriv", f"--reuid={user}", f"--regid={group}", *rights, *command]
        return ["unshare", "--mount", "sh", "-ec", f'{readonly} && exec "$@"', "sh", *bare]

    def _do(self, step: Instruction) -> None:
        match step.word:
            case "ENV":
                for name, value in assigned(step).items():
                    self.environment[name] = self.at(value).replace("$PATH", self.environment["PATH"])
            case "WORKDIR":
                self.folder = step.text
                Path(self.at(step.text)).mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(*step.text.split())
            case "RUN":
                self._run(step.text)
            case "USER":
                self.user = step.text

    def _copy(self, *words: str) -> None:
        *sources, target = words
        if sources[0].startswith("--from="):
            assert sources[1:] == [target], "all stages share a folder"
            assert Path(self.at(target)).exists()
            return
        for source in sources:
            onto = Path(self.at(self.folder)) / target
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, onto, ignore=_unsent)
            else:
                shutil.copy(ROOT / source, onto)

    def _run(self, command: str) -> None:
        if "useradd" in command and not IS_ROOT:
            (self.root / "var/lib/kouan").mkdir(parents=True)
            return  # users are root's to make
        done = subprocess.run(
            ["sh", "-ec", self.at(command)],
            cwd=self.at(self.folder),
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"

    def _tools(self) -> str:
        """Make a folder with the Python of the base image, and with what makes users in ours; return the PATH."""
        tools = self.root / "tools"
        commands = {
            "python": f"'{sys.executable}'",
            "pip": f"'{sys.executable}' -m pip",
            "groupadd": f"/usr/sbin/groupadd --prefix '{self.root}'",
            "useradd": f"/usr/sbin/useradd --prefix '{self.root}'",
        }
        for name in ("etc/passwd", "etc/group"):
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).touch()
        tools.mkdir(exist_ok=True)
        for name, command in commands.items():
            (tools / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
            (tools / name).chmod(0o755)
        return f"{tools}:/usr/sbin:/usr/bin:/bin"


def _unsent(folder: str, names: list[str]) -> list[str]:
    """Return what an engine does not get to see."""
    return [name for name in names if not sent(str((Path(folder) / name).relative_to(ROOT)))]
