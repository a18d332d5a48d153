"""Worlds apart: claimed, named, begun again, dropped, copied; refused when they cannot be."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import zstandard

from simulator.clock import SteppedClock
from simulator.copying import NoWorld, snapshot
from simulator.worlds import WorldRefused
from simulator.writer import Gone
from tests.databases import look
from tests.enterprise import XML, Enterprise
from tests.purchases import NOON, changed, message
from tests.receipts import answer_of
from tests.simulator.gateway import Gateway, taking
from tests.worlds.places import Place, begun

STEPPED = '[clock]\nkind = "stepped"\nat = 2026-11-11T12:00:00\n'


@pytest.fixture
def gateway(tmp_path: Path) -> Any:
    with Gateway(tmp_path / "kouan.db") as opened:
        yield opened


def refused(answer: Any) -> tuple[int, str, str | None, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["place"], error["value"], error["why"]


def cleared(enterprise: Enterprise, n: int = 1) -> str:
    enterprise.send_all(enterprise.purchase(n))
    state: str = enterprise.history(n)["state"]
    return state


def test_a_claimed_sender_is_in_its_world_and_nowhere_else(gateway: Gateway) -> None:
    place = begun(gateway, "shop", "", "DXPENT0000000001")
    claimed, other = Enterprise(gateway, 1), Enterprise(gateway, 2)
    claimed.send_all(claimed.purchase())
    assert claimed.history()["state"] == "unknown"  # the default world does not know it
    assert Enterprise(place, 1).history()["state"] == "released"
    assert [len(each.receipts()) for each in (claimed, other)] == [9, 0]
    assert cleared(other) == "released"


def test_a_world_that_is_named_in_the_path_is_meant_whoever_claimed_the_sender(gateway: Gateway) -> None:
    begun(gateway, "shop", "", "DXPENT0000000001")
    other = begun(gateway, "other")
    there = Enterprise(other, 1)
    assert cleared(there) == "released"
    assert len(there.receipts()) == 9
    assert Enterprise(gateway, 1).receipts() == []
    there.acknowledge(*[one.id for one in there.receipts()])
    assert there.receipts() == []


def test_payment_company_and_carrier_work_in_the_senders_world(gateway: Gateway) -> None:
    place = begun(gateway, "shop", "", "DXPENT0000000001")
    asked = {
        "dxpId": "DXPENT0000000001",
        "payCode": "4401960003",
        "ebpCode": "4401960001",
        "orderNo": "A1",
        "amount": 12,
        "payer": {"name": "张伟", "idNumber": "110101199003078515", "telephone": "13800000000"},
    }
    assert gateway.post("/payment/payments", json=asked).status_code == 201
    assert place.get("/_kouan/documents/A1").json()["state"] == "incomplete"
    assert gateway.get("/_kouan/documents/A1").json()["state"] == "unknown"


def test_strangers_may_be_refused(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", strangers=False) as gateway:
        place = begun(gateway, "shop", "", "DXPENT0000000001")
        known, stranger = Enterprise(gateway, 1), Enterprise(gateway, 11)
        known.send(known.purchase()["order"])
        answer = stranger.post(b"<ceb:CEB311Message/>")
        assert answer.status_code == 400
        answer = stranger.post(message(stranger.purchase()["order"], dxp_id=stranger.dxp_id))
        said = answer_of(answer.content)
        assert (answer.status_code, said.response_code) == (404, "2999")
        assert said.note == (
            "dxpId: dxpId “DXPENT0000000011” no world has claimed it, and this server takes no strangers: "
            "claim it with kouan world claim: did you mean DXPENT0000000001?"
        )
        answer = gateway.get("/dxp/receipts", params={"dxpId": stranger.dxp_id})
        assert refused(answer)[:3] == (404, "dxpId", "DXPENT0000000011")
        assert cleared(Enterprise(place, 11)) == "released"  # who names a world is no stranger


def test_an_unknown_world_is_refused_with_the_nearest_name(gateway: Gateway) -> None:
    begun(gateway, "winter-sale")
    why = "there is no such world: did you mean winter-sale?"
    for answer in (
        gateway.get("/w/winter-sales/_kouan/journal"),
        gateway.get("/w/winter-sales/dxp/receipts", params={"dxpId": "X"}),
        gateway.post("/_kouan/worlds/winter-sales/reset"),
        gateway.get("/_kouan/worlds/winter-sales"),
    ):
        assert refused(answer) == (404, "world", "winter-sales", why)
    answer = gateway.post("/w/winter-sales/dxp/messages", content=b"<x/>", headers=XML)
    assert answer.status_code == 400  # nobody can tell yet who sends it


@pytest.mark.parametrize(
    ("name", "status"),
    [("default", 409), ("shop", 409), ("", 422), ("a/b", 422), ("ä", 422), ("x" * 64, 422), (".", 422)],
)
def test_names_that_no_new_world_can_have(gateway: Gateway, name: str, status: int) -> None:
    begun(gateway, "shop")
    answer = gateway.post("/_kouan/worlds", json={"name": name})
    assert refused(answer)[0] == status
    assert len(gateway.get("/_kouan/worlds").json()["worlds"]) == 2


def test_a_world_that_cannot_begin_leaves_the_clocks_of_others_alone(gateway: Gateway) -> None:
    """The torture found a clock that had gone back: what failed undid what an earlier transaction had moved."""
    place = begun(gateway, "shop", STEPPED)
    place.clock(advance="2h")
    assert gateway.post("/_kouan/worlds", json={"name": "shop"}).status_code == 409
    assert place.clock(advance="1s")["time"] == "20261111140001000"


def test_what_one_world_has_claimed_another_cannot(gateway: Gateway) -> None:
    begun(gateway, "shop", "", "DXPENT0000000001", "DXPENT0000000002")
    begun(gateway, "other")
    wanted = {"dxpIds": ["DXPENT0000000003", "DXPENT0000000002"]}
    answer = gateway.post("/_kouan/worlds/other/claim", json=wanted)
    assert refused(answer) == (409, "dxpIds", "DXPENT0000000002", "the world shop has claimed it already")
    assert gateway.get("/_kouan/worlds/other").json()["claims"] == []  # all or nothing
    again = gateway.post("/_kouan/worlds/shop/claim", json={"dxpIds": ["DXPENT0000000002", "DXPENT0000000004"]})
    assert again.json()["claims"] == ["DXPENT0000000001", "DXPENT0000000002", "DXPENT0000000004"]
    for wrong in ("a b", "a\x00b", "\ud800", "", "x" * 31):
        body = json.dumps({"dxpIds": [wrong]})
        for url in ("/_kouan/worlds/other/claim", "/_kouan/worlds"):
            whole = body if url.endswith("claim") else json.dumps({"name": "new", "dxpIds": [wrong]})
            answer = gateway.post(url, content=whole, headers={"Content-Type": "application/json"})
            assert answer.status_code == 422, answer.text


def test_a_world_begins_again_as_it_began_and_keeps_its_claims(gateway: Gateway) -> None:
    place = begun(gateway, "shop", STEPPED, "DXPENT0000000001")
    enterprise = Enterprise(place, 1)
    assert cleared(enterprise) == "released"
    first = place.journal()
    place.clock(advance="30d")
    assert gateway.post("/_kouan/worlds/shop/reset").json()["time"] == "20261111120000000"
    assert place.journal() == []
    assert enterprise.history()["state"] == "unknown"
    Enterprise(gateway, 1).send_all(enterprise.purchase())  # found by its claim
    assert place.journal() == first


def test_a_late_acknowledgement_means_no_receipt_of_a_later_life(gateway: Gateway) -> None:
    place = begun(gateway, "shop", STEPPED)
    enterprise = Enterprise(place, 1)
    enterprise.send(enterprise.purchase()["order"])
    before = [one.id for one in enterprise.receipts()]
    gateway.post("/_kouan/worlds/shop/reset")
    enterprise.send(enterprise.purchase(2)["order"])
    enterprise.acknowledge(*before)
    after = [one.id for one in enterprise.receipts()]
    assert (before, after) == (["2", "3"], ["2.2", "3.2"])
    assert [one["id"] for one in enterprise.history(2)["receipts"]] == after
    enterprise.acknowledge(*after)
    assert enterprise.receipts() == []


def test_a_dropped_world_is_gone_and_its_claims_are_free(gateway: Gateway) -> None:
    begun(gateway, "shop", "", "DXPENT0000000001")
    assert cleared(Enterprise(Place(gateway, "shop"), 1)) == "released"
    assert gateway.delete("/_kouan/worlds/shop").status_code == 200
    assert refused(gateway.get("/_kouan/worlds/shop"))[0] == 404
    assert refused(gateway.delete("/_kouan/worlds/default"))[0] == 409
    begun(gateway, "shop", "", "DXPENT0000000001")
    assert Place(gateway, "shop").journal() == []


def test_who_waits_in_a_world_that_is_dropped_waits_no_longer(gateway: Gateway) -> None:
    begun(gateway, "shop")

    async def wait_and_drop() -> Any:
        path = "/w/shop/dxp/receipts"
        waiting = asyncio.ensure_future(gateway.client.get(path, params={"dxpId": "D", "wait": 60}))
        while not gateway.house.waiters.count("shop"):
            await asyncio.sleep(0)
        assert (await gateway.client.delete("/_kouan/worlds/shop")).status_code == 200
        return await asyncio.wait_for(waiting, 20)

    assert gateway.run(wait_and_drop()).json() == {"receipts": []}


def test_what_was_wanted_of_a_dropped_world_does_not_touch_the_next_of_its_name(gateway: Gateway) -> None:
    """Somebody found the world, then it was dropped and another one begun: the late drop, reset, claim are refused."""
    begun(gateway, "shop", "", "DXPENT0000000001")
    house = gateway.house
    found = house.worlds.named("shop")
    gateway.delete("/_kouan/worlds/shop")
    begun(gateway, "shop", "", "DXPENT0000000001")
    for late in (house.drop(found), house.reset(found), house.claim(found, ["DXPENT0000000009"])):
        with pytest.raises(WorldRefused, match="world shop: it was dropped meanwhile"):
            gateway.run(late)
    with pytest.raises(Gone):
        gateway.run(house.change(found, lambda _: None))
    assert gateway.get("/_kouan/worlds/shop").json()["claims"] == ["DXPENT0000000001"]
    assert cleared(Enterprise(Place(gateway, "shop"), 1)) == "released"


def test_what_is_left_of_old_worlds_is_purged(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db) as gateway:
        stays = begun(gateway, "stays")
        for place in (stays, begun(gateway, "goes"), begun(gateway, "again")):
            enterprise = Enterprise(place, 1)
            for n in range(1, 4):
                enterprise.send_all(enterprise.purchase(n))
        kept = stays.journal()
        gateway.delete("/_kouan/worlds/goes")
        gateway.post("/_kouan/worlds/again/reset")
        with look(db) as connection:
            gone = True
            while gone:
                gateway.catch_up()  # the writer tidies up between other work
                gone = connection.execute("SELECT 1 FROM world WHERE state = 0").fetchone()
            left = {
                table: connection.execute(f"SELECT DISTINCT id >> 40 FROM {table}").fetchall()
                for table in ("message", "document", "outbox", "verdict")
            }
        assert left == {"message": [(2,)], "document": [(2,)], "outbox": [(2,)], "verdict": []}
        assert stays.journal() == kept


@pytest.mark.parametrize("way", ["fork", "save and load", "restart"])
def test_a_copy_goes_on_as_the_original_does(tmp_path: Path, way: str) -> None:
    """Half-way through everything: steps planned, an inventory that waits, quota used, receipts not acknowledged."""
    file = (
        f'seed = "s"\npace = "typical"\n{STEPPED}[[people]]\nidNumber = "110101199003078515"\nused = {{2026 = "100"}}\n'
    )
    with Gateway(tmp_path / "kouan.db") as gateway:
        place = begun(gateway, "shop", file)
        _half_a_day(place)
        if way == "restart":
            copied = place.journal()
        elif way == "fork":
            assert gateway.post("/_kouan/worlds/shop/fork", json={"name": "copy"}).status_code == 201
        else:
            saved = gateway.get("/_kouan/worlds/shop/save")
            assert saved.status_code == 200
            gateway.delete("/_kouan/worlds/shop")
            for name in ("copy", "shop"):
                loaded = gateway.post("/_kouan/worlds/load", params={"name": name}, content=saved.content)
                assert loaded.status_code == 201, loaded.text
        if way != "restart":
            copy = Place(gateway, "copy")
            copied = copy.journal()
            assert copied == place.journal()
            _second_half(copy)
            went_on = copy.journal()
            assert place.journal() == copied  # the original is not touched by it
    with Gateway(tmp_path / "kouan.db") as gateway:
        place = Place(gateway, "shop")
        assert place.journal() == copied
        _second_half(place)
        if way == "restart":
            with Gateway(tmp_path / "unbroken.db") as other:
                copy = begun(other, "shop", file)
                _half_a_day(copy)
                _second_half(copy)
                went_on = copy.journal()
        assert place.journal() == went_on
        assert len(went_on) > len(copied) + 8


def _half_a_day(place: Place) -> None:
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase(1))
    place.clock(advance="2s")
    documents = enterprise.purchase(2)
    del documents["payment"]
    enterprise.send_all(documents)
    place.clock(advance="1h")
    enterprise.acknowledge("2", "3")
    wrong = changed(enterprise.purchase(3)["order"], actural_paid=Decimal(1))
    enterprise.send(wrong)
    enterprise.send(enterprise.purchase(4)["order"])


def _second_half(place: Place) -> None:
    enterprise = Enterprise(place, 1)
    enterprise.send(enterprise.purchase(2)["payment"])
    enterprise.send(enterprise.purchase(2)["payment"])
    place.clock(until="quiet")
    enterprise.send_all(enterprise.purchase(5))
    place.clock(to="2027-03-01")
    assert enterprise.history(2)["state"] == "released"


def test_a_copy_has_the_clock_of_the_moment_of_its_rows(tmp_path: Path) -> None:
    """Somebody moves the clock on between the copy's look at it and its look at the rows."""
    with Gateway(tmp_path / "kouan.db") as gateway:
        begun(gateway, "stands", STEPPED)
        begun(gateway, "runs", "[clock]\nat = 2026-11-11T12:00:00\n")
        moved = SteppedClock(NOON + timedelta(days=1))
        with closing(gateway.house.database.connect()) as connection:
            clocks = []
            for name in ("stands", "runs"):
                clocks.append(snapshot(connection, gateway.house.worlds.named(name).number, moved).clock)
                connection.rollback()
            with pytest.raises(NoWorld, match="it was dropped meanwhile"):
                snapshot(connection, 99, moved)
    assert clocks == ["stepped 20261111120000000 1", "running 20261112120000000 1"]


