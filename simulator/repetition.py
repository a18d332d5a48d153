"""A session that is lived through again: the inputs of a journal, handed to a fresh house, must give the same journal.

Inputs are what came from outside: messages, what the parties were asked for, what an officer decided, what was
done to the clock. All else (receipts, verdicts, copies, what the parties declared) is what the house made of them,
and is only compared.

The repeated world's clock stands still; before each input it is moved to the moment at which that came, which is
no act of anybody's. So a clock that ran, at whatever rate, is repeated as the moments that it showed.
"""

import asyncio
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
from pydantic import ValidationError

from gateway_client.wire.dxp import IMPORT_SYSTEM, DxpMsg, ReceiverIds, TransInfo
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Words
from simulator import journal, timekeeper
from simulator.beginning.start import EMPTY, Beginning
from simulator.carrier.request import WaybillRequest
from simulator.carrier.service import ship
from simulator.clock import SteppedClock, moment
from simulator.customs.decision import Decision
from simulator.customs.officer import Decided, decide
from simulator.docket import Docket
from simulator.house import House
from simulator.pace.profile import Pace
from simulator.pace.reading import pace_of
from simulator.payment.request import PaymentRequest
from simulator.payment.service import pay
from simulator.port.gates import Refused
from simulator.port.submission import BARE
from simulator.request import Clash
from simulator.settings import Settings
from simulator.store.database import Connection
from simulator.world import World

VERSION: Final = 1
_NAME: Final = "replay"
_PARTIES: Final = ("payment", "carrier")
"""Entrances of messages that the house's own parties made."""
_NO_BUDGET: Final = 10**15

_NO_JOURNAL: Final = Words(
    "is no journal: take one with kouan journal --json", "不是日志：请用kouan journal --json导出"
)
_VERSION: Final = Words(
    f"is a journal of version {{version}}, this kouan repeats version {VERSION}",
    f"是版本{{version}}的日志，本程序只能重放版本{VERSION}",
)
_NO_ENTRY: Final = Words("line {line} is no entry of a journal", "第{line}行不是日志条目")
_EXCERPT: Final = Words(
    "line {line} has entry {n} where entry {expected} belongs: only a whole journal can be repeated, take it without"
    " --order, --since and --until",
    "第{line}行应为第{expected}条，实为第{n}条：只能重放完整的日志，导出时请勿使用--order、--since、--until",
)
_CUT: Final = Words(
    "line {line}: the body of entry {n} was cut to keep the journal within its budget, and what is gone cannot be"
    " repeated: take the journal earlier",
    "第{line}行：第{n}条的报文体已因日志限额清除，无法重放：请更早导出日志",
)
_NO_WORLD: Final = Words("line 1: from this no world can begin: {why}", "第1行：无法据此建立world：{why}")


class Unrepeatable(Exception):
    """A file that cannot be repeated; ``words`` say why and what to do."""

    def __init__(self, words: Words, **values: object) -> None:
        self.words = Words(words.en.format(**values), words.zh.format(**values))
        super().__init__(self.words.en)


class Difference(NamedTuple):
    """The first entry that differs; ``None`` where one of the two journals has no such entry.

    ``why`` says why the inputs could not be handed in any further, if that was so.
    """

    number: int
    recorded: dict[str, Any] | None
    repeated: dict[str, Any] | None
    why: str


class _NotTaken(Exception):
    """An input that the house does not take as it did: the journal was changed, or the house was."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A journal as a file has it, gone through once. ``start`` and ``end`` are stamps."""

    path: Path
    beginning: Beginning
    pace: Pace
    start: int
    end: int
    count: int

    @classmethod
    def of(cls, path: Path) -> "Recording":
        """Go through a file; ``Unrepeatable`` and ``OSError`` say why it cannot be repeated."""
        with path.open("rb") as file:
            head = _head(file.readline())
        beginning, pace, start = _world(head["world"])
        count, end = 0, start
        for line, (_, entry) in enumerate(_entries(path), 2):
            count += 1
            _check(line, entry, count)
            if count == 1:
                start = min(start, int(entry["time"]))
            end = max(end, int(entry["time"]))
        return cls(path, beginning, pace, start, end, count)

    def entries(self) -> Iterator[tuple[bytes, Any]]:
        """Yield each line and the entry that it holds."""
        return _entries(self.path)


