"""A business message that does not fit its schema is accepted, answered by CEB900, and harms nobody behind it."""

from base64 import b64decode

import pytest

from tests.enterprise import Enterprise
from tests.purchases import message
from tests.server.broken import Make, edited, inside, long, many, order, recoded, xxe

ANSWERED: dict[str, tuple[Make, str, str]] = {
    "wrong namespace": (
        edited("www.chinaport.gov.cn/ceb", "www.chinaport.gov.cn/cbe"),
        "CEB311Message",
        "“{http://www.chinaport.gov.cn/cbe}CEB311Message” 不是{http://www.chinaport.gov.cn/ceb}CEB311Message",
    ),
    "unknown message type": (
        lambda enterprise: order(enterprise).replace(b"CEB311Message", b"CEB999Message"),
        "Unknown",
        "第2行 CEB999Message: CEB999Message “{http://www.chinaport.gov.cn/ceb}CEB999Message” 未知的报文类型",
    ),
    "unknown element": (
        lambda enterprise: order(enterprise).replace(b"goodsValue", b"goodValue"),
        "CEB311Message",
        "第15行 CEB311Message/Order/OrderHead/goodValue: goodValue “259.00” 在此处不存在，是否应为goodsValue？",
    ),
    "empty decimal": (
        edited("<ceb:freight>12.00<", "<ceb:freight><"),
        "CEB311Message",
        "第16行 CEB311Message/Order/OrderHead/freight: freight “” 不能为空，应为数字",
    ),
    "duplicate element": (
        edited("<ceb:freight>12.00</ceb:freight>", "<ceb:freight>12.00</ceb:freight><ceb:freight>12.00</ceb:freight>"),
        "CEB311Message",
        "第16行 CEB311Message/Order/OrderHead/freight[2]: freight[2] “12.00” 重复出现，请删除多余的元素",
    ),
    "50,000 attributes": (
        lambda enterprise: order(enterprise).replace(
            b"<ceb:Order>", b"<ceb:Order " + b" ".join(b'a%d="%d"' % (n, n) for n in range(50_000)) + b">"
        ),
        "CEB311Message",
        "CEB311Message/Order: Order “a0=0” 不允许出现该属性",
    ),
    "101 documents": (
        many,
        "CEB311Message",
        "CEB311Message/Order[101]: Order[101] 出现101次，最多允许100个，请分批报送",
    ),
    "100 lines": (
        long,
        "CEB311Message",
        "CEB311Message/Order/OrderList[100]: OrderList[100] 出现100次，最多允许99个，请分批报送",
    ),
    "Data that is no XML": (inside(lambda _: b"hello"), "CEB311Message", "报文不是合法的XML"),
    "Data that is empty": (inside(lambda _: b""), "CEB311Message", "报文为空"),
    "Data in GBK": (inside(recoded("GBK", "gbk")), "CEB311Message", "“GBK” 报文声明的编码不是UTF-8，请使用UTF-8编码"),
    "Data with XXE": (inside(xxe), "CEB311Message", "报文不允许包含DOCTYPE声明"),
    "Data with a NUL": (inside(edited("张伟", "张\0伟")), "CEB311Message", "报文不是合法的XML"),
    "Data with an end of CDATA": (inside(lambda _: b"]]>]]>"), "CEB311Message", "报文不是合法的XML"),
    "an envelope in an envelope": (inside(inside(order), "DxpMsg"), "Unknown", "未知的报文类型"),
    "a receipt in an envelope": (
        inside(
            lambda _: b'<CEB312Message xmlns="http://www.chinaport.gov.cn/ceb" guid="x" version="1.0"/>',
            "CEB312Message",
        ),
        "CEB312Message",
        "是回执报文，口岸不接收回执",
    ),
    "a MsgType that lies": (
        inside(order, "CEB411Message"),
        "CEB311Message",
        "DxpMsg/TransInfo/MsgType: MsgType “CEB411Message” 与业务报文类型CEB311Message不一致",
    ),
    "an inventory unsigned in an envelope": (
        inside(lambda e: message(e.purchase()["inventory"], dxp_id=e.dxp_id), "CEB621Message"),
        "CEB621Message",
        "第2行 CEB621Message/Signature: Signature 缺少必填项（数字签名）",
    ),
}


@pytest.mark.usefixtures("next_clears")
@pytest.mark.parametrize("name", ANSWERED)
def test_a_broken_message_is_answered_by_ceb900(enterprise: Enterprise, name: str) -> None:
    make, message_type, info = ANSWERED[name]
    body = make(enterprise)
    enterprise.accepted(enterprise.post(body))
    (receipt,) = enterprise.receipts()
    assert receipt.type == "CEB900Message"
    (said,) = receipt.returns
    assert said.return_status == "-999999"
    assert info in said.return_info
    assert (said.ori_message_type, said.ori_cop_msg_id) == (message_type, receipt.cop_msg_id)
    assert "<![CDATA[" in receipt.body
    if receipt.cop_msg_id != "MSG-1":
        assert said.ori_biz_message == body.decode()
    assert enterprise.history()["state"] == "unknown"
    enterprise.accepted(enterprise.post(body))  # the same once more is nothing new
    assert enterprise.receipts() == [receipt]


@pytest.mark.parametrize("data", [b"]]>]]>", b"a\r\nb", b"\x00\xff", b"\xef\xbf\xbe<", "\ue000original\ue000".encode()])
def test_any_original_travels_in_its_receipt(enterprise: Enterprise, data: bytes) -> None:
    enterprise.accepted(enterprise.post(inside(lambda _: data)(enterprise)))
    said = enterprise.receipts()[0].returns[0].ori_biz_message
    carried = {said.encode(), said.replace("\n", "\r\n").encode()}
    assert data in carried or b64decode(said) == data


@pytest.mark.usefixtures("next_clears")
def test_an_original_does_not_multiply(enterprise: Enterprise) -> None:
    trap = "\ue000original\ue000" * 8
    body = order(enterprise).replace(b"<ceb:goodsValue>", f"<ceb:goodsValue>{trap}".encode())
    enterprise.accepted(enterprise.post(body))
    assert len(enterprise.receipts()[0].body.encode()) < 2 * len(body) + 2000


@pytest.mark.usefixtures("next_clears")
def test_processing_instructions_and_comments_mean_nothing(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    for document in documents.values():
        text = message(document, dxp_id=enterprise.dxp_id).decode()
        text = text.replace("?>\n", '?>\n<?xml-stylesheet href="http://a.test/x"?><!-- 你好 -->\n', 1)
        text = text.replace("张伟", "张<?php die() ?><!-- -->伟").replace("<ceb:guid>", "<?x?><ceb:guid>")
        enterprise.accepted(enterprise.post(text.encode()))
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]
