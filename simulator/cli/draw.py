"""``kouan draw``: plays a story and draws who sent what to whom, as Mermaid or SVG.

The exit status is 0 when it was drawn, whatever came of the story; 2 for unusable options or files, 3 when the
simulator could not be started or reached.
"""

import argparse
from functools import partial
from typing import Final

from gateway_client.wire.findings import Words
from simulator.cli import playing, remote

_SEVERAL: Final = Words(
    "{path} holds {count} stories, name one with --story: {names}",
    "{path}中有{count}个故事，请用--story指定一个：{names}",
)
_ENDED_BADLY: Final = Words("drawn as far as it went: {why}", "仅绘制到失败处：{why}")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("path", metavar="STORY", help="a story file")
    command.add_argument("--svg", action="store_true", help="SVG instead of Mermaid")
    command.add_argument("--output", default="-", metavar="FILE", help="where to write it (default: standard output)")
    playing.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Play the story and draw it."""
    return playing.guarded(options, partial(_run, options))


def _run(options: argparse.Namespace) -> int:
    from simulator.drawing.mermaid import mermaid
    from simulator.drawing.svg import svg
    from simulator.stories.player import play

    stories = playing.stories(options, [options.path])
    if len(stories) > 1:
        names = ", ".join(one.full_name for one in stories)
        said = _SEVERAL.lang(options.lang).format(path=options.path, count=len(stories), names=names)
        raise playing.Unusable(said)
    with playing.ground(options) as wire:
        result = play(stories[0], wire)
    draw = svg if options.svg else mermaid
    title = result.story.title
    playing.write(options.output, draw(result.trace, title, options.lang))
    if result.why:
        remote.complain(options, _ENDED_BADLY.lang(options.lang).format(why=result.why.lang(options.lang)))
    return playing.PASSED