def repeat(
    recording: Recording, schemas: Path | None, done: Callable[[int], None], *, only_sourced: bool = False
) -> Difference | None:
    """Live through a journal again; returns the first difference, ``None`` if there is none.

    ``done`` hears now and then how many entries have been gone through. ``schemas`` and ``only_sourced`` are as the
    server had them.
    """
    with tempfile.TemporaryDirectory(prefix="kouan-") as folder:
        settings = Settings(
            db=Path(folder) / "replay.db",
            schemas=schemas,
            clock=SteppedClock(moment(recording.start)),
            journal=_NO_BUDGET,
            only_sourced=only_sourced,
        )
        return asyncio.run(_repeat(recording, settings, done))


async def _repeat(recording: Recording, settings: Settings, done: Callable[[int], None]) -> Difference | None:
    house = House(settings)
    await house.open()
    try:
        clock = SteppedClock(moment(recording.start))
        world = await house.begin(_NAME, recording.beginning, clock=clock, pace=recording.pace)
        why = ""
        try:
            await _hand_in_all(house, world, recording, done)
        except _NotTaken as wrong:
            why = str(wrong)
        return await house.apart(_first_difference, world.number, recording, why)
    finally:
        await house.close()


async def _hand_in_all(house: House, world: World, recording: Recording, done: Callable[[int], None]) -> None:
    for _, entry in recording.entries():
        hand_in = _HAND_IN.get(entry["kind"])
        if hand_in:
            _move(world, int(entry["time"]))
            try:
                await hand_in(house, world, entry)
            except (KeyError, TypeError, ValueError) as wrong:  # an entry that nobody wrote like this
                raise _NotTaken(_said(wrong)) from None
        done(entry["n"])
    _move(world, recording.end)
    await house.change(world, lambda docket: None)  # lives through what is due by then


def _move(world: World, to: int) -> None:
    """Move the clock without anybody noting it; what is due is lived through before whatever comes next."""
    if moment(to) > world.clock.now():
        world.clock.move_to(moment(to))


async def _message(house: House, world: World, entry: dict[str, Any]) -> None:
    entrance = entry["entrance"]
    if entrance in _PARTIES:
        return
    body = b64decode(entry["base64"]) if "base64" in entry else entry["body"].encode()
    if entrance != BARE:
        body = _enveloped(body, entry, entrance.partition(" ")[2])
    taken = await house.intake.submit(body, lambda sender: world)
    if isinstance(taken, Refused):
        found = "; ".join(finding.said("en") for finding in taken.findings)
        raise _NotTaken(f"the port refuses the message with {taken.code}: {found}")


def _enveloped(body: bytes, entry: dict[str, Any], message_type: str) -> bytes:
    info = TransInfo(
        cop_msg_id=entry["copMsgId"],
        sender_id=entry["dxpId"],
        receiver_ids=ReceiverIds(ids=(IMPORT_SYSTEM,)),
        creat_time=f"{moment(int(entry['time'])):%Y-%m-%dT%H:%M:%S}",
        msg_type=message_type,
    )
    return encode(DxpMsg(trans_info=info, data=b64encode(body).decode()), prefixed=True)


async def _payment(house: House, world: World, entry: dict[str, Any]) -> None:
    asked = PaymentRequest.model_validate(entry["said"])
    _hold(await house.change(world, partial(pay, asked=asked, declarant=house.declarant)))


async def _waybill(house: House, world: World, entry: dict[str, Any]) -> None:
    asked = WaybillRequest.model_validate(entry["said"])
    _hold(await house.change(world, partial(ship, asked=asked, declarant=house.declarant)))


