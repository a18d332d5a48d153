"""The answer to a message that does not fit its schema (CEB900)."""

from gateway_client.wire.ceb.tail import Ceb, Receipt
from gateway_client.wire.record import many, text


class MessageReturn(Ceb):
    """报文格式校验回执"""

    guid: str = text("C36", "系统唯一序号")
    return_status: str = text("C1..10", "回执状态")
    return_info: str = text("C..5000", "回执详细信息")
    return_time: str = text("C17", "操作时间")
    ori_cop_msg_id: str = text("C..255", "原始传输报文的copMsgId")
    ori_message_type: str = text("C..15", "原始报文类型")
    ori_biz_message: str = text("C", "原始报文内容")


class CEB900Message(Receipt):
    """报文格式校验回执报文"""

    returns: tuple[MessageReturn, ...] = many(1)
