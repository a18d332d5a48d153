"""``kouan world``: begins, lists and shows worlds, claims dxpIds for them, resets, drops, saves, loads and forks them.

The exit status is 0 when all went well, 2 for unusable options, a world file from which no world can begin, or a
file that cannot be read or written, 3 when there is no simulator, 4 when it refuses.
"""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gateway_client.wire.findings import Words
from simulator.cli import remote
from simulator.cli.clock import going
from simulator.cli.language import columns
from simulator.stories.returns import shown_time

if TYPE_CHECKING:
    from gateway_client.asking import Ask, Flow

_WORLDS: Final = "/_kouan/worlds"
_PATIENCE: Final = 3600.0
_MOST_SAVED: Final = 300_000_000
_MOST_CLAIMS: Final = 3
"""Named in a table; ``show`` has them all."""

_HEADS: Final = {
    "name": Words("name", "名称"),
    "time": Words("time", "时间"),
    "clock": Words("clock", "时钟"),
    "pace": Words("pace", "节奏"),
    "seed": Words("seed", "种子"),
    "claims": Words("claims", "认领"),
    "armed": Words("armed", "启用登记"),
    "documents": Words("documents", "单证"),
    "entries": Words("entries", "日志条目"),
    "nextDue": Words("next step due", "下一步到期"),
    "journalBytes": Words("journal bytes", "日志字节"),
}
_COLUMNS: Final = ("name", "time", "clock", "pace", "claims", "armed")
_REGISTERS: Final = {
    "enterprises": Words("enterprises", "企业"),
    "stock": Words("stock", "账册"),
    "goods": Words("goods", "商品"),
    "positiveList": Words("positiveList", "正面清单"),
    "legalUnits": Words("legalUnits", "法定单位"),
}
_MORE: Final = Words("{some} … and {count} more", "{some}等{total}个")
_STOCK: Final = Words("stock: account book, item, in, out, spoken for", "账册：账册编号、料号、实增、实减、预减")
_ENDED: Final = Words("the world {name} has ended", "world {name}已结束")
_SAVED: Final = Words("the world {name} is in {file}: {count} bytes", "world {name}已存入{file}：{count}字节")
_THERE: Final = Words("{file} is there already: name another, or add --force", "{file}已存在：请换名或加--force")
_UNREADABLE: Final = Words("{file} cannot be read: {why}", "无法读取{file}：{why}")
_UNWRITABLE: Final = Words("{file} cannot be written: {why}", "无法写入{file}：{why}")


class _Unusable(Exception):
    """A file that cannot be used; has been said."""


def declare(command: argparse.ArgumentParser) -> None:
    """Declare what can be done with worlds, each with its options."""
    verbs = command.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(name: str, purpose: str, run: Callable[[argparse.Namespace], int], *names: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)
        for each in names:
            one.add_argument(each.lower(), metavar=each, help=_HELP[each])
        remote.declare(one, world=False)
        one.set_defaults(run=run)
        return one

    new = verb("new", "let a world begin, empty or from a world file", _new, "NAME")
    new.add_argument("--file", metavar="FILE", help="the world file (TOML) that says how it begins")
    new.add_argument("--claim", nargs="+", action="extend", default=[], metavar="DXPID", help="claim dxpIds for it")
    verb("list", "list the worlds", _list)
    verb("show", "look at a world", _show, "NAME")
    claim = verb("claim", "let the messages of these dxpIds belong to a world", _claim, "NAME")
    claim.add_argument("claim", nargs="+", metavar="DXPID", help="a dxpId")
    verb("reset", "let a world begin again", _reset, "NAME")
    verb("drop", "let a world end", _drop, "NAME")
    save = verb("save", "save a world in a file", _save, "NAME", "FILE")
    save.add_argument("--force", action="store_true", help="replace the file if it is there")
    verb("load", "let a saved world go on under a name", _load, "FILE", "NAME")
    verb("fork", "let a copy of a world go on beside it", _fork, "NAME", "NEW")


_HELP: Final = {
    "NAME": "the world's name",
    "NEW": "the copy's name; claims stay with the original",
    "FILE": "the file of the saved world",
}


def _new(options: argparse.Namespace) -> int:
    asked = {"name": options.name, "dxpIds": options.claim}
    if options.file is not None:
        try:
            asked["file"] = _world_file(options)
        except _Unusable:
            return remote.UNUSABLE
    return _changed(options, "", asked)


def _list(options: argparse.Namespace) -> int:
    from gateway_client.asking import Ask

    def work(line: remote.Line) -> int:
        said = line.play(remote.known(Ask("GET", _WORLDS), "worlds"))
        _print(options, said, _table(said["worlds"], options.lang))
        return 0

    return remote.connected(options, work)


def _show(options: argparse.Namespace) -> int:
    from gateway_client.asking import Ask

    def work(line: remote.Line) -> int:
        said = line.play(remote.known(Ask("GET", _path(options.name)), "entries"))
        _print(options, said, _whole(said, options.lang))
        return 0

    return remote.connected(options, work)


def _claim(options: argparse.Namespace) -> int:
    return _changed(options, f"/{quote(options.name, safe='')}/claim", {"dxpIds": options.claim})


def _reset(options: argparse.Namespace) -> int:
    return _changed(options, f"/{quote(options.name, safe='')}/reset", None)


def _fork(options: argparse.Namespace) -> int:
    return _changed(options, f"/{quote(options.name, safe='')}/fork", {"name": options.new})


