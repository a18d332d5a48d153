"""``kouan receipts``: prints what port and customs answered to a sender, the oldest first.

Looking changes nothing: receipts stay at the port and are shown again, by this command and to every
program, until somebody acknowledges them. ``--ack`` does so, after they were printed. The exit status is
0 when all went well (also when there was nothing, or ``--for`` was over), 1 when the port shows no more
because 100 receipts wait to be acknowledged, 2 for unusable options, 3 when there is no gateway, 4 when the world
that was named is not there.
"""

import argparse
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Final

from gateway_client.wire.findings import Words
from simulator.cli import remote
from simulator.cli.language import padded

if TYPE_CHECKING:
    from gateway_client.flows import Receipt
    from simulator.cli.remote import Line

_MOST: Final = 100
_LONGEST_WAIT: Final = 60.0
_LOOK: Final = 0.2
"""Seconds between looks while receipts that were shown before are not acknowledged: then the port answers at once."""

_NOBODY: Final = Words(
    "whose receipts? Name a dxpId with --dxp-id or KOUAN_DXP_ID",
    "查谁的回执？请用--dxp-id或KOUAN_DXP_ID给出报文传输编号",
)
_NONE: Final = Words("no receipts for {dxp_id}", "{dxp_id}没有回执")
_STAY: Final = Words(
    "{count} shown and not acknowledged: they will come again, --ack takes them",
    "显示{count}条，均未确认，仍会再次出现；--ack予以确认",
)
_TAKEN: Final = Words("{count} shown and acknowledged", "显示并确认{count}条")
_FULL: Final = Words(
    "100 receipts wait to be acknowledged, the port shows no others before: --ack takes them",
    "已有100条回执待确认，确认之前口岸不再给出其他回执：请用--ack确认",
)


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "--dxp-id",
        default=os.environ.get("KOUAN_DXP_ID"),
        metavar="ID",
        help="whose receipts: the dxpId of the messages (default: KOUAN_DXP_ID)",
    )
    command.add_argument("--ack", action="store_true", help="acknowledge what was printed; without it they come again")
    command.add_argument("--follow", action="store_true", help="wait for more until Ctrl-C, or --for")
    command.add_argument("--for", dest="seconds", type=_seconds, metavar="SECONDS", help="follow for so long")
    command.add_argument("--max", dest="most", type=_count, metavar="N", help="print N receipts at most")
    remote.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print receipts, a line for each document; with ``--json`` a line of JSON for each receipt."""
    if not options.dxp_id:
        remote.complain(options, _NOBODY.lang(options.lang))
        return remote.UNUSABLE
    return remote.connected(options, lambda line: _Reading(line, options).read())


class _Reading:
    """One run: what was shown, and how long to go on."""

    def __init__(self, line: "Line", options: argparse.Namespace) -> None:
        self._line, self._options = line, options
        self._seen: set[tuple[str, str, str]] = set()
        self._follow = options.follow or options.seconds is not None
        self._end = time.monotonic() + (float("inf") if options.seconds is None else options.seconds)

    def read(self) -> int:
        """Read until there are no more, nobody waits any longer, or enough were shown."""
        while True:
            found = self._fetch()
            new = [one for one in found if one.key not in self._seen][: self._left()]
            for receipt in new:
                self._show(receipt)
            sys.stdout.flush()
            if new and self._options.ack:
                self._acknowledge(new)
            full = not new and len(found) >= _MOST
            if full or not self._left() or self._is_over(new):
                return self._sum_up(full=full and self._follow)
            if found and not new:
                time.sleep(min(_LOOK, max(0.0, self._end - time.monotonic())))

    def _fetch(self) -> "list[Receipt]":
        from gateway_client.flows import fetch

        wait = min(_LONGEST_WAIT, max(0.0, self._end - time.monotonic())) if self._follow else 0.0
        return self._line.play(fetch(self._options.dxp_id, most=_MOST, wait=wait, tries=remote.tries()))

    def _left(self) -> int:
        """Return how many more may be shown."""
        most = self._options.most
        return sys.maxsize if most is None else most - len(self._seen)

    def _is_over(self, new: "list[Receipt]") -> bool:
        if self._follow:
            return time.monotonic() >= self._end
        return not (new and self._options.ack)  # behind what was acknowledged there may be more

    def _show(self, receipt: "Receipt") -> None:
        self._seen.add(receipt.key)
        print(_as_json(receipt, self._options.dxp_id) if self._options.json else _as_text(receipt))

    def _acknowledge(self, new: "list[Receipt]") -> None:
        from gateway_client.flows import acknowledge

        self._line.play(acknowledge(self._options.dxp_id, [one.id for one in new], remote.tries()))

    def _sum_up(self, *, full: bool) -> int:
        words = _FULL if full else _NONE if not self._seen else _TAKEN if self._options.ack else _STAY
        said = words.lang(self._options.lang).format(count=len(self._seen), dxp_id=self._options.dxp_id)
        if full or not self._options.json:
            remote.complain(self._options, said)
        return int(full)


def _as_json(receipt: "Receipt", dxp_id: str) -> str:
    from simulator.stories.returns import returns_of

    said = {
        "id": receipt.id,
        "dxpId": dxp_id,
        "messageType": receipt.message_type,
        "copMsgId": receipt.cop_msg_id,
        "returnTime": receipt.return_time,
        "returns": [one.as_json() for one in returns_of(receipt.message_type, receipt.returns)],
        "body": receipt.body,
    }
    return json.dumps(said, ensure_ascii=False)


def _as_text(receipt: "Receipt") -> str:
    from simulator.stories.returns import returns_of, shown_time

    kind = receipt.message_type.removesuffix("Message")
    said = returns_of(receipt.message_type, receipt.returns)
    if not said:  # a copy of somebody's message, or one that we do not know
        return f"{shown_time(receipt.return_time)}  {kind}        {receipt.cop_msg_id}"
    return "\n".join(
        f"{shown_time(one.time)}  {kind}  {padded(one.status, 7, right=True)}  {one.key}  {one.info}" for one in said
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write a number of seconds")
    return value


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of receipts: write 1 or more")
    return int(text)
