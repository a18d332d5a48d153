"""The envelope of the exchange platform (DxpMsg) and its answer (DxpRep).

The wire keeps the platform's own spellings: ``CreatTime``, ``RecevierId``.
"""

from typing import Final

from gateway_client.wire.record import UNBOUNDED, Record, attribute, content, many, one, text, texts
from gateway_client.wire.signature import Signature

IMPORT_SYSTEM: Final = "DXPEDCCEB0000002"
"""The dxpId of the import system, the receiver of every import message."""


class Dxp(Record, namespace="http://www.chinaport.gov.cn/dxp"):
    """An entity of the exchange platform."""


class ReceiverIds(Dxp):
    """接收方列表"""

    ids: tuple[str, ...] = texts("C1..16", 5, "接收方编号", wire="ReceiverId")


class TransInfo(Dxp):
    """传输信息"""

    cop_msg_id: str = text("C1..255", "报文编号", wire="CopMsgId")
    sender_id: str = text("C1..16", "发送方编号", wire="SenderId")
    receiver_ids: ReceiverIds = one()
    creat_time: str = text("dateTime", "创建时间", wire="CreatTime")
    msg_type: str = text("C..30", "报文类型", wire="MsgType")


class OriHead(TransInfo):
    """原报文传输信息"""


class Key(Dxp):
    """业务主键"""

    name: str | None = attribute("C1..32", "主键名称", default=None)
    value: str = content("C1..64", "主键值")


class BizKey(Dxp):
    """业务主键列表"""

    keys: tuple[Key, ...] = many(5)


class IsText(Dxp):
    """是否文本"""

    encode: str = attribute("C", "编码", wire="Encode")
    value: str = content("C", "是否文本")


class AddInfo(Dxp):
    """附加信息"""

    file_name: str | None = text("C1..255", "文件名", wire="FileName", default=None)
    ic_card: str | None = text("C1..13", "IC卡号", wire="IcCard", default=None)
    biz_key: BizKey | None = one(default=None)
    is_text: IsText | None = one(default=None)
    rec_map_id: str | None = text("C", "接收映射编号", wire="RecMapId", default=None)


class DxpMsg(Dxp):
    """终端节点报文"""

    ver: str | None = attribute("C", "版本", default="1.0", fixed="1.0")
    id: str | None = attribute("ID", "标识", wire="Id", default=None)
    trans_info: TransInfo = one()
    data: str = text("base64", "业务报文", wire="Data")
    add_info: AddInfo | None = one(default=None)
    signature: Signature | None = one(default=None)


class Result(Dxp):
    """处理结果"""

    rec_id: str = text("C", "记录编号", wire="RecId")
    code: str = text("C", "结果代码", wire="Code")
    info: str | None = text("C", "结果信息", wire="Info", default=None)
    note: str | None = text("C", "备注", wire="Note", default=None)


class Results(Dxp):
    """处理结果列表"""

    results: tuple[Result, ...] = many(UNBOUNDED)


class Response(Dxp):
    """响应"""

    node_id: str | None = text("C", "节点编号", wire="NodeId", default=None)
    response_code: str = text("C1..9", "响应代码", wire="ResponseCode")
    response_info: str | None = text("C..300", "响应信息", wire="ResponseInfo", default=None)
    results: Results | None = one(default=None)
    notice_time: str = text("date", "通知日期", wire="NoticeTime")
    note: str | None = text("C..500", "备注", wire="Note", default=None)
    ori_head: OriHead = one()


class DxpRep(Dxp):
    """响应报文"""

    ver: str | None = attribute("C", "版本", default="1.0", fixed="1.0")
    id: str | None = attribute("ID", "标识", wire="Id", default=None)
    recevier_id: str = text("C1..16", "接收方编号", wire="RecevierId")
    ad_node_id: str | None = text("C", "接入节点编号", wire="AdNodeId", default=None)
    responses: tuple[Response, ...] = many(UNBOUNDED)
    signature: Signature | None = one(default=None)
