"""``kouan tax``: reckons what an inventory owes, step by step, and holds the order's taxTotal to it.

The exit status is 0 when taxTotal is right or none was given, 1 when it is not, 2 when a file cannot be read or an
option is unusable.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway_client.wire.findings import Words
from simulator.cli import language
from simulator.cli.files import contents
from simulator.cli.language import columns, padded
from simulator.drawing.letters import width

if TYPE_CHECKING:
    from gateway_client.facts.rates import RateTable
    from gateway_client.rules.tax import Assessment
    from gateway_client.wire.ceb.inventory import Inventory
    from gateway_client.wire.ceb.order import Order

_HEAD: Final = Words("inventory of order {order_no}, accepted on {day}", "订单{order_no}的清单，{day}接受申报")
_ALL: Final = Words("all lines", "合计")
_OWED: Final = Words("owed", "应征税款")
_RATES: Final = Words("rates", "税率依据")
_SAME: Final = Words("OrderHead.taxTotal {declared}: right", "OrderHead.taxTotal {declared}：一致")
_OTHER: Final = Words(
    "OrderHead.taxTotal {declared}: wrong, {owed} is owed ({by})",
    "OrderHead.taxTotal {declared}：不符，应征{owed}（{by}）",
)
_NO_ORDER: Final = Words(
    "{file} has no order {order_no} of the retailer {ebc_code}: it has {there}",
    "{file}中没有电商企业{ebc_code}的订单{order_no}，只有{there}",
)
_KIND: Final = Words(
    "{file} holds {found}: give the {wanted} with the {what}", "{file}为{found}：请给出{what}的{wanted}"
)
_NO_DAY: Final = Words(
    "{file}: declTime {value} is no day: give the day of acceptance with --on",
    "{file}：declTime {value}不是日期：请用--on给出接受申报日期",
)
_INVENTORY: Final = Words("inventory", "清单")
_ORDER: Final = Words("order", "订单")


class _Unusable(Exception):
    """What was given cannot be used; the words say why."""

    def __init__(self, words: Words, **values: object) -> None:
        self.words = Words(words.en.format(**values), words.zh.format(**values))
        super().__init__(self.words.en)


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("file", metavar="FILE", help="a CEB621 message, or - for standard input")
    command.add_argument("--order", metavar="FILE", help="the CEB311 message whose taxTotal is compared")
    command.add_argument(
        "--on", type=_day, metavar="DATE", help="day of acceptance (default: each inventory's declTime)"
    )
    command.add_argument("--world", metavar="FILE", help="a world file whose [[tax.rates]] go before ours")
    language.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the reckoning of each inventory of the file."""
    try:
        rates = _rates(options.world)
        inventories: list[Inventory] = _documents(options.file, "CEB621Message", _INVENTORY)
        orders: list[Order] = _documents(options.order, "CEB311Message", _ORDER) if options.order else []
        right = True
        for number, inventory in enumerate(inventories):
            if number:
                print()
            right &= _tell(inventory, orders, rates, options)
    except _Unusable as wrong:
        print(f"kouan tax: {wrong.words.lang(options.lang)}", file=sys.stderr)
        return 2
    return 0 if right else 1


def _tell(
    inventory: "Inventory", orders: "list[Order]", rates: "RateTable | None", options: argparse.Namespace
) -> bool:
    """Print one reckoning; tell whether taxTotal is right, as far as an order was given."""
    from gateway_client.rules.money import agree
    from gateway_client.rules.tax import tax_of

    order = _order_of(inventory, orders, options.order) if options.order else None
    found = tax_of(inventory, options.on or _decl_day(inventory, options.file), rates)
    print("\n".join(_lines(inventory, found, options.lang)))
    if order is None:
        return True
    declared, owed = order.head.tax_total, found.total
    right = agree(declared, owed)
    words = _SAME if right else _OTHER
    by = f"{declared - owed:+f}"
    print(words.lang(options.lang).format(declared=declared, owed=owed, by=by))
    return right


