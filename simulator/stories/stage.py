"""The world of a story while it is played: its companies, what they hear, and time that goes on from event to event."""

from collections.abc import Callable
from datetime import datetime
from threading import Event as Flag
from typing import Final

from gateway_client import GatewayClient, Sender
from gateway_client.wire.findings import Words
from simulator.sandbox.sandbox import Sandbox
from simulator.stories import story as s
from simulator.stories.cast import Bought, Cast
from simulator.stories.expecting import Unmet
from simulator.stories.failing import Failed
from simulator.stories.hearing import Hearing
from simulator.stories.result import Event, Objection

_LOOK: Final = 1.0
"""Seconds that the port of a running world is asked to hold back its answer at a time."""


class Interrupted(Exception):
    """Whoever plays was told to stop."""


class Stage:
    """A world with a story's companies in it. ``stopping`` is set by whoever wants it to end early."""

    def __init__(self, story: s.Story, world: Sandbox, stopping: Flag) -> None:
        self.story, self.world = story, world
        self.cast = Cast(story)
        self.hearing = Hearing()
        self.stopped: dict[str, list[Objection]] = {}
        self.acts: list[Event] = []
        self._stopping = stopping
        self._clients: dict[Sender, GatewayClient] = {}

    @property
    def now(self) -> datetime:
        """What the world's clock shows."""
        return self.world.time().now

    @property
    def stamp(self) -> str:
        """The same as a stamp."""
        return self.now.strftime("%Y%m%d%H%M%S%f")[:-3]

    def bought(self, *names: str) -> list[Bought]:
        """Return the purchases of these names."""
        now = self.now
        return [one for name in names for one in self.cast.bought(name, now)]

    def client(self, party: s.Party) -> GatewayClient:
        """Return the client of a party; who shares its dxpId and its readers shares the client."""
        sender = self.cast.sender(party)
        if sender not in self._clients:
            self._clients[sender] = self.world.client(sender)
        return self._clients[sender]

    def hear(self, wait: float = 0) -> None:
        """Let every company fetch what there is for it."""
        parties = {one.dxp_id: one for one in self.story.parties.values()}
        self.hearing.fetch([self.client(one) for one in parties.values()], wait)

    def note_stopped(self, client: GatewayClient, one: Bought, found: list[Objection]) -> None:
        """Note what a client has against a document: it is in no journal, for nothing was sent."""
        self.stopped.setdefault(one.name, []).extend(found)
        company, time = client.sender.dxp_id, self.stamp
        for each in found:
            sides = (f"{side.path} {side.value}" for side in each.values)
            self.acts.append(
                Event(
                    n=0,
                    time=time,
                    kind="stopped",
                    source=company,
                    target=company,
                    label=Words(f"{each.rule} {each.title.en}", f"{each.rule} {each.title.zh}"),
                    good=False,
                    details=tuple(Words(side, side) for side in sides),
                )
            )

    def invt_no(self, one: Bought) -> str:
        """Return the number of a purchase's inventory. Raises ``Failed`` while it has none."""
        self.hear()
        _, invt_no = self.hearing.numbers(one)
        if invt_no is None:
            raise Failed(
                Words(
                    f"{one.name} has no invtNo yet: expect its 120 first",
                    f"{one.name}尚无清单编号（invtNo）：请先期望其回执120",
                )
            )
        return invt_no

    def until(
        self, deadline: datetime | None, check: Callable[[], Unmet | None], *, patient: bool = False
    ) -> Unmet | None:
        """Let time go on until a check finds nothing any more; return what it finds in the end.

        A patient one waits for the deadline in any case: what must not come may still come.
        """
        while True:
            found = check()
            if (found and found.final) or (found is None and not patient) or not self._go_on(deadline):
                return found
            self.hear()

    def _go_on(self, deadline: datetime | None) -> bool:
        """Let the next thing happen; ``False`` if there is none before the deadline."""
        if self._stopping.is_set():
            raise Interrupted
        time = self.world.time()
        due = time.next_due
        if due is None or (deadline is not None and max(due, time.now) > deadline):
            if deadline is not None and time.now < deadline and time.kind != "running":
                self.world.to(deadline)
            return False
        if time.kind == "running":
            self.hear(_LOOK)
        else:
            self.world.to(max(due, time.now))
        return True
