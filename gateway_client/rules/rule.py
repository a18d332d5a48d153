"""How a rule is written: one function, a stable code of ours, the official answer, where it comes from.

A refusal is a value, not an exception. A rule looks at a case that already holds the facts and
returns ``None`` or a ``Conflict``: the places that disagree with their values, and what the official
text has to be filled with.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from gateway_client.rules.kinds import Kind


class Confidence(StrEnum):
    """How well a rule is founded."""

    SPECIFICATION = "specification"
    TWO_SOURCES = "two sources"
    PRACTICE = "practice"
    ASSUMED = "assumed"


class Side(NamedTuple):
    """One of the values that disagree: where it stands (``OrderHead.acturalPaid``) and what it is."""

    path: str
    value: str


class Conflict(NamedTuple):
    """What a rule found: the sides, the decisive ones first, and the fillings of the official text."""

    sides: tuple[Side, ...]
    fill: dict[str, str]


def conflict(*sides: tuple[str, object], **fill: object) -> Conflict:
    """Return a conflict between the given (path, value) pairs."""
    return Conflict(
        tuple(Side(path, "" if value is None else str(value)) for path, value in sides),
        {name: str(value) for name, value in fill.items()},
    )


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule with everything that a trader, a ledger or ``explain`` wants to know of it.

    ``answers`` gives per kind of document the returnStatus and the template of returnInfo.
    ``official`` is the code as developers know it: the returnStatus itself or the code inside
    ``[Code:…]``.
    """

    code: str
    title: str
    official: dict[Kind, str]
    answers: dict[Kind, tuple[str, str]]
    source: str
    confidence: Confidence
    judge: Callable[..., Conflict | None]

    def refuse(self, kind: Kind, found: Conflict, names: dict[str, str]) -> "Refusal":
        """Return the refusal for a conflict; ``names`` fills what every text may mention."""
        status, text = self.answers[kind]
        return Refusal(self, kind, status, text.format_map({**names, **found.fill}), found.sides)


class Refusal(NamedTuple):
    """A document refused: by which rule, with which official answer, because of which values."""

    rule: Rule
    kind: Kind
    status: str
    info: str
    sides: tuple[Side, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the refusal as JSON types."""
        return {
            "rule": self.rule.code,
            "title": self.rule.title,
            "status": self.status,
            "code": self.rule.official[self.kind],
            "returnInfo": self.info,
            "values": [{"path": side.path, "value": side.value} for side in self.sides],
            "source": self.rule.source,
            "confidence": self.rule.confidence.value,
        }


class RuleBook:
    """The rules of one room in the order in which they are asked."""

    def __init__(self) -> None:
        self.rules: dict[str, Rule] = {}

    def rule(
        self,
        code: str,
        *,
        answers: dict[Kind, tuple[str, str]],
        source: str,
        confidence: Confidence,
        official: str = "",
    ) -> Callable[[Callable[..., Conflict | None]], Rule]:
        """Declare a rule; the first line of the function's docstring is its title."""

        def declare(judge: Callable[..., Conflict | None]) -> Rule:
            if code in self.rules:
                raise ValueError(f"rule {code} stands there twice")
            title = (judge.__doc__ or "").partition("\n")[0].strip()
            codes = {kind: official or status for kind, (status, _) in answers.items()}
            made = self.rules[code] = Rule(code, title, codes, answers, source, confidence, judge)
            return made

        return declare

    def take_in(self, *books: "RuleBook") -> None:
        """Let the rules of other books follow those of this one."""
        for code, rule in ((code, rule) for book in books for code, rule in book.rules.items()):
            if code in self.rules:
                raise ValueError(f"rule {code} stands there twice")
            self.rules[code] = rule

    def for_kind(self, kind: Kind) -> list[Rule]:
        """Return the rules that are asked of a kind of document, in their order."""
        return [rule for rule in self.rules.values() if kind in rule.answers]


def all_conflicts(rules: Iterable[Rule], case: Any) -> list[tuple[Rule, Conflict]]:
    """Return the rules that object to a case, and to what."""
    return [(rule, found) for rule in rules if (found := rule.judge(case)) is not None]
