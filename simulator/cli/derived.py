"""Files that are written from the code and committed, for maintainers: ``python -m simulator.cli.derived``.

``xsd/``, ``sqlite.sql`` and ``postgresql.sql`` come from the tables, the lists of messages and stories, of rules,
statuses, texts and codes in both READMEs from the tables, the stories and the ledger.
Tests hold the committed files against what this module returns.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gateway_client.wire.schema import schema_files
from simulator.cli import storybook
from simulator.cli.messages import message_table
from simulator.cli.tables import code_table, rule_table, status_table, text_table
from simulator.store.schema import DIALECTS, ddl

ROOT: Final = Path(__file__).parents[2]
OPEN: Final = "<!-- {name}: written by make derived -->\n"
CLOSE: Final = "<!-- /{name} -->\n"


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


def _tables(lang: str) -> dict[str, str]:
    return {
        "drawn": storybook.drawing(lang),
        "language": storybook.language_table(lang),
        "stories": storybook.story_table(lang),
        "messages": message_table(lang),
        "rules": rule_table(lang),
        "statuses": status_table(lang),
        "texts": text_table(lang),
        "codes": code_table(lang),
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
