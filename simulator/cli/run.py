"""``kouan run``: plays stories, each in a world of its own, and tells which did not go as they say, and why.

The exit status is 0 when all passed, 1 when one failed, 2 for unusable options or files, 3 when the simulator could not
be started or reached.
"""

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Final

from gateway_client.wire.findings import Words
from simulator.cli import playing, remote
from simulator.cli.progress import Progress

if TYPE_CHECKING:
    from gateway_client.asking import Wire
    from simulator.stories.result import StoryResult
    from simulator.stories.story import Story

_REPORTS: Final = ("junit", "html", "json")
_JOBS: Final = 4
_MOST_JOBS: Final = 64
_BAR: Final = Words("playing", "演示中")
_ENDED: Final = Words("{why}; {left} of {count} stories were not played", "{why}；{count}个故事中有{left}个未演示")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="story files, or folders of NAME.story.toml (default: those of the box)",
    )
    command.add_argument(
        "--report",
        type=_reports,
        default={},
        metavar="KIND=FILE,…",
        help="write reports: junit=FILE, html=FILE, json=FILE; - is standard output",
    )
    command.add_argument("--jobs", type=_jobs, default=_JOBS, metavar="N", help="at once (default: %(default)s)")
    playing.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Play the stories, print a line for each and what is to be said of those that failed, write the reports."""
    return playing.guarded(options, partial(_run, options))


def _run(options: argparse.Namespace) -> int:
    from simulator.cli.examples import scenarios
    from simulator.reports import console
    from simulator.sandbox.doors import DoorClosed

    begun = time.perf_counter()
    stories = playing.stories(options, options.paths or [playing.near(scenarios() / "stories")])
    playing.must_be_writable(options.report.values())
    quiet = "-" in options.report.values()
    results: list[StoryResult] = []
    closed: DoorClosed | None = None
    with playing.ground(options) as wire, Progress(_BAR.lang(options.lang), len(stories)) as bar:
        try:
            for result in _played(stories, wire, options.jobs):
                results.append(result)
                if not quiet:
                    bar.line(console.line(result, options.lang))
                bar.step()
        except DoorClosed as wrong:  # what was played so far is told all the same
            closed = wrong
    failed = [one for one in results if one.status == "failed"]
    if not quiet:
        for one in failed:
            print(f"\n{console.failure(one, options.lang)}")
        print(f"\n{console.summary(results, time.perf_counter() - begun, options.lang)}")
    _report(results, options)
    if closed:
        remote.complain(
            options, _ENDED.lang(options.lang).format(why=closed, left=len(stories) - len(results), count=len(stories))
        )
        return playing.COULD_NOT_START
    return playing.FAILED if failed else playing.PASSED


def _played(stories: "Sequence[Story]", wire: "Wire", jobs: int) -> "Iterator[StoryResult]":
    """Play stories, so many at once; yield what came of them in their order. Whoever stops early waits for none."""
    from simulator.stories.player import play

    stopping = Event()
    with ThreadPoolExecutor(jobs, "story") as pool:
        futures = [pool.submit(play, story, wire, repeat=playing.repeat(story), stopping=stopping) for story in stories]
        try:
            for future in futures:
                yield future.result()
        finally:
            stopping.set()
            for future in futures:
                future.cancel()


def _report(results: "list[StoryResult]", options: argparse.Namespace) -> None:
    from simulator.reports.html import html
    from simulator.reports.json_report import json_report
    from simulator.reports.junit import junit

    for kind, path in options.report.items():
        match kind:
            case "junit":
                playing.write(path, junit(results))
            case "html":
                playing.write(path, html(results, options.lang))
            case _:
                playing.write(path, json_report(results))


def _reports(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split(","):
        kind, equals, path = part.partition("=")
        if kind not in _REPORTS or not equals or not path or kind in found:
            known = ",".join(f"{each}=FILE" for each in _REPORTS)
            raise argparse.ArgumentTypeError(f"{part!r} is no report: write some of {known}")
        found[kind] = path
    if len(set(found.values())) < len(found):
        raise argparse.ArgumentTypeError(f"{text!r} writes two reports to one place")
    return found


def _jobs(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text!r} is not possible: write a number from 1 to {_MOST_JOBS}")
    return int(text)