def _lines(inventory: "Inventory", found: "Assessment", lang: str) -> Iterator[str]:
    from gateway_client.rules import tax_working as working

    yield _HEAD.lang(lang).format(order_no=inventory.head.order_no, day=found.day)
    for said in working.heading(found):
        yield f"  {said.lang(lang)}"
    for line in found.lines:
        yield working.title(line).lang(lang)
        yield from _table(working.steps(line, found), lang)
        grounds = [[name.lang(lang), rate, source.lang(lang)] for name, rate, source in working.grounds(line, found)]
        yield f"  {_RATES.lang(lang)}"
        yield from (f"    {row}" for row in columns(grounds))
    yield _ALL.lang(lang)
    exempt = working.exemption(found)
    if exempt:
        yield f"  {exempt.lang(lang)}"
    yield from _table([*working.sums(found), (_OWED, "", str(found.total))], lang)


def _table(entries: Any, lang: str) -> Iterator[str]:
    """Yield steps in columns, the amounts under each other."""
    rows = [(name.lang(lang), how, amount) for name, how, amount in entries]
    left = columns([[name, how] for name, how, _ in rows])
    widest = max(map(width, left))
    most = max(len(amount) for _, _, amount in rows)
    for row, (_, _, amount) in zip(left, rows, strict=True):
        yield f"  {padded(row, widest)}  {amount:>{most}}"


def _documents(name: str, wanted: str, what: Words) -> list[Any]:
    """Return the documents of a file, which must be a message of this type that fits its schema."""
    from gateway_client.wire.validate import Schemas
    from simulator.precheck.papers import filed, read

    ((shown, data),) = list(contents([name]))[:1]
    if isinstance(data, str):
        raise _Unusable(Words("{file}: {why}", "{file}：{why}"), file=shown, why=data)
    paper = read(shown, data, Schemas(), signed=False)
    findings = paper.examined.findings
    if findings:
        first = findings[0]
        line = f":{first.line}" if first.line else ""
        raise _Unusable(
            Words(f"{{place}}: {{path}} {first.words.en}", f"{{place}}：{{path}} {first.words.zh}"),
            place=f"{shown}{line}",
            path=first.path,
        )
    if paper.message_type != wanted:
        found = paper.message_type
        raise _Unusable(
            Words(
                _KIND.en.format(file=shown, found=found, wanted=wanted, what=what.en),
                _KIND.zh.format(file=shown, found=found, wanted=wanted, what=what.zh),
            )
        )
    return [one.document for one in filed(paper)]


def _order_of(inventory: "Inventory", orders: "list[Order]", file: str) -> "Order":
    head = inventory.head
    for order in orders:
        if (order.head.order_no, order.head.ebc_code) == (head.order_no, head.ebc_code):
            return order
    there = ", ".join(f"{one.head.ebc_code}/{one.head.order_no}" for one in orders)
    raise _Unusable(_NO_ORDER, file=file, order_no=head.order_no, ebc_code=head.ebc_code, there=there)


def _decl_day(inventory: "Inventory", file: str) -> date:
    try:
        return datetime.strptime(inventory.head.decl_time, "%Y%m%d").date()
    except ValueError:
        raise _Unusable(_NO_DAY, file=file, value=inventory.head.decl_time) from None


def _rates(file: str | None) -> "RateTable | None":
    if file is None:
        return None
    from pathlib import Path

    from simulator.beginning.reading import read_beginning
    from simulator.strict.finding import WrongFile

    try:
        return read_beginning(Path(file).read_text(encoding="utf-8"), file).tax.table
    except WrongFile as wrong:
        raise _Unusable(Words(_plain(str(wrong)), _plain(wrong.said("zh")))) from None
    except (OSError, UnicodeDecodeError) as wrong:
        said = _plain(getattr(wrong, "strerror", None) or str(wrong))
        raise _Unusable(Words(f"{file}: {said}", f"{file}：{said}")) from None


def _plain(text: str) -> str:
    """Return a text in which nothing is a place to be filled."""
    return text.replace("{", "{{").replace("}", "}}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write it as 2026-11-11") from None
