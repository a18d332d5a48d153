"""``kouan load``: lets a rush of purchases arrive at the port, and tells what became of every single one.

Purchases arrive as the profile says, whether the port keeps up or not; companies declare them with the client
library's own flows, on locust. The exit status is 0 when nothing was lost or doubled and all ended as planned, 1 when
not, 2 for unusable options or files, 3 when the simulator or the load generator did not start.
"""

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gateway_client.wire.findings import Words
from simulator.cli import language, playing, remote
from simulator.cli.playing import Unusable

if TYPE_CHECKING:
    from simulator.rush.profile import Profile
    from simulator.rush.verdict import Rehearsal, Sample, Verdict

_MIDNIGHT: Final = "2026-11-11T00:00:00"
_MOST_RATE: Final = 100_000
_MOST_USERS: Final = 10_000
_MOST_WORKERS: Final = 64
_MOST_BATCH: Final = 100
_LARGEST_SEED: Final = 15_624
_USERS: Final = 8
_ERASE: Final = "\r\033[K"
_DAY: Final = 24 * 3600
_MOST_SAMPLES: Final = 2000
_KNOCK: Final = 10.0

_NO_LOCUST: Final = Words(
    "locust is not installed: pip install 'kouan[load]' brings it, or pip install locust",
    "未安装locust：请执行pip install 'kouan[load]'，或pip install locust",
)
_TOO_FEW: Final = Words(
    "--users {users} is too few for --workers {workers}: each worker wants an operator, a payment company and a "
    "carrier, so write {least} or more",
    "--users {users}不足以供--workers {workers}使用：每个进程需一家申报、一家支付、一家物流企业，至少应为{least}",
)
_NOBODY_COMES: Final = Words(
    "--rate {rate:g} --for {seconds:g}s is less than one purchase", "--rate {rate:g} --for {seconds:g}s不足一笔订单"
)
_MIDNIGHT_COMES: Final = Words(
    "it is {time} at the port, and its midnight comes within {seconds:g} s: purchases of one day would be declared on "
    "the next; start later, or shorten --for or --patience",
    "口岸时间为{time}，{seconds:g}秒内将过零点，当日订单会在次日申报：请稍后再试，或缩短--for或--patience",
)
_NOBODY: Final = Words(
    "no answer from {url} ({why}): start a simulator there with kouan up, or leave out --target and KOUAN_URL",
    "{url}没有应答（{why}）：请在该处用kouan up启动模拟器，或不设--target与KOUAN_URL",
)
_NOT_STARTED: Final = Words("the load generator did not start: {said}", "负载发生器未能启动：{said}")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "--profile",
        default="steady",
        metavar="NAME",
        help="how purchases arrive: steady, ramp, double11, batch, or a file of your own (*.toml; default: steady)",
    )
    command.add_argument("--rate", type=_rate, default=100.0, metavar="N", help="purchases a second (default: 100)")
    command.add_argument(
        "--for", dest="lasting", type=_seconds, default=60.0, metavar="TIME", help="how long they arrive (default: 60s)"
    )
    command.add_argument(
        "--target",
        default=os.environ.get("KOUAN_URL") or None,
        metavar="URL",
        help="a simulator that is there already (default: KOUAN_URL, else a kouan up of its own)",
    )
    command.add_argument(
        "--allow", action="append", default=[], metavar="HOST", help="a host that is not this machine and is meant"
    )
    command.add_argument("--pace", metavar="PACE", help="the pace of the kouan up of its own (default: instant)")
    command.add_argument(
        "--users",
        type=partial(_number, 3, _MOST_USERS),
        metavar="N",
        help=f"companies: operators, payment companies, carriers (default: {_USERS} for each worker)",
    )
    command.add_argument(
        "--workers",
        type=partial(_number, 1, _MOST_WORKERS),
        default=1,
        metavar="N",
        help="processes that generate load (default: 1)",
    )
    command.add_argument(
        "--batch",
        type=partial(_number, 1, _MOST_BATCH),
        default=_MOST_BATCH,
        metavar="N",
        help="documents a message at most (default: 100)",
    )
    command.add_argument(
        "--seed",
        type=partial(_number, 0, _LARGEST_SEED),
        metavar="N",
        help=f"the same purchases again, for a port that has none of them yet: 0 to {_LARGEST_SEED} (default: by time)",
    )
    command.add_argument(
        "--patience",
        type=_seconds,
        default=30.0,
        metavar="TIME",
        help="give up when nothing has moved for so long after the last arrival (default: 30s)",
    )
    command.add_argument("--report", metavar="FILE", help="write the verdict as a page that opens offline")
    command.add_argument("--json", metavar="FILE", help="write the verdict for programs; - is standard output")
    language.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Let the rush arrive and print its verdict."""
    if find_spec("locust") is None:
        remote.complain(options, _NO_LOCUST.lang(options.lang))
        return playing.UNUSABLE
    return playing.guarded(options, partial(_run, options))


def _run(options: argparse.Namespace) -> int:
    from simulator.rush import screen
    from simulator.rush.html import html

    profile = _profile(options)
    asked = _rehearsal(options, profile)
    with _target(options) as url:
        _look(options, url)
        verdict = _rehearsed(replace(asked, target=url), options)
    if options.json != "-":
        print(screen.whole(verdict, profile, options.lang))
    if options.json:
        playing.write(options.json, json.dumps(verdict.as_json(), ensure_ascii=False, indent=2) + "\n")
    if options.report:
        playing.write(options.report, html(verdict, profile, options.lang))
    return playing.PASSED if verdict.good else playing.FAILED


def _profile(options: argparse.Namespace) -> "Profile":
    from simulator.rush.reading import find_profile
    from simulator.strict.finding import WrongFile

    try:
        return find_profile(options.profile)
    except WrongFile as wrong:
        raise Unusable(wrong.said(options.lang)) from None
    except (OSError, UnicodeDecodeError) as wrong:
        raise Unusable(f"{options.profile}: {getattr(wrong, 'strerror', None) or wrong}") from None


@contextmanager
def _target(options: argparse.Namespace) -> Iterator[str]:
    """Yield the address of the port that is meant."""
    from gateway_client.errors import Misdirected
    from gateway_client.transport import guard
    from simulator import grounds
    from simulator.cli import up

    with ExitStack() as stack:
        if options.target:
            try:
                guard(options.target, options.allow)
            except Misdirected as wrong:
                raise Unusable(remote.misdirected(wrong, options.lang)) from None
            yield options.target
            return
        pace = []
        if options.pace:
            try:
                up.pace(options.pace)
            except argparse.ArgumentTypeError as wrong:
                raise Unusable(f"--pace: {wrong}") from None
            pace = ["--pace", options.pace]
        yield stack.enter_context(grounds.server("--at", _MIDNIGHT, *pace))[1]


def _rehearsal(options: argparse.Namespace, profile: "Profile") -> "Rehearsal":
    from simulator.rush.rush import LEAST_USERS
    from simulator.rush.verdict import Rehearsal

    users = options.users or _USERS * options.workers
    if users < (least := LEAST_USERS * options.workers):
        raise Unusable(_TOO_FEW.lang(options.lang).format(users=users, workers=options.workers, least=least))
    planned = profile.schedule(options.rate, options.lasting).total
    if not planned:
        raise Unusable(_NOBODY_COMES.lang(options.lang).format(rate=options.rate, seconds=options.lasting))
    return Rehearsal(
        profile=profile.name,
        rate=options.rate,
        seconds=options.lasting,
        planned=planned,
        users=users,
        workers=options.workers,
        batch=options.batch,
        seed=int(time.time()) % (_LARGEST_SEED + 1) if options.seed is None else options.seed,
        target="",
    )


def _look(options: argparse.Namespace, url: str) -> None:
    """See that somebody is there, and that its day is long enough. Raises ``OSError`` when nobody is."""
    from gateway_client.asking import Ask, Silence
    from gateway_client.transport import HttpWire, guard
    from simulator.clock import moment
    from simulator.rush.moment import time_in

    wire = HttpWire(guard(url, options.allow))
    try:
        heard = wire.ask(Ask("GET", "/_kouan/health", patience=_KNOCK))
    finally:
        wire.close()
    if isinstance(heard, Silence):
        raise OSError(_NOBODY.lang(options.lang).format(url=url, why=heard.why))
    if stamp := time_in(heard):
        now = moment(int(stamp))
        left = _DAY - (now.hour * 3600 + now.minute * 60 + now.second)
        if left <= (needed := options.lasting + options.patience):
            raise Unusable(_MIDNIGHT_COMES.lang(options.lang).format(time=f"{now:%H:%M:%S}", seconds=needed))


def _rehearsed(asked: "Rehearsal", options: argparse.Namespace) -> "Verdict":
    """Run it, showing how it goes. Raises ``OSError`` when the generator does not start."""
    from simulator.rush.swarm import swarm
    from simulator.rush.tally import Tally
    from simulator.rush.verdict import Sample, Verdict

    arrivals = str(Path(options.profile).absolute()) if options.profile.endswith(".toml") else options.profile
    samples: list[Sample] = []
    last: dict[str, Any] | None = None
    shown = sys.stderr.isatty()
    with swarm(asked, arrivals, options.patience, options.allow) as running:
        for last in running.lines():
            tally = Tally.read(last["tally"])
            samples.append(Sample.of(tally, last["now"] - last["begun"], last["now"]))
            if len(samples) > _MOST_SAMPLES:
                del samples[1:-1:2]
            if shown:
                _show(samples[-1], options.lang)
        if shown:
            print(_ERASE, end="", file=sys.stderr, flush=True)
        said = running.said()
    if last is None:
        raise OSError(_NOT_STARTED.lang(options.lang).format(said=said or "?"))
    broken = last["broken"] if last["over"] else said or "?"
    return Verdict(asked, Tally.read(last["tally"]), last["now"], last["workersLost"], broken, samples)


def _show(now: "Sample", lang: str) -> None:
    from simulator.drawing.letters import shortened
    from simulator.rush import screen

    columns = os.get_terminal_size(sys.stderr.fileno()).columns
    print(f"{_ERASE}{shortened(screen.live(now, lang), max(columns - 1, 20))}", end="", file=sys.stderr, flush=True)


def _rate(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text) or not 0 < float(text) <= _MOST_RATE:
        raise argparse.ArgumentTypeError(f"{text!r} is no rate: write purchases a second, above 0 and to {_MOST_RATE}")
    return float(text)


def _seconds(text: str) -> float:
    from simulator.pace.durations import milliseconds

    found = milliseconds(text)
    if not found or found > _DAY * 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: write 500ms, 60s, 5min or 1h, at most a day")
    return found / 1000


def _number(least: int, most: int, text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not possible: write a number from {least} to {most}")
    return int(text)
