"""Every statement of the house means something to PostgreSQL, with the types of values that it gets."""

import re

import psycopg
import pytest

from simulator import sharing
from simulator.bench.postgresql import database
from simulator.near import statements as near
from simulator.store import postgres as store
from simulator.store import statements, tongue

ALL = {
    f"{module.__name__}.{name}": text
    for module in (statements, near, sharing)
    for name, text in vars(module).items()
    if name != "_DOCUMENTS" and isinstance(text, str) and re.match(r"(SELECT|INSERT|UPDATE|DELETE)\b", text)
}


@pytest.fixture(scope="module")
def connection(postgres: str) -> psycopg.Connection:
    with psycopg.connect(database(postgres, "statements"), autocommit=True) as opened:
        opened.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        store.create(opened)
        yield opened


def test_there_are_as_many_as_one_would_think() -> None:
    assert len(ALL) > 70


@pytest.mark.parametrize("name", ALL)
def test_a_statement_can_be_prepared(connection: psycopg.Connection, name: str) -> None:
    said = tongue.postgresql(ALL[name])
    numbers = iter(range(1, 100))
    said = re.sub(r"%(s|\(\w+\)s)", lambda _: f"${next(numbers)}", said)
    connection.execute(f"PREPARE one AS {said}")
    connection.execute("DEALLOCATE one")


@pytest.mark.parametrize(
    ("sqlite", "postgresql"),
    [
        ("SELECT 1 FROM a WHERE b = ? AND c = :low", "SELECT 1 FROM a WHERE b = %s AND c = %(low)s"),
        (
            "d.key IN (SELECT value FROM json_each(?))",
            "d.key = ANY(ARRAY(SELECT json_array_elements_text(%s::json)))",
        ),
        (
            "id IN (SELECT value FROM json_each(?))",
            "id = ANY(ARRAY(SELECT json_array_elements_text(%s::json)::bigint))",
        ),
        ("+d.kind = ? AND a + 1 = b", "d.kind = %s AND a + 1 = b"),
        ("json_extract(CAST(said AS TEXT), '$.orderNo') = ?", "convert_from(said, 'UTF8')::json ->> 'orderNo' = %s"),
    ],
)
def test_what_is_said_otherwise(sqlite: str, postgresql: str) -> None:
    assert tongue.postgresql(sqlite) == postgresql
