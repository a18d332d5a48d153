"""What is wrong with a file, said so that its author can mend it: file, line, key, value, reason, way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gateway_client.wire.findings import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at one place of ``source``.

    ``place`` counts from 1 (``people[2].used.2026``) and is empty for the file as a whole. ``value`` is
    what stands there as the file would write it, shortened. ``line`` is ``None`` where there is none to name.
    """

    source: str
    line: int | None
    place: str
    value: str | None
    words: Words

    def said(self, lang: str = "en") -> str:
        """Return the finding as one line of text."""
        comma, colon, line = ("，", "：", f"第{self.line}行") if lang == "zh" else (", ", ": ", f"line {self.line}")
        found = " ".join(filter(None, (self.place, self.value)))
        where = comma.join(filter(None, (self.source, line if self.line else "", found)))
        return f"{where}{colon}{self.words.lang(lang)}"

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON types."""
        return {
            "source": self.source,
            "line": self.line,
            "place": self.place,
            "value": self.value,
            "en": self.words.en,
            "zh": self.words.zh,
        }


class WrongFile(ValueError):
    """A file from which nothing can begin, with all that is wrong in it, in the order of the text."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.said())

    def said(self, lang: str = "en") -> str:
        """Return the findings, one a line."""
        return "\n".join(finding.said(lang) for finding in self.findings)
