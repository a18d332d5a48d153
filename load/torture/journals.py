"""Journals under fire: taken with ``kouan journal``, lived through again with ``kouan replay``."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from load.torture.wrong import Wrong, hold


def take(port: int, worlds: Iterable[str], folder: Path) -> list[Path]:
    """Write the journals of worlds into files, side by side."""
    url = f"http://127.0.0.1:{port}"
    asked = {name: _begun("journal", "--json", "--world", name, "--url", url) for name in worlds}
    for name, process in asked.items():
        (folder / f"{name}.jsonl").write_text(_output("kouan journal", process), encoding="utf-8")
    return [folder / f"{name}.jsonl" for name in asked]


def replay(journals: list[Path]) -> int:
    """Live through journals again, side by side, and hold them to be identical; return how many entries they have."""
    count = 0
    for journal, process in [(journal, _begun("replay", str(journal), "--lang", "en")) for journal in journals]:
        entries = journal.read_bytes().count(b"\n") - 1
        hold(
            f"kouan replay of {journal.stem}", f"identical: {entries} entries", _output("kouan replay", process).strip()
        )
        count += entries
    return count


def _begun(*options: str) -> "subprocess.Popen[str]":
    command = [str(Path(sys.executable).with_name("kouan")), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def _output(command: str, process: "subprocess.Popen[str]") -> str:
    with process:
        said, complained = process.communicate()
    if process.returncode or complained:
        raise Wrong(command, "exit status 0 and no complaint", f"{process.returncode} {complained}{said}")
    return said
