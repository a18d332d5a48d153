"""``kouan journal``: prints what has happened in a world, in the order in which it happened.

For programs a head line, then every entry on a line of its own with all bodies: the file that ``kouan replay``
takes. The exit status is 0 when all went well, 2 for unusable options, 3 when there is no simulator, 4 when it
refuses.
"""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from gateway_client.wire.findings import Words
from simulator.cli import remote
from simulator.cli.clock import going
from simulator.cli.language import padded
from simulator.cli.status import near_misses
from simulator.drawing.letters import width
from simulator.stories.returns import DOCUMENTS, shown_time
from simulator.stories.wording import DECISIONS, HANDED_TO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.cli.remote import Line

VERSION: Final = 1
_MOST_NAMED: Final = 3

KINDS: Final = {
    "message": Words("message", "报文"),
    "verdict": Words("verdict", "审单"),
    "receipt": Words("receipt", "回执"),
    "copy": Words("copy", "抄送"),
    "clock": Words("clock", "时钟"),
    "payment": Words("payment", "支付"),
    "waybill": Words("waybill", "运单"),
    "officer": Words("officer", "关员"),
    "fetched": Words("fetched", "取走"),
    "pushed": Words("pushed", "推送"),
    "acknowledged": Words("acknowledged", "确认"),
}
_PARTIES: Final = {
    "payment": Words("by the payment company", "由支付企业申报"),
    "carrier": Words("by the carrier", "由物流企业申报"),
}
_NONE: Final = Words("nothing has happened", "没有记录")
_CUT: Final = Words(
    "── bodies up to entry {cut} were cut to keep the journal within its budget ──",
    "── 为使日志不超过限额，第{cut}条及以前的报文体已清除 ──",
)
_BODY_CUT: Final = Words("body cut", "报文体已清除")
_MORE: Final = Words("… and {count} more", "……另有{count}条")
_TO: Final = Words("to {time}", "推进至{time}")
_QUIET: Final = Words("run until quiet", "运行至无待办步骤")
_PICTURES: Final = {code: 0x2400 + code for code in range(32)} | dict.fromkeys(range(0x7F, 0xA0), 0xFFFD)
"""What stands for control characters, which senders may have put anywhere: an entry is one line."""


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--order", metavar="ORDER", help="only what is about this order number")
    command.add_argument("--since", type=_moment, metavar="TIME", help="from this moment on, Beijing time")
    command.add_argument("--until", type=_moment, metavar="TIME", help="up to this moment")
    command.add_argument("--deliveries", action="store_true", help="what was fetched, pushed and acknowledged, instead")
    command.add_argument("--bodies", action="store_true", help="with the XML of messages and receipts")
    remote.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the entries page by page as they come."""
    return remote.connected(options, lambda line: _print(_pages(line, options), options))


def _moment(text: str) -> str:
    from simulator.cli.up import moment

    return moment(text).isoformat()


def _pages(line: "Line", options: argparse.Namespace) -> "Iterator[dict[str, Any]]":
    from gateway_client.asking import Ask

    asked = {"order": options.order, "since": options.since, "until": options.until}
    flags = {"bodies": not options.deliveries, "deliveries": options.deliveries}
    query = {name: value for name, value in asked.items() if value is not None}
    query |= {name: "true" for name, wanted in flags.items() if wanted}
    after, more = 0, True
    while more:
        page = line.play(remote.known(Ask("GET", "/_kouan/journal", {**query, "after": str(after)}), "entries"))
        after, more = page["last"], page["more"]
        yield page


def _print(pages: "Iterator[dict[str, Any]]", options: argparse.Namespace) -> int:
    return _print_lines(pages, options) if options.json else _print_text(pages, options)


def _print_lines(pages: "Iterator[dict[str, Any]]", options: argparse.Namespace) -> int:
    from orjson import dumps

    sys.stdout.flush()
    out = sys.stdout.buffer  # the very bytes, whatever letters the terminal has
    name = "deliveries" if options.deliveries else "journal"
    for number, page in enumerate(pages):
        if not number:
            head = {"kouan": name, "version": VERSION, "world": page["world"], "cut": page["cut"]}
            near = {"nearMisses": page["nearMisses"]} if "nearMisses" in page else {}
            out.write(dumps({**head, **near}) + b"\n")
        for entry in page["entries"]:
            out.write(dumps(entry) + b"\n")
    out.flush()
    return 0


def _print_text(pages: "Iterator[dict[str, Any]]", options: argparse.Namespace) -> int:
    lang = options.lang
    cut = 0  # the last entry that may have lost its body, if one did
    empty = True
    near: list[str] = []
    for page in pages:
        near = near_misses(page, lang)
        for entry in page["entries"]:
            empty = False
            if cut and entry["n"] > cut:
                print(_CUT.lang(lang).format(cut=cut))
                cut = -1
            elif not cut and "body" in entry and entry["body"] is None:
                cut = max(page["cut"], entry["n"])
            said = lines_of(entry, lang, bodies=options.bodies, deliveries=options.deliveries)
            print("\n".join(said))
    if cut > 0:
        print(_CUT.lang(lang).format(cut=cut))
    if empty:
        print(_NONE.lang(lang))
    if near:
        print("\n".join(near))
    return 0


def lines_of(entry: dict[str, Any], lang: str, *, bodies: bool = False, deliveries: bool = False) -> list[str]:
    """Return an entry in one line, and behind it the lines of its body if they are wanted."""
    kind = entry["kind"]
    said = _SAID[kind](entry, lang)
    wide = max(width(words.lang(lang)) for words in KINDS.values() if words not in _DELIVERIES or deliveries)
    label = padded(KINDS[kind].lang(lang), wide)
    line = f"{entry['n']:>6}  {shown_time(entry['time'])}  {label}  {said}".rstrip()
    body = entry.get("body") if bodies else None
    lines = [line, *(f"        {each}" for each in body.splitlines())] if body else [line]
    return [each.translate(_PICTURES) for each in lines]


def _message(entry: dict[str, Any], lang: str) -> str:
    entrance = entry["entrance"]
    way = _PARTIES[entrance].lang(lang) if entrance in _PARTIES else entrance.partition(" ")[0]
    return _joined(_type(entry), entry["dxpId"], entry["copMsgId"], way, _cut(entry, lang))


def _copy(entry: dict[str, Any], lang: str) -> str:
    return _joined(_type(entry), entry["dxpId"], entry["copMsgId"], _cut(entry, lang))


def _receipt(entry: dict[str, Any], lang: str) -> str:
    from gateway_client.flows import read
    from simulator.stories.returns import returns_of

    record = read(entry["body"]) if entry["body"] else None
    said = [
        " ".join(filter(None, (one.status, one.key, one.info)))
        for one in returns_of(entry["messageType"], getattr(record, "returns", ()))
    ]
    return _joined(_type(entry), entry["dxpId"], " | ".join(_some(said, lang))) if said else _copy(entry, lang)


def _verdict(entry: dict[str, Any], lang: str) -> str:
    from simulator.precheck.objection import gist

    said = [f"{one['code']} {gist(one['returnInfo']) if lang == 'zh' else one['title']}" for one in entry["refusals"]]
    return _joined(DOCUMENTS[entry["document"]].lang(lang), entry["key"], " | ".join(_some(said, lang)))


def _clock(entry: dict[str, Any], lang: str) -> str:
    said = entry["said"]
    if "to" in said:
        return _TO.lang(lang).format(time=shown_time(said["to"]))
    return going(said["kind"], said["rate"], lang) if "kind" in said else _QUIET.lang(lang)


def _payment(entry: dict[str, Any], lang: str) -> str:
    said = entry["said"]
    return _joined(said["payCode"], said["orderNo"], said["amount"])


def _waybill(entry: dict[str, Any], lang: str) -> str:
    said = entry["said"]
    return _joined(said["logisticsCode"], said["orderNo"])


def _officer(entry: dict[str, Any], lang: str) -> str:
    said = entry["said"]
    to = HANDED_TO[said["to"]].lang(lang) if said.get("to") else ""
    return _joined(said["invtNo"], said["orderNo"], DECISIONS[said["decision"]].lang(lang), to, said["reason"])


def _delivery(entry: dict[str, Any], lang: str) -> str:
    return _joined(entry["dxpId"], " ".join(_some([str(one) for one in entry["receipts"]], lang)))


_SAID: Final[dict[str, Callable[[dict[str, Any], str], str]]] = {
    "message": _message,
    "verdict": _verdict,
    "receipt": _receipt,
    "copy": _copy,
    "clock": _clock,
    "payment": _payment,
    "waybill": _waybill,
    "officer": _officer,
    "fetched": _delivery,
    "pushed": _delivery,
    "acknowledged": _delivery,
}
_DELIVERIES: Final = (KINDS["fetched"], KINDS["pushed"], KINDS["acknowledged"])


def _type(entry: dict[str, Any]) -> str:
    kind: str = entry["messageType"]
    return kind.removesuffix("Message")


def _cut(entry: dict[str, Any], lang: str) -> str:
    return "" if entry["body"] is not None else _BODY_CUT.lang(lang)


def _some(said: list[str], lang: str) -> list[str]:
    """Return the first of many, and how many more there are."""
    more = len(said) - _MOST_NAMED
    return [*said[:_MOST_NAMED], _MORE.lang(lang).format(count=more)] if more > 0 else said


def _joined(*parts: str) -> str:
    return "  ".join(filter(None, parts))
