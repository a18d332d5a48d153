"""The inventory, the declaration list of one parcel (CEB621), and its receipt (CEB622)."""

from decimal import Decimal

from gateway_client.wire.ceb.tail import Ceb, Receipt, SignedRequest
from gateway_client.wire.record import decimal, integer, many, one, text


class InventoryHead(Ceb):
    """清单表头"""

    guid: str = text("C36", "系统唯一序号")
    app_type: str = text("C1", "报送类型")
    app_time: str = text("C14", "报送时间")
    app_status: str = text("C1..3", "业务状态")
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
    assure_code: str = text("C1..30", "担保企业编号")
    ems_no: str | None = text("C..30", "账册编号", default=None)
    invt_no: str | None = text("C..18", "清单编号", default=None)
    ie_flag: str = text("C1", "进出口标记")
    decl_time: str = text("C8", "申报日期")
    customs_code: str = text("C4", "申报海关代码")
    port_code: str = text("C4", "口岸海关代码")
    ie_date: str | None = text("C8", "进口日期", default=None)
    buyer_id_type: str = text("C1", "订购人证件类型")
    buyer_id_number: str = text("C1..60", "订购人证件号码")
    buyer_name: str = text("C1..60", "订购人姓名")
    buyer_telephone: str = text("C1..30", "订购人电话")
    consignee_address: str = text("C1..200", "收件地址")
    agent_code: str = text("C1..18", "申报企业代码")
    agent_name: str = text("C1..100", "申报企业名称")
    area_code: str | None = text("C..18", "区内企业代码", default=None)
    area_name: str | None = text("C..100", "区内企业名称", default=None)
    trade_mode: str = text("C4", "贸易方式")
    traf_mode: str = text("C1", "运输方式")
    traf_no: str | None = text("C..100", "运输工具编号", default=None)
    voyage_no: str | None = text("C..32", "航班航次号", default=None)
    bill_no: str | None = text("C..37", "提运单号", default=None)
    loct_no: str | None = text("C..10", "监管场所代码", default=None)
    license_no: str | None = text("C..19", "许可证件号", default=None)
    country: str = text("C3", "起运国（地区）")
    freight: Decimal = decimal("N19,5", "运费")
    insured_fee: Decimal = decimal("N19,5", "保费")
    currency: str = text("C3", "币制")
    wrap_type: str | None = text("C1", "包装种类代码", default=None)
    pack_no: int = integer("int9", "件数")
    gross_weight: Decimal = decimal("N19,5", "毛重（公斤）")
    net_weight: Decimal = decimal("N19,5", "净重（公斤）")
    note: str | None = text("C..1000", "备注", default=None)


class InventoryList(Ceb):
    """清单表体"""

    gnum: int = integer("int", "序号")
    item_record_no: str | None = text("C..30", "账册备案料号", default=None)
    item_no: str | None = text("C..20", "企业商品货号", default=None)
    item_name: str | None = text("C..250", "企业商品品名", default=None)
    gcode: str = text("C10", "商品编码")
    gname: str = text("C1..250", "商品名称")
    gmodel: str = text("C1..510", "商品规格型号")
    bar_code: str | None = text("C..50", "条码", default=None)
    country: str = text("C3", "原产国（地区）")
    trade_country: str | None = text("C1..3", "贸易国", default=None)
    currency: str = text("C3", "币制")
    qty: Decimal = decimal("N19,5", "数量")
    unit: str = text("C3", "计量单位")
    qty1: Decimal = decimal("N19,5", "法定数量")
    unit1: str = text("C3", "法定计量单位")
    qty2: Decimal | None = decimal("N19,5", "第二数量", default=None)
    unit2: str | None = text("C3", "第二计量单位", default=None)
    price: Decimal = decimal("N19,5", "单价")
    total_price: Decimal = decimal("N19,5", "总价")
    note: str | None = text("C..1000", "备注", default=None)


class Inventory(Ceb):
    """清单"""

    head: InventoryHead = one()
    lines: tuple[InventoryList, ...] = many(99)


class InventoryReturn(Ceb):
    """清单回执"""

    guid: str = text("C36", "系统唯一序号")
    customs_code: str | None = text("C4", "申报海关代码", default=None)
    ebp_code: str | None = text("C1..18", "电商平台代码", default=None)
    ebc_code: str | None = text("C1..18", "电商企业代码", default=None)
    agent_code: str | None = text("C1..18", "申报企业代码", default=None)
    cop_no: str = text("C1..20", "企业内部编号")
    pre_no: str = text("C18", "预录入编号")
    invt_no: str | None = text("C18", "清单编号", default=None)
    return_status: str = text("C1..10", "回执状态")
    return_time: str = text("C17", "回执时间")
    return_info: str = text("C1..1000", "回执信息")


class CEB621Message(SignedRequest):
    """清单报文"""

    documents: tuple[Inventory, ...] = many(100)


class CEB622Message(Receipt):
    """清单回执报文"""

    returns: tuple[InventoryReturn, ...] = many(100)