def test_a_file_that_is_no_saved_world_is_refused(gateway: Gateway) -> None:
    other = zstandard.ZstdCompressor().compress(b"SQLite format 3\0" + b"x" * 5000)
    for content in (b"", b"something else", other):
        answer = gateway.post("/_kouan/worlds/load", params={"name": "new"}, content=content)
        status, place, _, why = refused(answer)
        assert (status, place) == (422, "body")
        assert why.startswith("it is no saved world")
    assert [one["name"] for one in gateway.get("/_kouan/worlds").json()["worlds"]] == ["default"]


def _tampered(saved: bytes, statement: str, folder: Path) -> bytes:
    file = folder / "tampered"
    file.write_bytes(zstandard.ZstdDecompressor().decompressobj().decompress(saved))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
    return zstandard.ZstdCompressor().compress(file.read_bytes())


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DELETE FROM message WHERE id = 1", "it holds documents without their message"),
        ("UPDATE document SET id = id + (1 << 40) WHERE id = 4", "steps of documents that are not there"),
        ("UPDATE act SET id = id + (1 << 40)", "act has a row whose id is none"),
        ("UPDATE act SET id = -1", "act has a row whose id is none"),
        ("UPDATE world SET beginning = 'x'", "it is no saved world"),
        ("UPDATE world SET clock = 'at noon'", "it is no saved world"),
        ("UPDATE world SET clock = 'running 20261111120000000 1E+400'", "it is no saved world"),
        ("UPDATE world SET clock = 'running 20261111120000000 Infinity'", "it is no saved world"),
        ("UPDATE world SET kept = 'x'", "it is no saved world"),
        ("UPDATE step SET due = 5", "steps that nobody can take"),
        ("UPDATE step SET due = 'x'", "step has a row whose due is no integer"),
        ("UPDATE step SET event = 'dance'", "steps that nobody can take"),
        ("UPDATE document SET kind = 7", "documents of a kind that there is not"),
        ("UPDATE document SET facts = 'x'", "document has a row whose facts is no blob"),
        ("UPDATE document SET facts = X'5b5d'", "document has a row whose facts cannot be read"),
        ("UPDATE document SET facts = X'00ff'", "document has a row whose facts cannot be read"),
        ("UPDATE document SET accepted = 5", "document has a row whose accepted is no time"),
        ("UPDATE message SET body = X'3c782f3e'", "message has a row whose body cannot be read"),
        ("UPDATE message SET subscriptions = X'7b'", "message has a row whose subscriptions cannot be read"),
        ("UPDATE act SET said = X'5b5d'", "act has a row whose said cannot be read"),
        ("PRAGMA user_version = 99", "it was saved by a kouan whose tables have version 99"),
        ("DROP TABLE quota", "it is no saved world: its table quota is another"),
    ],
)
def test_a_saved_world_that_was_tampered_with_is_refused(
    gateway: Gateway, tmp_path: Path, statement: str, why: str
) -> None:
    place = begun(gateway, "shop", f'pace = "typical"\n{STEPPED}')
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase())
    place.clock(advance="1ms")
    saved = gateway.get("/_kouan/worlds/shop/save").content
    content = _tampered(saved, statement, tmp_path)
    answer = gateway.post("/_kouan/worlds/load", params={"name": "new"}, content=content)
    assert answer.status_code == 422, answer.text
    assert why in refused(answer)[3]
    assert gateway.post("/_kouan/worlds/load", params={"name": "new"}, content=saved[:-9]).status_code == 422
    assert gateway.post("/_kouan/worlds/load", params={"name": "new"}, content=saved).status_code == 201


