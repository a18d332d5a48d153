"""The journal of a world: everything that happened in it, in the order in which it happened.

The *business* journal is not written anywhere: messages, verdicts, receipts and acts share one counting, so
their tables, read together by number, are the journal. It depends on nothing but what the world was told.
The journal of *deliveries* (what was fetched by whom, pushed to whom, acknowledged) is apart: it depends on when
people ask.

Times are Beijing time, ``YYYYMMDDhhmmssSSS``. A body is the XML as it came or went, ``None`` once it was cut;
``base64`` stands beside one that is no UTF-8, with the very bytes.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from gateway_client.rules.kinds import SEPARATOR, Kind
from gateway_client.wire.ceb import RECEIPTS
from simulator.declaration import from_row
from simulator.receipts import is_of, returns_in
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import sequence, span
from simulator.store.packing import unpack

MOST: Final = 1000
_MOST_BODIES: Final = 4_000_000
"""Characters of bodies after which a page ends: a thousand large messages would be gigabytes."""
KINDS: Final = (
    "message",
    "verdict",
    "receipt",
    "copy",
    "clock",
    "payment",
    "waybill",
    "officer",
    "fetched",
    "pushed",
    "acknowledged",
)
"""What entries there are; the last three are those of deliveries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which entries are wanted: those behind number ``after``, of times from ``since`` to ``until`` (stamps)."""

    after: int = 0
    most: int = MOST
    since: int = 0
    until: int = 10**17
    bodies: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries in their order; ``last`` is the number to go on behind, ``more`` tells whether that is worth it."""

    entries: list[dict[str, Any]]
    last: int
    more: bool


def business(connection: Connection, world: int, search: Search) -> Page:
    """Return a page of the business journal."""
    base, high = span(world)
    low = base + search.after
    rows = connection.execute(statements.JOURNAL, {"low": low, "high": high, "most": search.most + 1}).fetchall()
    entries: list[dict[str, Any]] = []
    last, size = search.after, 0
    for place, row in rows[: search.most]:
        if size > _MOST_BODIES:
            return Page(entries, last, True)
        one = _READ[place](connection, row, search.bodies)
        last = sequence(row)
        if search.since <= int(one["time"]) <= search.until:
            entries.append(one)
            size += len(one.get("body") or "")
    return Page(entries, last, len(rows) > search.most)


def of_order(connection: Connection, world: int, order_no: str, search: Search) -> Page:
    """Return what the business journal says of an order number; a page is everything."""
    documents = [from_row(row) for row in connection.execute(statements.OF_ORDER, (world, order_no))]
    messages: dict[int, list[Any]] = {}
    for one in documents:
        messages.setdefault(one.origin.message, []).append(one)
    found = [("message", message) for message in messages]
    ids = orjson.dumps([one.id for one in documents]).decode()
    found += [("verdict", row[0]) for row in connection.execute(statements.VERDICT_IDS, (ids,))]
    of_messages = connection.execute(statements.OF_MESSAGES, (orjson.dumps(list(messages)).decode(),))
    for row, _, message_type, _, _, body, message in of_messages:
        said = list(returns_in(message_type, unpack(body)))
        if not said or any(is_of(each, one) for each in said for one in messages[message]):
            found.append(("outbox", row))
    base, high = span(world)
    found += [("act", row[0]) for row in connection.execute(statements.ACTS_FOR, (base, high, order_no))]
    entries = [_READ[place](connection, row, search.bodies) for place, row in sorted(found, key=lambda one: one[1])]
    wanted = [one for one in entries if one["n"] > search.after and search.since <= int(one["time"]) <= search.until]
    return Page(wanted, wanted[-1]["n"] if wanted else search.after, False)


def deliveries(connection: Connection, world: int, search: Search) -> Page:
    """Return a page of the journal of deliveries."""
    base, high = span(world)
    values = (base + search.after, high, search.since, search.until, search.most + 1)
    rows = connection.execute(statements.ATTEMPTS, values).fetchall()
    entries = [
        {"n": sequence(row), "time": str(time), "kind": what, "dxpId": dxp_id, "receipts": orjson.loads(ids)}
        for row, time, dxp_id, what, ids in rows[: search.most]
    ]
    return Page(entries, entries[-1]["n"] if entries else search.after, len(rows) > search.most)


def lines(connection: Connection, world: int) -> Iterator[bytes]:
    """Yield the whole business journal, an entry a line, bodies included: the same history is the same bytes."""
    search = Search(bodies=True)
    while True:
        page = business(connection, world, search)
        for entry in page.entries:
            yield orjson.dumps(entry)
        if not page.more:
            return
        search = Search(after=page.last, bodies=True)


def _message(connection: Connection, row: int, bodies: bool) -> dict[str, Any]:
    sender, cop_msg_id, message_type, entrance, received, body = connection.execute(
        statements.JOURNAL_MESSAGE, (row,)
    ).fetchone()
    return {
        "n": sequence(row),
        "time": str(received),
        "kind": "message",
        "dxpId": sender,
        "copMsgId": cop_msg_id,
        "messageType": message_type,
        "entrance": entrance,
        **_body(body, bodies),
    }


def _receipt(connection: Connection, row: int, bodies: bool) -> dict[str, Any]:
    dxp_id, message_type, cop_msg_id, due, message, body = connection.execute(
        statements.JOURNAL_RECEIPT, (row,)
    ).fetchone()
    return {
        "n": sequence(row),
        "time": str(due),
        "kind": "receipt" if message_type in RECEIPTS else "copy",
        "dxpId": dxp_id,
        "copMsgId": cop_msg_id,
        "messageType": message_type,
        "message": sequence(message),
        **_body(body, bodies),
    }


def _verdict(connection: Connection, row: int, bodies: bool) -> dict[str, Any]:
    time, said, kind, key, order_no = connection.execute(statements.JOURNAL_VERDICT, (row,)).fetchone()
    return {
        "n": sequence(row),
        "time": str(time),
        "kind": "verdict",
        "document": Kind(kind).label,
        "key": key.replace(SEPARATOR, "/"),
        "orderNo": order_no,
        "refusals": orjson.loads(said),
    }


def _act(connection: Connection, row: int, bodies: bool) -> dict[str, Any]:
    time, what, said = connection.execute(statements.JOURNAL_ACT, (row,)).fetchone()
    return {"n": sequence(row), "time": str(time), "kind": what, "said": orjson.loads(said)}


def _body(body: bytes, bodies: bool) -> dict[str, str | None]:
    if not body:
        return {"body": None}  # cut, to keep the journal within its budget
    if not bodies:
        return {}
    data = unpack(body)
    try:
        return {"body": data.decode()}
    except UnicodeDecodeError:  # out of an envelope anything may come
        return {"body": data.decode(errors="replace"), "base64": b64encode(data).decode()}


_READ: Final = {"message": _message, "outbox": _receipt, "verdict": _verdict, "act": _act}


def entry(connection: Connection, world: int, number: int) -> dict[str, Any] | None:
    """Return one entry of the business journal with its body, ``None`` if there is none of this number."""
    page = business(connection, world, Search(after=number - 1, most=1, bodies=True))
    return next((one for one in page.entries if one["n"] == number), None)
