"""``kouan demo``: an evening of Double 11 at the port, in seconds.

Starts a simulator, declares hundreds of purchases with the client library, some of them wrong, and tells
who was released, who was refused and why, how long each stage took, and one order's messages. One seed,
one evening, but for its times. With ``--examples`` the 43 purchases of ``scenarios/purchases`` instead, with
``--story returns`` what is cancelled, returned, held and taxed.

The exit status is 0 when every purchase ended as planned, 1 when one did not, 3 when the simulator did
not start or did not answer.
"""

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING, Any, Final

from gateway_client.wire.findings import Words
from simulator.cli import language

if TYPE_CHECKING:
    from simulator.cli.evening.play import Evening

STORIES: Final = {"returns": Words("cancelled, returned, held, taxed", "撤单、退货、布控、计税")}
"""What can be told instead of an evening, by name."""
_PURCHASES: Final = 240
_MOST: Final = 10_000
_PACE: Final = "0.2,0.3,0.4,0.3"
_LARGEST_SEED: Final = 999_999
_BARS: Final = {
    "paying": Words("paying and shipping", "支付、发运"),
    "sending": Words("declaring", "申报中"),
    "waiting": Words("waiting for receipts", "等待回执"),
}
_FROM_HERE: Final = Words(
    "43 purchases made by hand, each with its story: {command} demo --examples",
    "43笔手工编写的订单，各有故事：{command} demo --examples",
)


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--seed", type=_seed, default=11, metavar="N", help="another evening (default: %(default)s)")
    command.add_argument(
        "--purchases", type=_purchases, default=_PURCHASES, metavar="N", help="how many (default: %(default)s)"
    )
    instead = command.add_mutually_exclusive_group()
    instead.add_argument("--examples", action="store_true", help="the example files instead, each with its story")
    instead.add_argument(
        "--story", type=_story, metavar="NAME", help=f"a story instead, on a clock that stands: {', '.join(STORIES)}"
    )
    command.add_argument("--json", action="store_true", help="the same for programs")
    language.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Play the evening and print what became of it."""
    if options.examples:
        from simulator.cli import stories

        return stories.run(options)
    if options.story:
        return _tell(options)
    from gateway_client.errors import GatewayError
    from simulator.cli.evening.plan import plan
    from simulator.cli.evening.play import play
    from simulator.cli.examples import OPENING
    from simulator.grounds import server

    bars = {name: words.lang(options.lang) for name, words in _BARS.items()}
    try:
        with server("--at", OPENING, "--pace", _PACE) as (_, url):
            evening = play(plan(options.seed, options.purchases), url, bars)
    except (OSError, GatewayError) as wrong:
        print(f"kouan demo: {wrong}", file=sys.stderr)
        return 3
    print(_as_json(evening, options.seed) if options.json else _as_text(evening, options, url))
    return 0 if all(tale.as_planned for tale in evening.tales) else 1


def _tell(options: argparse.Namespace) -> int:
    """Tell the one story that there is."""
    from gateway_client.errors import GatewayError
    from simulator.cli.returning import screen
    from simulator.cli.returning.play import play
    from simulator.grounds import in_process
    from simulator.sandbox.doors import DoorClosed, DoorRefused

    try:
        with in_process() as wire:
            chapters = play(wire)
    except (OSError, GatewayError, DoorClosed, DoorRefused) as wrong:
        print(f"kouan demo: {wrong}", file=sys.stderr)
        return 3
    if options.json:
        print(json.dumps(screen.as_json(chapters), ensure_ascii=False, indent=2))
    else:
        print(screen.whole(chapters, options.lang))
    return 0 if all(one.as_planned for one in chapters) else 1


def _as_text(evening: "Evening", options: argparse.Namespace, url: str) -> str:
    from simulator.cli import byhand
    from simulator.cli.evening import screen

    told = screen.whole(evening, seed=options.seed, url=url, lang=options.lang)
    examples = _FROM_HERE.lang(options.lang).format(command=byhand.command())
    return "\n\n".join((told, byhand.steps(options.lang), examples))


def _as_json(evening: "Evening", seed: int) -> str:
    from simulator.cli.evening.reasons import reasons, stages

    said: dict[str, Any] = {
        "seed": seed,
        "seconds": round(evening.seconds, 3),
        "messages": evening.messages,
        "purchases": [
            {
                "orderNo": tale.purchase.order_no,
                "fault": tale.purchase.fault.name if tale.purchase.fault else None,
                "released": tale.released,
                "stopped": tale.stopped is not None,
                "refusals": [one.code for one in tale.refusals],
                "asPlanned": tale.as_planned,
            }
            for tale in evening.tales
        ],
        "reasons": [one.as_json() for one in reasons(evening.tales)],
        "stages": [one.as_json() for one in stages(evening.tales)],
        "asPlanned": all(tale.as_planned for tale in evening.tales),
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _story(text: str) -> str:
    if text not in STORIES:
        known = ", ".join(f"{name} ({words.en})" for name, words in STORIES.items())
        raise argparse.ArgumentTypeError(f"{text!r} is no story that is told here, only {known}")
    return text


def _seed(text: str) -> int:
    return _number(text, 0, _LARGEST_SEED)


def _purchases(text: str) -> int:
    return _number(text, 1, _MOST)


def _number(text: str, least: int, most: int) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not possible: write a number from {least} to {most}")
    return int(text)
