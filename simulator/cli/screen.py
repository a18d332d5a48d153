"""What ``kouan demo --examples`` prints: the table of outcomes, one timeline, one refusal explained, one that waits."""

from collections import Counter
from typing import Final

from gateway_client.wire.findings import Words
from simulator.cli import byhand
from simulator.cli.examples import OPENING, Refused
from simulator.cli.explained import explained
from simulator.cli.language import padded
from simulator.cli.outcome import Outcome
from simulator.precheck.objection import gist
from simulator.stories.returns import DOCUMENTS
from simulator.stories.wording import STATES

TIMELINE: Final = "16-inventory-first"
EXPLAINED: Final = "30-paid-too-little"
WAITING: Final = "41-payment-missing"
BY_HAND: Final = "01-milk-powder"

_HEAD: Final = Words(
    "Kouan 口岸: the evening of Double 11, {time} in Beijing.\n"
    "{purchases} purchases, {files} messages posted to {url} in {seconds:.1f} s.",
    "口岸 Kouan：双11之夜，北京时间{time}。\n{purchases}笔订单，{files}份报文，{seconds:.1f}秒内报送至{url}。",
)
_WAITS_FOR: Final = Words("waits for the {what}", "等待{what}")
_EXPECTED: Final = Words("  <-- expected: {ends} {codes}", "  <-- 预期：{ends} {codes}")
_TIMELINE: Final = Words("{name}, receipt by receipt: {story}", "{name}，逐条回执：{story}")
_EXPLAINED: Final = Words("Why {name} was refused: {story}", "{name}为何被退：{story}")
_WAITING: Final = Words("What {name} waits for: {story}", "{name}在等什么：{story}")
_WAITS: Final = Words(
    "Customs holds the {have} and has no {lack}. It will not ask for it and not give up: the inventory\n"
    "  keeps status 2 until the {lack} comes, and clears then.",
    "海关已有{have}，尚无{lack}。海关不催报，也不退单：清单停留在状态2，{lack}到达后即继续通关。",
)
_BY_HAND: Final = Words("The same by hand:", "手工操作：")
_ALL: Final = Words("Every purchase ended as it should.", "所有订单的结果均与预期一致。")
_NOT_ALL: Final = Words("Purchases that did not end as they should: {count}.", "结果与预期不符的订单：{count}笔。")


def whole(outcomes: list[Outcome], *, url: str, seconds: float, lang: str) -> str:
    """Return everything that the demo has to say, in ``en`` or ``zh``."""
    by_name = {each.purchase.name: each for each in outcomes}
    time = OPENING.replace("T", " ")[:16]
    files = sum(len(each.purchase.files) for each in outcomes)
    head = _HEAD.lang(lang).format(time=time, purchases=len(outcomes), files=files, url=url, seconds=seconds)
    wrong = sum(not each.as_expected for each in outcomes)
    parts = [
        head,
        "\n".join(_row(each, lang) for each in outcomes),
        _counts(outcomes, lang),
        _timeline(by_name[TIMELINE], lang),
        _explained(by_name[EXPLAINED], lang),
        _waiting(by_name[WAITING], lang),
        _by_hand(by_name[BY_HAND], lang),
        _NOT_ALL.lang(lang).format(count=wrong) if wrong else _ALL.lang(lang),
    ]
    return "\n\n".join(parts)


def _row(one: Outcome, lang: str) -> str:
    purchase = one.purchase
    said = [
        padded(purchase.name, 26),
        padded(purchase.buyer, 17),
        padded(purchase.goods_value, 9, right=True),
        padded(STATES[one.state].lang(lang), 10),
        _why(one, lang) or purchase.story.lang(lang),
    ]
    row = "  ".join(said)
    if one.as_expected:
        return row
    codes = " ".join(each.code for each in purchase.refused)
    return row + _EXPECTED.lang(lang).format(ends=STATES[purchase.ends].lang(lang), codes=codes).rstrip()


def _why(one: Outcome, lang: str) -> str:
    reasons = [_reason(one, refused) for refused in one.refused]
    if one.waits:
        what = " ".join(DOCUMENTS[name].lang(lang) for name in one.waits)
        reasons.append(_WAITS_FOR.lang(lang).format(what=what))
    return "; ".join(reasons)


def _reason(one: Outcome, refused: Refused) -> str:
    """Return code, official text and both values in one line."""
    place = "" if refused.file == "inventory" else f"{refused.file}: "
    verdict = one.verdicts.get(refused.file)
    values = ", ".join(f"{side['path']} {side['value']}" for side in verdict["values"]) if verdict else ""
    return f"{place}{refused.code} {gist(refused.info)}" + (f" | {values}" if values else "")


def _counts(outcomes: list[Outcome], lang: str) -> str:
    states = Counter(each.state for each in outcomes)
    codes = Counter(refused.code for each in outcomes for refused in each.refused)
    return "\n".join(
        (
            "   ".join(f"{STATES[state].lang(lang)} {count}" for state, count in states.most_common()),
            "   ".join(f"{code} ×{count}" for code, count in sorted(codes.items())),
        )
    )


def _timeline(one: Outcome, lang: str) -> str:
    lines = [_TIMELINE.lang(lang).format(name=one.purchase.name, story=one.purchase.story.lang(lang))]
    for receipt in one.receipts:
        at = receipt["returnTime"]
        time = f"{at[8:10]}:{at[10:12]}:{at[12:14]}.{at[14:]}"
        kind, status = receipt["messageType"].removesuffix("Message"), receipt["returnStatus"]
        lines.append(f"  {time}  {kind}  {status:>4}  {receipt['returnInfo']}")
    return "\n".join(lines)


def _explained(one: Outcome, lang: str) -> str:
    verdict = next(iter(one.verdicts.values()))
    head = _EXPLAINED.lang(lang).format(name=one.purchase.name, story=one.purchase.story.lang(lang))
    return "\n".join([head, *explained(verdict, lang)])


def _waiting(one: Outcome, lang: str) -> str:
    have = [DOCUMENTS[file.name].lang(lang) for file in one.purchase.files]
    joined = "、".join(have) if lang == "zh" else f"{', '.join(have[:-1])} and {have[-1]}"
    lack = " ".join(DOCUMENTS[name].lang(lang) for name in one.waits)
    head = _WAITING.lang(lang).format(name=one.purchase.name, story=one.purchase.story.lang(lang))
    said = next(receipt for receipt in one.receipts if receipt["messageType"] == "CEB622Message")
    return f"{head}\n  {said['returnInfo']}\n  {_WAITS.lang(lang).format(have=joined, lack=lack)}"


def _by_hand(one: Outcome, lang: str) -> str:
    dxp_id = next(file.dxp_id for file in one.purchase.files if file.name == "inventory")
    folder = byhand.from_here(one.purchase.files[0].path.parent)
    return "\n".join(
        (
            _BY_HAND.lang(lang),
            f"  {byhand.command()} up --at {OPENING}",
            "  for each in order payment waybill inventory; do",
            f"    curl --data-binary @{folder}/$each.xml http://127.0.0.1:8765/dxp/messages",
            "  done",
            f"  curl 'http://127.0.0.1:8765/dxp/receipts?dxpId={dxp_id}'",
        )
    )
