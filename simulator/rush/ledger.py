"""What was sent and what was heard, document by document and status by status: so nothing is lost or comes twice.

A purchase is followed until every receipt that it must get has come; then only its keys are kept.
"""

import calendar
import re
import time
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from simulator.rush.purchases import Purchase
from simulator.rush.tally import MOST_NAMED, Tally, rounded
from simulator.stories.returns import Return

_PAPERS: Final = [(document, status) for document in ("order", "payment", "waybill") for status in ("2", "120")]
_RELEASED: Final = [*_PAPERS, ("inventory", "2"), ("inventory", "120"), ("inventory", "800")]
_SLOTS: Final = {one: 1 << place for place, one in enumerate([*_RELEASED, ("inventory", "100")])}
_CODED: Final = re.compile(r"\[Code:([0-9]+);")
_ALL_SENT: Final = 4
_MILLISECONDS: Final = 1000


class _Entry:
    """A purchase that is followed. ``missing`` and ``heard`` are receipts, a bit each."""

    __slots__ = ("arrived", "code", "end", "final", "handed", "heard", "keys", "missing", "order_no", "stamps")

    def __init__(self, purchase: Purchase, arrived: float) -> None:
        self.order_no, self.keys, self.code = purchase.order_no, purchase.keys, purchase.code
        self.arrived = arrived
        self.handed = 0
        self.heard = 0
        self.end = self.final = ""
        self.stamps: dict[str, float] = {}
        wanted = _RELEASED if not self.code else [*_PAPERS, *_refused(self.code)]
        self.missing = sum(_SLOTS.get(one, _PORT) for one in wanted)


_PORT: Final = 1 << len(_SLOTS)
"""The bit of a refusal by the port, whatever its code."""


_STILL: Final = {
    refused: sum(bit for one, bit in _SLOTS.items() if one[0] not in (refused, "inventory"))
    | (0 if refused == "inventory" else _SLOTS["inventory", "2"])
    for refused in ("order", "payment", "waybill", "inventory")
}
"""What comes all the same when a document is refused that was to be taken: the inventory may wait, no more."""


def _refused(code: str) -> list[tuple[str, str]]:
    return [("inventory", code)] if code.startswith("-") else [("inventory", "2"), ("inventory", "100")]


