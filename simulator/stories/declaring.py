"""How a story's companies send: through the client, or past its checks where the story wants the port to find out."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from gateway_client import GatewayClient, Rejected, Unsendable, flows
from gateway_client.envelopes import Packed, pack
from gateway_client.wire.findings import Words
from simulator.sandbox.sandbox import AT_ONCE, Sandbox
from simulator.stories.failing import Failed
from simulator.stories.result import Objection, Value
from simulator.stories.spoiling import carries, spoiled
from simulator.stories.story import Change

ACCEPTED: Final = "0000"


def send(client: GatewayClient, documents: Sequence[Any]) -> str:
    """Send documents as the client does; return the port's answer. Raises ``Unsendable``."""
    return _answer(lambda: client.send(*documents))


def packed(client: GatewayClient, documents: Sequence[Any], spoil: tuple[Change, ...]) -> list[Packed]:
    """Return the messages of documents, whatever is wrong with them, with texts written into their XML."""
    return [_spoiled(each, spoil) for each in pack(documents, client.sender)]


def documents_of(messages: Sequence[Packed]) -> list[Any]:
    """Return the documents of messages as whoever gets them reads them; ``None`` for those that nobody can read."""
    found: list[Any] = []
    for each in messages:
        read = getattr(flows.read(each.body.decode()), "documents", ())
        found += read if len(read) == each.count else [None] * each.count
    return found


def hand_in(world: Sandbox, messages: Sequence[Packed]) -> str:
    """Hand in messages past the client's checks; return the port's answer."""
    return _answer(lambda: [world.play(flows.post(each, AT_ONCE)) for each in messages])


def post(world: Sandbox, body: bytes) -> str:
    """Hand in bytes as they are; return the port's answer."""
    return _answer(lambda: world.play(flows.post(Packed("", "the body", 1, body), AT_ONCE)))


def must_answer(answer: str, wanted: str) -> None:
    """Raise ``Failed`` if the port answered otherwise than the story says."""
    code, _, said = answer.partition(" ")
    if code != wanted:
        raise Failed(
            Words(
                f"the port answered {code}, expected was {wanted}{': ' if said else ''}{said}",
                f"口岸应答{code}，期望{wanted}{'：' if said else ''}{said}",
            )
        )


def stops(client: GatewayClient, documents: Sequence[Any]) -> list[Objection]:
    """Return what the client has against documents; nothing is sent."""
    try:
        client.check(*documents)
    except Unsendable as wrong:
        return objections(wrong)
    return []


def must_stop(found: Sequence[Objection], wanted: tuple[str, ...]) -> None:
    """Raise ``Failed`` unless the client stops documents for just these rules and findings."""
    rules = sorted({one.rule for one in found})
    if rules == sorted(set(wanted)):
        return
    if not rules:
        want = ", ".join(wanted)
        raise Failed(Words(f"the client has nothing against it, expected was {want}", f"客户端未提出异议，期望{want}"))
    stopped, said = stopped_by(found[0]), ", ".join(f'"{rule}"' for rule in rules)
    raise Failed(
        Words(
            f"{stopped.en}. If that is what you expect, write stopped = [{said}]; to let the port find out, write"
            " unchecked = true",
            f"{stopped.zh}。如属预期，请写stopped = [{said}]；要交由口岸判断，请写unchecked = true",
        )
    )


def stopped_by(first: Objection) -> Words:
    """Say what the client stops, and for which values."""
    values = ", ".join(f"{side.path} {side.value}".strip() for side in first.values)
    return Words(
        f"the client stops it, {first.rule}: {first.title.en} ({values})",
        f"被客户端拦下，{first.rule}：{first.title.zh}（{values}）",
    )


def objections(wrong: Unsendable) -> list[Objection]:
    """Return what the client found as values: findings against the form, then what the rules say."""
    formal = [
        Objection(
            document="",
            code="",
            info="",
            rule=one.code,
            title=one.words,
            values=(Value(path=one.path, value=one.value or ""),),
            source="",
            confidence="",
            by_client=True,
        )
        for one in wrong.findings
    ]
    return formal + [
        Objection(
            document=each.refusal.kind.label,
            code=each.refusal.status,
            info=each.refusal.info,
            rule=each.refusal.rule.code,
            title=Words(each.refusal.rule.title, each.refusal.info),
            values=tuple(Value(path=side.path, value=side.value) for side in each.refusal.sides),
            source=each.refusal.rule.source,
            confidence=each.refusal.rule.confidence.value,
            by_client=True,
        )
        for each in wrong.objections
    ]


def _spoiled(packed: Packed, spoil: tuple[Change, ...]) -> Packed:
    mine = tuple(change for change in spoil if carries(packed, change))
    return spoiled(packed, mine) if mine else packed


def _answer(work: Callable[[], Any]) -> str:
    try:
        work()
    except Rejected as wrong:
        return f"{wrong.code} {wrong.info}".strip()
    return ACCEPTED
