"""What states of orders, decisions and the grounds of rules are called, for whoever tells people of them."""

from typing import Final

from gateway_client.wire.findings import Words

STATES: Final = {
    "released": Words("released", "放行"),
    "refused": Words("refused", "退单"),
    "waiting": Words("waiting", "等待"),
    "incomplete": Words("incomplete", "不完整"),
    "unknown": Words("unknown", "无记录"),
    "declaring": Words("declaring", "申报中"),
    "entered": Words("entered", "入库"),
    "received": Words("received", "已接收"),
    "stored": Words("stored", "暂存"),
    "held": Words("held", "待处理"),
    "cleared": Words("cleared", "审结"),
    "cancelled": Words("cancelled", "已撤销"),
    "sent back": Words("sent back", "退运"),
    "not declared": Words("not declared", "未申报"),
}
"""The states of orders and documents, in words."""

DECISIONS: Final = {
    "release": Words("release", "放行"),
    "refuse": Words("refuse", "退单"),
    "inspect": Words("inspect", "查验"),
    "detain": Words("detain", "扣留"),
    "suspend": Words("suspend", "挂起"),
    "return": Words("return", "退运"),
}
"""What an officer decides, in words."""

HANDED_TO: Final = {
    "clearance": Words("clearance", "通关部门"),
    "smuggling": Words("anti-smuggling bureau", "缉私部门"),
    "law": Words("legal department", "法规部门"),
    "other": Words("others", "其他部门"),
}
"""Whom a detained parcel is handed to, in words."""

CONFIDENCE: Final = {
    "specification": Words("specification", "规范"),
    "two sources": Words("two sources", "两处来源"),
    "practice": Words("practice", "实践所见"),
    "assumed": Words("assumed", "推定"),
}
"""How well a rule is founded, in words."""
