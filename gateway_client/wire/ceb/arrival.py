"""The arrival list of a supervised site (CEB711) and its receipt (CEB712)."""

from gateway_client.wire.ceb.tail import Ceb, Receipt, SignedRequest
from gateway_client.wire.record import UNBOUNDED, integer, many, one, text


class DeliveryHead(Ceb):
    """入库明细单表头"""

    guid: str = text("C36", "系统唯一序号")
    app_type: str = text("C1", "报送类型")
    app_time: str = text("C14", "报送时间")
    app_status: str = text("C1..3", "业务状态")
    customs_code: str = text("C4", "申报海关代码")
    cop_no: str | None = text("C..20", "企业内部编号", default=None)
    pre_no: str | None = text("C..18", "预录入编号", default=None)
    rkd_no: str | None = text("C..18", "入库单编号", default=None)
    operator_code: str = text("C1..18", "监管场所经营人代码")
    operator_name: str = text("C1..100", "监管场所经营人名称")
    ie_flag: str = text("C1", "进出口标记")
    traf_mode: str = text("C1", "运输方式")
    traf_no: str = text("C1..100", "运输工具编号")
    voyage_no: str = text("C1..32", "航班航次号")
    bill_no: str = text("C1..37", "提运单号")
    logistics_code: str = text("C1..18", "物流企业代码")
    logistics_name: str = text("C1..100", "物流企业名称")
    unload_location: str | None = text("C..100", "卸货库位", default=None)
    note: str | None = text("C..1000", "备注", default=None)


class DeliveryList(Ceb):
    """入库明细单表体"""

    gnum: int = integer("int", "序号")
    logistics_no: str = text("C1..60", "物流运单编号")
    note: str | None = text("C..1000", "备注", default=None)


class Delivery(Ceb):
    """入库明细单"""

    head: DeliveryHead = one()
    lines: tuple[DeliveryList, ...] = many(UNBOUNDED)


class DeliveryReturn(Ceb):
    """入库明细单回执"""

    guid: str = text("C36", "系统唯一序号")
    customs_code: str | None = text("C4", "申报海关代码", default=None)
    operator_code: str | None = text("C1..18", "监管场所经营人代码", default=None)
    cop_no: str | None = text("C..20", "企业内部编号", default=None)
    pre_no: str | None = text("C..18", "预录入编号", default=None)
    rkd_no: str | None = text("C..18", "入库单编号", default=None)
    return_status: str = text("C1..10", "回执状态")
    return_time: str = text("C17", "回执时间")
    return_info: str = text("C1..1000", "回执信息")


class CEB711Message(SignedRequest):
    """入库明细单报文"""

    documents: tuple[Delivery, ...] = many(1)


class CEB712Message(Receipt):
    """入库明细单回执报文"""

    returns: tuple[DeliveryReturn, ...] = many(100)
