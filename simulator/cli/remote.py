"""How commands reach a gateway: ``--url`` or ``KOUAN_URL``, a guard before anything leaves this machine, clear ends.

``--world`` or ``KOUAN_WORLD`` names one of its worlds. Exit status 2 for a target that was not named, 3 when
there is no gateway, 4 when it refuses what it was asked, each reason in a sentence.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

from gateway_client.wire.findings import Words
from simulator.cli import language

if TYPE_CHECKING:
    from gateway_client.asking import Ask, Flow, Reply
    from gateway_client.errors import Misdirected
    from gateway_client.flows import Tries

T = TypeVar("T")

DEFAULT_URL: Final = "http://127.0.0.1:8765"
UNUSABLE: Final = 2
NOBODY_THERE: Final = 3
REFUSED: Final = 4

_ABSENT: Final = Words(
    "no usable answer from {url} ({why}): start a simulator with kouan up, or name another with --url or KOUAN_URL",
    "{url}没有可用的应答（{why}）：请用kouan up启动模拟器，或以--url或KOUAN_URL另行指定",
)
_NO_PORT: Final = Words(
    "what answers at {url} is no port (HTTP {status} to {path}): see --url or KOUAN_URL",
    "{url}上应答的不是口岸（{path}答复HTTP {status}）：请检查--url或KOUAN_URL",
)
_ELSEWHERE: Final = Words(
    "{host} is not this machine: if you mean it, add --allow {host}", "{host}不是本机：确要连接，请加--allow {host}"
)
_NO_ADDRESS: Final = Words("{url!r} is no address: write it like {default}", "{url!r}不是地址：请写成{default}的形式")


def declare(command: argparse.ArgumentParser, *, world: bool = True) -> None:
    """Declare the options that all of these commands have, ``--world`` only where one of the worlds is meant."""
    command.add_argument(
        "--url",
        default=os.environ.get("KOUAN_URL") or DEFAULT_URL,
        help=f"the gateway (default: KOUAN_URL, else {DEFAULT_URL})",
    )
    command.add_argument(
        "--allow", action="append", default=[], metavar="HOST", help="a host that is not this machine and is meant"
    )
    if world:
        command.add_argument(
            "--world",
            default=os.environ.get("KOUAN_WORLD") or None,
            metavar="NAME",
            help="the world that is meant (default: KOUAN_WORLD, else the sender's, else default)",
        )
    command.add_argument("--json", action="store_true", help="the same for programs")
    language.declare(command)


def address(options: argparse.Namespace) -> str:
    """Return the address to speak to: the gateway's, with the world in its path if one is named."""
    url: str = options.url
    world = getattr(options, "world", None)
    return f"{url.rstrip('/')}/w/{quote(world, safe='')}" if world else url


class Line:
    """A line to a gateway, on which flows are played. ``last`` is the last whole answer."""

    def __init__(self, url: str, allow: list[str]) -> None:
        from gateway_client.transport import HttpWire, guard

        self.last: Reply | None = None
        self._wire = HttpWire(guard(url, allow))

    def play(self, flow: "Flow[T]") -> T:
        """Play a flow to its end."""
        from gateway_client.asking import Pause, Reply

        heard: Any = None
        try:
            while True:
                said = flow.send(heard)
                if isinstance(said, Pause):
                    time.sleep(said.seconds)
                    heard = None
                else:
                    heard = self._wire.ask(said)
                    self.last = heard if isinstance(heard, Reply) else None
        except StopIteration as end:
            ended: T = end.value
            return ended
        finally:
            flow.close()

    def close(self) -> None:
        """Hang up."""
        self._wire.close()


def connected(options: argparse.Namespace, work: Callable[[Line], int]) -> int:
    """Run work on a line; whatever keeps it from a gateway is said in one sentence."""
    from gateway_client.errors import Garbled, Misdirected, Unreachable

    try:
        line = Line(address(options), options.allow)
    except Misdirected as wrong:
        complain(options, misdirected(wrong, options.lang))
        return UNUSABLE
    try:
        return work(line)
    except Unreachable as wrong:
        complain(options, _ABSENT.lang(options.lang).format(url=options.url, why=wrong.why))
    except Garbled as wrong:
        if errors := _errors(wrong.body):
            return refuse(options, errors)
        said = {"url": options.url, "status": wrong.status, "path": wrong.path}
        complain(options, _NO_PORT.lang(options.lang).format(**said))
    finally:
        line.close()
    return NOBODY_THERE


def misdirected(wrong: "Misdirected", lang: str) -> str:
    """Say why nothing is sent to a target."""
    words = _ELSEWHERE if wrong.host else _NO_ADDRESS
    return words.lang(lang).format(host=wrong.host, url=wrong.url, default=DEFAULT_URL)


def refuse(options: argparse.Namespace, errors: list[dict[str, Any]]) -> int:
    """Say why the server refuses what it was asked: place, value and reason, a sentence each."""
    if options.json:
        print(json.dumps({"errors": errors}, ensure_ascii=False, indent=2))
    for one in errors:
        complain(options, f"{' '.join(filter(None, (one['place'], one['value'])))}: {one['why']}")
    return REFUSED


def _errors(body: bytes) -> list[dict[str, Any]]:
    """Return what a refusal of the simulator's own doors names; nothing if the answer is none."""
    try:
        said = json.loads(body)
    except ValueError:
        return []
    errors = said.get("errors") if isinstance(said, dict) else None
    keys = {"place", "value", "why"}
    understood = isinstance(errors, list) and all(isinstance(one, dict) and keys <= one.keys() for one in errors)
    return errors if errors and understood else []


def complain(options: argparse.Namespace, why: str) -> None:
    """Say on standard error what went wrong, after the command's name."""
    print(f"kouan {options.command}: {why}", file=sys.stderr)


def tries() -> "Tries":
    """Return how long a command insists: through a restart of the server, not longer than a person waits."""
    from gateway_client.flows import Tries

    return Tries(most=5, pause=0.1)


def once(ask: "Ask") -> "Flow[bytes]":
    """Put a question that must not be put twice; returns the body of its answer."""
    from gateway_client.asking import Reply, Silence
    from gateway_client.errors import Garbled, Unreachable

    heard = yield ask
    if isinstance(heard, Silence):
        raise Unreachable(ask.path, 1, heard.why)
    assert isinstance(heard, Reply)
    if heard.status in (HTTPStatus.OK, HTTPStatus.CREATED):
        return heard.body
    if heard.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        why = "; ".join(str(one["why"]) for one in _errors(heard.body))
        raise Unreachable(ask.path, 1, f"HTTP {heard.status}{': ' if why else ''}{why}")
    raise Garbled(ask.path, heard.status, heard.body)


def known(ask: "Ask", key: str) -> "Flow[dict[str, Any]]":
    """Put a question that may be put again until there is an answer: a JSON object that has this key."""
    from gateway_client.asking import Pause, Reply, Silence
    from gateway_client.errors import Garbled, Unreachable

    often = tries()
    why = ""
    for attempt in range(often.most):
        if attempt:
            yield Pause(often.pause * 2 ** (attempt - 1))
        heard = yield ask
        if isinstance(heard, Reply) and heard.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            try:
                said = json.loads(heard.body)
            except ValueError:
                said = None
            if heard.status in (HTTPStatus.OK, HTTPStatus.CREATED) and isinstance(said, dict) and key in said:
                return said
            raise Garbled(ask.path, heard.status, heard.body)
        why = heard.why if isinstance(heard, Silence) else f"HTTP {heard.status}" if heard else ""
    raise Unreachable(ask.path, often.most, why)
