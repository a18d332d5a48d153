"""Files that are written from the code and committed, for maintainers: ``python -m simulator.cli.derived``.

``xsd/``, ``sqlite.sql`` and ``postgresql.sql`` come from the tables, the lists of messages, rules and stories in both
READMEs from the tables, the rule books and the stories.
Tests hold the committed files against what this module returns.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gateway_client.rules import documents
from gateway_client.rules.rule import Rule
from gateway_client.wire.schema import schema_files
from simulator.cli import storybook
from simulator.cli.messages import message_table
from simulator.customs import decision as officer
from simulator.customs import rules as customs
from simulator.port import goods
from simulator.port import rules as port
from simulator.store.schema import DIALECTS, ddl
from simulator.stories.wording import CONFIDENCE

ROOT: Final = Path(__file__).parents[2]
OPEN: Final = "<!-- {name}: written by make derived -->\n"
CLOSE: Final = "<!-- /{name} -->\n"

BOOKS: Final = (documents.BOOK, port.BOOK, goods.BOOK, customs.BOOK, officer.BOOK)
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
        **{ROOT / "simulator" / "store" / f"{dialect}.sql": ddl(dialect) for dialect in DIALECTS},
        ROOT / "README.md": _with_tables(ROOT / "README.md", "en"),
        ROOT / "README.zh.md": _with_tables(ROOT / "README.zh.md", "zh"),
    }


def rule_table(lang: str) -> str:
    """Return all rules as a table: port and documents first, then customs, then its officers."""
    rules = [rule for book in BOOKS for rule in book.rules.values()]
    return _HEADS[lang] + "".join(_row(rule, lang) for rule in rules)


def _row(rule: Rule, lang: str) -> str:
    official = ", ".join(dict.fromkeys(rule.official.values()))
    texts = "<br>".join(dict.fromkeys(text for _, text in rule.answers.values()))
    said = f"`{texts}`".replace("<br>", "`<br>`") if lang == "zh" else rule.title
    cells = (rule.code, official, said, rule.source, CONFIDENCE[rule.confidence.value].lang(lang))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _tables(lang: str) -> dict[str, str]:
    return {
        "drawn": storybook.drawing(lang),
        "language": storybook.language_table(lang),
        "stories": storybook.story_table(lang),
        "messages": message_table(lang),
        "rules": rule_table(lang),
    }


def _with_tables(path: Path, lang: str) -> str:
    text = path.read_text(encoding="utf-8")
    for name, table in _tables(lang).items():
        start, end = OPEN.format(name=name), CLOSE.format(name=name)
        before, opening, rest = text.partition(start)
        _, closing, after = rest.partition(end)
        if not (opening and closing):
            raise ValueError(f"{path} has no place for the {name}: {start.strip()} … {end.strip()}")
        text = before + opening + table + closing + after
    return text


def main(arguments: Sequence[str]) -> int:
    """Write what differs; ``xsd`` writes the schemas only."""
    for path, text in {**schemas(), **({} if "xsd" in arguments else others())}.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
