"""Who takes part in a rush in one process of the load generator: its companies, and whom they tell how it goes.

Knows neither the generator nor its greenlets. Run under it, threads, locks and sleeping of the standard library are
the generator's own.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any, Final

from simulator.rush.rush import Plan, Rush
from simulator.rush.tally import Tally, summed

_REPORT: Final = 0.25
_LAST_LOOK: Final = 2.0
"""Seconds in which companies may look a last time for receipts that should not be there."""

Said = dict[str, Any]


class Crew:
    """One worker's rush with the companies that play it."""

    def __init__(self, plan: Plan, tell: Callable[[Said], None]) -> None:
        self.rush = Rush(plan)
        self._tell = tell
        self._hearing: list[Thread] = []
        self._broken = ""

    def seat(self) -> int:
        """Return the number of the next company."""
        return len(self._hearing)

    def sits(self, hear: Callable[[], None]) -> None:
        """Let a company take part; ``hear`` takes its receipts to the end of the rush."""
        thread = Thread(target=hear, daemon=True)
        self._hearing.append(thread)
        thread.start()

    def play(self, moment: Callable[[], tuple[date, float | None]]) -> None:
        """Let purchases arrive, and tell of them until all is over. ``moment`` asks what time it is at the port."""
        running = Thread(target=self._run, args=[moment], daemon=True)
        running.start()
        while running.is_alive():
            running.join(_REPORT)
            self._say(over=False)
        end = time.monotonic() + _LAST_LOOK
        for thread in self._hearing:
            thread.join(max(end - time.monotonic(), 0))
        self._say(over=True)

    def _run(self, moment: Callable[[], tuple[date, float | None]]) -> None:
        try:
            day, self.rush.ledger.port_ahead = moment()
            self.rush.run(day)
        except Exception as wrong:  # whatever it is: the others must not wait for this worker
            self._broken = f"{type(wrong).__name__}: {wrong}"
            self.rush.over = True
            raise

    def _say(self, *, over: bool) -> None:
        tally = self.rush.ledger.tally(final=over)
        self._tell({"tally": tally.as_json(), "over": over, "broken": self._broken})


class Listener:
    """Sums up what the workers tell, and passes it on."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._said: dict[str, Said] = {}

    def hear(self, worker: str, said: Said) -> None:
        """Note what a worker tells."""
        self._said[worker] = said

    def whole(self) -> Tally:
        """Return the sum."""
        return summed(Tally.read(said["tally"]) for said in self._said.values())

    def listen(self, descriptor: int, missing: Callable[[], int]) -> Said:
        """Listen until all workers that are left are through, writing lines of JSON; returns the last one."""
        begun = time.time()
        while True:
            lost = missing()
            over = sum(said["over"] for said in self._said.values()) >= self._workers - lost
            line = self._line(begun, lost, over=over)
            if descriptor >= 0:
                os.write(descriptor, json.dumps(line, ensure_ascii=False).encode() + b"\n")
            if over:
                return line
            time.sleep(_REPORT)

    def _line(self, begun: float, lost: int, *, over: bool) -> Said:
        broken = next((said["broken"] for said in self._said.values() if said["broken"]), "")
        tally = self.whole().as_json()
        return {
            "begun": begun,
            "now": time.time(),
            "workersLost": lost,
            "broken": broken,
            "over": over,
            "tally": tally,
        }
