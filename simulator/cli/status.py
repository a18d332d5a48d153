"""``kouan status``: what has become of an order, as the simulator knows it.

The exit status is 0 when the order is known, whatever became of it; 4 when nothing is known of it, or its world
is not there; 2 for unusable options, 3 when there is no simulator. A real port has no such question.
"""

import argparse
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gateway_client.wire.findings import Words
from simulator.cli import remote
from simulator.cli.language import columns
from simulator.stories.returns import DOCUMENTS, shown_time
from simulator.stories.wording import CONFIDENCE, STATES

if TYPE_CHECKING:
    from gateway_client.asking import Flow

UNKNOWN: Final = 4

_HEAD: Final = Words("order {order_no}: {state}", "订单{order_no}：{state}")
_NOT_KNOWN: Final = Words(
    "order {order_no}: nothing is known of it. A message that was accepted and answered by CEB900 leaves no documents.",
    "订单{order_no}：无记录。已接收但以CEB900答复的报文不产生单证。",
)
_PARTS: Final = {
    "documents": Words("documents", "单证"),
    "receipts": Words("receipts", "回执"),
    "bills": Words("tax bills", "税单"),
    "verdicts": Words("why refused", "退单原因"),
    "missing": Words("waits for", "等待"),
    "near": Words("perhaps meant", "疑似单证"),
}
_BILLS: Final = {"1": Words("generated", "已生成"), "2": Words("summed", "已汇总"), "3": Words("void", "作废")}
_TAXES: Final = Words(
    "duty {customsTax}, value added tax {valueAddedTax}, consumption tax {consumptionTax}",
    "关税{customsTax}，增值税{valueAddedTax}，消费税{consumptionTax}",
)
_NOT_IN_FORCE: Final = Words("not in force", "未生效")
_WANTED: Final = Words("for the {document} {key} that {by} {by_key} waits for", "{by}{by_key}等待的{document}{key}")
_TO_BE_NAMED: Final = Words("for {by} {by_key}, which no inventory names", "没有清单对应的{by}{by_key}")
_ASKED: Final = Words("for {document} {key}", "{document}{key}")
_SENT_BY: Final = Words("from {sender}", "来自{sender}")
_DIFFERS: Final = Words("wanted “{wanted}”", "应为“{wanted}”"), Words("found “{found}”", "实为“{found}”")
_AGREED: Final = Words("rule {rule}, {confidence}: {source}", "规则{rule}，{confidence}：{source}")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("order", metavar="ORDER", help="the order's number")
    command.add_argument("--ebp-code", metavar="CODE", help="its platform, if several use the number")
    remote.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask and print: documents with state, receipts in their order, verdicts, what it waits for, what was meant."""
    return remote.connected(options, lambda line: _tell(line.play(_history(options)), options))


def _history(options: argparse.Namespace) -> "Flow[dict[str, Any]]":
    from gateway_client.asking import Ask

    path = f"/_kouan/documents/{quote(options.order, safe='')}"
    query = {"ebpCode": options.ebp_code} if options.ebp_code else {}
    return remote.known(Ask("GET", path, query), "documents")


def _tell(history: dict[str, Any], options: argparse.Namespace) -> int:
    known = bool(history["documents"])
    if options.json:
        print(json.dumps({"orderNo": options.order, **history}, ensure_ascii=False, indent=2))
    elif known:
        print(as_text(options.order, history, options.lang))
    else:
        lines = [_NOT_KNOWN.lang(options.lang).format(order_no=options.order), *near_misses(history, options.lang)]
        print("\n".join(lines))
    return 0 if known else UNKNOWN


def as_text(order_no: str, history: dict[str, Any], lang: str) -> str:
    """Return what ``GET /_kouan/documents`` says, for people."""
    head = _HEAD.lang(lang).format(order_no=order_no, state=STATES[history["state"]].lang(lang))
    missing = [one for document in history["documents"] for one in document.get("missing", [])]
    parts = {
        "documents": columns([_document(one, lang) for one in history["documents"]]),
        "receipts": [receipt_line(one) for one in history["receipts"]],
        "bills": columns([_bill(one["taxBill"], lang) for one in history["documents"] if one.get("taxBill")]),
        "verdicts": [line for one in history["verdicts"] for line in verdict_lines(one, lang)],
        "missing": [f"{DOCUMENTS[one['document']].lang(lang)} {one['key']}" for one in missing],
    }
    lines = [head]
    for name, said in parts.items():
        lines += _part(name, said, lang)
    return "\n".join([*lines, *near_misses(history, lang)])


def _part(name: str, said: list[str], lang: str) -> list[str]:
    return [_PARTS[name].lang(lang), *(f"  {line}" for line in said)] if said else []


def near_misses(history: dict[str, Any], lang: str) -> list[str]:
    """Name what may have been meant by what is not there; a simulator of an earlier version says nothing of it."""
    said = [line for one in history.get("nearMisses", []) for line in _miss(one, lang)]
    return _part("near", said, lang)


def _miss(one: dict[str, Any], lang: str) -> list[str]:
    by = one["wantedBy"] or {"document": one["document"], "key": ""}
    words = _ASKED if not one["wantedBy"] else _TO_BE_NAMED if one["document"] == "inventory" else _WANTED
    document, wanting = (DOCUMENTS[each].lang(lang) for each in (one["document"], by["document"]))
    lines = [words.lang(lang).format(document=document, key=one["key"], by=wanting, by_key=by["key"])]
    for candidate in one["candidates"]:
        state = STATES[candidate["state"]].lang(lang)
        sender = _SENT_BY.lang(lang).format(sender=candidate["dxpId"])
        name = f"{DOCUMENTS[candidate['document']].lang(lang)} {candidate['key']}"
        lines.append("  " + "  ".join([name, state, sender, candidate["why"][lang]]))
        values = [
            [each["path"], *(words.lang(lang).format(**each) for words in _DIFFERS)]
            for each in candidate["differences"]
        ]
        lines += [f"    {line}" for line in columns(values)]
    return lines


def _document(one: dict[str, Any], lang: str) -> list[str]:
    numbers = [one[name] for name in ("preNo", "invtNo") if one.get(name)]
    if not one["current"]:
        numbers.append(_NOT_IN_FORCE.lang(lang))
    document = DOCUMENTS[one["document"]].lang(lang)
    return [document, one["key"], one["status"], STATES[one["state"]].lang(lang), " ".join(numbers)]


def _bill(one: dict[str, Any], lang: str) -> list[str]:
    taxes = _TAXES.lang(lang).format(**one)
    return [one["taxNo"], one["status"], _BILLS[one["status"]].lang(lang), taxes, one["entDutyNo"] or ""]


def receipt_line(one: dict[str, Any]) -> str:
    """Return one receipt of a history in one line."""
    kind = one["messageType"].removesuffix("Message")
    return f"{shown_time(one['returnTime'])}  {kind}  {one['returnStatus']:>7}  {one['returnInfo']}"


def verdict_lines(one: dict[str, Any], lang: str) -> list[str]:
    """Return a verdict: code and what must hold, both values, the rule and where it comes from."""
    from simulator.precheck.objection import gist

    said = gist(one["returnInfo"]) if lang == "zh" else one["title"]
    values = columns([[side["path"], side["value"]] for side in one["values"]])
    confidence = CONFIDENCE[one["confidence"]].lang(lang)
    source = _AGREED.lang(lang).format(rule=one["rule"], confidence=confidence, source=one["source"])
    return [
        f"{one['code']} {DOCUMENTS[one['document']].lang(lang)}: {said}",
        *(f"  {line}" for line in [*values, source]),
    ]
