"""A world's journal as a diagram shows it: everything that went to and fro, as events between lifelines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from simulator.stories.events import DECLARERS, Entry, event_of
from simulator.stories.lifelines import CLOCK, Lifelines
from simulator.stories.result import Event, Trace
from simulator.stories.story import Party

MOST: Final = 200
"""Events beyond which a diagram helps nobody."""
_PLANNED: Final = frozenset({"receipt", "copy", "verdict"})


def trace_of(
    entries: Iterable[Mapping[str, Any]],
    parties: Mapping[str, Party],
    acts: Sequence[Event] = (),
    *,
    most: int = MOST,
) -> Trace:
    """Return the trace of a journal's entries (with bodies), in their order.

    ``acts`` are events of which a journal knows nothing, such as what a client stopped (kind ``stopped``, from and to a
    dxpId); each comes after the entries of its time. The first ``most`` events are kept, the others counted.
    """
    lifelines = Lifelines(parties)
    both = _with_acts(_moved_on(entries), sorted(acts, key=lambda one: one.time))
    events = tuple(_told(one, n, lifelines) for n, one in enumerate(islice(both, most), 1))
    return Trace(lifelines=lifelines.all(), events=events, left_out=sum(1 for _ in both))


def _told(one: Entry | Event, n: int, lifelines: Lifelines) -> Event:
    if isinstance(one, Event):
        return replace(one, n=n, source=lifelines.company(one.source), target=lifelines.company(one.target))
    return event_of(one, n, lifelines)


def _moved_on(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries, without the moves of the clock that went no further than to what was due next.

    Who waits moves the clock bit by bit: moves between which nothing happened are one, with the first one's time.
    """
    move: Entry | None = None
    for entry in entries:
        if _is_move(entry):
            move = {**entry, "time": move["time"] if move else entry["time"]}
            continue
        if move is not None and not (_comes_by_itself(entry) and move["said"].get("to") == entry["time"]):
            yield move
        move = None
        yield entry
    if move is not None:
        yield move


def _is_move(entry: Entry) -> bool:
    return entry["kind"] == CLOCK and "kind" not in entry["said"]


def _comes_by_itself(entry: Entry) -> bool:
    """Was this planned, and not done by a company?"""
    return entry["kind"] in _PLANNED or (entry["kind"] == "message" and entry["entrance"] in DECLARERS)


def _with_acts(entries: Iterable[Entry], acts: Sequence[Event]) -> Iterator[Entry | Event]:
    left = list(acts)
    for entry in entries:
        while left and left[0].time < entry["time"]:
            yield left.pop(0)
        yield entry
    yield from left
