"""The waybill (CEB511), its delivery state (CEB513) and their receipts (CEB512, CEB514)."""

from decimal import Decimal

from gateway_client.wire.ceb.tail import Ceb, Receipt, Request
from gateway_client.wire.record import decimal, integer, many, one, text


class LogisticsHead(Ceb):
    """物流运单"""

    guid: str = text("C36", "系统唯一序号")
    app_type: str = text("C1", "报送类型")
    app_time: str = text("C14", "报送时间")
    app_status: str = text("C1..3", "业务状态")
    logistics_code: str = text("C1..18", "物流企业代码")
    logistics_name: str = text("C1..100", "物流企业名称")
    logistics_no: str = text("C1..60", "物流运单编号")
    bill_no: str | None = text("C..37", "提运单号", default=None)
    order_no: str = text("C1..60", "订单编号")
    freight: Decimal | None = decimal("N19,5", "运费", default=None)
    insured_fee: Decimal | None = decimal("N19,5", "保价费", default=None)
    currency: str = text("C3", "币制")
    weight: Decimal = decimal("N19,5", "毛重")
    pack_no: int = integer("int9", "件数")
    goods_info: str | None = text("C..200", "主要货物信息", default=None)
    consignee: str = text("C1..100", "收货人姓名")
    consignee_address: str = text("C1..200", "收货地址")
    consignee_telephone: str = text("C1..50", "收货人电话")
    note: str | None = text("C..1000", "备注", default=None)


class Logistics(Ceb):
    """物流运单"""

    head: LogisticsHead = one()


class LogisticsReturn(Ceb):
    """物流运单回执"""

    guid: str = text("C36", "系统唯一序号")
    logistics_code: str = text("C1..18", "物流企业代码")
    logistics_no: str = text("C1..60", "物流运单编号")
    return_status: str = text("C1..10", "回执状态")
    return_time: str = text("C17", "回执时间")
    return_info: str = text("C1..1000", "回执信息")


class LogisticsStatus(Ceb):
    """物流运单状态"""

    guid: str = text("C36", "系统唯一序号")
    app_type: str = text("C1", "报送类型")
    app_time: str = text("C14", "报送时间")
    app_status: str = text("C1..3", "业务状态")
    logistics_code: str = text("C1..18", "物流企业代码")
    logistics_name: str = text("C1..100", "物流企业名称")
    logistics_no: str = text("C1..60", "物流运单编号")
    logistics_status: str = text("C1", "物流运单状态")
    logistics_time: str = text("C14", "物流状态时间")
    note: str | None = text("C..1000", "备注", default=None)


class LogisticsStatusReturn(Ceb):
    """物流运单状态回执"""

    guid: str = text("C36", "系统唯一序号")
    logistics_code: str = text("C1..18", "物流企业代码")
    logistics_no: str = text("C1..60", "物流运单编号")
    logistics_status: str = text("C1", "物流状态")
    return_status: str = text("C1..10", "回执状态")
    return_time: str = text("C17", "回执时间")
    return_info: str = text("C1..1000", "回执信息")


class CEB511Message(Request):
    """物流运单报文"""

    documents: tuple[Logistics, ...] = many(100)


class CEB512Message(Receipt):
    """物流运单回执报文"""

    returns: tuple[LogisticsReturn, ...] = many(100)


class CEB513Message(Request):
    """物流运单状态报文"""

    documents: tuple[LogisticsStatus, ...] = many(100)


class CEB514Message(Receipt):
    """物流运单状态回执报文"""

    returns: tuple[LogisticsStatusReturn, ...] = many(100)
