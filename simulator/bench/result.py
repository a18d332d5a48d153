"""What a bench found, as one writes it into a file and reads it again: version 1 of the machine-readable result.

Keys: ``kouanBench`` (1), ``kouan`` (the house's version), ``begun`` (ISO time with zone), ``command``, ``machine``
(``cpu``, ``cores``, ``python``, ``os``), ``settings``, ``figures`` (each ``id``, ``title``, ``unit``, ``better``,
``measured``, the values of all ``rounds``, ``least`` and ``aim``, null where nothing is asked), ``readBack`` (how many
ended how: ``released``, or rule and code), ``timeline`` (of the last round, for each ``second``: its ``length``, how
many were ``released``, how many ``messages`` were answered, ``p50`` and ``p99`` in milliseconds).
"""

import json
import statistics
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.bench.figures import BY_ID, FIGURES
from simulator.bench.sales import BATCH, WAYS, WRONG

VERSION: Final = 1
_MARK: Final = "kouanBench"


class Unreadable(ValueError):
    """No result of a bench that we can compare with; the words say why and the way out."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Result:
    """A bench's result. ``values`` are those of all rounds by figure."""

    begun: str
    command: str
    machine: dict[str, str | int]
    settings: dict[str, str | int]
    values: dict[str, list[float]]
    ended: dict[str, int]
    timeline: list[dict[str, float]]

    def measured(self, figure: str) -> float | None:
        """Return the median of a figure's rounds, ``None`` if it was not measured."""
        rounds = self.values.get(figure)
        return statistics.median(rounds) if rounds else None

    def to_json(self) -> str:
        """Return the text of its file."""
        said: dict[str, Any] = {
            _MARK: VERSION,
            "kouan": version("kouan"),
            "begun": self.begun,
            "command": self.command,
            "machine": self.machine,
            "settings": self.settings,
            "figures": [
                {
                    "id": figure.id,
                    "title": figure.words.en,
                    "unit": figure.unit.en,
                    "better": figure.better,
                    "measured": _rounded(statistics.median(map(_rounded, self.values[figure.id]))),
                    "rounds": list(map(_rounded, self.values[figure.id])),
                    "least": figure.least,
                    "aim": figure.aim,
                }
                for figure in FIGURES
                if figure.id in self.values
            ],
            "readBack": self.ended,
            "timeline": [{name: _rounded(value) for name, value in each.items()} for each in self.timeline],
        }
        return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def settings(clearances: int, seed: int, rounds: int, *, stored: int | None = None) -> dict[str, str | int]:
    """Return what was set when it was measured; the simulator's own settings are those of ``kouan up``."""
    said: dict[str, str | int] = {
        "clearances": clearances,
        "seed": seed,
        "rounds": rounds,
        "documentsAMessage": BATCH,
        "wrongOneIn": WRONG,
        "ways": len(WAYS),
        "database": "SQLite",
        "durability": "normal",
        "processes": 1,
        "pace": "instant",
        "signed": 0,
    }
    return said if stored is None else {**said, "stored": stored}


def from_json(text: str) -> Result:
    """Read a result that was written earlier. Raises ``Unreadable``."""
    try:
        said = json.loads(text)
    except ValueError as wrong:
        raise Unreadable(Words(f"is no JSON ({wrong})", f"不是JSON（{wrong}）")) from None
    found = said.get(_MARK) if isinstance(said, dict) else None
    if found is None:
        raise Unreadable(Words("is no result of kouan bench --json", "不是kouan bench --json的结果"))
    if found != VERSION:
        raise Unreadable(
            Words(
                f"is a result of version {found!r}, this kouan reads version {VERSION}: measure anew",
                f"结果版本为{found!r}，本版本只读{VERSION}：请重新测量",
            )
        )
    try:
        return Result(
            begun=_text(said["begun"]),
            command=_text(said["command"]),
            machine=_flat(said["machine"]),
            settings=_flat(said["settings"]),
            values={each["id"]: _numbers(each["rounds"]) for each in said["figures"] if each["id"] in BY_ID},
            ended={str(name): int(count) for name, count in said["readBack"].items()},
            timeline=[dict(zip(each, _numbers([*each.values()]), strict=True)) for each in said["timeline"]],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        what = f"{type(wrong).__name__}: {wrong}"
        raise Unreadable(Words(f"is damaged ({what}): measure anew", f"已损坏（{what}）：请重新测量")) from None


def _rounded(value: float) -> float:
    return round(value, 4)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _flat(value: Any) -> dict[str, str | int]:
    if not isinstance(value, dict) or not all(isinstance(each, str | int) for each in value.values()):
        raise TypeError(f"{value!r} is no table of texts and numbers")
    return value


def _numbers(value: Any) -> list[float]:
    if not isinstance(value, list) or not value or not all(isinstance(each, int | float) for each in value):
        raise TypeError(f"{value!r} are no numbers")
    return value
