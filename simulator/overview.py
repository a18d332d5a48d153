"""What has become of an order: its documents, receipts and verdicts, and the state of the whole."""

from decimal import Decimal
from typing import Any, Final

import orjson

from gateway_client.rules.kinds import SEPARATOR, Kind
from simulator.declaration import Declaration, from_row
from simulator.life import STATUSES
from simulator.near.pairs import PAPERS, Candidate
from simulator.near.search import NearMiss, near_misses, near_numbers, waits
from simulator.receipts import gist_of, invt_no, is_of, pre_no, returns_in, tax_no
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import receipt_id
from simulator.store.packing import unpack

_NUMBERED: Final = (Kind.CANCEL, Kind.RETURN)
"""Applications: they have a number of their own and name that of an inventory."""


def overview(connection: Connection, world: int, order_no: str, ebp_code: str | None = None) -> dict[str, Any]:
    """Return everything known of an order number, the versions of each document in their order."""
    found = [one for one in _of_number(connection, world, order_no) if one.kind is not Kind.DELIVERY]
    if ebp_code is not None:  # a waybill names no platform
        found = [one for one in found if getattr(one.head, "ebp_code", ebp_code) == ebp_code]
    found += _deliveries(connection, world, found)
    ids = orjson.dumps([one.id for one in found]).decode()
    missing = _missing(connection, world, ids)
    bills = {row[0]: row for row in connection.execute(statements.BILLS_OF, (ids,))}
    near = near_misses(connection, world, found) if found else near_numbers(connection, world, order_no, ebp_code)
    return {
        "documents": [_document(one, missing.get(one.id, []), bills.get(one.id)) for one in found],
        "receipts": _receipts(connection, found, world),
        "verdicts": _verdicts(connection, ids, found),
        "state": _state(found, missing),
        "nearMisses": [_near(connection, one) for one in near],
    }


def _of_number(connection: Connection, world: int, number: str) -> list[Declaration]:
    return [from_row(row) for row in connection.execute(statements.OF_ORDER, (world, number))]


def _deliveries(connection: Connection, world: int, found: list[Declaration]) -> list[Declaration]:
    """Return what was declared of the delivery of waybills: it names them and no order."""
    waybills = {one.key: one.head.logistics_no for one in found if one.kind is Kind.WAYBILL}
    return [
        one
        for number in dict.fromkeys(waybills.values())
        for one in _of_number(connection, world, number)
        if one.kind is Kind.DELIVERY and one.key in waybills
    ]


def _missing(connection: Connection, world: int, ids: str) -> dict[int, list[dict[str, str]]]:
    missing: dict[int, list[dict[str, str]]] = {}
    for document, kind, key in connection.execute(statements.MISSING, (world, ids)):
        entry = {"document": Kind(kind).label, "key": _shown(key)}
        missing.setdefault(document, []).append(entry)
    return missing


def _document(one: Declaration, missing: list[dict[str, str]], bill: tuple[Any, ...] | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "document": one.kind.label,
        "key": _shown(one.key),
        "status": str(one.status),
        "state": _own_state(one, missing),
        "current": one.current,
        "appTime": one.app_time,
        "copMsgId": one.origin.cop_msg_id,
        "dxpId": one.origin.sender,
        "accepted": _time(one.accepted),
        "entered": _time(one.entered),
        "finished": _time(one.finished),
    }
    if one.kind in _NUMBERED:
        said["preNo"] = pre_no(one, one.accepted or one.finished or 0)
        said["invtNo"] = one.head.invt_no
    if one.kind is Kind.INVENTORY:
        said["preNo"] = pre_no(one, one.accepted or one.finished or 0)
        said["invtNo"] = invt_no(one)
        said["missing"] = missing
        said["taxBill"] = _bill(one, *bill[1:]) if bill else None
    return said


def _bill(one: Declaration, status: int, *rest: Any) -> dict[str, Any]:
    """Return what is said of a tax bill; the three taxes in yuan."""
    *fen, billed, changed, ent_duty_no = rest
    customs, vat, consumption = (f"{Decimal(each).scaleb(-2):f}" for each in fen)
    return {
        "taxNo": tax_no(one),
        "status": str(status),
        "customsTax": customs,
        "valueAddedTax": vat,
        "consumptionTax": consumption,
        "billed": _time(billed),
        "changed": _time(changed),
        "entDutyNo": ent_duty_no,
    }


def _near(connection: Connection, miss: NearMiss) -> dict[str, Any]:
    by = miss.wanted_by
    return {
        "document": miss.kind.label,
        "key": _shown(miss.key),
        "wantedBy": by and {"document": by.kind.label, "key": _shown(by.key)},
        "candidates": [_candidate(connection, one) for one in miss.candidates],
    }


def _candidate(connection: Connection, one: Candidate) -> dict[str, Any]:
    found, world, name = one.seen
    waiting = found.kind is Kind.INVENTORY and any(waits(connection, world, found, kind) for kind in PAPERS)
    return {
        "document": found.kind.label,
        "key": _shown(found.key),
        "state": "waiting" if waiting else _own_state(found, []),
        "dxpId": found.origin.sender,
        **({"world": name} if name else {}),
        "differences": [each._asdict() for each in one.differences],
        "why": one.why._asdict(),
    }


def _shown(key: str) -> str:
    return key.replace(SEPARATOR, "/")


def _time(stamp: int | None) -> str | None:
    return None if stamp is None else str(stamp)


def _own_state(one: Declaration, missing: list[dict[str, str]]) -> str:
    if one.refused:
        return "refused"
    return "waiting" if missing else STATUSES[one.status].state


def _state(found: list[Declaration], missing: dict[int, list[dict[str, str]]]) -> str:
    """Return the state of the purchase: that of its inventory, or of what stands in its way."""
    if not found:
        return "unknown"
    inventories = [one for one in found if one.kind is Kind.INVENTORY]
    counting = [one for one in inventories if one.current] or inventories
    if counting:
        return _own_state(counting[-1], missing.get(counting[-1].id, []))
    return "refused" if all(one.refused for one in found) else "incomplete"


def _receipts(connection: Connection, found: list[Declaration], world: int) -> list[dict[str, Any]]:
    life = (connection.execute(statements.LIFE, (world,)).fetchone() or (1,))[0]
    by_message: dict[int, list[Declaration]] = {}
    for one in found:
        by_message.setdefault(one.origin.message, []).append(one)
    rows = connection.execute(statements.OF_MESSAGES, (orjson.dumps(list(by_message)).decode(),))
    return [
        {
            "id": receipt_id(row_id, life),
            "dxpId": dxp_id,
            "messageType": message_type,
            "copMsgId": cop_msg_id,
            "returnStatus": told.status,
            "returnTime": told.time,
            "returnInfo": told.info,
            "acknowledged": bool(acknowledged),
        }
        for row_id, dxp_id, message_type, cop_msg_id, acknowledged, body, message in rows
        for said in returns_in(message_type, unpack(body))
        if any(is_of(said, one) for one in by_message[message])
        for told in (gist_of(said),)
    ]


def _verdicts(connection: Connection, ids: str, found: list[Declaration]) -> list[dict[str, Any]]:
    kinds = {one.id: one.kind.label for one in found}
    return [
        {"document": kinds[document], "time": str(time), **said}
        for document, time, kept in connection.execute(statements.VERDICTS, (ids,))
        for said in orjson.loads(kept)
    ]