class Ledger:
    """The books of one worker. Times are seconds of ``time.time``; the port's clock is ahead of it by ``port_ahead``.

    That is ``None`` where the port's clock cannot be asked; then the stage before its first receipt is not measured.
    """

    def __init__(self) -> None:
        self.port_ahead: float | None = None
        self._open: dict[str, _Entry] = {}
        self._owners: dict[tuple[str, str], _Entry] = {}
        self._finished: set[int] = set()
        self._counts: Counter[str] = Counter()
        self._doubled: Counter[str] = Counter()
        self._troubles: Counter[str] = Counter()
        self._stages: dict[str, Counter[int]] = {}
        self._otherwise: list[tuple[str, str]] = []
        self._last_arrival: float | None = None
        self._last_end: float | None = None
        self.moved = time.time()
        """When something was sent or heard for the last time."""

    @property
    def settled(self) -> bool:
        """Has everything come that must come?"""
        return not self._owners

    def arrive(self, purchase: Purchase, at: float) -> None:
        """A purchase has arrived."""
        entry = _Entry(purchase, at)
        self._counts["arrived"] += 1
        self._last_arrival = self.moved = at
        self._open[entry.order_no] = entry
        self._owners.update(dict.fromkeys(entry.keys, entry))

    def handing_in(self, keys: Iterable[tuple[str, str]], at: float) -> None:
        """Documents are handed in for the first time."""
        for key in keys:
            entry = self._owners.get(key)
            if entry and key[0] == "inventory":
                self.took("arrived → sent", at - entry.arrived)
                if self.port_ahead is not None:
                    self._step(entry, "sent", at + self.port_ahead)

    def handed_in(self, keys: Iterable[tuple[str, str]]) -> None:
        """The port has documents for good."""
        self.moved = time.time()
        for key in keys:
            entry = self._owners.get(key)
            if entry:  # else its receipts were quicker than the answer
                entry.handed += 1
                if entry.handed == _ALL_SENT:
                    self._counts["sent"] += 1

    def trouble(self, what: str) -> None:
        """Something went wrong on the way; it is tried again."""
        self._troubles[what] += 1

    def fetched_again(self, receipts: int) -> None:
        """Receipts came again because the port had not heard that they had arrived."""
        self._counts["fetched_again"] += receipts

    def messages(self, count: int) -> None:
        """So many messages more are at the port."""
        self._counts["messages"] += count

    def took(self, stage: str, seconds: float) -> None:
        """A stage took so long."""
        self._stages.setdefault(stage, Counter())[rounded(seconds * _MILLISECONDS)] += 1

    def hear(self, returns: Iterable[Return]) -> None:
        """Note returns of receipts that have not come before."""
        self.moved = time.time()
        for said in returns:
            key = (said.document, said.key)
            entry = self._owners.get(key)
            if entry is None:
                if hash(key) in self._finished:
                    self._doubled[f"{said.document} {said.status}"] += 1
                else:
                    self._counts["strangers"] += 1
                    self._note(said.key, said)
                continue
            self._hear(entry, said)

    def tally(self, *, final: bool) -> Tally:
        """Return the counts so far; what is lost is known in the end."""
        counts = self._counts
        oldest = next(iter(self._open.values()), None)
        ended = {id(one): one for one in self._owners.values() if final and one.end}
        lost = Counter(name for entry in ended.values() for name in _names(entry))
        named = [(one.order_no, one.arrived, ", ".join(_names(one))) for one in islice(self._open.values(), MOST_NAMED)]
        return Tally(
            **{name: counts[name] for name in _COUNTED},
            backlog=len(self._open),
            oldest=oldest.arrived if oldest else None,
            last_arrival=self._last_arrival,
            last_end=self._last_end,
            lost=dict(lost),
            doubled=dict(self._doubled),
            troubles=dict(self._troubles),
            stages={name: dict(found) for name, found in self._stages.items()},
            open=named,
            otherwise=list(self._otherwise),
        )

    def _hear(self, entry: _Entry, said: Return) -> None:
        slot = _SLOTS.get((said.document, said.status), 0)
        if not slot and said.document == "inventory" and said.status == entry.code:
            slot = _PORT
        if slot & entry.heard:
            self._doubled[f"{said.document} {said.status}"] += 1
            return
        planned = bool(slot & entry.missing) and (said.status != "100" or entry.code == _code(said))
        entry.heard |= slot
        entry.missing &= ~slot
        if said.document == "inventory":
            self._step(entry, said.status, seconds_of(said.time))
        if not planned:
            self._unplanned(entry, said)
        elif said.document == "inventory" and (said.status == "800" or _refuses(said)):
            self._end(entry, "released" if said.status == "800" else "refused")
        if not entry.missing:
            self._finish(entry)

    def _unplanned(self, entry: _Entry, said: Return) -> None:
        """Note what was not to come; after a refusal, what was to come stays away."""
        self._note(entry.order_no, said)
        if _refuses(said):
            entry.missing &= _STILL.get(said.document, 0)
        if entry.end:
            self._counts["unplanned"] += 1
        else:
            self._end(entry, "unplanned")

    def _step(self, entry: _Entry, status: str, at: float) -> None:
        """Note when a status came, and how long after the one before it."""
        entry.stamps[status] = at
        for before, after in (("sent", "2"), ("2", "120"), ("120", "800")):
            if status in (before, after) and before in entry.stamps and after in entry.stamps:
                self.took(f"{before} → {after}", entry.stamps[after] - entry.stamps[before])

    def _end(self, entry: _Entry, how: str) -> None:
        if not entry.end:
            entry.end = how
            self._counts[how] += 1
            self._last_end = time.time()
            self._open.pop(entry.order_no, None)

    def _finish(self, entry: _Entry) -> None:
        """Everything has come: keep what tells a receipt that comes twice."""
        if entry.handed < _ALL_SENT:
            self._counts["sent"] += 1  # the receipts were quicker than the answer
        for key in entry.keys:
            self._owners.pop(key, None)
            self._finished.add(hash(key))

    def _note(self, about: str, said: Return) -> None:
        if len(self._otherwise) < MOST_NAMED:
            self._otherwise.append((about, f"{said.document} {said.status} {said.info}"))


_COUNTED: Final = ("arrived", "sent", "messages", "released", "refused", "unplanned", "strangers", "fetched_again")


def _names(entry: _Entry) -> list[str]:
    names = [f"{document} {status}" for (document, status), bit in _SLOTS.items() if entry.missing & bit]
    return [*names, f"inventory {entry.code}"] if entry.missing & _PORT else names


def _refuses(said: Return) -> bool:
    return said.status == "100" or said.status.startswith("-")


def _code(said: Return) -> str:
    found: Any = _CODED.match(said.info)
    return str(found[1]) if found else ""


def seconds_of(stamp: str) -> float:
    """Return a stamp of Beijing time (``YYYYMMDDhhmmssSSS``) as seconds of a clock of its own."""
    days = _days(stamp[:8])
    clock = int(stamp[8:10]) * 3600 + int(stamp[10:12]) * 60 + int(stamp[12:14])
    return days + clock + int(stamp[14:]) / _MILLISECONDS


def _days(day: str) -> float:
    if day not in _KNOWN_DAYS:
        _KNOWN_DAYS[day] = calendar.timegm(time.strptime(day, "%Y%m%d"))
    return _KNOWN_DAYS[day]


_KNOWN_DAYS: Final[dict[str, float]] = {}
