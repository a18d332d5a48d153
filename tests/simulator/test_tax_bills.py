"""A world that asks for it gets tax bills after release, summed in the next month, and a look at taxTotal."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from simulator import repetition
from simulator.customs import bills
from simulator.docket import Docket
from simulator.store.ids import sequence
from tests.databases import sqlite_only
from tests.enterprise import Enterprise
from tests.parties.deciding import decided, entered
from tests.purchases import changed
from tests.simulator.gateway import Gateway
from tests.worlds.places import Place, begun

BILLED = "[tax]\nbills = true\n"
CHECKED = "[tax]\ncheck = true\n"
STEPPED = 'clock = { kind = "stepped", at = 2026-11-11T12:00:00 }\n'
OWED = Decimal("24.66")
"""Of 198.00 and 61.00 at 12.00 freight: 198/259 of it are 9.17, so 207.17 × 9.1 % = 18.85 and 63.83 × 9.1 % = 5.81."""

_COUNT = count(1)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("bills") / "kouan.db") as opened:
        yield opened


def trading(gateway: Gateway, file: str = BILLED, *, head: str = STEPPED) -> Enterprise:
    """Return an enterprise in a world of its own."""
    return Enterprise(begun(gateway, f"taxed-{next(_COUNT)}", head + file), 1)


def taxes(enterprise: Enterprise) -> list[tuple[str, str, str]]:
    """Return (message, status, taxNo) of all bills and their states, in their order."""
    return [
        (receipt.type[:6], said.head.status, said.head.tax_no)
        for receipt in enterprise.receipts()
        if receipt.type in ("CEB816Message", "CEB818Message")
        for said in receipt.returns
    ]


def inventory_of(enterprise: Enterprise, n: int = 1) -> dict[str, Any]:
    documents = enterprise.history(n)["documents"]
    return next(one for one in documents if one["document"] == "inventory" and one["current"])


def honest(enterprise: Enterprise, n: int = 1, tax: Decimal = OWED, **options: Any) -> dict[str, Any]:
    """Return a purchase whose order declares this tax, and whose payment pays it."""
    documents = enterprise.purchase(n, **options)
    paid = documents["order"].head.actural_paid - documents["order"].head.tax_total + tax
    return {
        **documents,
        "order": changed(documents["order"], tax_total=tax, actural_paid=paid),
        "payment": changed(documents["payment"], amount_paid=paid),
    }


# ── bills ────────────────────────────────────────────────────────────────────────────────────────


def test_a_bill_follows_the_release(gateway: Gateway) -> None:
    trader = trading(gateway)
    trader.send_all(trader.purchase())
    *before, released, bill = trader.receipts()
    assert released.returns[0].return_status == "800"
    assert (bill.type, len(before)) == ("CEB816Message", 8)
    assert bill.cop_msg_id == released.cop_msg_id
    (said,) = bill.returns
    number = inventory_of(trader)["invtNo"]
    head = said.head
    assert (head.invt_no, head.tax_no, head.status) == (number, f"{number}_0", "1")
    assert [head.customs_tax, head.value_added_tax, head.consumption_tax] == [0, OWED, 0]
    assert (head.ent_duty_no, head.note, head.assure_code) == ("", "", "4401960002")
    assert (head.ebc_code, head.logistics_code) == ("4401960002", "4401960004")
    assert (head.agent_code, head.customs_code) == ("4401960005", "5165")
    assert [
        (line.gnum, line.gcode, str(line.tax_price), line.customs_tax, line.value_added_tax, line.consumption_tax)
        for line in said.lines
    ] == [
        (1, "1901101000", "207.17", 0, Decimal("18.85"), 0),
        (2, "1901101000", "63.83", 0, Decimal("5.81"), 0),
    ]


def test_without_being_asked_nobody_is_billed(gateway: Gateway) -> None:
    trader = trading(gateway, "")
    trader.send_all(trader.purchase())
    trader.http.clock(to="2027-01-02")
    assert len(trader.receipts()) == 9
    assert taxes(trader) == []
    assert inventory_of(trader)["taxBill"] is None
    assert trader.http.get("/_kouan/health").json()["notArmed"][-2:] == ["taxBills", "taxCheck"]


def test_health_tells_what_is_asked_for(gateway: Gateway) -> None:
    not_armed = trading(gateway, BILLED).http.get("/_kouan/health").json()["notArmed"]
    assert ("taxBills" in not_armed, "taxCheck" in not_armed) == (False, True)
    not_armed = trading(gateway, CHECKED).http.get("/_kouan/health").json()["notArmed"]
    assert ("taxBills" in not_armed, "taxCheck" in not_armed) == (True, False)


def test_the_history_shows_the_bill_and_its_states(gateway: Gateway) -> None:
    trader = trading(gateway)
    trader.send_all(trader.purchase())
    number = inventory_of(trader)["invtNo"]
    bill = inventory_of(trader)["taxBill"]
    assert bill == {
        "taxNo": f"{number}_0",
        "status": "1",
        "customsTax": "0.00",
        "valueAddedTax": "24.66",
        "consumptionTax": "0.00",
        "billed": "20261111120000000",
        "changed": "20261111120000000",
        "entDutyNo": None,
    }
    trader.http.clock(to="2026-12-01")
    later = inventory_of(trader)["taxBill"]
    assert (later["status"], later["billed"], later["changed"]) == ("2", bill["billed"], "20261201000000000")
    assert later["entDutyNo"].startswith("5165202611")
    said = [one for one in trader.history()["receipts"] if one["messageType"] in ("CEB816Message", "CEB818Message")]
    assert [(one["returnStatus"], one["returnInfo"]) for one in said] == [("1", f"{number}_0"), ("2", f"{number}_0")]
    assert trader.history()["state"] == "released"


def test_a_month_is_summed_on_the_first_day_of_the_next(gateway: Gateway) -> None:
    trader = trading(gateway)
    trader.send_all(trader.purchase(1))
    trader.http.clock(to="2026-11-30T23:59:59")
    trader.send_all(trader.purchase(2, day=date.fromisoformat("2026-11-30")))
    assert [status for _, status, _ in taxes(trader)] == ["1", "1"]
    trader.http.clock(to="2026-12-01T00:00:00")
    trader.send_all(trader.purchase(3, day=date.fromisoformat("2026-12-01")))
    summed = [one for one in trader.receipts() if one.type == "CEB818Message"]
    assert [(one.time, one.returns[0].head.status) for one in summed] == [("20261201000000000", "2")] * 2
    november = {one.returns[0].head.ent_duty_no for one in summed}
    assert len(november) == 1
    trader.http.clock(until="quiet")
    (last,) = [one for one in trader.receipts() if one.type == "CEB818Message"][2:]
    assert last.time == "20270101000000000"
    assert last.returns[0].head.ent_duty_no not in november


def test_the_inventories_of_a_message_are_billed_together(gateway: Gateway) -> None:
    trader = trading(gateway)
    purchases = [trader.purchase(n, buyer_id_number=f"44010619900{n:07d}") for n in range(1, 4)]
    for kind in ("order", "payment", "waybill", "inventory"):
        trader.send(*(one[kind] for one in purchases))
    (bill,) = [one for one in trader.receipts() if one.type == "CEB816Message"]
    assert len(bill.returns) == 3
    assert [said.head.invt_no for said in bill.returns] == [inventory_of(trader, n)["invtNo"] for n in (1, 2, 3)]
    assert len({said.head.guid for said in bill.returns}) == 3


def test_the_pace_decides_when_a_bill_comes(gateway: Gateway) -> None:
    trader = trading(gateway, BILLED, head=f'pace = {{ release = "1min", bill = "2h" }}\n{STEPPED}')
    trader.send_all(trader.purchase())
    trader.http.clock(to="2026-11-11T14:00:59")
    assert (trader.history()["state"], taxes(trader)) == ("released", [])
    trader.http.clock(to="2026-11-11T14:01:00")
    assert [status for _, status, _ in taxes(trader)] == ["1"]


def test_an_officers_release_is_billed_and_a_refusal_is_not(gateway: Gateway) -> None:
    trader = trading(gateway, BILLED, head=f'pace = {{ release = "1d" }}\n{STEPPED}')
    trader.send_all(trader.purchase(1))
    decided(trader, entered(trader, 1), decision="release")
    assert len(taxes(trader)) == 1
    trader.send_all(trader.purchase(2, buyer_id_number="440106199003071231"))
    decided(trader, entered(trader, 2), decision="refuse", reason="收货地址不详")
    trader.http.clock(until="quiet")
    assert [status for _, status, _ in taxes(trader)] == ["1", "2"]
    assert inventory_of(trader, 2)["taxBill"] is None


def test_who_owes_nothing_gets_no_bill(gateway: Gateway) -> None:
    """In 2015 postal articles of 500.00 owed 50.00, which was exempt; of 501.00 they owed 50.10."""
    trader = trading(gateway, BILLED, head='clock = { kind = "stepped", at = 2015-06-01T12:00:00 }\n')
    trader.send_all(trader.purchase(1, prices=("500.00",), qty="1", day=date.fromisoformat("2015-06-01")))
    trader.send_all(trader.purchase(2, prices=("501.00",), qty="1", day=date.fromisoformat("2015-06-01")))
    assert [trader.history(n)["state"] for n in (1, 2)] == ["released", "released"]
    assert inventory_of(trader, 1)["taxBill"] is None
    assert inventory_of(trader, 2)["taxBill"]["customsTax"] == "50.10"


def test_the_rates_are_those_of_the_day_of_acceptance(gateway: Gateway) -> None:
    """Accepted on 31 March 2019 at 16 %, released on 1 April at that: 210.00 × 11.2 % = 23.52."""
    trader = trading(gateway, BILLED, head='clock = { kind = "stepped", at = 2019-03-31T23:00:00 }\n')
    documents = trader.purchase(1, prices=("198.00",), qty="1", day=date.fromisoformat("2019-03-31"))
    trader.send(documents["inventory"])
    trader.http.clock(to="2019-04-01T08:00:00")
    for kind in ("order", "payment", "waybill"):
        trader.send(documents[kind])
    assert inventory_of(trader)["taxBill"]["valueAddedTax"] == "23.52"


def test_rates_of_the_world_go_before_the_houses(gateway: Gateway) -> None:
    """198.00 + 61.00 + 12.00 at 10 % × 70 %: 207.17 × 7 % = 14.50, 63.83 × 7 % = 4.47."""
    own = '[[tax.rates]]\ngcode = "1901"\nsince = 2026-01-01\nvat = "0.10"\n'
    trader = trading(gateway, BILLED + own)
    trader.send_all(trader.purchase())
    assert inventory_of(trader)["taxBill"]["valueAddedTax"] == "18.97"


# ── void ─────────────────────────────────────────────────────────────────────────────────────────


def voided(gateway: Gateway, trader: Enterprise, n: int = 1) -> bool:
    """Do what the return of a whole list does to its bill."""
    house = gateway.house
    world = house.worlds.named(trader.http.name)
    number = int(inventory_of(trader, n)["invtNo"][9:])

    def change(docket: Docket) -> bool:
        inventory = docket.numbered(number)
        assert inventory
        assert sequence(inventory.id) == number
        return bills.void(docket, inventory)

    return bool(gateway.run(house.change(world, change)))


def test_a_bill_is_voided_once_and_never_summed(gateway: Gateway) -> None:
    trader = trading(gateway)
    for n in (1, 2):
        trader.send_all(trader.purchase(n))
    assert voided(gateway, trader)
    assert not voided(gateway, trader)
    assert [(message, status) for message, status, _ in taxes(trader)] == [
        ("CEB816", "1"),
        ("CEB816", "1"),
        ("CEB818", "3"),
    ]
    trader.http.clock(to="2026-12-01")
    last = taxes(trader)[3:]
    assert last == [("CEB818", "2", f"{inventory_of(trader, 2)['invtNo']}_0")]
    assert inventory_of(trader, 1)["taxBill"]["status"] == "3"


def test_what_is_summed_is_not_voided_and_what_was_never_billed_neither(gateway: Gateway) -> None:
    trader, other = trading(gateway), trading(gateway, "")
    trader.send_all(trader.purchase())
    trader.http.clock(to="2026-12-01")
    assert not voided(gateway, trader)
    assert [status for _, status, _ in taxes(trader)] == ["1", "2"]
    other.send_all(other.purchase())
    assert not voided(gateway, other)


# ── taxTotal ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("tax", ["24.66", "24.660"])
def test_the_right_tax_clears(gateway: Gateway, tax: str) -> None:
    trader = trading(gateway, CHECKED)
    trader.send_all(honest(trader, tax=Decimal(tax)))
    assert [status for status, _ in trader.statuses()] == ["2", "120", "800"]
    assert taxes(trader) == []


@pytest.mark.parametrize("tax", ["24.65", "24.67", "0.00"])
def test_another_tax_is_refused_by_a_cent(gateway: Gateway, tax: str) -> None:
    trader = trading(gateway, CHECKED)
    trader.send_all(honest(trader, tax=Decimal(tax)))
    text = f"[Code:1300;Desc:人工退单，订单代扣税款与应征税款不一致],[OrderHead.taxTotal:{tax},应征税款:24.66]"
    assert trader.statuses()[-1] == ("100", text)
    (verdict,) = trader.history()["verdicts"]
    assert (verdict["rule"], verdict["code"], verdict["confidence"]) == ("CUS-14", "1300", "assumed")
    assert verdict["values"] == [
        {"path": "OrderHead.taxTotal", "value": tax},
        {"path": "tax owed", "value": "24.66"},
    ]


def test_unless_asked_nobody_looks_at_the_tax(gateway: Gateway) -> None:
    trader = trading(gateway, BILLED)
    trader.send_all(honest(trader, tax=Decimal("1.00")))
    assert trader.history()["state"] == "released"


# ── copies ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", ["fork", "save and load"])
def test_a_copy_has_the_bills_and_sums_them(gateway: Gateway, way: str) -> None:
    trader = trading(gateway)
    trader.send_all(trader.purchase())
    name = f"copy-{next(_COUNT)}"
    path = f"/_kouan/worlds/{trader.http.name}"
    if way == "fork":
        assert gateway.post(f"{path}/fork", json={"name": name}).status_code == 201
    else:
        saved = gateway.get(f"{path}/save").content
        loaded = gateway.post("/_kouan/worlds/load", params={"name": name}, content=saved)
        assert loaded.status_code == 201, loaded.text
    copy = Enterprise(Place(gateway, name), 1)
    assert inventory_of(copy)["taxBill"] == inventory_of(trader)["taxBill"]
    for one in (copy, trader):
        one.http.clock(to="2026-12-01")
        assert inventory_of(one)["taxBill"]["status"] == "2"
    assert copy.http.journal() == trader.http.journal()
    copy.send_all(copy.purchase(2, day=date.fromisoformat("2026-12-01")))
    assert inventory_of(copy, 2)["taxBill"]["status"] == "1"


def test_a_world_that_begins_again_bills_again(gateway: Gateway) -> None:
    trader = trading(gateway)
    trader.send_all(trader.purchase())
    assert trader.http.post("/_kouan/reset").status_code == 200
    assert trader.history()["state"] == "unknown"
    trader.send_all(trader.purchase())
    assert [status for _, status, _ in taxes(trader)] == ["1"]


def test_bills_survive_a_restart(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as first:
        trader = Enterprise(begun(first, "shop", STEPPED + BILLED), 1)
        trader.send_all(trader.purchase())
    with Gateway(tmp_path / "kouan.db") as second:
        trader = Enterprise(Place(second, "shop"), 1)
        trader.http.clock(to="2026-12-01")
        assert inventory_of(trader)["taxBill"]["status"] == "2"
        trader.send_all(trader.purchase(2, day=date.fromisoformat("2026-12-01")))
        assert inventory_of(trader, 2)["taxBill"]["status"] == "1"


def test_a_journal_with_bills_is_repeated_to_the_byte(gateway: Gateway, tmp_path: Path) -> None:
    trader = trading(gateway, "[tax]\nbills = true\ncheck = true\n", head=f'pace = "typical"\nseed = "tax"\n{STEPPED}')
    trader.send_all(honest(trader))
    trader.http.clock(until="quiet")
    assert [status for _, status, _ in taxes(trader)] == ["1", "2"]
    page = trader.http.get("/_kouan/journal", params={"bodies": True})
    head = {"kouan": "journal", "version": 1, "world": page.json()["world"]}
    file = tmp_path / "journal.jsonl"
    file.write_bytes(b"\n".join([orjson.dumps(head), *trader.http.journal(), b""]))
    assert repetition.repeat(repetition.Recording.of(file), None, lambda _: None) is None


@sqlite_only
def test_the_bills_of_a_dropped_world_are_purged(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db) as gateway:
        for name in ("stays", "goes"):
            trader = Enterprise(begun(gateway, name, STEPPED + BILLED), 1)
            trader.send_all(trader.purchase())
        gateway.delete("/_kouan/worlds/goes")
        with closing(sqlite3.connect(db)) as connection:
            gone = True
            while gone:
                gateway.catch_up()
                gone = connection.execute("SELECT 1 FROM world WHERE state = 0").fetchone()
            assert connection.execute("SELECT count(*) FROM bill").fetchone() == (1,)


def test_a_world_saved_before_there_were_bills_goes_on(gateway: Gateway, tmp_path: Path) -> None:
    trader = trading(gateway, "")
    trader.send_all(trader.purchase())
    saved = gateway.get(f"/_kouan/worlds/{trader.http.name}/save").content
    file = tmp_path / "old"
    file.write_bytes(zstandard.ZstdDecompressor().decompressobj().decompress(saved))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE bill")
        (kept,) = connection.execute("SELECT beginning FROM world").fetchone()
        beginning = orjson.loads(kept)
        del beginning["tax"]
        connection.execute("UPDATE world SET beginning = ?", (orjson.dumps(beginning),))
        connection.execute("PRAGMA user_version = 4")
    name = f"old-{next(_COUNT)}"
    content = zstandard.ZstdCompressor().compress(file.read_bytes())
    loaded = gateway.post("/_kouan/worlds/load", params={"name": name}, content=content)
    assert loaded.status_code == 201, loaded.text
    assert inventory_of(Enterprise(Place(gateway, name), 1))["taxBill"] is None
