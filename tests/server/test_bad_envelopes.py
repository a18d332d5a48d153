"""A message that does not pass the envelope's gate is refused at once, and the next good parcel clears."""

import pytest

from tests.enterprise import Enterprise
from tests.purchases import enveloped
from tests.receipts import answer_of
from tests.server.broken import Make, cancel, edited, inside, laughs, order, recoded, xxe

_DOCTYPE = (
    "报文不允许包含DOCTYPE声明",
    "has a document type declaration: leave <!DOCTYPE …> out",
)
_UTF16 = ("报文编码不是UTF-8，请使用UTF-8编码", "is encoded in UTF-16 or UTF-32: send UTF-8")
_MALFORMED = ("报文不是合法的XML", "is not well-formed XML")
_EMPTY = ("报文为空", "the message is empty: send an XML document")
_NOBODY = (
    "既不是DxpMsg也不是带有BaseTransfer/dxpId的业务报文，无法回复",
    "is neither a DxpMsg nor a business message with BaseTransfer/dxpId: nobody could be answered",
)

REFUSED: dict[str, tuple[Make, str, tuple[str, str]]] = {
    "XXE": (xxe, "0999", _DOCTYPE),
    "billion laughs": (laughs, "0999", _DOCTYPE),
    "200,000 levels": (lambda _: b"<a>" * 200_000 + b"</a>" * 200_000, "0001", _MALFORMED),
    "200,000 levels inside": (
        edited("</ceb:OrderHead>", "</ceb:OrderHead>" + "<a>" * 200_000 + "</a>" * 200_000),
        "0001",
        _MALFORMED,
    ),
    "truncated": (lambda enterprise: order(enterprise)[:1500], "0001", _MALFORMED),
    "GBK, labelled": (
        recoded("GBK", "gbk"),
        "0999",
        (
            "“GBK” 报文声明的编码不是UTF-8，请使用UTF-8编码",
            "“GBK” is the declared encoding: declare and send UTF-8",
        ),
    ),
    "GBK, labelled UTF-8": (
        recoded("UTF-8", "gbk"),
        "0001",
        ("内容疑似GBK编码，请转换为UTF-8", "the text reads as GBK: convert it to UTF-8"),
    ),
    "UTF-8, labelled GBK": (
        recoded("GBK", "utf-8"),
        "0999",
        ("报文声明的编码不是UTF-8，请使用UTF-8编码", "“GBK” is the declared encoding: declare and send UTF-8"),
    ),
    "UTF-16, labelled": (recoded("UTF-16", "utf-16"), "0999", _UTF16),
    "UTF-16, labelled UTF-8": (recoded("UTF-8", "utf-16-be"), "0999", _UTF16),
    "UTF-8, labelled UTF-16": (
        recoded("UTF-16", "utf-8"),
        "0999",
        ("报文声明的编码不是UTF-8，请使用UTF-8编码", "“UTF-16” is the declared encoding: declare and send UTF-8"),
    ),
    "NUL": (edited("张伟", "张\0伟"), "0001", _MALFORMED),
    "reference to NUL": (edited("张伟", "张&#0;伟"), "0001", _MALFORMED),
    "Data that is not base64": (
        lambda enterprise: inside(order)(enterprise).replace(b"<dxp:Data>", b"<dxp:Data>***"),
        "0002",
        ("不是base64编码", "is not base64"),
    ),
    "misspelt envelope": (
        lambda enterprise: inside(order)(enterprise).replace(b"CreatTime", b"CreateTime"),
        "0002",
        ("在此处不存在，是否应为CreatTime？", "is not known here: did you mean CreatTime?"),
    ),
    "unknown receiver": (
        lambda enterprise: enveloped(order(enterprise), sender=enterprise.dxp_id, receivers=("DXPEDCCEB0000003",)),
        "2001",
        (
            "指定的接收方不存在; DxpMsg/TransInfo/ReceiverIds/ReceiverId: ReceiverId “DXPEDCCEB0000003” 接收方不存在",
            "“DXPEDCCEB0000003” is unknown: the import system is DXPEDCCEB0000002",
        ),
    ),
    "a cancel, not handled yet": (
        cancel,
        "0999",
        (
            "本版本暂不支持该报文类型",
            "it takes CEB311Message, CEB411Message, CEB511Message, CEB513Message, CEB621Message",
        ),
    ),
    "empty": (lambda _: b"", "0001", _EMPTY),
    "blank": (lambda _: b" \r\n\t", "0001", _EMPTY),
    "a receipt": (
        lambda _: b'<CEB312Message xmlns="http://www.chinaport.gov.cn/ceb" guid="x" version="1.0"/>',
        "0002",
        _NOBODY,
    ),
    "nobody to answer": (edited("<ceb:dxpId>", "<ceb:dxpId><!--"), "0001", _MALFORMED),
    "no dxpId": (
        lambda enterprise: order(enterprise).replace(enterprise.dxp_id.encode(), b""),
        "0002",
        _NOBODY,
    ),
    "JSON": (lambda _: b'{"orderNo": "1"}', "0001", _MALFORMED),
    "HTML": (lambda _: b"<html><body/></html>", "0002", _NOBODY),
    "noise": (lambda _: bytes(range(256)) * 100, "0001", ("报文不是UTF-8编码", "is not UTF-8")),
}


@pytest.mark.usefixtures("next_clears")
@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_envelope_is_refused_at_once(enterprise: Enterprise, name: str) -> None:
    make, code, (zh, en) = REFUSED[name]
    response = enterprise.post(make(enterprise))
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/xml; charset=utf-8"
    said = answer_of(response.content)
    assert said.response_code == code
    assert zh in said.response_info
    assert en in said.note
    assert said.notice_time == "2026-11-11"
    assert enterprise.receipts() == []
    assert enterprise.history()["state"] == "unknown"
