"""What is written from the code is what is committed; ``make derived`` writes it anew."""

from pathlib import Path

import pytest

from gateway_client.wire.ceb import MESSAGES
from simulator.cli.derived import ROOT, others, schemas
from simulator.cli.messages import message_table
from simulator.cli.tables import rule_table


@pytest.mark.parametrize("path", [*others(), *schemas()], ids=lambda path: path.name)
def test_committed_as_derived(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == {**others(), **schemas()}[path]


def test_no_schema_too_many() -> None:
    assert set((ROOT / "xsd").glob("*.xsd")) == set(schemas())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_is_in_the_table_once(lang: str) -> None:
    codes = [line.split(" | ")[0] for line in rule_table(lang).splitlines()[2:]]
    assert len(codes) == len(set(codes)) > 30


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_nineteen_messages_are_in_the_table(lang: str) -> None:
    rows = [line.strip("| ").split(" | ") for line in message_table(lang).splitlines()[2:]]
    assert [f"{row[0]}Message" for row in rows] == sorted(MESSAGES)
    assert {len(row) for row in rows} == {4}
    assert len(rows) == 19
