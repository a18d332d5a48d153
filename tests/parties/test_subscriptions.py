"""Subscribers (BaseSubscribe) get copies of a message, of its receipts, or of both, and acknowledge their own."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway_client.wire.ceb import REQUESTS
from tests.enterprise import FOUR, Enterprise
from tests.purchases import NOON, changed, enveloped, message
from tests.receipts import Receipt, receipt_of
from tests.simulator.gateway import SLOW, Gateway

READER, OTHER = "DXPLGS{:010d}", "DXPPAY{:010d}"


@pytest.fixture(params=["server", "in process"])
def sender(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Enterprise]:
    """The same tests against a running server and in this process."""
    if request.param == "server":
        yield request.getfixturevalue("enterprise")
        return
    with Gateway(tmp_path / "kouan.db") as gateway:
        yield Enterprise(gateway, 1)


def reader(sender: Enterprise) -> str:
    return READER.format(sender.serial)


def other(sender: Enterprise) -> str:
    return OTHER.format(sender.serial)


def subscribed(sender: Enterprise, *documents: Any, readers: list[tuple[str, ...]], **options: Any) -> bytes:
    """Return a message that readers subscribe to, each given as (status, dxpId, mode)."""
    entries = "".join(
        f"    <ceb:BaseSubscribe><ceb:status>{status}</ceb:status><ceb:dxpMode>{(*mode, 'DXP')[0]}</ceb:dxpMode>"
        f"<ceb:dxpAddress>{dxp_id}</ceb:dxpAddress></ceb:BaseSubscribe>\n"
        for status, dxp_id, *mode in readers
    )
    body = message(*documents, dxp_id=sender.dxp_id, **options).decode()
    return body.replace("</ceb:BaseTransfer>\n", f"</ceb:BaseTransfer>\n{entries}", 1).encode()


def fetched(sender: Enterprise, dxp_id: str) -> list[dict[str, Any]]:
    response = sender.http.get("/dxp/receipts", params={"dxpId": dxp_id})
    assert response.status_code == 200
    receipts: list[dict[str, Any]] = response.json()["receipts"]
    return receipts


def receipts(sender: Enterprise, dxp_id: str) -> list[Receipt]:
    return [receipt_of(one) for one in fetched(sender, dxp_id) if one["messageType"] not in REQUESTS]


def copies(sender: Enterprise, dxp_id: str) -> list[tuple[str, str]]:
    """Return (type, body) of the messages that a reader got."""
    return [(one["messageType"], one["body"]) for one in fetched(sender, dxp_id) if one["messageType"] in REQUESTS]


def content(one: Receipt) -> tuple[Any, ...]:
    return (one.type, one.cop_msg_id, one.time, one.body)


def send_all(sender: Enterprise, status: str, **options: Any) -> list[bytes]:
    """Send the four documents of a purchase, each with a reader; return the messages."""
    documents = sender.purchase(**options)
    bodies = [subscribed(sender, documents[kind], readers=[(status, reader(sender))]) for kind in FOUR]
    for body in bodies:
        sender.accepted(sender.post(body))
    return bodies


def test_receipts_only(sender: Enterprise) -> None:
    send_all(sender, "RET")
    theirs, ours = receipts(sender, reader(sender)), sender.receipts()
    assert [content(one) for one in theirs] == [content(one) for one in ours]
    assert [one.returns[0].return_status for one in theirs] == ["2", "120"] * 4 + ["800"]
    assert not {one.id for one in theirs} & {one.id for one in ours}
    assert copies(sender, reader(sender)) == []


def test_data_only(sender: Enterprise) -> None:
    bodies = send_all(sender, "DATA")
    assert receipts(sender, reader(sender)) == []
    names = ["CEB311Message", "CEB411Message", "CEB511Message", "CEB621Message"]
    assert copies(sender, reader(sender)) == [(n, b.decode()) for n, b in zip(names, bodies, strict=True)]
    entry = fetched(sender, reader(sender))[0]
    assert entry.keys() == {"id", "messageType", "copMsgId", "returnTime", "body"}
    assert entry["copMsgId"] == sender.receipts()[0].cop_msg_id
    assert entry["returnTime"][:8] == "20261111"
    assert len(sender.receipts()) == 9


def test_data_and_receipts(sender: Enterprise) -> None:
    send_all(sender, "ALL")
    assert len(copies(sender, reader(sender))) == 4
    assert [content(one) for one in receipts(sender, reader(sender))] == [content(one) for one in sender.receipts()]
    assert fetched(sender, reader(sender))[0]["messageType"] == "CEB311Message"  # before what is said of it


def test_several_subscribers(sender: Enterprise) -> None:
    third = f"DXPXXX{sender.serial:010d}"
    readers: list[tuple[str, ...]] = [("RET", reader(sender)), ("DATA", other(sender)), ("ALL", third)]
    sender.accepted(sender.post(subscribed(sender, sender.purchase()["order"], readers=readers)))
    found = [(len(copies(sender, one)), len(receipts(sender, one))) for one in (reader(sender), other(sender), third)]
    assert found == [(0, 2), (1, 0), (1, 2)]


@pytest.mark.parametrize(
    ("statuses", "data", "returns"),
    [
        (["RET", "DATA"], 1, 2),
        (["ALL", "ALL"], 1, 2),
        (["RET", "ALL", "DATA", "RET", "ALL"], 1, 2),
        (["RET"] * 5, 0, 2),
    ],
)
def test_who_subscribes_twice_gets_each_copy_once(
    enterprise: Enterprise, statuses: list[str], data: int, returns: int
) -> None:
    readers = [(status, reader(enterprise)) for status in statuses]
    enterprise.accepted(enterprise.post(subscribed(enterprise, enterprise.purchase()["order"], readers=readers)))
    assert len(copies(enterprise, reader(enterprise))) == data
    assert len(receipts(enterprise, reader(enterprise))) == returns


@pytest.mark.parametrize(("status", "data"), [("RET", 0), ("DATA", 1), ("ALL", 1)])
def test_the_sender_gets_no_receipt_twice(sender: Enterprise, status: str, data: int) -> None:
    body = subscribed(sender, sender.purchase()["order"], readers=[(status, sender.dxp_id)])
    sender.accepted(sender.post(body))
    assert len(copies(sender, sender.dxp_id)) == data
    assert len(receipts(sender, sender.dxp_id)) == 2


def test_everybody_acknowledges_his_own(sender: Enterprise) -> None:
    send_all(sender, "ALL")
    ids = [one["id"] for one in fetched(sender, reader(sender))]
    sender.acknowledge(*ids)  # they are not his
    assert len(fetched(sender, reader(sender))) == 13
    params = {"dxpId": reader(sender)}
    assert sender.http.post("/dxp/receipts/ack", params=params, json={"ids": ids}).status_code == 200
    assert fetched(sender, reader(sender)) == []
    assert len(sender.receipts()) == 9


def test_the_same_message_again_is_copied_to_nobody(sender: Enterprise) -> None:
    send_all(sender, "ALL")
    before = fetched(sender, reader(sender))
    send_all(sender, "ALL")
    assert fetched(sender, reader(sender)) == before


def test_negative_receipts_are_copied_too(sender: Enterprise) -> None:
    order = changed(sender.purchase()["order"], app_status="1")
    sender.accepted(sender.post(subscribed(sender, order, readers=[("ALL", reader(sender))])))
    (receipt,) = receipts(sender, reader(sender))
    assert receipt.returns[0].return_status == "-301008"
    assert len(copies(sender, reader(sender))) == 1


def test_a_broken_message_is_copied_to_nobody(sender: Enterprise) -> None:
    body = subscribed(sender, sender.purchase()["order"], readers=[("ALL", reader(sender))])
    sender.accepted(sender.post(body.replace(b"goodsValue", b"goodValue")))
    assert [one.type for one in sender.receipts()] == ["CEB900Message"]
    assert fetched(sender, reader(sender)) == []


def test_from_an_envelope_the_business_message_is_copied(sender: Enterprise) -> None:
    body = subscribed(sender, sender.purchase()["order"], readers=[("ALL", reader(sender))])
    sender.accepted(sender.post(enveloped(body, sender=sender.dxp_id, cop_msg_id="ENVELOPE-1")))
    assert copies(sender, reader(sender)) == [("CEB311Message", body.decode())]
    assert {one["copMsgId"] for one in fetched(sender, reader(sender))} == {"ENVELOPE-1"}


def test_a_hundred_documents_are_one_copy_a_stage(sender: Enterprise) -> None:
    documents = [sender.purchase(n)["order"] for n in range(100)]
    sender.accepted(sender.post(subscribed(sender, *documents, readers=[("ALL", reader(sender))])))
    assert len(copies(sender, reader(sender))) == 1
    assert [len(one.returns) for one in receipts(sender, reader(sender))] == [100, 100]


def test_the_history_says_who_heard(sender: Enterprise) -> None:
    send_all(sender, "ALL")
    history = sender.history()
    heard = {one["dxpId"] for one in history["receipts"]}
    assert heard == {sender.dxp_id, reader(sender)}
    assert len(history["receipts"]) == 18  # copies of messages are no receipts


@pytest.mark.parametrize(
    ("entry", "place", "value"),
    [
        (("XYZ", "DXPLGS0000000001"), "BaseSubscribe[2].status", "XYZ"),
        (("", "DXPLGS0000000001"), "BaseSubscribe[2].status", ""),
        (("all", "DXPLGS0000000001"), "BaseSubscribe[2].status", "all"),
        (("ALL,RET", "DXPLGS0000000001"), "BaseSubscribe[2].status", "ALL,RET"),
        (("ALL", "DXPLGS0000000001", "MQ2"), "BaseSubscribe[2].dxpMode", "MQ2"),
        (("ALL", ""), "BaseSubscribe[2].dxpAddress", ""),
        (("ALL", "A B"), "BaseSubscribe[2].dxpAddress", "A B"),
        (("ALL", "D" * 31), "BaseSubscribe[2].dxpAddress", "D" * 31),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", FOUR)
def test_a_subscription_that_means_nothing_is_refused(
    enterprise: Enterprise, kind: str, entry: tuple[str, ...], place: str, value: str
) -> None:
    document = enterprise.purchase()[kind]
    body = subscribed(enterprise, document, readers=[("RET", reader(enterprise)), entry])
    enterprise.accepted(enterprise.post(body))
    ((refusal,),) = [one.returns for one in enterprise.receipts()]
    codes = {"order": "-301008", "payment": "-401009", "waybill": "-504011", "inventory": "-621001"}
    assert refusal.return_status == codes[kind]
    if kind != "payment":
        field = place.partition(".")[2]
        assert f"订阅信息{field}填写[{value}]不正确,应为[" in refusal.return_info
    (verdict,) = enterprise.history()["verdicts"]
    assert (verdict["rule"], verdict["confidence"]) == ("PRT-08", "assumed")
    assert verdict["values"][0] == {"path": place, "value": value}
    assert len(receipts(enterprise, reader(enterprise))) == 1  # the sound one hears of it


def test_whoever_waits_is_woken(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        sender = Enterprise(gateway, 1)
        sender.accepted(sender.post(subscribed(sender, sender.purchase()["order"], readers=[("RET", reader(sender))])))
        assert fetched(sender, reader(sender)) == []
        gateway.clock.advance(timedelta(seconds=2))
        response = gateway.get("/dxp/receipts", params={"dxpId": reader(sender), "wait": 30})
        assert len(response.json()["receipts"]) == 1


def test_later_stages_are_copied_after_a_restart(tmp_path: Path) -> None:
    db, told = tmp_path / "kouan.db", []
    with Gateway(db, pace=SLOW) as gateway:
        sender = Enterprise(gateway, 1)
        send_all(sender, "ALL")
        assert len(fetched(sender, reader(sender))) == 4  # the messages, at once
    for seconds in (2, 12, 72):
        with Gateway(db, pace=SLOW, start=NOON + timedelta(seconds=seconds)) as gateway:
            gateway.catch_up()
            sender = Enterprise(gateway, 1)
            theirs = receipts(sender, reader(sender))
            assert [content(one) for one in theirs] == [content(one) for one in sender.receipts()]
            told.append([one.returns[0].return_status for one in theirs])
    assert told == [["2"] * 4, ["2"] * 4 + ["120"] * 4, ["2"] * 4 + ["120"] * 4 + ["800"]]


def test_an_inventory_that_waited_tells_its_subscribers(sender: Enterprise) -> None:
    documents = sender.purchase()
    sender.accepted(sender.post(subscribed(sender, documents["inventory"], readers=[("RET", reader(sender))])))
    for kind in ("order", "payment", "waybill"):
        sender.send(documents[kind])
    assert [one.returns[0].return_status for one in receipts(sender, reader(sender))] == ["2", "120", "800"]


def test_a_refusal_by_subscription_survives_a_restart(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db, pace=SLOW) as gateway:
        sender = Enterprise(gateway, 1)
        body = subscribed(sender, sender.purchase()["order"], readers=[("XYZ", reader(sender))])
        sender.accepted(sender.post(body))
    with Gateway(db, pace=SLOW, start=NOON + timedelta(seconds=5)) as gateway:
        gateway.catch_up()
        sender = Enterprise(gateway, 1)
        assert [one.returns[0].return_status for one in sender.receipts()] == ["-301008"]
        assert fetched(sender, reader(sender)) == []
