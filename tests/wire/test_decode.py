"""What the decoder says about each deviation from the tables: code, place, line, value, and both sentences."""

import pytest

from gateway_client.wire.ceb import CEB311Message, CEB621Message
from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.dxp import DxpMsg, ReceiverIds, TransInfo
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Finding, Words
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.record import Record
from tests.purchases import message, purchase

ORDERS = message(purchase("T0001")["order"], purchase("T0002")["order"]).decode()
SIGNED = message(purchase()["inventory"], signed=True).decode()
TRANS_INFO = TransInfo(
    cop_msg_id="1",
    sender_id="DXPENT0000000001",
    receiver_ids=ReceiverIds(ids=("DXPEDCCEB0000002",)),
    creat_time="2026-11-11T20:15:00",
    msg_type="CEB311Message",
)
HEAD = "CEB311Message/Order[2]/OrderHead"
LINE = "CEB311Message/Order[2]/OrderList[2]"


def findings(text: str, record: type[Record] = CEB311Message) -> list[Finding]:
    """Return what the decoder finds."""
    parsed = parse(text.encode())
    assert isinstance(parsed, Parsed), parsed
    with pytest.raises(Undecodable) as caught:
        decode(parsed.root, record)
    return caught.value.findings


def second(old: str, new: str, text: str = ORDERS) -> str:
    """Return the message with something replaced where it stands last."""
    before, found, after = text.rpartition(old)
    assert found
    return before + new + after


def line_of(found: str, text: str = ORDERS) -> int:
    return text[: text.rindex(found)].count("\n") + 1


