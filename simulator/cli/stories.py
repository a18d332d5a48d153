"""``kouan demo --examples``: the purchases made by hand, each with its story.

Starts a simulator, posts the example files over HTTP, fetches and acknowledges the receipts, and
tells who was released, who was refused and why. The exit status is 0 when every purchase ended as
``scenarios/purchases/EXPECTED.toml`` says, 1 when one did not, 3 when the simulator did not start.
"""

import argparse
import json
import sys
import time
from contextlib import closing

from simulator.cli.examples import OPENING, Purchase, purchases
from simulator.cli.gateway import Gateway
from simulator.cli.outcome import Outcome, outcome
from simulator.grounds import server


def run(options: argparse.Namespace) -> int:
    """Play all purchases and print what became of them."""
    from simulator.cli import screen

    examples = purchases()
    try:
        with server("--at", OPENING) as (_, url), closing(Gateway(url)) as gateway:
            begun = time.perf_counter()
            outcomes = play(examples, gateway)
            took = time.perf_counter() - begun
    except OSError as wrong:
        print(f"kouan demo: {wrong}", file=sys.stderr)
        return 3
    if options.json:
        print(json.dumps([one.as_json() for one in outcomes], ensure_ascii=False, indent=2))
    else:
        print(screen.whole(outcomes, url=url, seconds=took, lang=options.lang))
    return 0 if all(each.as_expected for each in outcomes) else 1


def play(examples: list[Purchase], gateway: Gateway) -> list[Outcome]:
    """Post the purchases one after the other, collect every receipt, and ask what became of each."""
    for purchase in examples:
        for file in purchase.files:
            status, said = gateway.post(file.body)
            if status != 200:
                raise OSError(f"{file.path} was not taken: HTTP {status} {said.decode()}")
    senders = sorted({file.dxp_id for purchase in examples for file in purchase.files})
    received = [receipt for dxp_id in senders for receipt in gateway.collect(dxp_id)]
    return [outcome(purchase, gateway.history(purchase.order_no), received) for purchase in examples]
