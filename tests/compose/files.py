"""docker-compose.yml, Dockerfile and .dockerignore as an engine reads them, for tests that have no engine."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.cli.running import ROOT

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"
VARIABLE = re.compile(r"\$\{(?P<name>KOUAN_[A-Z_]+):-(?P<default>[^${}]*)\}")


def compose(**environment: str) -> dict[str, Any]:
    """Return the compose file with its anchors resolved and its variables filled in."""
    found: dict[str, Any] = filled(YAML(typ="safe").load(COMPOSE.read_text(encoding="utf-8")), environment)
    return found


def filled(value: Any, environment: Mapping[str, str]) -> Any:
    """Return a value with what its variables stand for."""
    if isinstance(value, dict):
        return {key: filled(one, environment) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, environment) for one in value]
    if isinstance(value, str):
        return VARIABLE.sub(lambda match: environment.get(match["name"]) or match["default"], value)
    return value


@dataclass(frozen=True)
class Instruction:
    """A line of a Dockerfile, those that go on in the next one joined."""

    word: str
    text: str

    def listed(self) -> list[str]:
        """Return the words of what is written as a list: nothing comes between them and the process."""
        found: list[str] = json.loads(self.text)
        return found


@dataclass(frozen=True)
class Stage:
    base: str
    name: str
    instructions: list[Instruction]

    def only(self, word: str) -> Instruction:
        """Return the one instruction of this kind."""
        (found,) = [one for one in self.instructions if one.word == word]
        return found


def instructions() -> Iterator[Instruction]:
    """Yield the instructions of the Dockerfile."""
    lines = [line for line in DOCKERFILE.read_text(encoding="utf-8").splitlines() if not re.match(r"\s*(#|$)", line)]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        word, _, text = line.partition(" ")
        yield Instruction(word, text.strip())


def stages() -> list[Stage]:
    """Return the stages of the Dockerfile."""
    found: list[Stage] = []
    for one in instructions():
        if one.word == "FROM":
            base, _, name = one.text.partition(" AS ")
            found.append(Stage(base, name, []))
        else:
            found[-1].instructions.append(one)
    return found


def assigned(instruction: Instruction) -> dict[str, str]:
    """Return what an ENV sets."""
    return dict(re.findall(r"(\w+)=(\S+)", instruction.text))


def health_check() -> tuple[dict[str, str], list[str]]:
    """Return the options of the image's health check, and its command."""
    options, _, command = stages()[-1].only("HEALTHCHECK").text.partition("CMD")
    return dict(re.findall(r"--([a-z-]+)=(\S+)", options)), json.loads(command)


def sent(path: str) -> bool:
    """Does an engine get to see this file of the checkout? The last line of .dockerignore that fits decides."""
    told = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#") and _fits(path, line.lstrip("!")):
            told = line.startswith("!")
    return told


def _fits(path: str, pattern: str) -> bool:
    parts = Path(path).parts
    if pattern.startswith("**/"):
        return any(fnmatchcase(part, pattern[3:]) for part in parts)
    assert "/" not in pattern, "teach this test patterns of several folders first"
    return fnmatchcase(parts[0], pattern)
