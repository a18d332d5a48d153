"""What the Dockerfile promises, as far as reading tells; test_image.py does what it says."""

import re
import subprocess

import pytest

from tests.cli.running import ROOT
from tests.compose.files import Instruction, Stage, assigned, instructions, sent, stages

STAGES = stages()
LAST = STAGES[-1]
_READ_BY = {
    "PYTHONUNBUFFERED": "python",
    "PYTHONDONTWRITEBYTECODE": "python",
    "PIP_DISABLE_PIP_VERSION_CHECK": "pip",
    "PATH": "everybody",
}


def all_of(word: str, among: list[Stage] = STAGES) -> list[Instruction]:
    return [one for stage in among for one in stage.instructions if one.word == word]


def test_its_base_is_pinned_and_said_once() -> None:
    outside = [stage.base for stage in STAGES if stage.base not in {other.name for other in STAGES}]
    assert len(outside) == 1
    assert re.fullmatch(r"python:3\.11\.[0-9]+-slim-bookworm", outside[0])


def test_what_is_copied_is_there_and_sent_to_the_engine() -> None:
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split()
    copied = set[str]()
    for one in all_of("COPY"):
        if not one.text.startswith("--from="):
            copied.update(one.text.split()[:-1])
    for source in copied:
        assert (ROOT / source).exists(), source
        assert sent(source), source
    seen = {path.partition("/")[0] for path in tracked if sent(path)}
    assert seen == copied
    assert not sent("simulator/cli/__pycache__/up.cpython-311.pyc")
    assert not sent("tests/conftest.py")
    assert not sent("kouan.db")


def test_whatever_is_fetched_is_held_against_a_hash() -> None:
    runs = [command.strip() for one in all_of("RUN") for command in one.text.split("&&")]
    installing = [command for command in runs if command.startswith("pip ")]
    assert len(installing) == 3
    for command in installing:
        assert "--require-hashes" in command or "--no-index" in command
    assert not any(word in " ".join(runs) for word in ("apt", "curl", "wget", "http:", "https:"))


def test_every_setting_has_somebody_who_reads_it() -> None:
    assert not all_of("ARG")
    for one in all_of("ENV"):
        for name in assigned(one):
            assert name in _READ_BY, name


def test_the_last_stage_takes_only_what_was_installed() -> None:
    assert [one.text for one in all_of("COPY", [LAST])] == ["--from=build /srv/kouan /srv/kouan"]
    assert "pip" not in " ".join(one.text for one in LAST.instructions)


def test_its_user_exists_before_it_is_needed() -> None:
    words = [(one.word, one.text) for one in LAST.instructions]
    made = next(place for place, (word, text) in enumerate(words) if word == "RUN" and "useradd --uid=10001" in text)
    used = words.index(("USER", "10001:10001"))
    assert made < used
    assert all(word != "RUN" for word, _ in words[used:])


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD"])
def test_nothing_stands_between_a_signal_and_the_process(word: str) -> None:
    assert LAST.only(word).listed()


def test_every_instruction_is_one_that_these_tests_know() -> None:
    known = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {one.word for one in instructions()} == known
