"""What a story expects, held against what came: what is not so yet, what can never become so, and why."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from gateway_client.wire.findings import Words
from simulator.sandbox.clock import moment
from simulator.sandbox.sandbox import Sandbox
from simulator.stories import told
from simulator.stories.cast import Bought
from simulator.stories.hearing import Hearing
from simulator.stories.paths import kind_at, text_at
from simulator.stories.result import Receipt
from simulator.stories.returns import DOCUMENTS, shown_time
from simulator.stories.story import Expect, Hears, Quota, StockWanted, Wanted
from simulator.stories.wording import STATES


class Unmet(NamedTuple):
    """An expectation that does not hold: ``final`` if waiting cannot help, ``document`` whose receipt is missing."""

    words: Words
    final: bool = False
    document: str = ""


class Facts:
    """What is known of a purchase at a moment: heard from the port, and asked of the world when it is needed."""

    def __init__(self, world: Sandbox, hearing: Hearing, bought: Bought) -> None:
        self.world, self.hearing, self.bought = world, hearing, bought
        self._order: dict[str, Any] | None = None

    @property
    def order(self) -> dict[str, Any]:
        """What ``GET /_kouan/documents`` says of it."""
        if self._order is None:
            head = self.bought.head
            self._order = self.world.order(head.order_no, head.ebp_code)
        return self._order

    @property
    def verdicts(self) -> list[dict[str, Any]]:
        """What objected to its documents."""
        found: list[dict[str, Any]] = self.order["verdicts"]
        return found

    @property
    def missing(self) -> list[dict[str, str]]:
        """The papers that its inventory waits for."""
        return [one for document in self.order["documents"] for one in document.get("missing", [])]


def unmet(expect: Expect, facts: Facts) -> Unmet | None:
    """Return the first expectation that does not hold, ``None`` if all do."""
    heard = facts.hearing.of
    for document, wanted in expect.receipts.items():
        if found := _receipts(document, wanted, heard(facts.bought, document)):
            return found
    return _sequence(expect, heard(facts.bought)) or _whole(expect, facts)


def unheard(hears: Hears, heard: Sequence[tuple[str, tuple[str, ...]]]) -> Unmet | None:
    """Return what of the messages that a party hears is not as expected; ``heard`` has names and statuses."""
    for place, (want, (message, statuses)) in enumerate(zip(hears.messages, heard, strict=False), 1):
        if want.message != message or (want.status is not None and set(statuses) != {want.status}):
            wanted, came = f"{want.message} {want.status or ''}".strip(), " ".join((message, *statuses))
            en = f"message {place} that {hears.party} hears is {came}, expected was {wanted}"
            return Unmet(Words(en, f"{hears.party}收到的第{place}个报文为{came}，期望{wanted}"), final=True)
    if len(heard) > len(hears.messages):
        more = " ".join((heard[len(hears.messages)][0], *heard[len(hears.messages)][1]))
        return Unmet(
            Words(f"{hears.party} hears a message more than expected: {more}", f"{hears.party}多收到一个报文：{more}"),
            final=True,
        )
    if len(heard) < len(hears.messages):
        want = hears.messages[len(heard)]
        wanted = f"{want.message} {want.status or ''}".strip()
        return Unmet(
            Words(f"{wanted} did not reach {hears.party}", f"{hears.party}未收到{wanted}"),
        )
    return None


def _receipts(document: str, wanted: Sequence[Wanted], heard: Sequence[Receipt]) -> Unmet | None:
    """Hold everything that was heard of a document against everything that is wanted."""
    for place, (want, have) in enumerate(zip(wanted, heard, strict=False), 1):
        if why := _differs(want, have):
            name = DOCUMENTS[document]
            return Unmet(
                Words(
                    f"receipt {place} of the {name.en} is not as expected: {why.en}",
                    f"{name.zh}的第{place}个回执与期望不符：{why.zh}",
                ),
                final=True,
            )
    if len(heard) > len(wanted):
        name, more = DOCUMENTS[document], heard[len(wanted)]
        at = shown_time(more.time)
        return Unmet(
            Words(
                f"the {name.en} got a receipt more than expected: {more.status} at {at}, {more.info}",
                f"{name.zh}多收到一个回执：{more.status}，{at}，{more.info}",
            ),
            final=True,
        )
    if len(heard) < len(wanted):
        return _not_come(document, wanted[len(heard)].status)
    return None


def _not_come(document: str, status: str) -> Unmet:
    name = DOCUMENTS[document]
    return Unmet(Words(f"{status} for the {name.en}", f"{name.zh}的回执{status}"), document=document)


def _differs(want: Wanted, have: Receipt) -> Words | None:
    """Return in what a receipt differs from the wanted one."""
    if have.status != want.status:
        at = shown_time(have.time)
        en = f"expected {want.status}, came {have.status} at {at}, {have.info}"
        return Words(en, f"期望{want.status}，实收{have.status}（{at}）：{have.info}")
    if want.message and have.message != want.message:
        return Words(f"expected {want.message}, came {have.message}", f"期望{want.message}，实收{have.message}")
    if want.code and f"[Code:{want.code};" not in have.info:
        return Words(f"expected code {want.code}, came {have.info}", f"期望代码{want.code}，实收{have.info}")
    if want.text and not re.search(want.text, have.info):
        return Words(
            f"its text must match “{want.text}”, it is {have.info}", f"文本应匹配“{want.text}”，实为{have.info}"
        )
    return _untimely(want, moment(have.time))


def _untimely(want: Wanted, came: datetime) -> Words | None:
    at = told.moment(came)
    if want.before is not None and came >= want.before:
        must = told.moment(want.before)
        return Words(f"expected {want.status} before {must}, it came at {at}", f"{want.status}应早于{must}，实为{at}")
    if want.after is not None and came < want.after:
        must = told.moment(want.after)
        return Words(
            f"expected {want.status} not before {must}, it came at {at}", f"{want.status}不应早于{must}，实为{at}"
        )
    return None


def _sequence(expect: Expect, heard: Sequence[Receipt]) -> Unmet | None:
    """Look for receipts that came one after the other, with others between them or not."""
    came = iter(sorted(heard, key=attrgetter("n")))
    for document, status in expect.sequence:
        if not any(one.document == document and one.status == status for one in came):
            return _not_come(document, status)
    return None


def _whole(expect: Expect, facts: Facts) -> Unmet | None:
    """Hold what the world knows of a purchase against what is expected of it."""
    bought = facts.bought
    if expect.state is not None and facts.order["state"] != expect.state:
        have, want = STATES[facts.order["state"]], STATES[expect.state]
        return Unmet(Words(f"its state is {have.en}, not {want.en}", f"状态为{have.zh}，不是{want.zh}"))
    if expect.missing is not None:
        missing = sorted(one["document"] for one in facts.missing)
        if missing != sorted(expect.missing):
            waits, wanted = told.listed(missing), told.listed(expect.missing)
            en = f"it waits for {waits.en or 'nothing'}, expected was {wanted.en or 'nothing'}"
            return Unmet(Words(en, f"正在等待{waits.zh or '无'}，期望等待{wanted.zh or '无'}"))
    if expect.rules is not None:
        rules = sorted({one["rule"] for one in facts.verdicts})
        if rules != sorted(expect.rules):
            have_rules, want_rules = ", ".join(rules) or "nothing", ", ".join(sorted(expect.rules)) or "nothing"
            en = f"{have_rules} objected, expected was {want_rules}"
            return Unmet(Words(en, f"提出异议的规则为{have_rules}，期望为{want_rules}"))
    return _values(expect, bought) or _quota(expect.quota, facts) or _stock(expect.stock, facts)


def _values(expect: Expect, bought: Bought) -> Unmet | None:
    """Hold texts against those of the documents as they were sent."""
    for path, text in expect.values:
        kind = kind_at(path)
        if kind not in bought.sent:
            name = DOCUMENTS[kind.label] if kind else Words(path, path)
            return Unmet(Words(f"{path}: no {name.en} of it was declared", f"{path}：尚未申报{name.zh}"), final=True)
        have = bought.written[path] if path in bought.written else text_at(bought.sent, path)
        if have != text:
            en, zh = have or "nothing", have or "无"
            return Unmet(Words(f"{path} is {en}, expected was {text}", f"{path}为{zh}，期望{text}"), final=True)
    return None


def _quota(wanted: Quota | None, facts: Facts) -> Unmet | None:
    if wanted is None:
        return None
    said = facts.world.quota(facts.bought.head.buyer_id_number, wanted.year)
    for name, want in (("used", wanted.used), ("left", wanted.left)):
        if want is not None and Decimal(said[name]) != want:
            zh = {"used": "已用", "left": "剩余"}[name]
            return Unmet(
                Words(
                    f"the buyer's quota of {said['year']} has {said[name]} {name}, expected was {want:f}",
                    f"订购人{said['year']}年额度{zh}{said[name]}，期望{want:f}",
                )
            )
    return None


def _stock(wanted: Sequence[StockWanted], facts: Facts) -> Unmet | None:
    if not wanted:
        return None
    lines = {(one["emsNo"], one["itemRecordNo"]): one for one in facts.world.look()["stock"]}
    for want in wanted:
        place = f"{want.ems_no}/{want.item_record_no}"
        line = lines.get((want.ems_no, want.item_record_no))
        if line is None:
            return Unmet(
                Words(f"the world has no stock {place}", f"此world中没有账册料号{place}"),
                final=True,
            )
        surplus = Decimal(line["actlIncQty"]) - Decimal(line["actlRedcQty"]) - Decimal(line["prevdRedcQty"])
        if surplus != want.surplus:
            return Unmet(
                Words(
                    f"the surplus of {place} is {surplus:f}, expected was {want.surplus:f}",
                    f"{place}余量为{surplus:f}，期望{want.surplus:f}",
                )
            )
    return None
