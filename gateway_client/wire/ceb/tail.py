"""What stands behind the documents of every request: who transmits, who reads along, extensions."""

from typing import Any

from gateway_client.wire.record import Record, anything, attribute, many, one, text
from gateway_client.wire.signature import Signature


class Ceb(Record, namespace="http://www.chinaport.gov.cn/ceb"):
    """An entity of the unified edition (跨境电商统一版)."""


class BaseTransfer(Ceb):
    """传输信息"""

    cop_code: str = text("C1..18", "传输企业代码")
    cop_name: str = text("C..100", "传输企业名称")
    dxp_mode: str = text("C3", "报文传输模式")
    dxp_id: str = text("C..30", "报文传输编号")
    note: str | None = text("C..1000", "备注", default=None)


class BaseSubscribe(Ceb):
    """订阅信息"""

    status: str = text("C..100", "订阅内容：ALL数据和回执，DATA仅数据，RET仅回执")
    dxp_mode: str = text("C3", "报文传输模式")
    dxp_address: str = text("C..100", "订阅者的报文传输编号")
    note: str | None = text("C..1000", "备注", default=None)


class Message(Ceb):
    """自定义报文实体"""

    anything: bytes = anything("自定义报文实体")


class ExtendMessage(Ceb):
    """自定义报文"""

    name: str = text("C..30", "自定义报文名称")
    version: str = text("C..30", "自定义报文版本")
    message: Message = one()


class Root(Ceb):
    """What every message has at its root."""

    guid: str = attribute("C36", "报文唯一序号")
    version: str = attribute("C1..10", "报文版本")


class Request(Root):
    """A message of an enterprise: its documents, then this tail."""

    documents: tuple[Any, ...]
    base_transfer: BaseTransfer = one()
    base_subscribes: tuple[BaseSubscribe, ...] = many(5, least=0)
    extend_message: ExtendMessage | None = one(default=None)
    signature: Signature | None = one(default=None)


class SignedRequest(Request):
    """A message that must be signed, by its schema."""

    signature: Signature = one()


class Receipt(Root):
    """A message of the electronic port or of customs."""

    returns: tuple[Any, ...]
