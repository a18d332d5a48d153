"""``kouan check``: judges files as the port and customs would, without any server.

The exit status is 0 when nothing would be refused, 1 when something would, 2 when a file cannot be
read or an option is unusable. See ``simulator.precheck`` for what is judged and what is left out.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from simulator.cli import language, sourced
from simulator.cli.files import contents


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="a message, a folder of *.xml, or - for standard input"
    )
    command.add_argument("--signed", action="store_true", help="bare messages must carry their signature, too")
    command.add_argument(
        "--day", type=date.fromisoformat, metavar="DATE", help="day of acceptance (default: each inventory's declTime)"
    )
    command.add_argument("--schemas", type=Path, metavar="DIR", help="your own XSD files, used instead of ours")
    sourced.declare(command)
    command.add_argument("--json", action="store_true", help="the same for programs")
    language.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the files and print what was found, a summary last."""
    from gateway_client.wire.validate import BadSchemas, Schemas
    from simulator.cli import report
    from simulator.precheck.desk import Desk
    from simulator.precheck.papers import read

    try:
        schemas = Schemas(options.schemas)
    except BadSchemas as wrong:
        print(f"kouan check: {wrong}", file=sys.stderr)
        return 2
    papers, unreadable, desk = [], {}, Desk(options.day, only_sourced=options.only_sourced)
    for name, data in contents(options.files):
        if isinstance(data, str):
            unreadable[name] = data
            print(f"kouan check: {name}: {data}", file=sys.stderr)
            continue
        paper = read(name, data, schemas, signed=options.signed, only_sourced=options.only_sourced)
        papers.append(paper)
        desk.take(paper)
    desk.compare()
    said = report.as_json(desk, papers, unreadable) if options.json else ""
    print(said or report.as_text(desk, papers, unreadable, options.lang))
    if unreadable:
        return 2
    return int(report.anything_refused(desk))