# What is replaced, by what; then code, path, value, English, Chinese.
CASES = {
    "another root": (
        ("ceb:CEB311Message", "ceb:CEB312Message"),
        "FMT-01",
        "CEB312Message",
        "{http://www.chinaport.gov.cn/ceb}CEB312Message",
        "is not {http://www.chinaport.gov.cn/ceb}CEB311Message",
        "不是{http://www.chinaport.gov.cn/ceb}CEB311Message",
    ),
    "another namespace of all": (
        ("http://www.chinaport.gov.cn/ceb", "http://www.chinaport.gov.cn/dxp"),
        "FMT-01",
        "CEB311Message",
        "{http://www.chinaport.gov.cn/dxp}CEB311Message",
        "is not {http://www.chinaport.gov.cn/ceb}CEB311Message",
        "不是{http://www.chinaport.gov.cn/ceb}CEB311Message",
    ),
    "unknown": (
        ("<ceb:orderType>", "<ceb:zzz>5</ceb:zzz><ceb:orderType>"),
        "FMT-02",
        f"{HEAD}/zzz",
        "5",
        "is not known here",
        "在此处不存在",
    ),
    "misspelt": (
        (">I</ceb:orderType>", ">I</ceb:orderType><ceb:ebpNamme>x</ceb:ebpNamme>"),
        "FMT-02",
        f"{HEAD}/ebpNamme",
        "x",
        "is not known here: did you mean ebpName?",
        "在此处不存在，是否应为ebpName？",
    ),
    "another namespace": (
        ("<ceb:orderNo>T0002</ceb:orderNo>", '<orderNo xmlns="urn:x">T0002</orderNo>'),
        "FMT-02",
        f"{HEAD}/orderNo",
        "T0002",
        "is in the wrong namespace, “http://www.chinaport.gov.cn/ceb” is required",
        "命名空间不正确，应为“http://www.chinaport.gov.cn/ceb”",
    ),
    "an element in a value": (
        ("T0002</ceb:orderNo>", "T0002<ceb:x/></ceb:orderNo>"),
        "FMT-02",
        f"{HEAD}/orderNo",
        "x",
        "is an element inside a value: only text is allowed here",
        "该元素只能包含文本",
    ),
    "missing": (
        ("<ceb:orderNo>T0002</ceb:orderNo>", ""),
        "FMT-03",
        f"{HEAD}/orderNo",
        None,
        "is missing (订单编号)",
        "缺少必填项（订单编号）",
    ),
    "neighbours in the wrong order": (
        (
            "<ceb:orderType>I</ceb:orderType>\n            <ceb:orderNo>T0002</ceb:orderNo>",
            "<ceb:orderNo>T0002</ceb:orderNo><ceb:orderType>I</ceb:orderType>",
        ),
        "FMT-04",
        f"{HEAD}/orderNo",
        "T0002",
        "stands in the wrong place: it belongs behind orderType",
        "位置不正确，应位于orderType之后",
    ),
    "too often": (
        ("<ceb:orderType>I</ceb:orderType>", "<ceb:orderType>I</ceb:orderType><ceb:orderType>E</ceb:orderType>"),
        "FMT-05",
        f"{HEAD}/orderType[2]",
        "E",
        "stands there twice: leave one out",
        "重复出现，请删除多余的元素",
    ),
    "no number": (
        ("<ceb:qty>2</ceb:qty>", "<ceb:qty>two</ceb:qty>"),
        "FMT-06",
        f"{LINE}/qty",
        "two",
        "is not a decimal number such as 12.50",
        "不是数字，正确形式如12.50",
    ),
    "an empty number": (
        ("<ceb:qty>2</ceb:qty>", "<ceb:qty/>"),
        "FMT-06",
        f"{LINE}/qty",
        "",
        "is empty, a decimal number is required",
        "不能为空，应为数字",
    ),
    "too long": (
        ("T0002</ceb:orderNo>", f"{'T' * 200}</ceb:orderNo>"),
        "FMT-06",
        f"{HEAD}/orderNo",
        "T" * 99 + "…",
        "has 200 characters, at most 60 are allowed",
        "长度为200位，最多允许60位",
    ),
    "an unknown attribute": (
        ("<ceb:orderType>", '<ceb:orderType x="1">'),
        "FMT-07",
        f"{HEAD}/orderType",
        "x=1",
        "is an attribute that is not allowed here",
        "不允许出现该属性",
    ),
    "text behind an element": (
        ("</ceb:orderType>", "</ceb:orderType> oops "),
        "FMT-09",
        HEAD,
        "oops",
        "is text between elements: only elements are allowed here",
        "元素之间不允许出现文本",
    ),
    "text before an element": (
        ("<ceb:OrderHead>", "<ceb:OrderHead> oops "),
        "FMT-09",
        HEAD,
        "oops",
        "is text between elements: only elements are allowed here",
        "元素之间不允许出现文本",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_deviation_is_one_finding(case: str) -> None:
    (old, new), code, path, value, en, zh = CASES[case]
    if code == "FMT-01":
        text, line = ORDERS.replace(old, new), 2
    elif code in ("FMT-03", "FMT-09"):
        text, line = second(old, new), line_of("<ceb:OrderHead>")
    else:
        text, line = second(old, new), line_of(old)
    (found,) = findings(text)
    assert found == Finding(code, path, Words(en, zh), value, line)


def test_a_finding_is_said_in_one_line() -> None:
    (found,) = findings(second("<ceb:qty>2</ceb:qty>", "<ceb:qty>two</ceb:qty>"))
    assert found.said() == (f"line {found.line}: {LINE}/qty: qty “two” is not a decimal number such as 12.50")
    assert found.said("zh") == f"第{found.line}行 {LINE}/qty: qty “two” 不是数字，正确形式如12.50"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (' version="1.0">', ">", ("FMT-03", "CEB621Message/@version", None, "is missing (报文版本)")),
        (
            ' version="1.0">',
            ' version="">',
            ("FMT-06", "CEB621Message/@version", "", "is empty, 1 to 10 characters are required"),
        ),
        (
            '<ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>',
            "<ds:DigestMethod/>",
            (
                "FMT-03",
                "CEB621Message/Signature/SignedInfo/Reference/DigestMethod/@Algorithm",
                None,
                "is missing (算法)",
            ),
        ),
        (
            "YQ==</ds:SignatureV",
            "Y</ds:SignatureV",
            ("FMT-06", "CEB621Message/Signature/SignatureValue", "Y", "is not base64"),
        ),
    ],
    ids=["no version", "empty version", "no algorithm", "bad base64"],
)
def test_attributes_and_signature(old: str, new: str, said: tuple[str, str, str | None, str]) -> None:
    (found,) = findings(second(old, new, SIGNED), CEB621Message)
    assert (found.code, found.path, found.value, found.words.en) == said


