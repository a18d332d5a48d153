"""The command line itself: quick to say what it can do, clear about what it cannot."""

import subprocess
import sys
import time

import pytest

from simulator.cli import main
from tests.cli.running import PURCHASES, ROOT, spawn
from tests.kouan import KOUAN

HEAVY = {"httpx", "lxml", "sqlalchemy", "fastapi", "uvicorn", "asyncio", "sqlite3", "xmlschema", "orjson"}


def test_help_comes_at_once() -> None:
    def seconds() -> float:
        begun = time.perf_counter()
        subprocess.run([KOUAN, "--help"], check=True, capture_output=True)
        return time.perf_counter() - begun

    assert min(seconds() for _ in range(5)) < 0.15


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys\nimport simulator.cli.main\nprint(sorted({HEAVY!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "command", ["up", "check", "send", "receipts", "status", "world", "clock", "journal", "replay", "bench", "demo"]
)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"usage: kouan {command}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["clear"], ["up", "--prot", "1"], ["check", "--lang", "de", "x"]])
def test_what_it_does_not_know(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err


def test_a_terminal_without_chinese_letters() -> None:
    ran = spawn("check", "--lang", "zh", str(PURCHASES / "01-milk-powder"), PYTHONIOENCODING="ascii")
    assert (ran.status, ran.err) == (0, "")


def test_a_reader_who_has_seen_enough() -> None:
    command = f"'{KOUAN}' check {PURCHASES} | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=True)
    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")
