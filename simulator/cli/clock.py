"""``kouan clock``: shows the clock of a world, moves it on, sets how it goes.

Whatever is due by the time to which it is moved has happened when the command is done. The exit status is 0
when all went well, 2 for unusable options, 3 when there is no simulator, 4 when it refuses: a clock does not
go back.
"""

import argparse
import json
from typing import TYPE_CHECKING, Any, Final

from gateway_client.wire.findings import Words
from simulator.cli import remote
from simulator.stories.returns import shown_time

if TYPE_CHECKING:
    from gateway_client.asking import Flow

_PATIENCE: Final = 24 * 3600.0
"""Seconds: a year may have to be lived through."""

_KINDS: Final = {
    "running": Words("running", "连续运行"),
    "stepped": Words("stepped", "手动推进"),
    "instant": Words("instant", "即时"),
}
_GOING: Final = Words("{time}, {going}", "{time}，{going}")
_STEPS: Final = Words("{count} steps lived through", "经历{count}步")
_STEP: Final = Words("1 step lived through", "经历1步")
_NEXT: Final = Words("next step due {time}", "下一步将于{time}到期")
_QUIET: Final = Words("nothing is planned", "没有待办步骤")
_UNKNOWN: Final = Words(
    "{said!r} is no move: write advance 30d, to 2027-01-01T00:00, run until quiet, or set stepped (running, instant)",
    "无法理解{said!r}：请写advance 30d、to 2027-01-01T00:00、run until quiet或set stepped（running、instant）",
)
_NO_DURATION: Final = Words(
    "{said!r} is no duration: write 90s, 15min, 2h or 30d, at most 366d",
    "{said!r}不是时长：请写90s、15min、2h或30d，最长366d",
)
_NO_RATE: Final = Words("--rate goes with set running", "--rate只与set running一起使用")


class _WrongMove(Exception):
    """What was asked is no move; the text is for people."""


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "move",
        nargs="*",
        metavar="MOVE",
        help="advance 30d, to 2027-01-01T00:00 (Beijing time), run until quiet, or set stepped, running or instant; "
        "nothing: only look",
    )
    command.add_argument("--rate", metavar="N", help="with set running: N times as fast as real time")
    remote.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look or move, then print the time, how it goes, what was lived through and what is due next."""
    try:
        wanted = _wanted(options)
    except _WrongMove as wrong:
        remote.complain(options, str(wrong))
        return remote.UNUSABLE
    return remote.connected(options, lambda line: _tell(line.play(_asked(wanted)), options, moved=wanted is not None))


def going(kind: str, rate: str, lang: str) -> str:
    """Return in words how a clock goes."""
    return _KINDS[kind].lang(lang) + (f" ×{rate}" if kind == "running" and rate != "1" else "")


def _wanted(options: argparse.Namespace) -> dict[str, Any] | None:
    """Return what to ask of the clock, ``None`` if nothing."""
    move = list(options.move)
    if options.rate is not None and move[:2] != ["set", "running"]:
        raise _WrongMove(_NO_RATE.lang(options.lang))
    match move:
        case []:
            return None
        case ["advance", "to", when] | ["to", when]:
            return {"to": _moment(when)}
        case ["advance", duration]:
            return {"advance": _duration(duration, options.lang)}
        case ["run", "until", "quiet"]:
            return {"until": "quiet"}
        case ["set", kind] if kind in _KINDS:
            return {"kind": kind, **({"rate": options.rate} if options.rate is not None else {})}
    raise _WrongMove(_UNKNOWN.lang(options.lang).format(said=" ".join(move)))


def _moment(text: str) -> str:
    from simulator.cli.up import moment

    try:
        return moment(text).isoformat()
    except argparse.ArgumentTypeError as wrong:
        raise _WrongMove(str(wrong)) from None


def _duration(text: str, lang: str) -> str:
    from simulator.pace.durations import milliseconds

    if milliseconds(text) is None:
        raise _WrongMove(_NO_DURATION.lang(lang).format(said=text))
    return text


def _asked(wanted: dict[str, Any] | None) -> "Flow[dict[str, Any]]":
    from gateway_client.asking import Ask

    path = "/_kouan/clock"
    if wanted is None:
        return (yield from remote.known(Ask("GET", path), "nextDue"))
    body = json.dumps(wanted).encode()
    said: dict[str, Any] = json.loads(
        (yield from remote.once(Ask("POST", path, {}, body, "application/json", _PATIENCE)))
    )
    return said


def _tell(said: dict[str, Any], options: argparse.Namespace, *, moved: bool) -> int:
    if options.json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    lang = options.lang
    lines = [_GOING.lang(lang).format(time=shown_time(said["time"]), going=going(said["kind"], said["rate"], lang))]
    if moved:
        lines.append((_STEP if said["steps"] == 1 else _STEPS).lang(lang).format(count=said["steps"]))
    due = said["nextDue"]
    lines.append(_NEXT.lang(lang).format(time=shown_time(due)) if due else _QUIET.lang(lang))
    print("\n".join(lines))
    return 0
