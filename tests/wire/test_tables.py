"""The tables against the specification (edition 202205), noted here a second time in a notation of its own.

An entity is a line of ``element:type`` with ``!`` for required and ``?`` for optional; a message is a
line of ``Entity{least,most}``, ``*`` for no limit.
"""

import pytest

from gateway_client.wire import ceb
from gateway_client.wire.dxp import DxpMsg, DxpRep
from gateway_client.wire.lexical import Fixed, Text, Whole, kind_of
from gateway_client.wire.record import Field, Record, Table

ENTITIES = {
    "OrderHead": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! orderType:C1! orderNo:C1..60! ebpCode:C1..18!
        ebpName:C1..100! ebcCode:C1..18! ebcName:C1..100! goodsValue:N19,5! freight:N19,5! discount:N19,5!
        taxTotal:N19,5! acturalPaid:N19,5! currency:C3! buyerRegNo:C1..60! buyerName:C1..60!
        buyerTelephone:C1..30! buyerIdType:C1! buyerIdNumber:C1..60! payCode:C..18? payName:C..100?
        payTransactionId:C..60? batchNumbers:C..100? consignee:C1..100! consigneeTelephone:C1..50!
        consigneeAddress:C1..200! consigneeDistrict:C6? note:C..1000?
    """,
    "OrderList": """
        gnum:int! itemNo:C..30? itemName:C1..250! gmodel:C1..510! itemDescribe:C..1000? barCode:C..50?
        unit:C3! qty:N19,5! price:N19,5! totalPrice:N19,5! currency:C3! country:C3! note:C..1000?
    """,
    "OrderReturn": """
        guid:C36! ebpCode:C1..18! ebcCode:C1..18! orderNo:C1..60! returnStatus:C1..10! returnTime:C17!
        returnInfo:C1..1000!
    """,
    "PaymentHead": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! payCode:C1..18! payName:C1..100!
        payTransactionId:C1..60! orderNo:C1..60! ebpCode:C1..18! ebpName:C1..100! payerIdType:C1!
        payerIdNumber:C1..60! payerName:C1..60! telephone:C..60? amountPaid:N19,5! currency:C3! payTime:C14!
        note:C..1000?
    """,
    "PaymentReturn": """
        guid:C36! payCode:C1..18! payTransactionId:C1..60! returnStatus:C1..10! returnTime:C17!
        returnInfo:C1..1000!
    """,
    "LogisticsHead": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! logisticsCode:C1..18! logisticsName:C1..100!
        logisticsNo:C1..60! billNo:C..37? orderNo:C1..60! freight:N19,5? insuredFee:N19,5? currency:C3!
        weight:N19,5! packNo:int9! goodsInfo:C..200? consignee:C1..100! consigneeAddress:C1..200!
        consigneeTelephone:C1..50! note:C..1000?
    """,
    "LogisticsReturn": """
        guid:C36! logisticsCode:C1..18! logisticsNo:C1..60! returnStatus:C1..10! returnTime:C17!
        returnInfo:C1..1000!
    """,
    "LogisticsStatus": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! logisticsCode:C1..18! logisticsName:C1..100!
        logisticsNo:C1..60! logisticsStatus:C1! logisticsTime:C14! note:C..1000?
    """,
    "LogisticsStatusReturn": """
        guid:C36! logisticsCode:C1..18! logisticsNo:C1..60! logisticsStatus:C1! returnStatus:C1..10!
        returnTime:C17! returnInfo:C1..1000!
    """,
    "InventoryHead": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! orderNo:C1..60! ebpCode:C1..18! ebpName:C1..100!
        ebcCode:C1..18! ebcName:C1..100! logisticsNo:C1..60! logisticsCode:C1..18! logisticsName:C1..100!
        copNo:C..20? preNo:C..18? assureCode:C1..30! emsNo:C..30? invtNo:C..18? ieFlag:C1! declTime:C8!
        customsCode:C4! portCode:C4! ieDate:C8? buyerIdType:C1! buyerIdNumber:C1..60! buyerName:C1..60!
        buyerTelephone:C1..30! consigneeAddress:C1..200! agentCode:C1..18! agentName:C1..100!
        areaCode:C..18? areaName:C..100? tradeMode:C4! trafMode:C1! trafNo:C..100? voyageNo:C..32?
        billNo:C..37? loctNo:C..10? licenseNo:C..19? country:C3! freight:N19,5! insuredFee:N19,5!
        currency:C3! wrapType:C1? packNo:int9! grossWeight:N19,5! netWeight:N19,5! note:C..1000?
    """,
    "InventoryList": """
        gnum:int! itemRecordNo:C..30? itemNo:C..20? itemName:C..250? gcode:C10! gname:C1..250!
        gmodel:C1..510! barCode:C..50? country:C3! tradeCountry:C1..3? currency:C3! qty:N19,5! unit:C3!
        qty1:N19,5! unit1:C3! qty2:N19,5? unit2:C3? price:N19,5! totalPrice:N19,5! note:C..1000?
    """,
    "InventoryReturn": """
        guid:C36! customsCode:C4? ebpCode:C1..18? ebcCode:C1..18? agentCode:C1..18? copNo:C1..20! preNo:C18!
        invtNo:C18? returnStatus:C1..10! returnTime:C17! returnInfo:C1..1000!
    """,
    "InvtCancel": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! customsCode:C4! orderNo:C1..60! ebpCode:C1..18!
        ebpName:C1..100! ebcCode:C1..18! ebcName:C1..100! logisticsNo:C1..60! logisticsCode:C1..18!
        logisticsName:C1..100! copNo:C..20? preNo:C..18? invtNo:C1..18! buyerIdType:C1!
        buyerIdNumber:C1..60! buyerName:C1..60! buyerTelephone:C1..30! agentCode:C1..18! agentName:C1..100!
        reason:C1..1000! note:C..1000?
    """,
    "InvtCancelReturn": """
        guid:C36! customsCode:C4? agentCode:C1..18? ebpCode:C1..18? ebcCode:C1..18? copNo:C1..20! preNo:C18!
        invtNo:C18? returnStatus:C1..10! returnTime:C17! returnInfo:C1..1000!
    """,
    "InvtRefundHead": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! customsCode:C4! orderNo:C1..60! ebpCode:C1..18!
        ebpName:C1..100! ebcCode:C1..18! ebcName:C1..100! logisticsNo:C1..60! logisticsCode:C1..18!
        logisticsName:C1..100! copNo:C..20? preNo:C..18? invtNo:C1..18! buyerIdType:C1!
        buyerIdNumber:C1..60! buyerName:C1..60! buyerTelephone:C1..30! agentCode:C1..18! agentName:C1..100!
        reason:C1..1000! note:C..1000?
    """,
    "InvtRefundList": """
        gnum:int! gcode:C10! gname:C1..250! qty:N19,5! unit:C3! note:C..1000?
    """,
    "InvtRefundReturn": """
        guid:C36! customsCode:C4? agentCode:C1..18? ebpCode:C1..18? ebcCode:C1..18? copNo:C1..20! preNo:C18!
        invtNo:C18? returnStatus:C1..10! returnTime:C17! returnInfo:C1..1000!
    """,
    "DeliveryHead": """
        guid:C36! appType:C1! appTime:C14! appStatus:C1..3! customsCode:C4! copNo:C..20? preNo:C..18?
        rkdNo:C..18? operatorCode:C1..18! operatorName:C1..100! ieFlag:C1! trafMode:C1! trafNo:C1..100!
        voyageNo:C1..32! billNo:C1..37! logisticsCode:C1..18! logisticsName:C1..100! unloadLocation:C..100?
        note:C..1000?
    """,
    "DeliveryList": """
        gnum:int! logisticsNo:C1..60! note:C..1000?
    """,
    "DeliveryReturn": """
        guid:C36! customsCode:C4? operatorCode:C1..18? copNo:C..20? preNo:C..18? rkdNo:C..18?
        returnStatus:C1..10! returnTime:C17! returnInfo:C1..1000!
    """,
    "TaxHeadRd": """
        guid:C36! returnTime:C17! invtNo:C1..18! taxNo:C1..50! customsTax:N19,5! valueAddedTax:N19,5!
        consumptionTax:N19,5! status:C1! entDutyNo:C..50? note:C..1000? assureCode:C..64? ebcCode:C..64?
        logisticsCode:C..64? agentCode:C1..18? customsCode:C4?
    """,
    "TaxListRd": """
        gnum:int! gcode:C10! taxPrice:N19,5! customsTax:N19,5! valueAddedTax:N19,5! consumptionTax:N19,5!
    """,
    "TaxHeadStatus": """
        guid:C36! returnTime:C17! invtNo:C1..18! taxNo:C1..50! status:C1! entDutyNo:C..50? assureCode:C..64?
    """,
    "MessageReturn": """
        guid:C36! returnStatus:C1..10! returnInfo:C..5000! returnTime:C17! oriCopMsgId:C..255!
        oriMessageType:C..15! oriBizMessage:C!
    """,
    "BaseTransfer": """
        copCode:C1..18! copName:C..100! dxpMode:C3! dxpId:C..30! note:C..1000?
    """,
    "BaseSubscribe": """
        status:C..100! dxpMode:C3! dxpAddress:C..100! note:C..1000?
    """,
    "ExtendMessage": """
        name:C..30! version:C..30! Message{1,1}
    """,
    "Message": "{0,1}",
    "Root": "@guid:C36! @version:C1..10!",
}

TAIL = "BaseTransfer{1,1} BaseSubscribe{0,5} ExtendMessage{0,1} Signature"
MESSAGES = {
    "CEB311Message": f"Order{{1,100}} {TAIL}{{0,1}}",
    "CEB312Message": "OrderReturn{1,100}",
    "CEB411Message": f"Payment{{1,100}} {TAIL}{{0,1}}",
    "CEB412Message": "PaymentReturn{1,100}",
    "CEB511Message": f"Logistics{{1,100}} {TAIL}{{0,1}}",
    "CEB512Message": "LogisticsReturn{1,100}",
    "CEB513Message": f"LogisticsStatus{{1,100}} {TAIL}{{0,1}}",
    "CEB514Message": "LogisticsStatusReturn{1,100}",
    "CEB621Message": f"Inventory{{1,100}} {TAIL}{{1,1}}",
    "CEB622Message": "InventoryReturn{1,100}",
    "CEB623Message": f"InvtCancel{{1,100}} {TAIL}{{1,1}}",
    "CEB624Message": "InvtCancelReturn{1,100}",
    "CEB625Message": f"InvtRefund{{1,100}} {TAIL}{{1,1}}",
    "CEB626Message": "InvtRefundReturn{1,100}",
    "CEB711Message": f"Delivery{{1,1}} {TAIL}{{1,1}}",
    "CEB712Message": "DeliveryReturn{1,100}",
    "CEB816Message": "Tax{1,*}",
    "CEB818Message": "Tax{1,*}",
    "CEB900Message": "MessageReturn{1,1}",
}
DOCUMENTS = {
    "Order": "OrderHead{1,1} OrderList{1,99}",
    "Payment": "PaymentHead{1,1}",
    "Logistics": "LogisticsHead{1,1}",
    "Inventory": "InventoryHead{1,1} InventoryList{1,99}",
    "InvtRefund": "InvtRefundHead{1,1} InvtRefundList{1,99}",
    "Delivery": "DeliveryHead{1,1} DeliveryList{1,*}",
    "Tax": "TaxHeadRd{1,1} TaxListRd{1,99}",
    "TaxState": "TaxHeadStatus{1,1}",
}
ENVELOPE = {
    "DxpMsg": "@ver:C? @Id:ID? TransInfo{1,1} Data:base64! AddInfo{0,1} Signature{0,1}",
    "TransInfo": "CopMsgId:C1..255! SenderId:C1..16! ReceiverIds{1,1} CreatTime:dateTime! MsgType:C..30!",
    "ReceiverIds": "ReceiverId:C1..16{1,5}",
    "AddInfo": "FileName:C1..255? IcCard:C1..13? BizKey{0,1} IsText{0,1} RecMapId:C?",
    "BizKey": "Key{1,5}",
    "Key": "@name:C1..32? =C1..64",
    "IsText": "@Encode:C! =C",
    "DxpRep": "@ver:C? @Id:ID? RecevierId:C1..16! AdNodeId:C? Response{1,*} Signature{0,1}",
    "Response": """
        NodeId:C? ResponseCode:C1..9! ResponseInfo:C..300? Results{0,1} NoticeTime:date! Note:C..500? OriHead{1,1}
    """,
    "Results": "Result{1,*}",
    "Result": "RecId:C! Code:C! Info:C? Note:C?",
}

TABLES = {t.record.__name__: t for root in (*ceb.MESSAGES.values(), DxpMsg, DxpRep) for t in root.table.walk()}


def noted(table: Table) -> str:
    """Return a table in the notation of this module."""
    return " ".join(_noted(field) for field in table.fields)


def _noted(field: Field) -> str:
    many = f"{{{field.least},{'*' if field.most < 0 else field.most}}}"
    if field.entity:
        return f"{field.wire}{many}"
    if field.role == "any":
        return many
    kind = {
        Text: lambda k: (
            f"C{k.least}" if 0 < k.least == k.most else f"C{k.least or ''}..{k.most}" if k.most >= 0 else "C"
        ),
        Whole: lambda k: f"int{k.digits or ''}",
        Fixed: lambda k: f"N{k.total},{k.fraction}",
    }.get(type(field.kind), lambda k: k.xsd.removeprefix("xs:").removesuffix("Binary"))(field.kind)
    if field.role == "content":
        return f"={kind}"
    return (
        ("@" if field.role == "attribute" else "")
        + f"{field.wire}:{kind}"
        + (many if field.listed else "!" if field.least else "?")
    )


@pytest.mark.parametrize("name", sorted(ENTITIES.keys() - {"Root"}))
def test_entity(name: str) -> None:
    assert noted(TABLES[name]).split() == ENTITIES[name].split()


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_message(name: str) -> None:
    table = ceb.MESSAGES[name].table
    assert noted(table).split() == [*MESSAGES[name].split(), *ENTITIES["Root"].split()]
    assert table.namespace == "http://www.chinaport.gov.cn/ceb"


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_document(name: str) -> None:
    assert noted(TABLES[name]).split() == DOCUMENTS[name].split()


@pytest.mark.parametrize("name", sorted(ENVELOPE))
def test_envelope(name: str) -> None:
    assert noted(TABLES[name]).split() == ENVELOPE[name].split()
    assert TABLES[name].namespace == "http://www.chinaport.gov.cn/dxp"


def test_all_nineteen_messages_and_no_entity_left_out() -> None:
    assert set(ceb.MESSAGES) == set(MESSAGES)
    ours = {name for name, table in TABLES.items() if table.namespace == ceb.NAMESPACE}
    assert ours == (ENTITIES.keys() - {"Root"}) | MESSAGES.keys() | DOCUMENTS.keys()


def test_both_tax_messages_say_tax_on_the_wire() -> None:
    assert TABLES["TaxState"].name == TABLES["Tax"].name == "Tax"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_field_says_what_it_is_in_chinese(name: str) -> None:
    record: type[Record] = TABLES[name].record
    assert record.table.zh
    assert all(field.zh for field in record.table.fields)


@pytest.mark.parametrize("notation", ["", "D8", "C-1", "N19", "N19.5", "int-1", "c36", "C..x", "int٣"])
def test_no_notation(notation: str) -> None:
    with pytest.raises(ValueError, match="no notation"):
        kind_of(notation)
