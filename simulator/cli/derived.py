"""Files that are written from the code and committed, for maintainers: ``python -m simulator.cli.derived``.

``xsd/`` and ``sqlite.sql`` come from the tables, the list of rules in both READMEs from the rule books.
Tests hold the committed files against what this module returns.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gateway_client.rules import documents
from gateway_client.rules.rule import Rule
from gateway_client.wire.schema import schema_files
from simulator.cli.language import CONFIDENCE
from simulator.customs import rules as customs
from simulator.port import rules as port
from simulator.store.schema import ddl

ROOT: Final = Path(__file__).parents[2]
OPEN: Final = "<!-- rules: written by make derived -->\n"
CLOSE: Final = "<!-- /rules -->\n"

_BOOKS: Final = (documents.BOOK, port.BOOK, customs.BOOK)
_HEADS: Final = {
    "en": "| rule | official code | what must hold | source | confidence |\n|--|--|--|--|--|\n",
    "zh": "| 规则 | 官方代码 | 回执文字 | 依据 | 可信度 |\n|--|--|--|--|--|\n",
}


def schemas() -> dict[Path, str]:
    """Return the schemas by path."""
    return {ROOT / "xsd" / name: text for name, text in schema_files().items()}


def others() -> dict[Path, str]:
    """Return the other derived files by path."""
    return {
        ROOT / "simulator" / "store" / "sqlite.sql": ddl(),
        ROOT / "README.md": _with_table(ROOT / "README.md", rule_table("en")),
        ROOT / "README.zh.md": _with_table(ROOT / "README.zh.md", rule_table("zh")),
    }


def rule_table(lang: str) -> str:
    """Return all rules as a table: port and documents first, then customs."""
    rules = [rule for book in _BOOKS for rule in book.rules.values()]
    return _HEADS[lang] + "".join(_row(rule, lang) for rule in rules)


def _row(rule: Rule, lang: str) -> str:
    official = ", ".join(dict.fromkeys(rule.official.values()))
    texts = "<br>".join(dict.fromkeys(text for _, text in rule.answers.values()))
    said = f"`{texts}`".replace("<br>", "`<br>`") if lang == "zh" else rule.title
    cells = (rule.code, official, said, rule.source, CONFIDENCE[rule.confidence.value].lang(lang))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _with_table(path: Path, table: str) -> str:
    text = path.read_text(encoding="utf-8")
    before, opening, rest = text.partition(OPEN)
    _, closing, after = rest.partition(CLOSE)
    if not (opening and closing):
        raise ValueError(f"{path} has no place for the rules: {OPEN.strip()} … {CLOSE.strip()}")
    return before + opening + table + closing + after


def main(arguments: Sequence[str]) -> int:
    """Write what differs; ``xsd`` writes the schemas only."""
    for path, text in {**schemas(), **({} if "xsd" in arguments else others())}.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
