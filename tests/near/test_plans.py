"""The search goes by indexes and by ranges of ids: no statement of it goes through all there is."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from simulator.near.statements import ELSEWHERE, RECENT, WAITS
from simulator.store import statements
from simulator.store.sqlite import Sqlite


@pytest.mark.parametrize(
    ("statement", "ways"),
    [
        (
            RECENT,
            [
                "SEARCH document USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
                "SCAN latest",  # only what the bound has left
            ],
        ),
        (
            ELSEWHERE,
            [
                "SEARCH w USING INTEGER PRIMARY KEY|SCAN w",  # the worlds themselves are few
                "SEARCH d USING INDEX document_order_no (world=? AND order_no=?)",
                "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)",
            ],
        ),
        (WAITS, ["SEARCH waiting USING PRIMARY KEY (world=? AND kind=? AND key=? AND document=?)"]),
        (
            statements.OF_ORDER,
            [
                "SEARCH d USING INDEX document_order_no (world=? AND order_no=?)",
                "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)",
            ],
        ),
        (
            statements.CURRENT_BY_ORDER_NOS,
            [
                "SEARCH d USING INDEX document_order_no (world=? AND order_no=?)",
                "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)",
            ],
        ),
        (
            statements.BY_IDS,
            ["SEARCH d USING INTEGER PRIMARY KEY (rowid=?)", "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)"],
        ),
    ],
)
def test_no_table_is_gone_through(tmp_path: Path, statement: str, ways: list[str]) -> None:
    database = Sqlite(tmp_path / "kouan.db")
    with closing(database.connect()) as connection:
        values = [1] * statement.count("?")
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
    database.close()
    steps = [step for step in plan if re.match("SEARCH|SCAN [a-z]+$", step)]
    assert len(steps) == len(ways), plan
    for step, way in zip(steps, ways, strict=True):
        assert any(step.startswith(each) for each in way.split("|")), plan
