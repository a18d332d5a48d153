"""The keeper of the worlds: lets them begin, begin again, fork and end under fire, and knows which there must be."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from gateway_client import Sender
from load.torture.inbox import Inbox
from load.torture.line import Line
from load.torture.post import Post, message_of
from load.torture.watch import Watch
from load.torture.wrong import Wrong, hold
from simulator.bench.sales import SENDER

SIDE: Final = "side"
_WORLDS: Final = "/_kouan/worlds"
_UNCOUNTED: Final = -1
"""Documents of the copy of a world in which others work."""

Worlds = dict[str, int]
"""Which worlds there are, and how many documents are in each."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to a world: begin, post, fork, reset or drop."""

    what: str
    world: str
    copy: str = ""
    post: Post | None = None

    def __str__(self) -> str:
        return f"{self.what} {self.world}{' as ' if self.copy else ''}{self.copy}"

    def apply(self, worlds: Worlds) -> Worlds:
        """Return which worlds there are afterwards."""
        match self.what:
            case "begin" | "reset":
                return {**worlds, self.world: 0}
            case "post" if self.post:
                return {**worlds, self.world: worlds[self.world] + self.post.documents}
            case "fork":
                return {**worlds, self.copy: worlds.get(self.world, _UNCOUNTED)}
            case _:
                return {name: count for name, count in worlds.items() if name != self.world}

    def do(self, line: Line, *, once_more: bool) -> None:
        """Do it; what was tried before may have been done."""
        match self.what:
            case "begin":
                said = {"name": self.world, "dxpIds": [_SENDER.dxp_id]}
                line.json("POST", _WORLDS, said, also=(409,) if once_more else ())
            case "post" if self.post:
                self.post.hand_in(line)
            case "fork":
                also = (409,) if once_more else ()
                line.json("POST", f"{_WORLDS}/{self.world}/fork", {"name": self.copy}, also=also)
            case "reset":
                line.json("POST", f"{_WORLDS}/{self.world}/reset")
            case _:
                line.json("DELETE", f"{_WORLDS}/{self.world}", also=(404,) if once_more else ())


_SENDER: Final = Sender(dxp_id="DXPENT0000000090", cop_code=SENDER.cop_code, cop_name=SENDER.cop_name)


class Keeper:
    """Does one deed after the other; ``busy`` is the world in which others work meanwhile."""

    def __init__(self, busy: str, orders: list[Any]) -> None:
        half = len(orders) // 2
        self._first, self._last = message_of(orders[:half], _SENDER), message_of(orders[half:], _SENDER)
        self._deeds = list(self._planned(busy))
        self._done = 0
        self._begun = 0
        self._worlds: Worlds = {}

    def _planned(self, busy: str) -> Iterator[Deed]:
        yield Deed("begin", SIDE)
        yield Deed("post", SIDE, post=self._first)
        yield Deed("fork", busy, copy="twin")
        yield Deed("reset", SIDE)
        yield Deed("post", SIDE, post=self._last)
        yield Deed("fork", SIDE, copy="brief")
        yield Deed("drop", "twin")
        yield Deed("drop", "brief")
        yield Deed("fork", SIDE, copy="copy")
        yield Deed("fork", busy, copy="twin")

    def ahead(self) -> list[str]:
        """Return the deeds that are not done."""
        return [str(deed) for deed in self._deeds[self._done :]]

    @property
    def doubtful(self) -> bool:
        """Has a deed begun that nobody has answered?"""
        return self._begun > self._done

    def run(self, port: int, watch: Watch) -> None:
        """Go on with the deeds, first with the one that nobody answered."""

        def act() -> None:
            with closing(Line(port)) as line:
                while self._done < len(self._deeds):
                    deed, once_more = self._deeds[self._done], self.doubtful
                    self._begun = self._done + 1
                    with watch.on_its_way(str(deed), deed.post.documents if deed.post else 0):
                        deed.do(line, once_more=once_more)
                    self._done += 1
                    self._worlds = deed.apply(self._worlds)

        watch.at_work(act)

    def check(self, line: Line, others: set[str]) -> str | None:
        """Hold the worlds to what was answered; the deed that was not may have been done, or not.

        Returns the copy that is there though nobody said that it was made.
        """
        may_be, copy = [self._worlds], None
        if self.doubtful:
            deed = self._deeds[self._done]
            may_be.append(deed.apply(self._worlds))
            copy = deed.copy or None
        found: Worlds = {}
        for one in line.json("GET", _WORLDS)["worlds"]:
            if one["name"] not in others:
                found[one["name"]] = line.json("GET", f"{_WORLDS}/{one['name']}")["documents"]
        for worlds in may_be:
            if worlds.keys() == found.keys() and all(
                count in (found[name], _UNCOUNTED) for name, count in worlds.items()
            ):
                return copy if copy in found else None
        raise Wrong("worlds and documents in them", " or ".join(map(str, may_be)), found)

    def check_receipts(self, line: Line) -> int:
        """Hold the receipts to those of what came behind the reset."""
        inbox = Inbox(_SENDER.dxp_id)
        inbox.empty(line)
        wanted = {("order", number): ["2", "120"] for number in self._last.numbers}
        hold("receipts in the world that was reset", wanted, inbox.statuses())
        return 2 * len(wanted)
