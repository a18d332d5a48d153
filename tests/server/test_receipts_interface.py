"""Receipts: the oldest first, the same again until acknowledged, and nobody waits longer than he asked for."""

import threading
import time

import httpx
import pytest

from tests.enterprise import Enterprise
from tests.kouan import Server
from tests.purchases import message


def test_the_same_receipts_come_until_they_are_acknowledged(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    receipts = enterprise.receipts()
    assert len(receipts) == 9
    assert [r.time for r in receipts] == sorted(r.time for r in receipts)
    assert [int(r.id) for r in receipts] == sorted(int(r.id) for r in receipts)
    assert enterprise.receipts() == receipts
    assert enterprise.receipts(max=2) == receipts[:2]
    enterprise.acknowledge(receipts[0].id, receipts[4].id)
    rest = [r for place, r in enumerate(receipts) if place not in (0, 4)]
    assert enterprise.receipts() == rest
    assert enterprise.receipts(max=1) == rest[:1]
    history = enterprise.history()
    assert [each["acknowledged"] for each in history["receipts"]] == [True, *[False] * 3, True, *[False] * 4]


def test_receipts_refer_to_the_submission(enterprise: Enterprise) -> None:
    document = enterprise.purchase()["waybill"]
    enterprise.send(document, root_guid="THE-ROOT-GUID-OF-THE-BARE-MESSAGE-36")
    assert {r.cop_msg_id for r in enterprise.receipts()} == {"THE-ROOT-GUID-OF-THE-BARE-MESSAGE-36"}


def test_acknowledging_is_idempotent_and_ignores_what_is_unknown(enterprise: Enterprise, another: Enterprise) -> None:
    enterprise.send(enterprise.purchase()["order"])
    another.send(another.purchase()["order"])
    ids = [r.id for r in enterprise.receipts()]
    theirs = another.receipts()
    for _ in range(2):
        enterprise.acknowledge(*ids, *ids, theirs[0].id, "0", "-1", "007x", "", "²", "٣", "9" * 12, "9" * 20, "; DROP")
    assert enterprise.receipts() == []
    assert another.receipts() == theirs
    enterprise.acknowledge()


def test_an_unknown_dxp_id_has_no_receipts(http: httpx.Client) -> None:
    for dxp_id in ("NOBODY", "谁", "a b&c=d", "\x00"):
        assert http.get("/dxp/receipts", params={"dxpId": dxp_id}).json() == {"receipts": []}


def test_one_message_of_many_documents_is_answered_in_one_receipt_a_stage(enterprise: Enterprise) -> None:
    purchases = [enterprise.purchase(n) for n in range(1, 101)]
    for kind in ("order", "payment", "waybill", "inventory"):
        enterprise.send(*[documents[kind] for documents in purchases])
    receipts = enterprise.receipts()
    assert [len(r.returns) for r in receipts] == [100] * 9
    assert [said.return_status for r in receipts for said in r.returns] == [
        status for kind in ("2", "120") * 3 + ("2", "120", "800") for status in [kind] * 100
    ]
    assert [said.order_no for said in receipts[0].returns] == [enterprise.number(n) for n in range(1, 101)]


def test_waiting_ends_when_a_receipt_comes(enterprise: Enterprise, server: Server) -> None:
    body = message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id)
    begun = threading.Event()

    def post() -> None:
        begun.wait()
        with server.client() as client:
            enterprise.accepted(client.post("/dxp/messages", content=body))

    thread = threading.Thread(target=post)
    thread.start()
    begun.set()
    before = time.monotonic()
    receipts = enterprise.receipts(wait=30)
    assert time.monotonic() - before < 10
    thread.join()
    assert receipts[0].returns[0].return_status == "2"


def test_many_may_wait_at_once(enterprise: Enterprise, server: Server) -> None:
    found: list[int] = []

    def fetch() -> None:
        with server.client() as client:
            found.append(len(Enterprise(client, enterprise.serial).receipts(wait=30)))

    threads = [threading.Thread(target=fetch) for _ in range(8)]
    for thread in threads:
        thread.start()
    enterprise.send(enterprise.purchase()["order"])
    for thread in threads:
        thread.join()
    assert found == [2] * 8


