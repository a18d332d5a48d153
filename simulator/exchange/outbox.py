"""What the exchange reads of the outboxes and writes into them."""

from collections.abc import Sequence
from typing import Any

from simulator.delivery import acknowledge, unacknowledged
from simulator.docket import Docket
from simulator.store import statements
from simulator.store.database import Connection


def to_push(connection: Connection, world: int, dxp_id: str, most: int) -> list[dict[str, Any]]:
    """Return the receipts that are to be pushed to a dxpId now, in due order."""
    return unacknowledged(connection, world, dxp_id, most)


def pushed(docket: Docket, dxp_id: str, ids: Sequence[str]) -> None:
    """Note that receipts are in their receiver's queue, which takes them off our hands."""
    docket.attempt(dxp_id, "pushed", ids)
    acknowledge(docket, dxp_id, ids)


def receivers(connection: Connection, after: str, most: int) -> list[str]:
    """Return the next dxpIds, in any world, whose outboxes hold something; from the first on behind the empty text."""
    found: list[str] = []
    while len(found) < most:
        row = connection.execute(statements.NEXT_RECEIVER, (found[-1] if found else after,)).fetchone()
        if row[0] is None:
            break
        found.append(row[0])
    return found
