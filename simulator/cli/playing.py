"""What the commands that play stories share: which stories, on which simulator, and what keeps them from it."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway_client.wire.findings import Words
from simulator.cli import language, remote, sourced

if TYPE_CHECKING:
    from gateway_client.asking import Wire
    from simulator.stories.story import Story

PASSED: Final = 0
FAILED: Final = 1
UNUSABLE: Final = 2
COULD_NOT_START: Final = 3

_NO_STORY: Final = Words("no story is called {name}, only {names}", "没有名为{name}的故事，只有{names}")
_MOST_NAMES: Final = 20
_THERE_ALREADY: Final = Words(
    "--only-sourced is for a simulator that is started for the stories: the one at {url} judges as it was started",
    "--only-sourced仅适用于为故事启动的模拟器：{url}处的模拟器按其启动时的设置审单",
)


class Unusable(Exception):
    """What was asked cannot be; the text is for people."""


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options that say which stories are played, and where."""
    command.add_argument(
        "--story", action="append", default=[], metavar="NAME", help="only the stories of this name: NAME or NAME[ROW]"
    )
    where = command.add_mutually_exclusive_group()
    where.add_argument(
        "--target",
        default=os.environ.get("KOUAN_URL") or None,
        metavar="URL",
        help="a simulator that is there already (default: KOUAN_URL, else one in this process)",
    )
    where.add_argument("--server", action="store_true", help="start a kouan up of its own, and play over HTTP")
    sourced.declare(command)
    command.add_argument(
        "--allow", action="append", default=[], metavar="HOST", help="a host that is not this machine and is meant"
    )
    language.declare(command)


def stories(options: argparse.Namespace, paths: list[str]) -> "list[Story]":
    """Return the stories that are meant. Raises ``Unusable`` with everything that is wrong with their files."""
    from simulator.stories.finding import find_stories
    from simulator.strict.finding import WrongFile

    try:
        found = find_stories(paths)
    except WrongFile as wrong:
        raise Unusable(wrong.said(options.lang)) from None
    if not options.story:
        return found
    for name in options.story:
        if not any(name in (one.name, one.full_name) for one in found):
            names = ", ".join([one.full_name for one in found][:_MOST_NAMES])
            raise Unusable(_NO_STORY.lang(options.lang).format(name=name, names=names))
    return [one for one in found if {one.name, one.full_name} & set(options.story)]


@contextmanager
def ground(options: argparse.Namespace) -> "Iterator[Wire]":
    """Yield a wire to the simulator that is meant. Raises ``Unusable``, ``OSError`` when it does not start."""
    from gateway_client.errors import Misdirected
    from simulator import grounds

    if options.server:
        with grounds.server(*(["--only-sourced"] if options.only_sourced else [])) as (wire, _):
            yield wire
    elif options.target:
        if options.only_sourced:
            raise Unusable(_THERE_ALREADY.lang(options.lang).format(url=options.target))
        with ExitStack() as stack:
            try:
                wire = stack.enter_context(grounds.target(options.target, options.allow))
            except Misdirected as wrong:
                raise Unusable(remote.misdirected(wrong, options.lang)) from None
            yield wire
    else:
        with grounds.in_process(only_sourced=options.only_sourced) as wire:
            yield wire


def guarded(options: argparse.Namespace, work: Callable[[], int]) -> int:
    """Run work; what is unusable or keeps it from a simulator is said in a sentence."""
    from simulator.sandbox.doors import DoorClosed, DoorRefused

    try:
        return work()
    except Unusable as wrong:
        for line in str(wrong).splitlines():
            remote.complain(options, line)
        return UNUSABLE
    except BrokenPipeError:  # whoever read has seen enough
        raise
    except (DoorClosed, DoorRefused, OSError) as wrong:
        remote.complain(options, str(wrong))
        return COULD_NOT_START


def near(path: Path) -> str:
    """Return a path as one would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def repeat(story: "Story") -> str:
    """Return the command that plays just this story again."""
    from shlex import quote

    row = f" --story {quote(story.full_name)}" if story.row else ""
    return f"kouan run {quote(story.path)}{row}"


def must_be_writable(paths: Iterable[str]) -> None:
    """Raise ``Unusable`` if one of the files cannot be written, before any work is done."""
    for path in paths:
        if path != "-":
            try:
                with Path(path).open("ab"):
                    pass
            except OSError as wrong:
                raise Unusable(f"{path}: {wrong.strerror or wrong}") from None


def write(path: str, text: str | bytes) -> None:
    """Write a file, or standard output for ``-``. Raises ``Unusable``."""
    data = text.encode() if isinstance(text, str) else text
    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        try:
            Path(path).write_bytes(data)
        except OSError as wrong:
            raise Unusable(f"{path}: {wrong.strerror or wrong}") from None
