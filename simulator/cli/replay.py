"""``kouan replay``: lives through a journal again in a fresh house, and names the first difference.

The journal is what ``kouan journal --json`` prints. No server is needed. The exit status is 0 when all entries
are the same, 1 when one differs, 2 when the file cannot be repeated: it is no journal, only an excerpt of one,
of another version, or some of its bodies were cut.
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gateway_client.wire.findings import Words
from simulator.cli import language, remote, sourced
from simulator.cli.progress import Progress

if TYPE_CHECKING:
    from simulator.repetition import Difference

_BAR: Final = Words("repeating", "重放中")
_BEFORE, _BEHIND = 40, 60
"""Characters shown of a long value, around the first one that differs."""

_IDENTICAL: Final = Words("identical: {count} entries", "一致：{count}条")
_DIFFERS: Final = Words("entry {n} differs: {kind} of {time}", "第{n}条不同：{time}的{kind}")
_TOO_MANY: Final = Words(
    "entry {n} is not in the journal, only in the repetition: {kind} of {time}",
    "日志中没有第{n}条：重放时为{time}的{kind}",
)
_TOO_FEW: Final = Words(
    "entry {n} is in the journal and did not come again: {kind} of {time}",
    "第{n}条未再出现：日志中为{time}的{kind}",
)
_NOT_TAKEN: Final = Words("the inputs could not be handed in to the end: {why}", "未能重放全部输入：{why}")
_SIDES: Final = Words("journal", "日志"), Words("replay", "重放")
_NOT_THERE: Final = Words("(none)", "（无）")
_UNREADABLE: Final = Words("{file} cannot be read: {why}", "无法读取{file}：{why}")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("journal", metavar="JOURNAL", help="the file that kouan journal --json made")
    command.add_argument("--schemas", type=Path, metavar="DIR", help="the XSD files that kouan up was given, if any")
    sourced.declare(command)
    command.add_argument("--json", action="store_true", help="the same for programs")
    language.declare(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Repeat the session and print how it compares."""
    from gateway_client.wire.validate import BadSchemas, Schemas
    from simulator.repetition import Recording, Unrepeatable, repeat

    lang = options.lang
    try:
        if options.schemas:
            Schemas(options.schemas)
        recording = Recording.of(Path(options.journal))
    except Unrepeatable as wrong:
        remote.complain(options, f"{options.journal} {wrong.words.lang(lang)}")
    except BadSchemas as wrong:
        remote.complain(options, str(wrong))
    except OSError as wrong:
        said = {"file": options.journal, "why": wrong.strerror or str(wrong)}
        remote.complain(options, _UNREADABLE.lang(lang).format(**said))
    else:
        with Progress(_BAR.lang(lang), recording.count) as bar:
            found = repeat(recording, options.schemas, bar.reach, only_sourced=options.only_sourced)
        print(_as_json(recording.count, found) if options.json else _as_text(recording.count, found, lang))
        return 1 if found else 0
    return remote.UNUSABLE


def _as_json(count: int, found: "Difference | None") -> str:
    said: dict[str, Any] = {"identical": found is None, "entries": count, "difference": None}
    if found:
        fields = _fields(found)
        journal, replay = ({name: sides[place] for name, sides in fields.items()} for place in (0, 1))
        why = found.why or None
        said["difference"] = {"n": found.number, "journal": journal, "replay": replay, "why": why}
        for side, entry in (("journal", found.recorded), ("replay", found.repeated)):
            if entry is None:
                said["difference"][side] = None
    return json.dumps(said, ensure_ascii=False, indent=2)


def _as_text(count: int, found: "Difference | None", lang: str) -> str:
    from simulator.cli.journal import KINDS
    from simulator.stories.returns import shown_time

    if found is None:
        return _IDENTICAL.lang(lang).format(count=count)
    words = _TOO_MANY if found.recorded is None else _TOO_FEW if found.repeated is None else _DIFFERS
    entry = found.recorded or found.repeated or {}
    said = {"kind": KINDS[entry["kind"]].lang(lang), "time": shown_time(entry["time"])}
    lines = [words.lang(lang).format(n=found.number, **said)]
    if found.recorded and found.repeated:
        for name, sides in _fields(found).items():
            lines.append(f"  {name}")
            texts = [_text(side, lang) for side in sides]
            rows = zip([side.lang(lang) for side in _SIDES], _around(*texts), strict=True)
            lines += [f"    {line}" for line in language.columns([list(row) for row in rows])]
    if found.why:
        lines.append(_NOT_TAKEN.lang(lang).format(why=found.why))
    return "\n".join(lines)


def _fields(found: "Difference") -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ, in the order of the journal, with both values."""
    one, other = found.recorded or {}, found.repeated or {}
    return {name: (one.get(name), other.get(name)) for name in {**one, **other} if one.get(name) != other.get(name)}


def _text(value: Any, lang: str) -> str:
    if value is None:
        return _NOT_THERE.lang(lang)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _around(one: str, other: str) -> tuple[str, str]:
    """Shorten two texts around the first character that differs, and keep each on a line."""
    pairs = enumerate(zip(one, other, strict=False))
    first = next((place for place, (mine, yours) in pairs if mine != yours), min(len(one), len(other)))
    return _shortened(one, first), _shortened(other, first)


def _shortened(text: str, place: int) -> str:
    begin, end = max(0, place - _BEFORE), place + _BEHIND
    shown = f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
    return shown.replace("\r", "␍").replace("\n", "⏎")
