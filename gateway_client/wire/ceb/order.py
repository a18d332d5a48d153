"""The order (CEB311) and its receipt (CEB312)."""

from decimal import Decimal

from gateway_client.wire.ceb.tail import Ceb, Receipt, Request
from gateway_client.wire.record import decimal, integer, many, one, text


class OrderHead(Ceb):
    """订单表头"""

    guid: str = text("C36", "系统唯一序号")
    app_type: str = text("C1", "报送类型")
    app_time: str = text("C14", "报送时间")
    app_status: str = text("C1..3", "业务状态")
    order_type: str = text("C1", "订单类型")
    order_no: str = text("C1..60", "订单编号")
    ebp_code: str = text("C1..18", "电商平台代码")
    ebp_name: str = text("C1..100", "电商平台名称")
    ebc_code: str = text("C1..18", "电商企业代码")
    ebc_name: str = text("C1..100", "电商企业名称")
    goods_value: Decimal = decimal("N19,5", "商品价格")
    freight: Decimal = decimal("N19,5", "运杂费")
    discount: Decimal = decimal("N19,5", "非现金抵扣金额")
    tax_total: Decimal = decimal("N19,5", "代扣税款")
    actural_paid: Decimal = decimal("N19,5", "实际支付金额")
    currency: str = text("C3", "币制")
    buyer_reg_no: str = text("C1..60", "订购人注册号")
    buyer_name: str = text("C1..60", "订购人姓名")
    buyer_telephone: str = text("C1..30", "订购人电话")
    buyer_id_type: str = text("C1", "订购人证件类型")
    buyer_id_number: str = text("C1..60", "订购人证件号码")
    pay_code: str | None = text("C..18", "支付企业代码", default=None)
    pay_name: str | None = text("C..100", "支付企业名称", default=None)
    pay_transaction_id: str | None = text("C..60", "支付交易编号", default=None)
    batch_numbers: str | None = text("C..100", "商品批次号", default=None)
    consignee: str = text("C1..100", "收货人姓名")
    consignee_telephone: str = text("C1..50", "收货人电话")
    consignee_address: str = text("C1..200", "收货地址")
    consignee_district: str | None = text("C6", "收货地址行政区划代码", default=None)
    note: str | None = text("C..1000", "备注", default=None)


class OrderList(Ceb):
    """订单表体"""

    gnum: int = integer("int", "商品序号")
    item_no: str | None = text("C..30", "企业商品货号", default=None)
    item_name: str = text("C1..250", "企业商品名称")
    gmodel: str = text("C1..510", "商品规格型号")
    item_describe: str | None = text("C..1000", "企业商品描述", default=None)
    bar_code: str | None = text("C..50", "条形码", default=None)
    unit: str = text("C3", "单位")
    qty: Decimal = decimal("N19,5", "数量")
    price: Decimal = decimal("N19,5", "单价")
    total_price: Decimal = decimal("N19,5", "总价")
    currency: str = text("C3", "币制")
    country: str = text("C3", "原产国")
    note: str | None = text("C..1000", "备注", default=None)


class Order(Ceb):
    """订单"""

    head: OrderHead = one()
    lines: tuple[OrderList, ...] = many(99)


class OrderReturn(Ceb):
    """订单回执"""

    guid: str = text("C36", "系统唯一序号")
    ebp_code: str = text("C1..18", "电商平台代码")
    ebc_code: str = text("C1..18", "电商企业代码")
    order_no: str = text("C1..60", "订单编号")
    return_status: str = text("C1..10", "回执状态")
    return_time: str = text("C17", "回执时间")
    return_info: str = text("C1..1000", "回执信息")


class CEB311Message(Request):
    """订单报文"""

    documents: tuple[Order, ...] = many(100)


class CEB312Message(Receipt):
    """订单回执报文"""

    returns: tuple[OrderReturn, ...] = many(100)
