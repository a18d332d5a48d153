"""Documents in an envelope: who sends must be who transmits; otherwise they fare like bare ones."""

import pytest

from tests.enterprise import FOUR, Enterprise
from tests.purchases import enveloped, message

_TYPES = {
    "order": "CEB311Message",
    "payment": "CEB411Message",
    "waybill": "CEB511Message",
    "inventory": "CEB621Message",
}
_MISMATCH = "客户端协议发送方的senderId与传输节点dxpId信息不一致"
_REFUSED = {
    "order": ("-301008", "订单[电商企业编码：4401960002,订单编号：{no}]报文校验失败:订单" + _MISMATCH),
    "payment": ("-401009", "参数校验不通过，[paymentHead,payment]"),
    "waybill": ("-504011", "参数校验不通过，运单" + _MISMATCH),
    "inventory": ("-621001", "清单[电商企业编码：4401960002,订单编号：{no}]报文校验失败:清单" + _MISMATCH),
}


def test_four_enveloped_documents_clear(enterprise: Enterprise) -> None:
    for kind, document in enterprise.purchase().items():
        body = message(document, dxp_id=enterprise.dxp_id, signed=True)
        made = enveloped(body, sender=enterprise.dxp_id, cop_msg_id=f"M-{kind}", msg_type=_TYPES[kind])
        enterprise.accepted(enterprise.post(made))
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]
    assert [r.cop_msg_id for r in enterprise.receipts()] == [f"M-{kind}" for kind in FOUR for _ in "12"] + [
        "M-inventory"
    ]


def test_the_message_type_of_the_envelope_may_be_empty(enterprise: Enterprise) -> None:
    body = message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id)
    enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id, msg_type="")))
    assert [status for status, _ in enterprise.statuses("CEB312Message")] == ["2", "120"]


def test_further_receivers_do_no_harm(enterprise: Enterprise) -> None:
    body = message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id)
    receivers = ("DXPLGS0000000001", "DXPEDCCEB0000002")
    enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id, receivers=receivers)))
    assert [status for status, _ in enterprise.statuses("CEB312Message")] == ["2", "120"]


@pytest.mark.parametrize("kind", FOUR)
def test_a_sender_who_is_not_the_transmitter_is_refused(enterprise: Enterprise, another: Enterprise, kind: str) -> None:
    body = message(enterprise.purchase()[kind], dxp_id=another.dxp_id, signed=True)
    enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id, msg_type=_TYPES[kind])))
    status, info = _REFUSED[kind]
    (receipt,) = enterprise.receipts()
    (said,) = receipt.returns
    assert (said.return_status, said.return_info) == (status, info.format(no=enterprise.number()))
    (verdict,) = enterprise.history()["verdicts"]
    assert (verdict["rule"], verdict["values"]) == (
        "PRT-01",
        [
            {"path": "DxpMsg.TransInfo.SenderId", "value": enterprise.dxp_id},
            {"path": "BaseTransfer.dxpId", "value": another.dxp_id},
        ],
    )
    assert another.receipts() == []
