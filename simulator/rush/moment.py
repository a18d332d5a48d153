"""What time it is at the port: the day on which is declared there, and how far its clock is ahead of ours."""

import json
import time
from datetime import date, datetime
from typing import Final

from gateway_client.asking import Ask, Flow, Reply
from simulator.clock import BEIJING, moment
from simulator.rush.ledger import seconds_of

_TRIES: Final = 3
_OK: Final = 200


def time_in(heard: Reply) -> str:
    """Return the stamp in an answer of the simulator's health; empty for what is no such answer."""
    try:
        said = json.loads(heard.body) if heard.status == _OK else None
    except ValueError:
        return ""
    return str(said.get("time", "")) if isinstance(said, dict) else ""


def port_moment() -> Flow[tuple[date, float | None]]:
    """Ask the simulator; of a port that has no such door, the day is Beijing's and its clock unknown."""
    for _ in range(_TRIES):
        begun = time.time()
        heard = yield Ask("GET", "/_kouan/health", patience=10)
        if isinstance(heard, Reply) and (stamp := time_in(heard)):
            return moment(int(stamp)).date(), seconds_of(stamp) - (begun + time.time()) / 2
    return datetime.now(BEIJING).date(), None
