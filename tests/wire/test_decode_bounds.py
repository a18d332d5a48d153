"""However much is wrong with a message: the answer is short and soon, memory is bounded, the next message is safe."""

import time
import tracemalloc

import pytest

from gateway_client.wire.ceb import CEB311Message, CEB621Message, CEB711Message
from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.findings import Finding
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.record import Record
from tests.purchases import message, purchase

ORDER = purchase()["order"]
ROOT = '<CEB311Message xmlns="http://www.chinaport.gov.cn/ceb"'
ATTRIBUTES = " ".join(f'a{n}="{n:020}"' for n in range(50_000))
SIGNED = message(purchase()["inventory"], signed=True).decode()
LONG_NAME = "Ordr" * 10_000
NEARLY = "consigneeTelephonx" * 3

HOSTILE = {
    "attributes of the root": f"{ROOT} {ATTRIBUTES}/>",
    "attributes of a value": message(ORDER).decode().replace("<ceb:qty>", f"<ceb:qty {ATTRIBUTES}>", 1),
    "unknown elements": f"{ROOT}>{'<ordr/>' * 100_000}</CEB311Message>",
    "unknown long names": f"{ROOT}>{f'<{LONG_NAME}/>' * 150}</CEB311Message>",
    "similar names": f"{ROOT}><Order><OrderHead>{f'<{NEARLY}/>' * 30_000}</OrderHead></Order></CEB311Message>",
    "empty documents": f"{ROOT}>{'<Order/>' * 100_000}</CEB311Message>",
    "disorder": f"{ROOT}>{'<BaseTransfer/><Order/>' * 50_000}</CEB311Message>",
    "text everywhere": f"{ROOT}>{'x<Order/>' * 100_000}</CEB311Message>",
    "long values": f"{ROOT}>{'<Order>' + 'x' * 50_000}{'</Order>'}</CEB311Message>",
    "elements in a value": message(ORDER).decode().replace("<ceb:qty>", "<ceb:qty>" + "<x/>" * 100_000, 1),
    "foreign elements": SIGNED.replace(
        "</ds:Signature>", f"<ds:KeyInfo>{'<x/>' * 100_000}</ds:KeyInfo></ds:Signature>"
    ),
}


def read(text: str, record: type[Record]) -> tuple[float, list[Finding]]:
    """Return the seconds of processor time that decoding takes, and what it finds."""
    parsed = parse(text.encode())
    assert isinstance(parsed, Parsed)
    begun = time.process_time()
    try:
        decode(parsed.root, record)
    except Undecodable as wrong:
        return time.process_time() - begun, wrong.findings
    return time.process_time() - begun, []


@pytest.mark.parametrize("kind", HOSTILE)
def test_however_much_is_wrong_the_answer_is_short_and_soon(kind: str) -> None:
    seconds, found = read(HOSTILE[kind], CEB621Message if "CEB621" in HOSTILE[kind] else CEB311Message)
    assert seconds < 3
    assert 1 <= len(found) <= 100
    assert sum(len(f.path) + len(f.value or "") + len(f.words.en) for f in found) < 50_000


def test_a_hundred_findings_among_9900_lines_cost_little_more_than_none() -> None:
    good = message(*[ORDER.changed(lines=ORDER.lines[:1] * 99)] * 100).decode()
    usual, none = read(good, CEB311Message)
    seconds, found = read(good.replace("<ceb:unit>140<", "<ceb:unit>14<"), CEB311Message)
    assert none == []
    assert len(found) == 100
    assert found[-1].path == "CEB311Message/Order[2]/OrderList[1]/unit"
    assert seconds < 5 * usual + 0.5


def test_what_is_matched_after_the_hundredth_finding_counts_as_right_for_no_other_message() -> None:
    good = message(ORDER).decode()
    odd = good.replace("            <ceb:consigneeTelephone>13800138000</ceb:consigneeTelephone>\n", "")
    assert len(read(odd.replace("<ceb:Order>", f"{'<ceb:x/>' * 150}<ceb:Order>"), CEB311Message)[1]) == 100
    assert [found.code for found in read(odd, CEB311Message)[1]] == ["FMT-03"]


def test_sequences_of_thousands_of_lines_are_not_remembered() -> None:
    """A delivery's lines have no limit, so what is remembered about sequences must have one."""
    text = '<CEB711Message xmlns="http://www.chinaport.gov.cn/ceb">{}</CEB711Message>'
    line = "<DeliveryList><gnum>1</gnum><logisticsNo>1</logisticsNo></DeliveryList>"
    tracemalloc.start()
    try:
        for size in range(1000, 1030):
            read(text.format(f"<Delivery>{line * size}</Delivery>"), CEB711Message)
        assert tracemalloc.get_traced_memory()[0] < 2**20
    finally:
        tracemalloc.stop()
