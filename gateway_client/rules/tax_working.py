"""How a tax was reckoned, for people: the sums line by line, each with its rates and where they come from."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from gateway_client.facts.rates import Rate
from gateway_client.rules.money import cents
from gateway_client.rules.rule import FOUNDED
from gateway_client.rules.tax import Assessment, Tax, TaxedLine
from gateway_client.wire.findings import Words

NAMES: Final[dict[Tax, Words]] = {
    "postal": Words("postal articles' tax", "行邮税"),
    "comprehensive": Words("comprehensive tax", "跨境综合税"),
    "full": Words("full tax, as general trade", "按一般贸易全额征税"),
}
_HEAD: Final = Words(
    "{tax} of {since}: {source} ({confidence})",
    "{tax}（{since}起）：{source}（{confidence}）",
)
_ONE_PIECE: Final = Words(
    "one indivisible piece of {value}, dearer than the single limit of {limit}",
    "单件不可分割，货值{value}，超过单次限值{limit}",
)
_TOO_MUCH: Final = Words(
    "goods of {value} are more than the single limit of {limit}: the port refuses them",
    "货值{value}超过单次限值{limit}：口岸将退单",
)
_CARRIAGE: Final = Words(
    "freight {freight} + insurance {insured} = {sum}, shared over the lines by value",
    "运费{freight} + 保费{insured} = {sum}，按货值分摊到各项",
)
_LINE: Final = Words("line {gnum}  {gcode}  {gname}", "第{gnum}项  {gcode}  {gname}")
_BASE: Final = Words("dutiable price", "完税价格")
_CUSTOMS: Final = Words("customs duty", "关税")
_VAT: Final = Words("value added tax", "增值税")
_CONSUMPTION: Final = Words("consumption tax", "消费税")
_NOT_DEAR: Final = Words("not dear enough for it", "未达到高档化妆品标准")
_EXEMPT: Final = Words("{owed} is {exempt} or less: exempt", "应征{owed}，不超过{exempt}，予以免征")
_OWN: Final = Words("set by the world", "由world设定")

Entry = tuple[Words, str, str]
"""What it is, how it is reckoned, what comes of it."""


def heading(found: Assessment) -> Iterator[Words]:
    """Yield which tax it is, by what, and what is shared."""
    since, source, confidence = found.regime.since, found.regime.source, found.regime.confidence
    if found.indivisible:
        since, source, confidence = found.indivisible.since, found.indivisible.source, found.indivisible.confidence
    name, founded = NAMES[found.tax], FOUNDED[confidence]
    yield Words(
        _HEAD.en.format(tax=name.en, since=since, source=source, confidence=founded.en),
        _HEAD.zh.format(tax=name.zh, since=since, source=source, confidence=founded.zh),
    )
    if found.value > found.limit:
        yield _filled(_ONE_PIECE if found.indivisible else _TOO_MUCH, value=found.value, limit=found.limit)
    if found.tax != "postal":
        carriage = cents(found.freight + found.insured_fee)
        yield _filled(_CARRIAGE, freight=shown(found.freight), insured=shown(found.insured_fee), sum=carriage)


def title(line: TaxedLine) -> Words:
    """Return which line it is."""
    return _filled(_LINE, gnum=line.gnum, gcode=line.gcode, gname=line.gname)


def steps(line: TaxedLine, found: Assessment) -> Iterator[Entry]:
    """Yield the steps by which a line's taxes were found; a tax at rate 0 is left out, but value added tax."""
    base = f"{shown(line.value)} + {shown(line.share)}" if line.share else ""
    yield _BASE, base, shown(line.tax_price)
    price, consumption = shown(line.tax_price), line.consumption_rate
    if found.tax == "postal":
        yield NAMES["postal"], f"{price} × {percent(line.rates.postal.value)}", str(line.owed.customs)
        return
    duty = line.rates.duty.value
    if found.tax == "full" and duty:
        yield _CUSTOMS, f"{price} × {percent(duty)}", str(line.owed.customs)
        price = f"{price} × (1 + {percent(duty)})"
    levied = "" if found.tax == "full" else f" × {percent(found.regime.share)}"
    if consumption:
        price = f"{price} ÷ (1 - {percent(consumption)})"
        yield _CONSUMPTION, f"{price} × {percent(consumption)}{levied}", str(line.owed.consumption)
    yield _VAT, f"{price} × {percent(line.rates.vat.value)}{levied}", str(line.owed.vat)


def grounds(line: TaxedLine, found: Assessment) -> Iterator[tuple[Words, str, Words]]:
    """Yield the rates that a line was reckoned by: name, percent, and where it comes from."""
    rates = line.rates
    if found.tax == "postal":
        yield _rate(NAMES["postal"], rates.postal)
        return
    if found.tax == "full":
        yield _rate(_CUSTOMS, rates.duty)
    if rates.consumption.row.dear and not line.consumption_rate:
        yield _CONSUMPTION, percent(Decimal(0)), _NOT_DEAR
    elif line.consumption_rate:
        yield _rate(_CONSUMPTION, rates.consumption)
    yield _rate(_VAT, rates.vat)


def sums(found: Assessment) -> Iterator[Entry]:
    """Yield what is owed of each tax."""
    owed = found.owed
    yield _CUSTOMS, "", str(owed.customs)
    yield _VAT, "", str(owed.vat)
    yield _CONSUMPTION, "", str(owed.consumption)


def exemption(found: Assessment) -> Words | None:
    """Return why nothing is owed of what was reckoned, if that is so."""
    if not found.exempted:
        return None
    return _filled(_EXEMPT, owed=found.exempted, exempt=found.regime.exempt)


def percent(rate: Decimal) -> str:
    """Return a rate as percent: ``13 %``, ``9.1 %``."""
    whole, _, fraction = f"{rate * 100:f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction} %" if fraction else f"{whole} %"


def shown(amount: Decimal) -> str:
    """Return an amount with two decimals, or as many as it has."""
    rounded = cents(amount)
    return f"{rounded:f}" if rounded == amount else f"{amount:f}"


def _rate(name: Words, rate: Rate) -> tuple[Words, str, Words]:
    row = rate.row
    if not row.confidence:
        return name, percent(rate.value), _OWN
    founded = FOUNDED[row.confidence]
    return name, percent(rate.value), Words(f"{founded.en}: {row.source}", f"{founded.zh}：{row.source}")


def _filled(words: Words, **values: object) -> Words:
    return Words(words.en.format(**values), words.zh.format(**values))
