"""How to do by hand what a demo did: the commands as this shell, in this folder, finds them."""

import sys
from pathlib import Path
from shutil import which
from typing import Final

from gateway_client.wire.findings import Words
from simulator.cli.examples import OPENING, scenarios

_EXAMPLE: Final = "01-milk-powder"
_ORDER: Final = "CZ26111160213719"
_DXP_ID: Final = "DXPENT0000440005"
_HEAD: Final = Words("By hand, the first line in a terminal of its own:", "手工操作（第一行请在另一个终端里运行）：")


def steps(lang: str) -> str:
    """Return the commands that clear one example: start, send, read, ask."""
    kouan = command()
    folder = from_here(scenarios() / "purchases" / _EXAMPLE)
    return "\n".join(
        (
            _HEAD.lang(lang),
            f"  {kouan} up --at {OPENING}",
            f"  {kouan} send {folder}",
            f"  {kouan} receipts --dxp-id {_DXP_ID}",
            f"  {kouan} status {_ORDER}",
        )
    )


def command() -> str:
    """Return how this shell would find the command."""
    return "kouan" if which("kouan") else str(from_here(Path(sys.executable).with_name("kouan")))


def from_here(path: Path) -> Path:
    """Return a path as it is shortest from the folder where we are."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
