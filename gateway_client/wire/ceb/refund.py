"""The return of goods (CEB625) and its receipt (CEB626)."""

from decimal import Decimal

from gateway_client.wire.ceb.tail import Ceb, Receipt, SignedRequest
from gateway_client.wire.record import decimal, integer, many, one, text


class InvtRefundHead(Ceb):
    """退货申请单表头"""

    guid: str = text("C36", "系统唯一序号")
    app_type: str = text("C1", "报送类型")
    app_time: str = text("C14", "报送时间")
    app_status: str = text("C1..3", "业务状态")
    customs_code: str = text("C4", "申报海关代码")
    order_no: str = text("C1..60", "订单编号")
    ebp_code: str = text("C1..18", "电商平台代码")
    ebp_name: str = text("C1..100", "电商平台名称")
    ebc_code: str = text("C1..18", "电商企业代码")
    ebc_name: str = text("C1..100", "电商企业名称")
    logistics_no: str = text("C1..60", "物流运单编号")
    logistics_code: str = text("C1..18", "物流企业代码")
    logistics_name: str = text("C1..100", "物流企业名称")
    cop_no: str | None = text("C..20", "企业内部编号", default=None)
    pre_no: str | None = text("C..18", "预录入编号", default=None)
    invt_no: str = text("C1..18", "清单编号")
    buyer_id_type: str = text("C1", "订购人证件类型")
    buyer_id_number: str = text("C1..60", "订购人证件号码")
    buyer_name: str = text("C1..60", "订购人姓名")
    buyer_telephone: str = text("C1..30", "订购人电话")
    agent_code: str = text("C1..18", "申报企业代码")
    agent_name: str = text("C1..100", "申报企业名称")
    reason: str = text("C1..1000", "退货原因")
    note: str | None = text("C..1000", "备注", default=None)


class InvtRefundList(Ceb):
    """退货申请单表体"""

    gnum: int = integer("int", "序号")
    gcode: str = text("C10", "商品编码")
    gname: str = text("C1..250", "商品名称")
    qty: Decimal = decimal("N19,5", "数量")
    unit: str = text("C3", "计量单位")
    note: str | None = text("C..1000", "备注", default=None)


class InvtRefund(Ceb):
    """退货申请单"""

    head: InvtRefundHead = one()
    lines: tuple[InvtRefundList, ...] = many(99)


class InvtRefundReturn(Ceb):
    """退货申请单回执"""

    guid: str = text("C36", "系统唯一序号")
    customs_code: str | None = text("C4", "申报海关代码", default=None)
    agent_code: str | None = text("C1..18", "申报企业代码", default=None)
    ebp_code: str | None = text("C1..18", "电商平台代码", default=None)
    ebc_code: str | None = text("C1..18", "电商企业代码", default=None)
    cop_no: str = text("C1..20", "企业内部编号")
    pre_no: str = text("C18", "预录入编号")
    invt_no: str | None = text("C18", "清单编号", default=None)
    return_status: str = text("C1..10", "回执状态")
    return_time: str = text("C17", "回执时间")
    return_info: str = text("C1..1000", "回执信息")


class CEB625Message(SignedRequest):
    """退货申请单报文"""

    documents: tuple[InvtRefund, ...] = many(100)


class CEB626Message(Receipt):
    """退货申请单回执报文"""

    returns: tuple[InvtRefundReturn, ...] = many(100)