def _hold(said: Any) -> None:
    if isinstance(said, Clash):
        raise _NotTaken(f"something else was asked for the same order before, and got {said.number}")


async def _officer(house: House, world: World, entry: dict[str, Any]) -> None:
    said = entry["said"]
    asked = Decision.model_validate({"decision": said["decision"], "reason": said["reason"], "to": said.get("to")})
    heard = await house.change(world, partial(decide, invt_no=str(said["invtNo"]), asked=asked))
    if not isinstance(heard, Decided):
        raise _NotTaken(f"nothing can be decided of {said['invtNo']}: {heard.why()}")


async def _clock(house: House, world: World, entry: dict[str, Any]) -> None:
    await house.change(world, partial(_act, said=entry["said"]))


def _act(docket: Docket, said: dict[str, Any]) -> None:
    """Do again what was done to the clock. How it went from then on is in the moments of what came later."""
    match said:
        case {"to": to}:
            timekeeper.move_to(docket, moment(int(to)))
        case {"until": "quiet"}:
            timekeeper.run_until_quiet(docket)
        case {"kind": kind, "rate": rate}:
            docket.act(timekeeper.ACT, {"kind": str(kind), "rate": str(Decimal(rate))})
        case _:
            raise _NotTaken("nothing of the kind can be done to a clock")


_HAND_IN: Final = {
    "message": _message,
    "payment": _payment,
    "waybill": _waybill,
    "officer": _officer,
    "clock": _clock,
}


def _said(wrong: Exception) -> str:
    match wrong:
        case ValidationError():
            return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors())
        case KeyError():
            return f"{wrong} is missing"
        case TypeError() | AttributeError():
            return "something in it is of another kind"
        case _:
            return str(wrong)


def _first_difference(connection: Connection, world: int, recording: Recording, why: str) -> Difference | None:
    pairs = zip_longest(recording.entries(), journal.lines(connection, world))
    for number, (recorded, repeated) in enumerate(pairs, 1):
        line, one = recorded or (None, None)
        if line == repeated:
            continue
        other = orjson.loads(repeated) if repeated else None
        if one != other:
            return Difference(number, one, other, why)
    return None


def _head(line: bytes) -> dict[str, Any]:
    try:
        head = orjson.loads(line)
    except orjson.JSONDecodeError:
        head = None
    if not isinstance(head, dict) or head.get("kouan") != "journal":
        raise Unrepeatable(_NO_JOURNAL)
    if head.get("version") != VERSION:
        raise Unrepeatable(_VERSION, version=head.get("version"))
    return {"world": None, **head}


def _world(said: Any) -> tuple[Beginning, Pace, int]:
    """Return how the world of a journal began."""
    try:
        kept = said["beginning"]
        beginning = Beginning.from_json(orjson.dumps(kept)) if kept is not None else EMPTY
        start = int(said["start"])
        moment(start)
        return replace(beginning, seed=said["seed"]), pace_of(said["pace"]), start
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as wrong:
        raise Unrepeatable(_NO_WORLD, why=_said(wrong)) from None


def _entries(path: Path) -> Iterator[tuple[bytes, Any]]:
    with path.open("rb") as file:
        file.readline()
        for number, line in enumerate(file, 2):
            try:
                yield line.rstrip(b"\r\n"), orjson.loads(line)
            except orjson.JSONDecodeError:
                raise Unrepeatable(_NO_ENTRY, line=number) from None


def _check(line: int, entry: Any, expected: int) -> None:
    try:
        number = entry["n"]
        moment(int(entry["time"]))
        known = entry["kind"] in journal.KINDS and isinstance(number, int)
    except (KeyError, TypeError, ValueError):
        known, number = False, 0
    if not known:
        raise Unrepeatable(_NO_ENTRY, line=line)
    if number != expected:
        raise Unrepeatable(_EXCERPT, line=line, n=number, expected=expected)
    if entry.get("body", "") is None:
        raise Unrepeatable(_CUT, line=line, n=number)
