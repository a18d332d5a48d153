"""What states of orders and the grounds of rules are called, for whoever tells people of them."""

from typing import Final

from gateway_client.rules.rule import FOUNDED
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
    "not declared": Words("not declared", "未申报"),
}
"""The states of orders and documents, in words."""

CONFIDENCE: Final = FOUNDED
"""How well a rule is founded, in words."""
