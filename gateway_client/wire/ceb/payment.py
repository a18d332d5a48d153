"""The payment (CEB411) and its receipt (CEB412)."""

from decimal import Decimal

from gateway_client.wire.ceb.tail import Ceb, Receipt, Request
from gateway_client.wire.record import decimal, many, one, text


class PaymentHead(Ceb):
    """支付凭证"""

    guid: str = text("C36", "系统唯一序号")
    app_type: str = text("C1", "报送类型")
    app_time: str = text("C14", "报送时间")
    app_status: str = text("C1..3", "业务状态")
    pay_code: str = text("C1..18", "支付企业代码")
    pay_name: str = text("C1..100", "支付企业名称")
    pay_transaction_id: str = text("C1..60", "支付交易编号")
    order_no: str = text("C1..60", "订单编号")
    ebp_code: str = text("C1..18", "电商平台代码")
    ebp_name: str = text("C1..100", "电商平台名称")
    payer_id_type: str = text("C1", "支付人证件类型")
    payer_id_number: str = text("C1..60", "支付人证件号码")
    payer_name: str = text("C1..60", "支付人姓名")
    telephone: str | None = text("C..60", "支付人电话", default=None)
    amount_paid: Decimal = decimal("N19,5", "支付金额")
    currency: str = text("C3", "支付币制")
    pay_time: str = text("C14", "支付时间")
    note: str | None = text("C..1000", "备注", default=None)


class Payment(Ceb):
    """支付凭证"""

    head: PaymentHead = one()


class PaymentReturn(Ceb):
    """支付凭证回执"""

    guid: str = text("C36", "系统唯一序号")
    pay_code: str = text("C1..18", "支付企业代码")
    pay_transaction_id: str = text("C1..60", "支付交易编号")
    return_status: str = text("C1..10", "回执状态")
    return_time: str = text("C17", "回执时间")
    return_info: str = text("C1..1000", "回执信息")


class CEB411Message(Request):
    """支付凭证报文"""

    documents: tuple[Payment, ...] = many(100)


class CEB412Message(Receipt):
    """支付凭证回执报文"""

    returns: tuple[PaymentReturn, ...] = many(100)
