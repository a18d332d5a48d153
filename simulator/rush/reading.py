"""Arrival profiles from files: those of the box and those that users write, read strictly."""

from importlib import resources
from pathlib import Path, PurePath
from typing import Any, Final

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Unreadable
from simulator.pace import durations
from simulator.rush.profile import BETWEEN, Between, Profile
from simulator.strict.entry import Contradiction, Key, Reader, list_of, near, optional, table_of, value_of
from simulator.strict.finding import Finding, WrongFile
from simulator.strict.report import Pointed
from simulator.strict.text import read_file

NAMES: Final = ("steady", "ramp", "double11", "batch")
"""The profiles of the box."""

_MOST_MINUTES: Final = 1440
_MOST_TIMES: Final = 1000
_LONGEST_TITLE: Final = 100
_MILLISECONDS: Final = 1000
_LEAST_LINES: Final = 2


def folder() -> Path:
    """Return the folder ``load``: the checkout's, or the one in the installed package."""
    checkout = Path(__file__).parents[2] / "load"
    return checkout if checkout.is_dir() else Path(str(resources.files("simulator"))) / "data" / "load"


def find_profile(name: str) -> Profile:
    """Return a profile of the box, or that of a file (``*.toml``). Raises ``WrongFile``, ``OSError``."""
    if name.endswith(".toml"):
        return read_profile(Path(name).read_text(encoding="utf-8"), name)
    if name not in NAMES:
        meant = near(name, NAMES)
        known = ", ".join(NAMES)
        en, zh = f'"{name}" is none of {known}, and no file *.toml', f"“{name}”不是{known}，也不是*.toml文件"
        words = Words(f"{en}. Did you mean {meant}?", f"{zh}。是否应为{meant}？") if meant else Words(en, zh)
        raise WrongFile([Finding("--profile", None, "", None, words)])
    path = folder() / "profiles" / f"{name}.toml"
    return read_profile(path.read_text(encoding="utf-8"), path.name)


def read_profile(text: str, source: str) -> Profile:
    """Return the profile of a file, which is named like it; ``WrongFile`` tells all that is wrong in ``source``."""
    name = PurePath(source).stem

    def made(
        title: Words, minutes: tuple[float, ...], between: Between = "steps", files: float | None = None
    ) -> Profile:
        if between == "lines" and len(minutes) < _LEAST_LINES:
            raise Contradiction("minutes", Words("a line needs two minutes or more", "“lines”至少需要两分钟"))
        if not any(minutes):
            raise Contradiction("minutes", Words("nothing would arrive", "没有任何到达"))
        return Profile(name, title, minutes, between, files)

    title = table_of(Words, en=Key(value_of(_title)), zh=Key(value_of(_title)))
    minutes = list_of(value_of(_times), Words("a list of multiples", "倍数列表"), lambda _: object())
    read = table_of(
        made,
        title=Key(title),
        minutes=Key(_some(minutes)),
        between=optional(value_of(_between)),
        files=optional(value_of(_interval)),
    )
    profile: Profile = read_file(text, source, read)
    return profile


def _some(read: Reader) -> Reader:
    def some(place: Any) -> Any:
        found = read(place)
        if found is not None and not 1 <= len(found) <= _MOST_MINUTES:
            en = f"has {len(found)} minutes, 1 to {_MOST_MINUTES} are allowed"
            place.refuse(Words(en, f"有{len(found)}分钟，允许1至{_MOST_MINUTES}分钟"))
            return None
        return found

    return some


def _title(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value or len(value) > _LONGEST_TITLE:
        raise Unreadable(Words("is no title: 1 to 100 characters on one line", "不是标题：应为一行1至100个字符"))
    return value


def _times(value: Any) -> float:
    number = float(value.written) if isinstance(value, Pointed) else value
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= _MOST_TIMES:
        en, zh = f"is no multiple from 0 to {_MOST_TIMES}", f"不是0至{_MOST_TIMES}的倍数"
        raise Unreadable(Words(en, zh))
    return float(number)


def _between(value: Any) -> Between:
    for known in BETWEEN:
        if value == known:
            return known
    raise Unreadable(Words(f"is none of {', '.join(BETWEEN)}", f"只能是{'、'.join(BETWEEN)}"))


def _interval(value: Any) -> float:
    found = durations.milliseconds(value)
    if not found:
        raise Unreadable(Words(f"is no interval: {durations.WRITTEN}", "不是时间间隔：例如“5s”、“1min”"))
    return found / _MILLISECONDS
