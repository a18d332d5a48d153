"""The electronic tax bill (CEB816) and its later states (CEB818)."""

from decimal import Decimal

from gateway_client.wire.ceb.tail import Ceb, Receipt
from gateway_client.wire.record import UNBOUNDED, decimal, integer, many, one, text


class TaxHeadRd(Ceb):
    """电子税单表头"""

    guid: str = text("C36", "系统唯一序号")
    return_time: str = text("C17", "回执时间")
    invt_no: str = text("C1..18", "进境清单编号")
    tax_no: str = text("C1..50", "电子税单编号")
    customs_tax: Decimal = decimal("N19,5", "应征关税")
    value_added_tax: Decimal = decimal("N19,5", "应征增值税")
    consumption_tax: Decimal = decimal("N19,5", "应征消费税")
    status: str = text("C1", "税单状态")
    ent_duty_no: str | None = text("C..50", "缴款书编号", default=None)
    note: str | None = text("C..1000", "备注", default=None)
    assure_code: str | None = text("C..64", "担保企业代码", default=None)
    ebc_code: str | None = text("C..64", "电商企业代码", default=None)
    logistics_code: str | None = text("C..64", "物流企业代码", default=None)
    agent_code: str | None = text("C1..18", "申报单位代码", default=None)
    customs_code: str | None = text("C4", "申报口岸", default=None)


class TaxListRd(Ceb):
    """电子税单表体"""

    gnum: int = integer("int", "商品项号")
    gcode: str = text("C10", "海关商品编码")
    tax_price: Decimal = decimal("N19,5", "完税总价格")
    customs_tax: Decimal = decimal("N19,5", "应征关税")
    value_added_tax: Decimal = decimal("N19,5", "应征增值税")
    consumption_tax: Decimal = decimal("N19,5", "应征消费税")


class TaxHeadStatus(Ceb):
    """电子税单状态"""

    guid: str = text("C36", "系统唯一序号")
    return_time: str = text("C17", "回执时间")
    invt_no: str = text("C1..18", "进境清单编号")
    tax_no: str = text("C1..50", "电子税单编号")
    status: str = text("C1", "税单状态")
    ent_duty_no: str | None = text("C..50", "缴款书编号", default=None)
    assure_code: str | None = text("C..64", "担保企业代码", default=None)


class Tax(Ceb):
    """电子税单"""

    head: TaxHeadRd = one()
    lines: tuple[TaxListRd, ...] = many(99)


class TaxState(Ceb, wire="Tax"):
    """电子税单状态"""

    head: TaxHeadStatus = one()


class CEB816Message(Receipt):
    """电子税单报文"""

    returns: tuple[Tax, ...] = many(UNBOUNDED)


class CEB818Message(Receipt):
    """电子税单状态报文"""

    returns: tuple[TaxState, ...] = many(UNBOUNDED)
