"""What is wrong with a message, said so that its sender can mend it: place, value, reason, way out."""

from dataclasses import dataclass
from typing import Any, NamedTuple


class Words(NamedTuple):
    """One sentence in the two languages of the house."""

    en: str
    zh: str

    def lang(self, lang: str) -> str:
        """Return the sentence in ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at one place.

    ``code`` is ours and stable. ``path`` counts repeated elements from 1 and leaves out prefixes
    (``CEB311Message/Order[2]/OrderHead/qty``). ``value`` is what stands there, shortened to 100
    characters, ``None`` where nothing does. ``line`` is the line in the message, when it is known.
    """

    code: str
    path: str
    words: Words
    value: str | None = None
    line: int | None = None

    def said(self, lang: str = "en") -> str:
        """Return the finding as one line of text."""
        place = self.path.rpartition("/")[2] or self.path
        value = "" if self.value is None else f" “{self.value}”"
        line = "" if self.line is None else f"第{self.line}行 " if lang == "zh" else f"line {self.line}: "
        return f"{line}{self.path}: {place}{value} {self.words.lang(lang)}"

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON types."""
        return {
            "code": self.code,
            "path": self.path,
            "line": self.line,
            "value": self.value,
            "en": self.words.en,
            "zh": self.words.zh,
        }


def shown(value: str | None, most: int = 100) -> str | None:
    """Return a value as findings show it: at most 100 characters."""
    return value if value is None or len(value) <= most else value[: most - 1] + "…"
