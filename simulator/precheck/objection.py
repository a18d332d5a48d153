"""What a check found: one thing that would be refused, or is worth knowing, at one place of one file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Words

_CODED: Final = re.compile(r"\[Code:[0-9]+;Desc:((?:[^\[\]]|\[[^\[\]]*\])*?);?\]")
_NAMED: Final = re.compile(r"\[电商企业编码：[^\]]*\]")


class Level(StrEnum):
    """How grave a thing is."""

    REFUSED = "refused"
    NOTE = "note"


class Place(NamedTuple):
    """A value that takes part, and where it stands; limits and days stand in no file."""

    path: str
    value: str | None
    file: str | None = None
    line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the place as JSON types."""
        return {"path": self.path, "value": self.value, "file": self.file, "line": self.line}


class Answer(NamedTuple):
    """What would come back: the message, its status (of a DxpRep its ResponseCode) and its text."""

    message: str
    status: str
    info: str

    def as_json(self) -> dict[str, str]:
        """Return the answer as JSON types."""
        return {"message": self.message, "status": self.status, "returnInfo": self.info}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One objection. ``code`` is the code of our rule, ``official`` the one that developers know."""

    level: Level
    file: str
    line: int | None
    code: str
    why: Words
    document: str | None = None
    key: str | None = None
    official: str | None = None
    places: tuple[Place, ...] = ()
    answer: Answer | None = None
    source: str | None = None
    confidence: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the objection as JSON types; every key is always there."""
        return {
            "level": self.level.value,
            "file": self.file,
            "line": self.line,
            "document": self.document,
            "key": self.key,
            "rule": self.code,
            "code": self.official,
            "why": {"en": self.why.en, "zh": self.why.zh},
            "values": [place.as_json() for place in self.places],
            "answer": self.answer.as_json() if self.answer else None,
            "source": self.source,
            "confidence": self.confidence,
        }


def gist(info: str) -> str:
    """Return what a returnInfo says, without the codes and numbers around it."""
    coded = _CODED.match(info)
    return coded[1] if coded else _NAMED.sub("", info)
