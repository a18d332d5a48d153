"""The journal: everything that happened, in its order, to be searched; bounded, with a mark where it was cut."""

from pathlib import Path
from typing import Any

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed
from tests.simulator.gateway import SLOW, Gateway
from tests.worlds.places import Place, begun

STEPPED = '[clock]\nkind = "stepped"\nat = 2026-11-11T12:00:00\n'


@pytest.fixture
def gateway(tmp_path: Path) -> Any:
    with Gateway(tmp_path / "kouan.db") as opened:
        yield opened


def journal(http: Any, **query: Any) -> dict[str, Any]:
    answer = http.get("/_kouan/journal", params=query)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def kinds(page: dict[str, Any]) -> list[str]:
    return [one["kind"] for one in page["entries"]]


def test_everything_stands_in_it_in_its_order(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        enterprise.send(enterprise.purchase()["order"])
        enterprise.send(changed(enterprise.purchase(2)["order"], order_type="E"))
        Place(gateway, "default").clock(advance="1h")
        enterprise.post(b"<x><BaseTransfer><dxpId>DXPENT0000000001</dxpId></BaseTransfer></x>")
        page = journal(gateway)
        assert [(one["n"], one["time"][8:14], one["kind"]) for one in page["entries"]] == [
            (1, "120000", "message"),
            (2, "120000", "message"),
            (3, "120000", "clock"),
            (4, "120002", "receipt"),
            (5, "120002", "verdict"),
            (6, "120002", "receipt"),
            (7, "120012", "receipt"),
            (8, "130000", "message"),
            (9, "130000", "receipt"),
        ]
        assert page["entries"][2]["said"] == {"to": "20261111130000000"}
        assert page["entries"][4]["refusals"][0]["rule"] == "ORD-03"
        assert page["entries"][8]["messageType"] == "CEB900Message"
        assert "body" not in page["entries"][0]
        assert "<ceb:orderNo>T000001-001" in journal(gateway, bodies=True)["entries"][0]["body"]


def test_pages_and_moments(gateway: Gateway) -> None:
    place = begun(gateway, "shop", STEPPED)
    enterprise = Enterprise(place, 1)
    for n in range(1, 4):
        enterprise.send(enterprise.purchase(n)["payment"])
        place.clock(advance="1d")
    whole = journal(place)["entries"]
    assert len(whole) == 12
    pages = [journal(place, max=5), journal(place, max=5, after=5), journal(place, max=5, after=10)]
    assert [one for page in pages for one in page["entries"]] == whole
    assert [(page["last"], page["more"]) for page in pages] == [(5, True), (10, True), (12, False)]
    second = journal(place, since="2026-11-12", until="2026-11-12T23:59:59.999")["entries"]
    assert second == whole[4:8]
    for wrong in ({"since": "noon"}, {"max": 0}, {"after": -1}, {"max": 1001}):
        assert place.get("/_kouan/journal", params=wrong).status_code == 422


def test_of_one_order(gateway: Gateway) -> None:
    place = begun(gateway, "shop", STEPPED)
    enterprise = Enterprise(place, 1)
    enterprise.send(*[enterprise.purchase(n)["order"] for n in (1, 2)])
    for n in (1, 2):
        documents = enterprise.purchase(n)
        for kind in ("payment", "waybill", "inventory"):
            enterprise.send(documents[kind])
    page = journal(place, order=enterprise.number(2))
    assert kinds(page) == ["message", "receipt", "receipt"] * 3 + ["message", "receipt", "receipt", "receipt"]
    assert page["nearMisses"] == []
    asked = journal(place, order=f"{enterprise.number(2)}9")
    assert asked["entries"] == []
    assert asked["nearMisses"][0]["candidates"][0]["key"].endswith("T000001-002")


def test_deliveries_are_a_journal_of_their_own(gateway: Gateway) -> None:
    enterprise = Enterprise(gateway, 1)
    enterprise.send(enterprise.purchase()["order"])
    before = journal(gateway, bodies=True)["entries"]
    enterprise.receipts()
    enterprise.acknowledge("2", "77")
    enterprise.receipts()
    gateway.catch_up()
    said = journal(gateway, deliveries=True)["entries"]
    assert [(one["kind"], one["dxpId"], one["receipts"]) for one in said] == [
        ("fetched", "DXPENT0000000001", ["2", "3"]),
        ("acknowledged", "DXPENT0000000001", ["2", "77"]),
        ("fetched", "DXPENT0000000001", ["3"]),
    ]
    assert journal(gateway, bodies=True)["entries"] == before


def test_it_keeps_to_its_budget_and_says_where_it_was_cut(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", journal=20_000) as gateway:
        place = begun(gateway, "shop", STEPPED)
        enterprise = Enterprise(place, 1)
        for n in range(1, 31):
            enterprise.send(enterprise.purchase(n)["payment"])
            if n == 5:
                first = enterprise.receipts()[:2]
            if n > 5:
                enterprise.acknowledge(*[one.id for one in enterprise.receipts()[2:]])
        while gateway.get("/_kouan/worlds/shop").json()["journalBytes"] > 20_000:
            gateway.catch_up()  # the writer does it between other work
        cut = journal(place)["cut"]
        entries = journal(place, bodies=True)["entries"]
        assert len(entries) == 90
        lost = [one["n"] for one in entries if one["body"] is None]
        assert lost
        assert max(lost) == cut < 90
        assert [one.id for one in enterprise.receipts()[:2]] == [one.id for one in first]  # nobody has had them yet
        assert enterprise.history(1)["state"] == "incomplete"  # what is known of an order stays
        assert enterprise.history(30)["receipts"]
        assert place.get("/_kouan/journal", params={"order": enterprise.number(1)}).status_code == 200


def test_the_budget_is_kept_over_a_restart(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        place = begun(gateway, "shop", STEPPED)
        enterprise = Enterprise(place, 1)
        enterprise.send_all(enterprise.purchase())
        kept = gateway.get("/_kouan/worlds/shop").json()["journalBytes"]
        assert kept > 0
    with Gateway(tmp_path / "kouan.db") as gateway:
        assert gateway.get("/_kouan/worlds/shop").json()["journalBytes"] == kept
