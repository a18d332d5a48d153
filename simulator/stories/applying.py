"""What companies apply for in a story: to cancel an inventory, to return goods; and that parcels have arrived."""

from collections.abc import Iterator
from typing import Any, Final

from gateway_client import GatewayClient, Unsendable, arrival_for, build, cancel_for, return_for
from gateway_client.rules.kinds import Kind
from gateway_client.wire.findings import Words
from simulator.stories import declaring
from simulator.stories import story as s
from simulator.stories.cast import Bought
from simulator.stories.failing import Failed
from simulator.stories.stage import Stage
from simulator.stories.versions import newer

_FLIGHT: Final = "CA936"
_BILL: Final = "99912345675"
"""For parcels whose inventory names no flight and no bill."""
_STEM: Final = 16
"""Characters of an inventory's copNo that go into those of its applications: 20 is all that a copNo has."""


def apply(stage: Stage, step: s.Cancel | s.Return | s.Arrive) -> None:
    """Let somebody apply for something, and know what is said of it."""
    for client, about, kind, document in _applications(stage, step):
        if not step.spoil:
            _must_pass(stage, client, about[0], document)
        messages = declaring.packed(client, [document], step.spoil)
        (written,) = declaring.documents_of(messages)
        for one in about:
            one.applied[kind] = [*one.applied.get(kind, ()), document if written is None else written]
            for known in {id(document): document, id(written): written}.values():
                if known is not None:
                    stage.hearing.listen_for(one, kind, known)
        declaring.must_answer(declaring.hand_in(stage.world, messages), step.answer)


_Application = tuple[GatewayClient, list[Bought], Kind, Any]


def _applications(stage: Stage, step: s.Cancel | s.Return | s.Arrive) -> Iterator[_Application]:
    match step:
        case s.Arrive():
            yield from _arrivals(stage, step)
        case s.Cancel():
            for one in stage.bought(step.purchase):
                yield _declarants(stage, one), [one], Kind.CANCEL, _cancellation(stage, step, one)
        case s.Return():
            for one in stage.bought(step.purchase):
                yield _declarants(stage, one), [one], Kind.RETURN, _return(stage, step, one)


def _cancellation(stage: Stage, step: s.Cancel, one: Bought) -> Any:
    inventory = one.document(Kind.INVENTORY)
    before = one.applied.get(Kind.CANCEL, [inventory])[-1]
    numbers = {"pre_no": stage.hearing.numbers(one)[0]}
    return cancel_for(inventory, stage.invt_no(one), reason=step.reason, now=newer(stage, before), **numbers)


def _return(stage: Stage, step: s.Return, one: Bought) -> Any:
    inventory, invt_no = one.document(Kind.INVENTORY), stage.invt_no(one)
    known = {line.gnum: line.qty for line in inventory.lines}
    _must_have(list(known), [*step.lines, *(gnum for gnum, _ in step.quantities)])
    going = dict(step.quantities) or {gnum: qty for gnum, qty in known.items() if not step.lines or gnum in step.lines}
    before = one.applied.get(Kind.RETURN, [])
    return return_for(
        inventory,
        invt_no,
        reason=step.reason,
        cop_no=step.cop_no or _cop_no(one, "T", len(before) + 1),
        quantities=going,
        now=newer(stage, before[-1] if before else inventory),
    )


def _arrivals(stage: Stage, step: s.Arrive) -> Iterator[_Application]:
    """Yield an arrival list for the parcels of each carrier and bill."""
    party = stage.story.parties[step.operator]
    lists: dict[tuple[str, str, str], list[Bought]] = {}
    for one in stage.bought(*step.purchases):
        head = one.document(Kind.INVENTORY).head
        lists.setdefault((head.customs_code, head.logistics_code, head.bill_no or _BILL), []).append(one)
    for (customs, _, bill_no), ones in lists.items():
        head = ones[0].head
        before = max((len(one.applied.get(Kind.ARRIVAL, ())) for one in ones), default=0)
        yield (
            stage.client(party),
            ones,
            Kind.ARRIVAL,
            arrival_for(
                [one.head.logistics_no for one in ones],
                build.Company(party.code, party.name),
                build.Company(head.logistics_code, head.logistics_name),
                customs=customs,
                bill_no=bill_no,
                voyage_no=head.voyage_no or _FLIGHT,
                traf_no=head.traf_no or _FLIGHT,
                cop_no=_cop_no(ones[0], "R", before + 1),
                now=stage.now,
            ),
        )


def _declarants(stage: Stage, one: Bought) -> GatewayClient:
    return stage.client(stage.cast.party(one, "declarant"))


def _must_pass(stage: Stage, client: GatewayClient, one: Bought, document: Any) -> None:
    """Raise ``Failed`` if the client stops an application."""
    try:
        client.check(document)
    except Unsendable as wrong:
        found = declaring.objections(wrong)
        stage.note_stopped(client, one, found)
        raise Failed(declaring.stopped_by(found[0])) from None


def _cop_no(one: Bought, letter: str, number: int) -> str:
    """Return a copNo of an application's own."""
    stem: str = one.head.cop_no or one.order_no
    return f"{stem[-_STEM:]}-{letter}{number}"


def _must_have(known: list[int], lines: list[int]) -> None:
    for gnum in lines:
        if gnum not in known:
            said = ", ".join(map(str, known))
            raise Failed(Words(f"there is no line {gnum}, only {said}", f"没有第{gnum}项，只有{said}"))
