"""What ``kouan demo`` prints of an evening: counts, reasons, time per stage, one order's messages, one refusal."""

from typing import Final

from gateway_client.wire.findings import Words
from simulator.cli.evening.play import Evening
from simulator.cli.evening.reasons import BY_CLIENT, BY_GATEWAY, SENT_TWICE, Reason, reasons, stages
from simulator.cli.evening.tale import Tale
from simulator.cli.explained import explained
from simulator.cli.language import padded
from simulator.stories.returns import DOCUMENTS, shown_time

_HEAD: Final = Words(
    "Kouan 口岸: the evening of Double 11, 20:00 in Beijing.\n"
    "{purchases} purchases (seed {seed}) declared with GatewayClient at {url}: {messages} messages of up to 100\n"
    "documents, cleared in {seconds:.1f} s. {shipped} of them were paid and shipped by the simulator's\n"
    "payment company and carrier, which declare by themselves.",
    "口岸 Kouan：双11之夜，北京时间20:00。\n"
    "{purchases}笔订单（种子{seed}），用GatewayClient报送至{url}：{messages}份报文，每份至多100份单证，\n"
    "{seconds:.1f}秒内通关。其中{shipped}笔由模拟器的支付企业和物流企业支付、发运并自行申报。",
)
_COUNTS: Final = {
    "released": Words("released: the parcel may go", "放行"),
    BY_GATEWAY: Words(
        "refused by port or customs, each for data that is really wrong:", "被口岸或海关退单，数据确实有误："
    ),
    BY_CLIENT: Words("stopped by the client itself, before anything was sent:", "报送之前即被客户端拦下："),
    SENT_TWICE: Words(
        "of the released sent a document a second time: that was refused, the first one stands:",
        "其中重复报送的单证：重复的被退回，先前的仍然有效：",
    ),
}
_STAGES: Final = Words(
    "Time per stage, from the receipts of the released inventories:", "各环节用时（据放行清单的回执）："
)
_STAGE: Final = Words("median {median:.2f} s, slowest {slowest:.2f} s", "中位数{median:.2f}秒，最慢{slowest:.2f}秒")
_MEANINGS: Final = (
    Words("the port has taken it", "电子口岸已接收"),
    Words("customs has taken it in", "海关入库"),
    Words("customs lets it go", "海关放行"),
)
_TIMELINE: Final = Words(
    "Order {order_no} ({buyer}), every message that went (→) and came (←):",
    "订单{order_no}（{buyer}），往（→）来（←）的全部报文：",
)
_EXPLAINED: Final = Words("Why order {order_no} ({buyer}) was refused: {title}", "订单{order_no}（{buyer}）为何被退")
_ADVICE: Final = Words(
    "Correct the inventory and declare it again: same order number, newer appTime. Only what was\n"
    "              refused may be declared anew; order, payment and waybill stand.",
    "更正清单后重新申报：订单编号不变，appTime更新。\n"
    "              只有被退回的单证可以重新申报，订单、支付单、运单仍然有效。",
)
_ALL: Final = Words("Every purchase ended as planned.", "所有订单的结果均与计划一致。")
_NOT_ALL: Final = Words("Purchases that did not end as planned: {orders}.", "结果与计划不符的订单：{orders}。")


def whole(evening: Evening, *, seed: int, url: str, lang: str) -> str:
    """Return everything that there is to say of an evening, in ``en`` or ``zh``."""
    tales = evening.tales
    shipped = [tale for tale in tales if tale.purchase.by_parties]
    counted = {"purchases": len(tales), "messages": evening.messages, "shipped": len(shipped)}
    head = _HEAD.lang(lang).format(seed=seed, url=url, seconds=evening.seconds, **counted)
    wrong = ", ".join(tale.purchase.order_no for tale in tales if not tale.as_planned)
    parts = [
        head,
        _table(tales, lang),
        _stages(tales, lang),
        _timeline(next((tale for tale in reversed(shipped)), tales[0]), lang),
        _explained(evening, lang),
        _NOT_ALL.lang(lang).format(orders=wrong) if wrong else _ALL.lang(lang),
    ]
    return "\n\n".join(filter(None, parts))


def _table(tales: list[Tale], lang: str) -> str:
    found = reasons(tales)
    lines = [f"{sum(tale.released for tale in tales):>4}  {_COUNTS['released'].lang(lang)}"]
    for by in (BY_GATEWAY, BY_CLIENT, SENT_TWICE):
        own = [one for one in found if one.by == by]
        if own:
            lines.append(f"{sum(one.count for one in own):>4}  {_COUNTS[by].lang(lang)}")
            lines += [_reason(one, lang) for one in own]
    return "\n".join(lines)


def _reason(one: Reason, lang: str) -> str:
    document = padded(DOCUMENTS[one.document].lang(lang), 9)
    return f"      {one.count:>4}  {one.code:<7}  {document}  {one.text}"


def _stages(tales: list[Tale], lang: str) -> str:
    lines = []
    for stage, meaning in zip(stages(tales), _MEANINGS, strict=False):
        took = _STAGE.lang(lang).format(median=stage.median, slowest=stage.slowest)
        name = stage.name.replace("sent", "报送") if lang == "zh" else stage.name
        lines.append(f"  {padded(name, 9)}  {took}  {meaning.lang(lang)}")
    return "\n".join([_STAGES.lang(lang), *lines]) if lines else ""


def _timeline(tale: Tale, lang: str) -> str:
    went = [(one.time, "→", one.what.removesuffix("Message"), one.detail) for one in tale.went]
    came = [
        (one.said.time, "←", f"{one.message_type.removesuffix('Message')} {one.said.status:>4}", one.said.info)
        for one in tale.came
    ]
    lines = [
        f"  {shown_time(time)[11:]}  {way} {what:<23}  {said}"
        for time, way, what, said in sorted(went + came, key=lambda one: one[0])
    ]
    return "\n".join([_named(_TIMELINE, tale, lang), *lines])


def _named(words: Words, tale: Tale, lang: str, title: str = "") -> str:
    head = tale.purchase.sale.order.head
    return words.lang(lang).format(order_no=head.order_no, buyer=head.buyer_name, title=title)


def _explained(evening: Evening, lang: str) -> str:
    tale, verdict = evening.explained, next(iter(evening.history["verdicts"]), None)
    if verdict is None or tale.purchase.fault is None:
        return ""
    head = _named(_EXPLAINED, tale, lang, tale.purchase.fault.title)
    return "\n".join([head, *explained(verdict, lang, _ADVICE.lang(lang))])
