"""One line of the ledger."""

from enum import StrEnum
from typing import Any, NamedTuple

from gateway_client.rules.rule import Confidence
from gateway_client.wire.findings import Words


class Sort(StrEnum):
    """What a line is about."""

    RULE = "rule"
    STATUS = "status"
    TEXT = "text"
    DELAY = "delay"
    FACT = "fact"
    CODE = "code"


class Entry(NamedTuple):
    """Something that the house does or holds for true. ``name`` is the rule's code, the status, the official code.

    ``note`` says what more is worth knowing: what a rule answers, since when a fact holds, what becomes of a code.
    ``left_out`` tells whether ``--only-sourced`` does without it.
    """

    sort: Sort
    name: str
    what: Words
    source: str
    confidence: Confidence
    note: Words = Words("", "")
    left_out: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the line as JSON types."""
        return {
            "kind": self.sort.value,
            "name": self.name,
            "what": {"en": self.what.en, "zh": self.what.zh},
            "note": {"en": self.note.en, "zh": self.note.zh},
            "source": self.source,
            "confidence": self.confidence.value,
            "leftOut": self.left_out,
        }