def test_waiting_ends_when_its_time_is_over(enterprise: Enterprise, another: Enterprise) -> None:
    another.send(another.purchase()["order"])
    before = time.monotonic()
    assert enterprise.receipts(wait=0.2) == []
    assert 0.2 <= time.monotonic() - before < 5


@pytest.mark.parametrize(
    ("query", "place", "value", "why"),
    [
        ("", "query.dxpId", None, "Field required"),
        ("dxpId=", "query.dxpId", "", "String should have at least 1 character"),
        (f"dxpId={'x' * 31}", "query.dxpId", "x" * 31, "String should have at most 30 characters"),
        ("dxpId=A&max=0", "query.max", "0", "Input should be greater than or equal to 1"),
        ("dxpId=A&max=101", "query.max", "101", "Input should be less than or equal to 100"),
        (
            "dxpId=A&max=ten",
            "query.max",
            "ten",
            "Input should be a valid integer, unable to parse string as an integer",
        ),
        ("dxpId=A&wait=61", "query.wait", "61", "Input should be less than or equal to 60"),
        ("dxpId=A&wait=-1", "query.wait", "-1", "Input should be greater than or equal to 0"),
        ("dxpId=A&wait=nan", "query.wait", "nan", "Input should be less than or equal to 60"),
        ("dxpId=A&wait=inf", "query.wait", "inf", "Input should be less than or equal to 60"),
        (
            "dxpId=A&wait=soon",
            "query.wait",
            "soon",
            "Input should be a valid number, unable to parse string as a number",
        ),
    ],
)
def test_bad_parameters_are_named(http: httpx.Client, query: str, place: str, value: str | None, why: str) -> None:
    response = http.get(f"/dxp/receipts?{query}")
    assert response.status_code == 422
    assert response.json()["errors"] == [{"place": place, "value": value, "why": why}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"ids"',
        b"{}",
        b'{"ids": null}',
        b'{"ids": "1"}',
        b'{"ids": [1]}',
        b'{"ids": [NaN]}',
        b'{"ids": [Infinity]}',
        b'{"ids": ["\\ud800"]}',
        b'{"ids": [], "more": 1}',
        b'{"ids": [' + b"1" * 5000 + b"]}",
        b'{"ids": ' + b"[" * 100_000,
        b"\xff\xfe\x00",
        b'{"ids": ["\xff"]}',
        b"<ids/>",
        b"\x00" * 100,
    ],
    ids=lambda body: repr(body[:24]),
)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", ""])
def test_garbage_instead_of_an_acknowledgement_is_refused(http: httpx.Client, body: bytes, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = http.post("/dxp/receipts/ack?dxpId=A", content=body, headers=headers)
    assert response.status_code in (400, 422)
    assert response.json()


def test_an_acknowledgement_may_not_be_larger_than_a_message(http: httpx.Client) -> None:
    body = b'{"ids": ["' + b"1" * 9_000_000 + b'"]}'
    response = http.post("/dxp/receipts/ack?dxpId=A", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/dxp/messages", 405),
        ("PUT", "/dxp/messages", 405),
        ("DELETE", "/dxp/receipts", 405),
        ("POST", "/dxp/receipts?dxpId=A", 405),
        ("GET", "/dxp/receipts/ack", 405),
        ("GET", "/_kouan/reset", 405),
        ("GET", "/", 404),
        ("POST", "/dxp", 404),
        ("GET", "/_kouan/nothing", 404),
        ("GET", "/dxp/../../etc/passwd", 404),
    ],
)
def test_other_methods_and_paths_are_refused(http: httpx.Client, method: str, path: str, status: int) -> None:
    assert http.request(method, path).status_code == status


def test_an_order_number_may_hold_anything(enterprise: Enterprise) -> None:
    number = f"{enterprise.serial}/订单 %2F?#[1]"
    order = enterprise.purchase()["order"]
    enterprise.send(order.changed(head=order.head.changed(order_no=number)))
    path = "".join(f"%{byte:02X}" for byte in number.encode())
    assert enterprise.http.get(f"/_kouan/documents/{path}").json()["state"] == "incomplete"
