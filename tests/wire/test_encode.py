"""How messages look when they are written."""

from decimal import Decimal

import pytest

from gateway_client.wire.ceb import CEB311Message, CEB411Message, CEB412Message
from gateway_client.wire.ceb.payment import PaymentReturn
from gateway_client.wire.ceb.tail import BaseTransfer, ExtendMessage, Message
from gateway_client.wire.decode import decode
from gateway_client.wire.dxp import AddInfo, DxpMsg, ReceiverIds, TransInfo
from gateway_client.wire.encode import encode
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.signature import KeyInfo
from tests.purchases import SIGNATURE, purchase

GUID = "4CDE1CFD-EDED-46B1-946C-B8022E42FC94"
RETURN = PaymentReturn(
    guid=GUID,
    pay_code="4401960003",
    pay_transaction_id="P1",
    return_status="2",
    return_time="20261111201500123",
    return_info="新增申报成功[<&>]",
)
TRANSFER = BaseTransfer(cop_code="4401960003", cop_name="易付支付", dxp_mode="DXP", dxp_id="DXPENT0000000001")


def test_a_receipt_has_the_default_namespace() -> None:
    assert encode(CEB412Message(guid=GUID, version="1.0", returns=(RETURN,))).decode() == (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<CEB412Message xmlns="http://www.chinaport.gov.cn/ceb" guid="{GUID}" version="1.0">\n'
        "    <PaymentReturn>\n"
        f"        <guid>{GUID}</guid>\n"
        "        <payCode>4401960003</payCode>\n"
        "        <payTransactionId>P1</payTransactionId>\n"
        "        <returnStatus>2</returnStatus>\n"
        "        <returnTime>20261111201500123</returnTime>\n"
        "        <returnInfo>新增申报成功[&lt;&amp;&gt;]</returnInfo>\n"
        "    </PaymentReturn>\n"
        "</CEB412Message>\n"
    )


def test_a_request_has_the_prefix_and_its_signature_another() -> None:
    payment = purchase()["payment"]
    signed = SIGNATURE.changed(key_info=KeyInfo())
    made = CEB411Message(guid=GUID, version="1.0", documents=(payment,), base_transfer=TRANSFER, signature=signed)
    text = encode(made, prefixed=True).decode()
    assert text.startswith(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<ceb:CEB411Message xmlns:ceb="http://www.chinaport.gov.cn/ceb" guid="{GUID}" version="1.0">\n'
        "    <ceb:Payment>\n"
        "        <ceb:PaymentHead>\n"
    )
    assert text.endswith(
        '    <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
        "        <ds:SignedInfo>\n"
        '            <ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>\n'
        '            <ds:SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/>\n'
        '            <ds:Reference URI="">\n'
        '                <ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>\n'
        "                <ds:DigestValue>YQ==</ds:DigestValue>\n"
        "            </ds:Reference>\n"
        "        </ds:SignedInfo>\n"
        "        <ds:SignatureValue>YQ==</ds:SignatureValue>\n"
        "        <ds:KeyInfo/>\n"
        "    </ds:Signature>\n"
        "</ceb:CEB411Message>\n"
    )


def test_what_is_absent_is_not_written_and_what_is_empty_is() -> None:
    line = purchase()["order"].lines[0]
    order = purchase()["order"].changed(lines=(line.changed(note="", item_describe=None),))
    text = encode(CEB311Message(guid=GUID, version="1.0", documents=(order,), base_transfer=TRANSFER)).decode()
    assert "            <note></note>\n" in text
    assert "itemDescribe" not in text


def test_an_entity_without_content_stands_on_one_line() -> None:
    info = TransInfo(
        cop_msg_id="1",
        sender_id="DXPENT0000000001",
        receiver_ids=ReceiverIds(ids=("DXPEDCCEB0000002",)),
        creat_time="2026-11-11T20:15:00",
        msg_type="CEB311Message",
    )
    assert b"    <AddInfo/>\n" in encode(DxpMsg(trans_info=info, data="", add_info=AddInfo()))


@pytest.mark.parametrize("char", ["\0", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_a_character_that_xml_cannot_carry_is_the_caller_s_mistake(char: str) -> None:
    with pytest.raises(ValueError, match=f"^U\\+{ord(char):04X} cannot be written in XML$"):
        encode(CEB412Message(guid=GUID, version="1.0", returns=(RETURN.changed(return_info=f"a{char}b"),)))


@pytest.mark.parametrize("char", ["\0", "\uffff", "\ud800"])
def test_nor_can_an_attribute_carry_it(char: str) -> None:
    with pytest.raises(ValueError, match=f"^U\\+{ord(char):04X} cannot be written in XML$"):
        encode(CEB412Message(guid=char * 36, version="1.0", returns=(RETURN,)))


@pytest.mark.parametrize(("amount", "written"), [("1E+3", "1000"), ("1E-7", "0.0000001"), ("-0.50", "-0.50")])
def test_a_number_is_written_without_an_exponent(amount: str, written: str) -> None:
    payment = purchase()["payment"]
    changed = payment.changed(head=payment.head.changed(amount_paid=Decimal(amount)))
    assert f"<amountPaid>{written}</amountPaid>" in encode(changed).decode()


def test_attributes_survive_quotes_and_line_ends() -> None:
    guid = "\"<&>'\n\t\r " * 4
    made = CEB412Message(guid=guid, version="1.0", returns=(RETURN,))
    parsed = parse(encode(made))
    assert isinstance(parsed, Parsed)
    assert decode(parsed.root, CEB412Message) == made


@pytest.mark.parametrize("prefixed", [True, False])
@pytest.mark.parametrize(
    "foreign", [b"<a><b></b></a>", b'<a xmlns="urn:x"><b></b></a>', b'<p:a xmlns:p="urn:x"></p:a>']
)
def test_a_foreign_element_keeps_its_namespace_wherever_it_is_written(foreign: bytes, prefixed: bool) -> None:
    extension = ExtendMessage(name="n", version="1", message=Message(anything=foreign))
    order = purchase()["order"]
    made = CEB311Message(guid=GUID, version="1.0", documents=(order,), base_transfer=TRANSFER, extend_message=extension)
    parsed = parse(encode(made, prefixed=prefixed))
    assert isinstance(parsed, Parsed)
    assert decode(parsed.root, CEB311Message).extend_message == extension


def test_a_foreign_element_that_is_no_xml_is_the_caller_s_mistake() -> None:
    extension = ExtendMessage(name="n", version="1", message=Message(anything=b"<a>"))
    with pytest.raises(ValueError, match="is not XML"):
        encode(
            CEB311Message(
                guid=GUID,
                version="1.0",
                documents=(purchase()["order"],),
                base_transfer=TRANSFER,
                extend_message=extension,
            )
        )