def test_a_world_of_another_pace(gateway: Gateway) -> None:
    slow = begun(gateway, "slow", f'pace = {{ enter = "1h" }}\n{STEPPED}')
    enterprise = Enterprise(slow, 1)
    assert cleared(enterprise) == "declaring"
    assert cleared(Enterprise(gateway, 1)) == "released"
    slow.clock(advance="1h")
    assert enterprise.history()["state"] == "released"


OWN = """
[pace.steps.accept]
distribution = "constant"
time = "2s"
[pace.steps.enter]
distribution = "lognormal"
median = "1min"
spread = "1.5"
least = "10s"
most = "1h"
[[pace.busy]]
from = "11-11 00:00"
until = "11-12 00:00"
factor = "2.5"
steps = ["accept"]
[[pace.maintenance]]
from = "02:30"
until = "04:00"
"""


def test_a_world_file_may_hold_a_whole_pace(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        place = begun(gateway, "own", STEPPED + OWN)
        enterprise = Enterprise(place, 1)
        enterprise.send(enterprise.purchase()["order"])
        assert place.clock()["nextDue"] == "20261111120005000"
        place.clock(until="quiet")
        first = place.journal()
    with Gateway(tmp_path / "kouan.db") as gateway:
        place = Place(gateway, "own")
        assert gateway.post("/_kouan/worlds/own/reset").status_code == 200
        enterprise = Enterprise(place, 1)
        enterprise.send(enterprise.purchase()["order"])
        place.clock(until="quiet")
        assert place.journal() == first
        for wrong, why in (
            (OWN.replace("2.5", "0"), "world file, pace.busy[1].factor: "),
            (OWN.replace("steps.accept", "steps.acept"), "Did you mean accept?"),
            ('pace = "typicl"\n', 'there is no pace "typicl"'),
        ):
            text = wrong + STEPPED if wrong.startswith("pace") else STEPPED + wrong
            answer = gateway.post("/_kouan/worlds", json={"name": "new", "file": text})
            assert refused(answer)[:2] == (422, "file")
            assert why in refused(answer)[3]


def test_worlds_survive_a_restart(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=taking(enter=timedelta(seconds=1))) as gateway:
        place = begun(gateway, "shop", STEPPED, "DXPENT0000000001")
        place.clock(to="2028-02-29T23:59:59.999")
        before = gateway.get("/_kouan/worlds/shop").json()
    with Gateway(tmp_path / "kouan.db") as gateway:
        assert gateway.get("/_kouan/worlds/shop").json() == before
        assert before["time"] == "20280229235959999"
        Enterprise(gateway, 1).post(b"")
        assert gateway.get("/_kouan/worlds/shop").json()["claims"] == ["DXPENT0000000001"]
