"""What the carrier does: one waybill for an order, collected when customs lets the parcel go, then delivered."""

from collections import defaultdict
from typing import Any, Final

import orjson

from gateway_client.wire.ceb.waybill import CEB511Message, CEB513Message, Logistics, LogisticsHead, LogisticsStatus
from simulator.carrier.request import WaybillRequest
from simulator.declarant import Declarant
from simulator.declaration import Declaration
from simulator.docket import Docket
from simulator.life import RELEASED
from simulator.names import name_of
from simulator.request import Clash, clash
from simulator.steps import Event
from simulator.store import statements
from simulator.store.ids import sequence

_ONE_PARCEL: Final = 1


def ship(docket: Docket, asked: WaybillRequest, declarant: Declarant) -> str | Clash:
    """Write the waybill of an order, declare it, return its number; asked again, return the number that there is."""
    number = docket.world.number
    ebp_code = asked.ebp_code or ""
    for kept, logistics_no in docket.book(statements.WAYBILL_OF, number, ebp_code, asked.order_no):
        known: str = logistics_no
        return clash(asked, kept, known) or known
    docket.act("waybill", asked.model_dump(mode="json", by_alias=True))
    row_id = docket.world.next_id("waybill")
    count = sequence(row_id)
    logistics_no = f"KW{docket.world.digits('waybill', 4)}{count:09d}"
    row = (row_id, number, ebp_code, asked.order_no, asked.to_json(), logistics_no)
    docket.book(statements.INSERT_WAYBILL, *row)
    document = _waybill(asked, logistics_no, docket.world.guid("waybill", count).upper(), _moment(docket))
    guid = docket.world.guid("waybill message", count).upper()
    declarant.declare(
        docket, CEB511Message, (document,), party="carrier", code=asked.logistics_code, dxp_id=asked.dxp_id, guid=guid
    )
    return logistics_no


def collect(docket: Docket, inventories: list[Declaration]) -> None:
    """Take the parcels that customs has let go, as far as the waybills are the carrier's; they arrive later."""
    ours = _undelivered(docket, inventories)
    collected = [one for one in inventories if _waybill_of(one) in ours]
    docket.plan(Event.DELIVER, collected)


def deliver(docket: Docket, inventories: list[Declaration], declarant: Declarant) -> None:
    """Hand parcels over to their consignees, and declare it: one message for each dxpId and carrier."""
    waybills = _undelivered(docket, [one for one in inventories if one.status == RELEASED])
    docket.book(statements.DELIVERED, docket.time, docket.world.number, _listed(no for _, no in waybills))
    together: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for (code, logistics_no), (count, dxp_id) in waybills.items():
        together[dxp_id, code].append((count, logistics_no))
    for (dxp_id, code), parcels in together.items():
        documents = tuple(_delivery(docket, code, logistics_no, count) for count, logistics_no in parcels)
        guid = docket.world.guid("delivery message", parcels[0][0]).upper()
        declarant.declare(docket, CEB513Message, documents, party="carrier", code=code, dxp_id=dxp_id, guid=guid)


def _undelivered(docket: Docket, inventories: list[Declaration]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return the carrier's waybills that inventories name: count and dxpId by code and number."""
    if not docket.world.counted["waybill"]:
        return {}  # nobody ever asked this carrier: nothing to look up for each release
    named = dict.fromkeys(map(_waybill_of, inventories))
    rows = docket.book(statements.UNDELIVERED, docket.world.number, _listed(no for _, no in named))
    found = {}
    for row_id, logistics_no, kept in rows:
        asked = orjson.loads(kept)
        found[asked["logisticsCode"], logistics_no] = (sequence(row_id), asked["dxpId"])
    return {waybill: found[waybill] for waybill in named if waybill in found}


def _waybill_of(inventory: Declaration) -> tuple[str, str]:
    return inventory.head.logistics_code, inventory.head.logistics_no


def _moment(docket: Docket) -> str:
    return str(docket.time)[:14]


def _listed(values: Any) -> str:
    return orjson.dumps(list(values)).decode()


def _waybill(asked: WaybillRequest, logistics_no: str, guid: str, moment: str) -> Logistics:
    return Logistics(
        head=LogisticsHead(
            guid=guid,
            app_type="1",
            app_time=moment,
            app_status="2",
            logistics_code=asked.logistics_code,
            logistics_name=name_of(asked.logistics_code),
            logistics_no=logistics_no,
            bill_no=asked.bill_no,
            order_no=asked.order_no,
            freight=asked.freight,
            insured_fee=asked.insured_fee,
            currency="142",
            weight=asked.weight,
            pack_no=_ONE_PARCEL,
            goods_info=asked.goods_info,
            consignee=asked.consignee.name,
            consignee_address=asked.consignee.address,
            consignee_telephone=asked.consignee.telephone,
        )
    )


def _delivery(docket: Docket, code: str, logistics_no: str, count: int) -> LogisticsStatus:
    return LogisticsStatus(
        guid=docket.world.guid("delivery", count).upper(),
        app_type="1",
        app_time=_moment(docket),
        app_status="2",
        logistics_code=code,
        logistics_name=name_of(code),
        logistics_no=logistics_no,
        logistics_status="S",
        logistics_time=_moment(docket),
    )
