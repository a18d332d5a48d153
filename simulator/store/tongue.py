"""What SQLite's statements are in PostgreSQL's tongue: the few things that it says otherwise.

=========================================  ==================================================
SQLite                                     PostgreSQL
=========================================  ==================================================
``?``, ``:name``                           ``%s``, ``%(name)s``
``IN (SELECT value FROM json_each(?))``    ``= ANY`` of an array made of the JSON, so that an index serves
``+column``, kept from the planner         ``column``
``json_extract(CAST(c AS TEXT), '$.f')``   ``convert_from(c, 'UTF8')::json ->> 'f'``
=========================================  ==================================================
"""

import re
from functools import lru_cache
from typing import Final

from sqlalchemy import Integer

from simulator.store.schema import METADATA

_NUMBERS: Final = {
    column.name for table in METADATA.sorted_tables for column in table.columns if isinstance(column.type, Integer)
}
_LISTED: Final = re.compile(r"(?:(\w+)\.)?(\w+) IN \(SELECT value FROM json_each\(\?\)\)")
_FIELD: Final = re.compile(r"json_extract\(CAST\((\w+) AS TEXT\), '\$\.(\w+)'\)")
_UNPLANNED: Final = re.compile(r"\+(?=[a-z])")
_NAMED: Final = re.compile(r"(?<!:):([a-z]+)")


@lru_cache(maxsize=1000)
def postgresql(statement: str) -> str:
    """Return a statement as PostgreSQL's driver takes it."""
    said = _FIELD.sub(r"convert_from(\1, 'UTF8')::json ->> '\2'", statement)
    said = _UNPLANNED.sub("", said)
    said = _LISTED.sub(_any, said)
    said = _NAMED.sub(r"%(\1)s", said)
    return said.replace("?", "%s")


def _any(found: re.Match[str]) -> str:
    table, column = found.groups()
    name = f"{table}.{column}" if table else column
    number = "::bigint" if column in _NUMBERS else ""
    return f"{name} = ANY(ARRAY(SELECT json_array_elements_text(%s::json){number}))"
