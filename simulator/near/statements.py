"""The statements of the search. None of them goes through more rows than it names a bound for."""

from typing import Final

from simulator.store.statements import COLUMNS

RECENT: Final = (
    "SELECT id, kind, key, order_no FROM"
    " (SELECT id, kind, key, order_no, current FROM document WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?) latest"
    " WHERE current = 1 AND kind <> 513"
)
"""The latest documents of a world; what was delivered is nobody's paper. Bounded before anything is left out."""

ELSEWHERE: Final = (
    f"SELECT {COLUMNS}, w.number, w.name FROM world w CROSS JOIN document d CROSS JOIN message m"
    " WHERE w.state = 1 AND w.number <> ? AND d.world = w.number AND d.order_no = ? AND +d.kind <> 513"
    " AND m.id = d.message ORDER BY w.number DESC LIMIT ?"
)
"""What other worlds have of an order number: the crosses keep SQLite from beginning anywhere but with the worlds."""

WAITS: Final = "SELECT 1 FROM waiting WHERE world = ? AND kind = ? AND key = ? AND document = ?"