def test_a_version_other_than_the_fixed_one() -> None:
    text = encode(DxpMsg(ver="2.0", trans_info=TRANS_INFO, data="YQ==")).decode()
    (found,) = findings(text, DxpMsg)
    assert (found.code, found.path, found.value) == ("FMT-08", "DxpMsg/@ver", "2.0")
    assert found.words == ("must be “1.0”", "应为“1.0”")


def test_a_missing_entity() -> None:
    before, _, after = ORDERS.partition("    <ceb:BaseTransfer>")
    (found,) = findings(before + after.partition("</ceb:BaseTransfer>\n")[2])
    assert found == Finding(
        "FMT-03", "CEB311Message/BaseTransfer", Words("is missing (传输信息)", "缺少必填项（传输信息）"), None, 2
    )


def test_a_message_that_must_be_signed_lacks_its_signature() -> None:
    unsigned = message(purchase()["inventory"]).decode()
    assert [(f.code, f.path) for f in findings(unsigned, CEB621Message)] == [("FMT-03", "CEB621Message/Signature")]


def test_everything_that_is_wrong_is_found_at_once_in_the_order_of_the_text() -> None:
    text = second("<ceb:qty>2</ceb:qty>", "<ceb:qty>0.123456</ceb:qty>")
    text = text.replace("<ceb:orderNo>T0001</ceb:orderNo>", "<ceb:orderNumber>T0001</ceb:orderNumber>")
    text = text.replace("<ceb:freight>12.00", "<ceb:freight>1e3").replace("<ceb:unit>140<", "<ceb:unit>14<", 1)
    text = text.replace("<ceb:copCode>4401960005</ceb:copCode>", "")
    said = [(f.code, f.path.rpartition("/")[2]) for f in findings(text)]
    assert said == [
        ("FMT-02", "orderNumber"),
        ("FMT-06", "freight"),
        ("FMT-06", "unit"),
        ("FMT-06", "freight"),
        ("FMT-06", "qty"),
        ("FMT-03", "copCode"),
    ]
    lines = [f.line for f in findings(text)]
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_one_element_at_the_wrong_end_is_one_finding() -> None:
    note = "<ceb:note>n</ceb:note>"
    (found,) = findings(second("<ceb:OrderHead>", f"<ceb:OrderHead>{note}"))
    assert (found.code, found.path) == ("FMT-04", f"{HEAD}/note")
    assert found.words.en == "stands in the wrong place: it belongs behind consigneeAddress"


def test_one_element_that_belongs_to_the_front_is_one_finding() -> None:
    guid = ORDERS.partition("<ceb:guid>")[2].partition("</ceb:guid>")[0]
    element = f"<ceb:guid>{guid}</ceb:guid>"
    moved = ORDERS.replace(element, "", 1).replace("</ceb:OrderHead>", f"{element}</ceb:OrderHead>", 1)
    (found,) = findings(moved)
    assert (found.code, found.words.zh) == ("FMT-04", "位置不正确，应位于最前")


def test_101_documents_are_one_finding() -> None:
    text = message(*[purchase(f"T{n:04}")["order"] for n in range(101)]).decode()
    (found,) = findings(text)
    assert (found.code, found.path, found.value) == ("FMT-05", "CEB311Message/Order[101]", None)
    assert found.words.en == "stands there 101 times, at most 100 are allowed: split the message"
    assert found.words.zh == "出现101次，最多允许100个，请分批报送"


def test_100_lines_are_one_finding() -> None:
    order = purchase()["order"]
    text = message(order.changed(lines=order.lines[:1] * 100)).decode()
    (found,) = findings(text)
    assert (found.path, found.words.en) == (
        "CEB311Message/Order/OrderList[100]",
        "stands there 100 times, at most 99 are allowed: split the message",
    )
