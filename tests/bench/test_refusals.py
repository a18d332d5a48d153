"""Every refusal that a sale can earn is in the rotation, and each way earns the code that it says."""

import pytest

from gateway_client import GatewayClient, Unsendable
from gateway_client.rules.documents import BOOK as DOCUMENTS
from simulator.bench.clearing import clear
from simulator.bench.ground import ground
from simulator.bench.posting import post
from simulator.bench.reading_back import RELEASED, Failed, read_back
from simulator.bench.sales import KINDS, SENDER, WAYS, batches, prepared
from simulator.customs.officer import BOOK as OFFICER
from simulator.customs.rules import BOOK as CUSTOMS
from simulator.port.rules import BOOK as PORT

NOT_A_SALES_OWN = {"PRT-01", "PRT-08", "DLV-01", "DLV-02", "PRT-09", "PRT-10", "CUS-13", "OFC-01"}
ALL = list(prepared(len(WAYS), seed=1, every=1))


def test_every_rule_in_turn_each_with_its_own_code() -> None:
    told: list[int] = []
    with ground() as at:
        run = clear(at, ALL, told.append)
        ended = read_back(at.database, ALL)
    assert run.returns == told[-1] == sum(each.returns for each in ALL)
    rules = {name.partition(" ")[0] for name in ended} - {RELEASED}
    known = {code for book in (DOCUMENTS, PORT, CUSTOMS, OFFICER) for code in book.rules}
    assert rules == known - NOT_A_SALES_OWN
    assert ended[RELEASED] == sum(fault.later for fault in WAYS)
    assert ended.total() - ended[RELEASED] == len(WAYS)


def test_the_same_without_the_client() -> None:
    with ground() as at:
        post(at.url, [[one.body for batch in batches(ALL) for one in batch.messages()]], lambda: None)
        assert read_back(at.database, ALL).total() == len(WAYS) + sum(fault.later for fault in WAYS)


def test_only_what_the_client_stops_goes_past_it() -> None:
    with GatewayClient(SENDER, "http://127.0.0.1:9") as client:
        for each in ALL:
            for kind, document in zip(KINDS, each.sale, strict=True):
                if kind in each.past:
                    with pytest.raises(Unsendable):
                        client.check(document)
                else:
                    client.check(document)
            if each.again:
                client.check(each.again)


def test_one_in_a_hundred_and_the_same_for_the_same_seed() -> None:
    once, again, other = [[(each.order_no, each.fault) for each in prepared(300, seed=n)] for n in (7, 7, 8)]
    assert once == again
    assert [place for place, (_, fault) in enumerate(once, 1) if fault] == [100, 200, 300]
    assert not {number for number, _ in once} & {number for number, _ in other}


def test_a_hundred_documents_a_message() -> None:
    (batch,) = batches(prepared(100, seed=len(WAYS)))
    assert [len(documents) for documents in batch.documents] == [100, 100, 100, 100]


def test_what_was_never_sent_is_noticed() -> None:
    with ground() as at, pytest.raises(Failed, match="should be released, the database has: nothing"):
        read_back(at.database, prepared(1, seed=1))


def test_what_the_port_does_not_take_is_noticed() -> None:
    with ground() as at, pytest.raises(Failed, match="the port did not take a message"):
        post(at.url, [[b"<nothing/>"]], lambda: None)
