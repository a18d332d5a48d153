"""An officer decides of what customs has taken in: it is released or refused at once, and once only."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gateway_client.asking import Ask, Reply
from simulator.customs.decision import MOST_REASON
from simulator.grounds import in_process
from simulator.sandbox.doors import DoorRefused
from simulator.sandbox.sandbox import Sandbox
from tests.enterprise import Enterprise
from tests.parties.asking import buy
from tests.parties.deciding import decide, decided, entered
from tests.purchases import changed, message, purchase, relined
from tests.simulator.gateway import SLOW, Gateway, taking
from tests.worlds.places import Place, begun

REASON = "收货地址不详"
REFUSED = ("100", f"[Code:1300;Desc:人工退单，{REASON}]")
RELEASED = ("800", "[Code:2600;Desc:放行]")
WORLD = 'pace = "typical"\nseed = "officer"\nclock = { kind = "stepped", at = 2026-11-11T12:00:00 }\n'
BUYER = "440106199003071231"

_COUNT = count(1)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("officer") / "kouan.db", pace=SLOW) as opened:
        yield opened


@pytest.fixture
def place(gateway: Gateway) -> Place:
    return begun(gateway, f"world-{next(_COUNT)}", WORLD)


@pytest.fixture
def trader(place: Place) -> Enterprise:
    """An enterprise whose purchase customs has yet to take in."""
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase(buyer_id_number=BUYER))
    return enterprise


def used(place: Place) -> str:
    return str(place.get(f"/_kouan/quota/{BUYER}").json()["used"])


def kinds(place: Any, order_no: str) -> list[str]:
    entries = place.get("/_kouan/journal", params={"order": order_no}).json()["entries"]
    return [entry["kind"] for entry in entries]


def test_released_at_once(place: Place, trader: Enterprise) -> None:
    number = entered(trader)
    before = place.clock()
    said = decided(trader, number, decision="release")
    assert said == {"invtNo": number, "orderNo": trader.number(), "status": "800", "returnTime": before["time"]}
    assert trader.history()["state"] == "released"
    assert [status for status, _ in trader.statuses()] == ["2", "120", "800"]
    assert trader.statuses()[-1] == RELEASED
    place.clock(until="quiet")  # the release that was planned finds it finished
    assert [status for status, _ in trader.statuses()] == ["2", "120", "800"]
    assert used(place) == "259.00"


def test_refused_at_once_and_explained(place: Place, trader: Enterprise) -> None:
    number = entered(trader)
    now = place.clock()["time"]
    assert used(place) == "259.00"
    said = decided(trader, number, decision="refuse", reason=REASON)
    assert said == {"invtNo": number, "orderNo": trader.number(), "status": "100", "returnTime": now}
    told = trader.history()
    inventory = next(one for one in told["documents"] if one["document"] == "inventory")
    assert (told["state"], inventory["status"], inventory["invtNo"], inventory["finished"]) == (
        "refused",
        "100",
        number,
        now,
    )
    (verdict,) = told["verdicts"]
    assert (verdict["document"], verdict["rule"], verdict["code"]) == ("inventory", "OFC-01", "1300")
    assert verdict["returnInfo"] == REFUSED[1]
    assert verdict["values"] == [{"path": "the officer's reason", "value": REASON}]
    assert trader.statuses()[-1] == REFUSED
    assert used(place) == "0.00"
    place.clock(until="quiet")
    assert [status for status, _ in trader.statuses()] == ["2", "120", "100"]
    assert trader.history()["state"] == "refused"


def test_who_was_refused_declares_anew_and_clears(place: Place, trader: Enterprise) -> None:
    first = entered(trader)
    decided(trader, first, decision="refuse", reason=REASON)
    trader.send(
        changed(trader.purchase(buyer_id_number=BUYER)["inventory"], app_time="20261111121000", guid="A".ljust(36, "0"))
    )
    second = entered(trader)
    assert second != first
    answer = decide(trader, first, decision="release")  # the earlier version stays refused
    assert answer.status_code == 409
    assert "refused (100)" in answer.json()["errors"][0]["why"]
    place.clock(until="quiet")
    assert trader.history()["state"] == "released"
    assert used(place) == "259.00"


def test_it_stands_in_the_journal_before_what_it_brings_about(place: Place, trader: Enterprise) -> None:
    number = entered(trader)
    decided(trader, number, decision="refuse", reason=REASON)
    entries = place.get("/_kouan/journal").json()["entries"]
    assert [entry["kind"] for entry in entries[-3:]] == ["officer", "verdict", "receipt"]
    act = entries[-3]
    said = {"invtNo": number, "orderNo": trader.number(), "decision": "refuse", "reason": REASON}
    assert (act["said"], act["time"]) == (said, place.clock()["time"])
    assert kinds(place, trader.number())[-3:] == ["officer", "verdict", "receipt"]
    assert "officer" not in kinds(place, "ANOTHERS")


def test_a_release_says_no_reason_in_the_journal(place: Place, trader: Enterprise) -> None:
    decided(trader, entered(trader), decision="release", reason=None)
    act = next(entry for entry in place.get("/_kouan/journal").json()["entries"] if entry["kind"] == "officer")
    assert (act["said"]["decision"], act["said"]["reason"]) == ("release", None)


@pytest.mark.parametrize("first", ["release", "refuse", "machine"])
@pytest.mark.parametrize("second", ["release", "refuse"])
def test_decided_once_only(place: Place, trader: Enterprise, first: str, second: str) -> None:
    number = entered(trader)
    if first == "machine":
        place.clock(until="quiet")
    else:
        decided(trader, number, decision=first, reason=REASON if first == "refuse" else None)
    before = place.journal()
    answer = decide(trader, number, decision=second, **({"reason": REASON} if second == "refuse" else {}))
    assert answer.status_code == 409
    (error,) = answer.json()["errors"]
    state = "refused (100)" if first == "refuse" else "released (800)"
    assert (error["place"], error["value"]) == ("path.invtNo", number)
    assert error["why"].startswith(f"is decided already: {state} at 2026-11-11 12:")
    assert error["why"].endswith("; only what customs has taken in (120) and not finished can be decided")
    assert place.journal() == before


def test_numbers_that_nobody_has(place: Place, trader: Enterprise) -> None:
    nobodys = "customs gave no such number in this world: GET /_kouan/documents/{orderNo} tells the invtNo of an order"
    early = f"customs gave no such number in this world, and none yet to the order {trader.number()}: its status is "

    def why(number: str) -> str:
        answer = decide(trader, number, decision="release")
        assert answer.status_code == 404
        (error,) = answer.json()["errors"]
        assert (error["place"], error["value"]) == ("path.invtNo", number)
        return str(error["why"])

    assert why(trader.number()) == early + "0, not 120"
    number = entered(trader)
    pre_no = next(one["preNo"] for one in trader.history()["documents"] if one["document"] == "inventory")
    meant = f"customs gave no such number in this world: is {number} of the order {trader.number()} meant?"
    slips = ("6165" + number[4:], number.replace("2026I", "2025I"), number.replace("I", "i"), pre_no, trader.number())
    assert [why(slip) for slip in slips] == [meant] * len(slips)
    for wrong in (number[:-1] + "9", number[:-9] + "000000001", "51652026I999999999999", "X", "NOBODYS", f"{number}0"):
        assert why(wrong) == nobodys
    assert trader.history()["state"] == "entered"
    elsewhere = Enterprise(begun(trader.http._http, f"{place.name}-other", WORLD), 1)
    assert decide(elsewhere, number, decision="release").status_code == 404


WRONG: dict[str, tuple[Any, str, str | None, str]] = {
    "no decision": ({}, "body.decision", "{}", "Field required"),
    "unknown decision": ({"decision": "detain"}, "body.decision", "detain", "Input should be 'release' or 'refuse'"),
    "null": ({"decision": None}, "body.decision", None, "Input should be 'release' or 'refuse'"),
    "unknown key": ({"decision": "release", "note": "x"}, "body.note", "x", "Extra inputs are not permitted"),
    "refusal without reason": (
        {"decision": "refuse"},
        "body.reason",
        None,
        "is missing: who refuses says why, such as 收货地址不详",
    ),
    "release with reason": (
        {"decision": "release", "reason": "x"},
        "body.reason",
        "x",
        "goes with refuse: leave it out",
    ),
    "reason a number": ({"decision": "refuse", "reason": 5}, "body.reason", "5", "Input should be a valid string"),
    "empty": ({"decision": "refuse", "reason": ""}, "body.reason", "", "is blank"),
    "blank": ({"decision": "refuse", "reason": " \t"}, "body.reason", " \t", "is blank"),
    "white space": ({"decision": "refuse", "reason": "x "}, "body.reason", "x ", "begins or ends with white space"),
    "two lines": (
        {"decision": "refuse", "reason": "x\ny"},
        "body.reason",
        "x\ny",
        "holds the control character U+000A",
    ),
    "NUL": ({"decision": "refuse", "reason": "x\0y"}, "body.reason", "x\0y", "holds the control character U+0000"),
    "a list": ([], "body", "[]", "Input should be a valid dictionary or object to extract fields from"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_decision(place: Place, trader: Enterprise, name: str) -> None:
    body, where, value, why = WRONG[name]
    number = entered(trader)
    answer = place.post(f"/_kouan/officer/{number}", json=body)
    assert answer.status_code == 422
    assert answer.json() == {"errors": [{"place": where, "value": value, "why": why}]}
    assert trader.history()["state"] == "entered"


def test_a_reason_fits_into_the_receipt_to_the_last_character(place: Place, trader: Enterprise) -> None:
    number = entered(trader)
    answer = decide(trader, number, decision="refuse", reason="错" * (MOST_REASON + 1))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["why"] == f"has {MOST_REASON + 1} characters, at most {MOST_REASON} are allowed"
    assert decide(trader, number, decision="refuse", reason="错" * 20_000).status_code == 413
    decided(trader, number, decision="refuse", reason="错" * MOST_REASON)
    status, info = trader.statuses()[-1]
    assert (status, len(info), info[-2:]) == ("100", 1000, "错]")


def test_whatever_a_receipt_can_say_is_said(place: Place, trader: Enterprise) -> None:
    reason = '{reason} [a] <b> & "c" ]]> {0} 😀'
    decided(trader, entered(trader), decision="refuse", reason=reason)
    assert trader.statuses()[-1] == ("100", f"[Code:1300;Desc:人工退单，{reason}]")


def test_stock_is_spoken_for_no_longer(gateway: Gateway) -> None:
    book = '[[stock]]\nemsNo = "T5165W000001"\nitemRecordNo = "1001"\nactlIncQty = "6"\nprevdRedcQty = "2"\n'
    place = begun(gateway, "book", WORLD + book)
    enterprise = Enterprise(place, 1)

    def bonded(n: int) -> dict[str, Any]:
        documents = enterprise.purchase(n)
        inventory = changed(documents["inventory"], ems_no="T5165W000001")
        for line in inventory.lines:
            inventory = relined(inventory, line.gnum, item_record_no="1001")
        return {**documents, "inventory": inventory}

    def spoken_for() -> Decimal:
        return Decimal(gateway.get("/_kouan/worlds/book").json()["stock"][0]["prevdRedcQty"])

    enterprise.send_all(bonded(1))
    number = entered(enterprise)
    assert spoken_for() == 6
    decided(enterprise, number, decision="refuse", reason=REASON)
    assert spoken_for() == 2
    enterprise.send_all(bonded(2))
    decided(enterprise, entered(enterprise, 2), decision="release")
    assert spoken_for() == 6


def test_the_carrier_takes_what_an_officer_releases(tmp_path: Path) -> None:
    pace = taking(release=timedelta(days=1), deliver=timedelta(hours=1))
    with Gateway(tmp_path / "kouan.db", pace=pace) as gateway:
        enterprise, other = Enterprise(gateway, 1), Enterprise(gateway, 2)
        for one in (enterprise, other):
            buy(one)
        decided(enterprise, entered(enterprise), decision="release")
        decided(other, entered(other), decision="refuse", reason=REASON)
        gateway.advance(3600)
        assert [status for status, _ in enterprise.statuses("CEB514Message")] == ["2", "120"]
        gateway.advance(2 * 24 * 3600)
        assert [status for status, _ in enterprise.statuses("CEB514Message")] == ["2", "120"]
        assert other.statuses("CEB514Message") == []


def test_one_of_many_in_a_message(place: Place) -> None:
    enterprise = Enterprise(place, 1)
    purchases = [enterprise.purchase(n, buyer_id_number=BUYER) for n in (1, 2, 3)]
    for kind in purchases[0]:
        enterprise.send(*[one[kind] for one in purchases], root_guid=kind.upper().ljust(36, "0"))
    decided(enterprise, entered(enterprise, 2), decision="refuse", reason=REASON)
    place.clock(until="quiet")
    assert [enterprise.history(n)["state"] for n in (1, 2, 3)] == ["released", "refused", "released"]
    assert used(place) == "518.00"


@pytest.mark.parametrize("way", ["fork", "save"])
def test_a_copy_keeps_what_was_decided(gateway: Gateway, place: Place, way: str, tmp_path: Path) -> None:
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase(1, buyer_id_number=BUYER))
    decided(enterprise, entered(enterprise, 1), decision="refuse", reason=REASON)
    enterprise.send_all(enterprise.purchase(2, buyer_id_number=BUYER))
    number = entered(enterprise, 2)
    name = f"{place.name}-{way}"
    if way == "fork":
        gateway.run(gateway.house.fork(gateway.house.world_of(place.name), name))
    else:
        gateway.run(gateway.house.save(gateway.house.world_of(place.name), tmp_path / "saved"))
        gateway.run(gateway.house.load(name, tmp_path / "saved"))
    copy = Place(gateway, name)
    assert copy.journal() == place.journal()
    for one in (place, copy):
        decided(Enterprise(one, 1), number, decision="refuse", reason=REASON)
        one.clock(until="quiet")
    assert copy.journal() == place.journal()
    assert used(copy) == used(place) == "0.00"


def test_a_restart_between_changes_nothing(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        enterprise.send_all(enterprise.purchase())
        number = entered(enterprise)
        at = gateway.clock.now()
    with Gateway(tmp_path / "kouan.db", pace=SLOW, start=at) as gateway:
        enterprise = Enterprise(gateway, 1)
        decided(enterprise, number, decision="refuse", reason=REASON)
    with Gateway(tmp_path / "kouan.db", pace=SLOW, start=at + timedelta(days=1)) as gateway:
        gateway.catch_up()
        enterprise = Enterprise(gateway, 1)
        assert [status for status, _ in enterprise.statuses()] == ["2", "120", "100"]
        assert decide(enterprise, number, decision="release").status_code == 409


def test_from_a_sandbox() -> None:
    with in_process() as wire, Sandbox.begin(wire, "box", WORLD) as box:
        for document in purchase("BOX", buyer_id_number=BUYER).values():
            ask = Ask("POST", "/dxp/messages", {}, message(document, dxp_id="DXPENT0000000001"), "application/xml")
            assert isinstance(heard := box.wire.ask(ask), Reply)
            assert heard.status == 200
        while (told := box.order("BOX"))["state"] != "entered":
            due = box.time().next_due
            assert due is not None
            box.to(due)
        number = told["documents"][-1]["invtNo"]
        with pytest.raises(DoorRefused) as wrong:
            box.decide(number, "refuse")
        assert (wrong.value.status, wrong.value.errors[0]["place"]) == (422, "body.reason")
        assert box.decide(number, "refuse", REASON)["status"] == "100"
        assert (box.order("BOX")["state"], box.quota(BUYER)["used"]) == ("refused", "0.00")
