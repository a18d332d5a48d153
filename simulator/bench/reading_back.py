"""What became of the sales, read back from the database by order number: a run counts only if all ended rightly."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from gateway_client.rules.kinds import Kind
from gateway_client.wire.findings import Words
from simulator.bench.sales import KINDS, Prepared
from simulator.world import DEFAULT

RELEASED: Final = "released"
_AT_ONCE: Final = 1000
_CLEARED: Final = {Kind.ORDER: 120, Kind.PAYMENT: 120, Kind.WAYBILL: 120, Kind.INVENTORY: 800}
_REFUSED_BY_CUSTOMS: Final = 100
_ASKED: Final = (
    "SELECT d.order_no, d.kind, d.status, v.said FROM document d LEFT JOIN verdict v ON v.document = d.id"
    " WHERE d.world = (SELECT number FROM world WHERE name = {} AND state = 1) AND d.order_no {}"
)
_SQLITE: Final = _ASKED.format("?", "IN (SELECT value FROM json_each(?))")
_POSTGRESQL: Final = _ASKED.format("%s", "= ANY(ARRAY(SELECT json_array_elements_text(%s::json)))")

_Ask = Callable[[str, list[str]], Iterable[tuple[Any, ...]]]


class Failed(Exception):
    """The run does not count: something cleared that must not, or did not that must."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class _Found(NamedTuple):
    """A version of a document, as the database has it."""

    kind: Kind
    status: int
    rule: str
    code: str


def read_back(database: Path | str, sales: Iterable[Prepared], world: str = DEFAULT) -> Counter[str]:
    """Return how many sales ended how in a world: ``released``, or the rule and code they were refused with.

    Raises ``Failed`` when one ended otherwise than it must.
    """
    ended: Counter[str] = Counter()
    left = iter(sales)
    with _asks(database) as ask:
        while group := list(islice(left, _AT_ONCE)):
            found = _documents(ask(world, [each.order_no for each in group]))
            for each in group:
                ended.update(_ends(each, found.get(each.order_no, [])))
    return ended


@contextmanager
def _asks(database: Path | str) -> Iterator[_Ask]:
    if isinstance(database, Path):
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
            yield lambda world, numbers: file.execute(_SQLITE, (world, json.dumps(numbers)))
    else:
        import psycopg  # most need no driver

        with psycopg.connect(database, autocommit=True) as connection:
            yield lambda world, numbers: connection.execute(_POSTGRESQL, (world, json.dumps(numbers)))


def _documents(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[_Found]]:
    found: dict[str, list[_Found]] = {}
    for number, kind, status, said in rows:
        decisive: dict[str, Any] = json.loads(said)[0] if said else {}
        one = _Found(Kind(kind), status, decisive.get("rule", ""), decisive.get("code", ""))
        found.setdefault(number, []).append(one)
    return found


def _ends(each: Prepared, found: list[_Found]) -> Iterator[str]:
    fault = each.fault
    refused = [one for one in found if one.code]
    if fault is not None:
        if not any((one.kind, one.code) == (fault.kind, fault.code) for one in refused):
            raise Failed(_wrongly(each, found, f"{fault.code}", f"应以{fault.code}退单"))
        yield next(f"{one.rule} {one.code}" for one in refused if one.code == fault.code)
    if fault is None or fault.later:
        for kind in KINDS:
            if not any((one.kind, one.status) == (kind, _CLEARED[kind]) for one in found):
                raise Failed(_wrongly(each, found, RELEASED, "应放行"))
        if len(refused) > (fault is not None):
            raise Failed(_wrongly(each, found, RELEASED, "应放行"))
        yield RELEASED
    elif any((one.kind, one.status) == (Kind.INVENTORY, _CLEARED[Kind.INVENTORY]) for one in found):
        raise Failed(_wrongly(each, found, f"{fault.code}", f"应以{fault.code}退单"))


def _wrongly(each: Prepared, found: list[_Found], must: str, must_zh: str) -> Words:
    said = ", ".join(f"{one.kind.label} {one.status}{f' {one.code}' if one.code else ''}" for one in found) or "nothing"
    must = must if must == RELEASED else f"refused with {must}"
    name = f" ({each.fault.name})" if each.fault else ""
    return Words(
        f"{each.order_no}{name} should be {must}, the database has: {said}",
        f"{each.order_no}{name}{must_zh}，数据库中为：{said}",
    )
