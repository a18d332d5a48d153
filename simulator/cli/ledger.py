"""``kouan ledger``: every rule, status, text, delay, fact and code, with its source and how well it is founded.

No server is needed. The exit status is 0; 2 for unusable options. Below the rules stands which of them a simulator
of ``--only-sourced`` does without.
"""

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from gateway_client.facts.confidence import Confidence
from gateway_client.wire.findings import Words
from simulator.cli import language
from simulator.cli.language import columns

if TYPE_CHECKING:
    from simulator.ledger.entry import Entry

_SORTS: Final = {
    "rule": Words("rules", "规则"),
    "status": Words("statuses", "回执状态"),
    "text": Words("texts", "回执文字"),
    "delay": Words("delays", "时长"),
    "fact": Words("facts", "事实"),
    "code": Words("codes", "官方代码"),
}
_HEAD: Final = Words("{sort}: {count}", "{sort}：{count}")
_FOUNDED: Final = Words("    {note}{confidence}, {source}", "    {note}{confidence}，{source}")
_LEFT_OUT: Final = Words("--only-sourced leaves out {count}: {rules}", "--only-sourced不执行{count}条：{rules}")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument(
        "--kind", choices=tuple(_SORTS), action="append", default=[], help="only these (may be repeated)"
    )
    command.add_argument(
        "--confidence",
        choices=tuple(one.value for one in Confidence),
        action="append",
        default=[],
        help="only what is so well founded (may be repeated)",
    )
    command.add_argument("--json", action="store_true", help="the same for programs")
    language.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what is asked for."""
    from simulator.ledger.ledger import ledger

    found = [
        one
        for one in ledger()
        if (not options.kind or one.sort.value in options.kind)
        and (not options.confidence or one.confidence.value in options.confidence)
    ]
    if options.json:
        print(json.dumps({"entries": [one.as_json() for one in found]}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found, options.lang)))
    return 0


def _lines(found: "list[Entry]", lang: str) -> Iterator[str]:
    for sort, words in _SORTS.items():
        entries = [one for one in found if one.sort.value == sort]
        if not entries:
            continue
        yield _HEAD.lang(lang).format(sort=words.lang(lang), count=len(entries))
        for line, one in zip(columns([[each.name, each.what.lang(lang)] for each in entries]), entries, strict=True):
            yield f"  {line}"
            yield _founded(one, lang)
        left_out = [one.name for one in entries if one.left_out]
        if left_out:
            yield _LEFT_OUT.lang(lang).format(count=len(left_out), rules=", ".join(left_out))
        yield ""


def _founded(one: "Entry", lang: str) -> str:
    from simulator.stories.wording import CONFIDENCE

    note = one.note.lang(lang)
    return _FOUNDED.lang(lang).format(
        note=f"{note}; " if note else "",
        confidence=CONFIDENCE[one.confidence.value].lang(lang),
        source=one.source,
    )
