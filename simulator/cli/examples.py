"""The example purchases that travel with Kouan: their files, their stories, and how they are to end."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from gateway_client.wire.findings import Words
from gateway_client.wire.parse import Broken, parse

OPENING: Final = "2026-11-11T20:00:00"
"""The moment at which a simulator must start for them: the evening of the day that they are declared on."""

_SENT: Final = ("order", "payment", "waybill", "inventory")


class Refused(NamedTuple):
    """A file answered with an official code, or with ``CEB900``; ``info`` is the receipt's text."""

    file: str
    code: str
    info: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One message; ``name`` is the file's, without ``.xml``."""

    name: str
    path: Path
    body: bytes
    guid: str
    dxp_id: str


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase: its files in the order in which they are sent, and what becomes of it."""

    name: str
    story: Words
    files: tuple[File, ...]
    order_no: str
    buyer: str
    goods_value: str
    ends: str
    refused: tuple[Refused, ...]
    waits: tuple[str, ...]


def scenarios() -> Path:
    """Return the folder of the scenarios: the checkout's, or the one in the installed package."""
    checkout = Path(__file__).parents[2] / "scenarios"
    return checkout if checkout.is_dir() else Path(str(resources.files("simulator"))) / "data" / "scenarios"


def purchases() -> list[Purchase]:
    """Return the purchases, in the order of their names."""
    folder = scenarios() / "purchases"
    expected = tomllib.loads((folder / "EXPECTED.toml").read_text(encoding="utf-8"))
    return [_purchase(folder / name, said) for name, said in sorted(expected.items())]


def _purchase(folder: Path, said: dict[str, object]) -> Purchase:
    names = said.get("send") or [name for name in _SENT if (folder / f"{name}.xml").exists()]
    files = tuple(_file(folder / f"{name}.xml") for name in _listed(names))
    order = next(file for file in files if file.name == "order")
    refused = said.get("refused", [])
    assert isinstance(refused, list)
    return Purchase(
        name=folder.name,
        story=Words(str(said["en"]), str(said["zh"])),
        files=files,
        order_no=text(order.body, "orderNo"),
        buyer=text(order.body, "buyerName"),
        goods_value=text(order.body, "goodsValue"),
        ends=str(said["ends"]),
        refused=tuple(Refused(**each) for each in refused),
        waits=tuple(_listed(said.get("waits", []))),
    )


def _listed(names: object) -> list[str]:
    return [str(name) for name in names] if isinstance(names, list) else []


def _file(path: Path) -> File:
    body = path.read_bytes()
    parsed = parse(body)
    if isinstance(parsed, Broken):
        raise ValueError(f"{path}: {parsed.finding.said()}")
    return File(path.stem, path, body, str(parsed.root.get("guid")), text(body, "dxpId"))


def text(body: bytes, name: str) -> str:
    """Return the text of the first element of this name, wherever it stands."""
    parsed = parse(body)
    return "" if isinstance(parsed, Broken) else parsed.root.findtext(f".//{{*}}{name}") or ""