def _drop(options: argparse.Namespace) -> int:
    from gateway_client.asking import Ask

    def work(line: remote.Line) -> int:
        line.play(remote.once(Ask("DELETE", _path(options.name))))
        _print(options, {"name": options.name}, [_ENDED.lang(options.lang).format(name=options.name)])
        return 0

    return remote.connected(options, work)


def _save(options: argparse.Namespace) -> int:
    from gateway_client.asking import Ask

    file = Path(options.file)
    if file.exists() and not options.force:
        remote.complain(options, _THERE.lang(options.lang).format(file=file))
        return remote.UNUSABLE

    def work(line: remote.Line) -> int:
        ask = Ask("GET", f"{_path(options.name)}/save", patience=_PATIENCE, most=_MOST_SAVED)
        data = line.play(remote.once(ask))
        try:
            _write(file, data, replace=options.force)
        except OSError as wrong:
            why = _THERE if isinstance(wrong, FileExistsError) else _UNWRITABLE
            remote.complain(options, why.lang(options.lang).format(file=file, why=wrong.strerror or wrong))
            return remote.UNUSABLE
        said = {"name": options.name, "file": str(file), "bytes": len(data)}
        _print(options, said, [_SAVED.lang(options.lang).format(**said, count=f"{len(data):,}")])
        return 0

    return remote.connected(options, work)


def _load(options: argparse.Namespace) -> int:
    from gateway_client.asking import Ask

    try:
        data = Path(options.file).read_bytes()
    except OSError as wrong:
        said = {"file": options.file, "why": wrong.strerror or str(wrong)}
        remote.complain(options, _UNREADABLE.lang(options.lang).format(**said))
        return remote.UNUSABLE
    ask = Ask("POST", f"{_WORLDS}/load", {"name": options.name}, data, "application/octet-stream", _PATIENCE)
    return remote.connected(options, lambda line: _told(line.play(_json(ask)), options))


def _changed(options: argparse.Namespace, path: str, asked: dict[str, Any] | None) -> int:
    """Ask for a change of a world, and print what it is now."""
    from gateway_client.asking import Ask

    body, kind = (b"", "") if asked is None else (json.dumps(asked).encode(), "application/json")
    ask = Ask("POST", _WORLDS + path, {}, body, kind, _PATIENCE)
    return remote.connected(options, lambda line: _told(line.play(_json(ask)), options))


def _json(ask: "Ask") -> "Flow[dict[str, Any]]":
    said: dict[str, Any] = json.loads((yield from remote.once(ask)))
    return said


def _path(name: str) -> str:
    return f"{_WORLDS}/{quote(name, safe='')}"


def _world_file(options: argparse.Namespace) -> str:
    """Return the text of the world file once nothing is wrong with it."""
    from simulator.beginning.reading import read_beginning
    from simulator.pace.reading import WrongPace, pace_of
    from simulator.strict.finding import WrongFile

    try:
        text = Path(options.file).read_text(encoding="utf-8", errors="surrogateescape")
        pace = read_beginning(text, options.file).pace
        if pace is not None:
            pace_of(pace)
    except OSError as wrong:
        said = {"file": options.file, "why": wrong.strerror or str(wrong)}
        remote.complain(options, _UNREADABLE.lang(options.lang).format(**said))
    except WrongFile as wrong:
        if options.json:
            print(json.dumps({"findings": [one.as_json() for one in wrong.findings]}, ensure_ascii=False, indent=2))
        for finding in wrong.findings:
            remote.complain(options, finding.said(options.lang))
    except WrongPace as wrong:
        remote.complain(options, f"{options.file}, {wrong}")
    else:
        return text
    raise _Unusable


def _write(file: Path, data: bytes, *, replace: bool) -> None:
    """Write a file so that under its name there is all of it or what was there before."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        if not replace and file.exists():  # it came into being meanwhile
            raise FileExistsError
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _told(said: dict[str, Any], options: argparse.Namespace) -> int:
    _print(options, said, _table([said], options.lang))
    return 0


def _print(options: argparse.Namespace, said: dict[str, Any], lines: list[str]) -> None:
    print(json.dumps(said, ensure_ascii=False, indent=2) if options.json else "\n".join(lines))


def _table(worlds: list[dict[str, Any]], lang: str) -> list[str]:
    heads = [_HEADS[name].lang(lang) for name in _COLUMNS]
    return columns([heads, *([_value(one, name, lang) for name in _COLUMNS] for one in worlds)])


def _whole(said: dict[str, Any], lang: str) -> list[str]:
    shown = {**said, "nextDue": shown_time(said["nextDue"]) if said["nextDue"] else ""}
    rows = [[head.lang(lang), _value(shown, name, lang, most=1000)] for name, head in _HEADS.items()]
    lines = columns([row for row in rows if row[1]])
    if said["stock"]:
        lines.append(_STOCK.lang(lang))
        lines += [f"  {line}" for line in columns([[*map(str, one.values())] for one in said["stock"]])]
    return lines


def _value(world: dict[str, Any], name: str, lang: str, *, most: int = _MOST_CLAIMS) -> str:
    match name:
        case "time":
            return shown_time(world["time"])
        case "clock":
            return going(world["clock"], world["rate"], lang)
        case "claims":
            claims = world["claims"]
            some = " ".join(claims[:most])
            more = len(claims) - most
            return _MORE.lang(lang).format(some=some, count=more, total=len(claims)) if more > 0 else some
        case "armed":
            return " ".join(_REGISTERS[one].lang(lang) if one in _REGISTERS else one for one in world["armed"])
        case _:
            return str(world[name])
